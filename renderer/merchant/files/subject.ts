import { completeDraft, type Draft, type DraftContent } from '#shared/campaign/draft.ts';
import type { CampaignContent } from '#shared/campaign/content.ts';
import { draftFromContent } from '#shared/campaign/draft-from-content.ts';
import type { CampaignDetail } from '#shared/contracts/http/campaigns.ts';
import type { CalendarEntry } from '#shared/export/calendar.ts';
import { addDays } from '#shared/market/working-days.ts';
import type { Desk } from '../../data/desk-context.tsx';
import type { Text } from '../../i18n/text.tsx';
import type { PaperContext } from './campaign-document.ts';

/** What files are made of: a draft as it stands on the screen, or a campaign of the bank. */
export type FileSubject =
  | { readonly kind: 'draft'; readonly draft: Draft; readonly content: DraftContent }
  | { readonly kind: 'campaign'; readonly detail: CampaignDetail };

export interface SubjectParts {
  readonly name: string;
  readonly draftContent: DraftContent;
  /** Undefined while something of a draft is missing. */
  readonly content: CampaignContent | undefined;
  /** Undefined while a draft has no dates. */
  readonly entry: CalendarEntry | undefined;
  readonly context: PaperContext;
}

/** The parts of a subject that its files need; asked for when a file is wanted, not while a draft is typed. */
export function partsOf(subject: FileSubject, { market, account, bankName }: Desk, text: Text): SubjectParts {
  const regions = market.regions.map(({ id }) => id);
  const context: PaperContext = { market, bankName, shopName: account.merchant?.shopName ?? '', text };
  if (subject.kind === 'campaign') {
    const { content, summary } = subject.detail;
    const dated = { startsOn: summary.startsOn, endsOn: summary.endsOn, redemptionExtraDays: content.schedule.redemptionExtraDays };
    const entry = entryOf(summary.id, summary.name, dated, { changedAt: summary.updatedAt, changes: summary.version }, text);
    return { name: summary.name, draftContent: draftFromContent(content, regions), content, entry, context };
  }
  const { draft, content } = subject;
  const completed = completeDraft(content, regions);
  const { startsOn, endsOn, redemptionExtraDays } = content;
  const name = content.name.trim() === '' ? text.t('campaigns.no-name') : content.name.trim();
  return {
    name,
    draftContent: content,
    content: completed.kind === 'complete' ? completed.content : undefined,
    entry:
      startsOn === null || endsOn === null || endsOn < startsOn
        ? undefined
        : entryOf(draft.id, name, { startsOn, endsOn, redemptionExtraDays }, { changedAt: draft.updatedAt, changes: draft.version }, text),
    context,
  };
}

/** The beginning of a copy: the same content under a name that says so. */
export function copyOf(content: DraftContent, text: Text): DraftContent {
  return { ...content, name: text.t('exports.copy-name', { name: content.name.trim() }).trim().slice(0, 400) };
}

/** The states from which on a campaign has its report. */
export function hasReport(state: CampaignDetail['summary']['state']): boolean {
  return state === 'reported' || state === 'archived';
}

interface Dated {
  readonly startsOn: string;
  readonly endsOn: string;
  readonly redemptionExtraDays: number | null;
}

function entryOf(
  campaignId: string,
  name: string,
  { startsOn, endsOn, redemptionExtraDays }: Dated,
  changed: Pick<CalendarEntry, 'changedAt' | 'changes'>,
  text: Text,
): CalendarEntry {
  const until = addDays(endsOn, Math.max(0, redemptionExtraDays ?? 0));
  return {
    campaignId,
    title: name.slice(0, 200),
    description: `${text.t('content.summary.redeem-until')}: ${text.day(until)}`,
    startsOn,
    endsOn,
    ...changed,
  };
}
