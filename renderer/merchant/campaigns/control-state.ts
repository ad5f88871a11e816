import { FINAL_STATES, type TransitionName } from '#shared/campaign/transitions.ts';
import type { CampaignDetail } from '#shared/contracts/http/campaigns.ts';
import { joinedShop } from '../cooperation/shops.ts';
import type { MessageKey } from '../../i18n/messages/index.ts';

export const CONTROLS = ['revise', 'pause', 'resume', 'limit', 'archive', 'withdraw'] as const satisfies readonly TransitionName[];
export type Control = (typeof CONTROLS)[number];

export interface ControlState {
  readonly control: Control;
  readonly isLegal: boolean;
  /** What it does where it is legal, otherwise why it is not. */
  readonly words: MessageKey;
}

interface Person {
  readonly mayEdit: boolean;
  readonly isOnline: boolean;
}

/** Every control of a merchant, legal or not; what is legal is the bank's word. */
export function controlStates(detail: CampaignDetail, { mayEdit, isOnline }: Person): readonly ControlState[] {
  const isFinal = FINAL_STATES.includes(detail.summary.state);
  return CONTROLS.map((control) => {
    const isLegal = mayEdit && isOnline && detail.legal.includes(control);
    if (isLegal) return { control, isLegal, words: `campaign-page.does.${control}` };
    if (joinedShop(detail) !== undefined) return { control, isLegal, words: 'cooperation.why-partner' };
    if (isFinal) return { control, isLegal, words: 'campaign-page.why.final' };
    if (!mayEdit) return { control, isLegal, words: 'campaign-page.why.viewer' };
    return { control, isLegal, words: isOnline ? `campaign-page.why.${control}` : 'campaign-page.why.offline' };
  });
}

/** Controls that cannot be undone ask first. */
export const CONFIRMED = ['withdraw', 'limit', 'archive'] as const satisfies readonly Control[];
export type ConfirmedControl = (typeof CONFIRMED)[number];

export function confirmedControl(control: Control): ConfirmedControl | undefined {
  return CONFIRMED.find((known) => known === control);
}

/** The newest entry of the timeline in which the bank gave a reason, if that is what the campaign stands on now. */
export function bankSays(detail: CampaignDetail): CampaignDetail['timeline'][number] | undefined {
  const speaks: readonly CampaignDetail['summary']['state'][] = ['changes_requested', 'rejected', 'suspended'];
  if (!speaks.includes(detail.summary.state)) return undefined;
  return detail.timeline.findLast((entry) => entry.by !== 'merchant' && (entry.text !== undefined || entry.reason !== undefined));
}
