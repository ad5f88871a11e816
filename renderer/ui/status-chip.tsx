import type { ReactNode } from 'react';
import type { CampaignState } from '#shared/campaign/transitions.ts';
import { useText } from '../i18n/text.tsx';
import './ui.css';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'plain';

interface BadgeProps {
  readonly tone: Tone;
  readonly children: ReactNode;
}

/** A small word with a tone; the word carries the meaning, the colour only repeats it. */
export function Badge({ tone, children }: BadgeProps) {
  return <span className={`fl-badge fl-badge-${tone}`}>{children}</span>;
}

export type ShownState = CampaignState | 'queued' | 'refused';

const TONES: Readonly<Record<ShownState, Tone>> = {
  draft: 'plain',
  awaiting_partners: 'info',
  queued: 'info',
  refused: 'bad',
  submitted: 'warn',
  in_review: 'warn',
  changes_requested: 'bad',
  approved: 'good',
  scheduled: 'good',
  live: 'good',
  paused: 'warn',
  limited: 'warn',
  suspended: 'bad',
  ended: 'plain',
  measuring: 'info',
  reported: 'good',
  archived: 'plain',
  rejected: 'bad',
  withdrawn: 'plain',
};

interface StatusChipProps {
  readonly state: ShownState;
}

/** Where a campaign stands, in one word. */
export function StatusChip({ state }: StatusChipProps) {
  const { t } = useText();
  return <Badge tone={TONES[state]}>{t(`common.state.${state}`)}</Badge>;
}
