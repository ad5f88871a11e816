import type { Draft } from '#shared/campaign/draft.ts';
import type { CampaignSummary } from '#shared/contracts/http/campaigns.ts';
import type { ShownState } from '../../ui/status-chip.tsx';

/** A draft of this machine or a campaign at the bank, as a list shows it. */
export interface CampaignRow {
  readonly id: string;
  readonly kind: 'draft' | 'campaign';
  readonly to: string;
  /** Empty while a draft has no name. */
  readonly name: string;
  readonly state: ShownState;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly budgetCents: number | null;
  readonly revision: number | undefined;
  readonly updatedAt: string;
  /** Of a campaign of several shops: how many others, and who leads. */
  readonly together?: { readonly others: number; readonly lead: string };
  /** Comments of others that were not read, at the campaign of this id. */
  readonly unread?: number;
}

function rowOfDraft(draft: Draft): CampaignRow {
  const { phase } = draft.submission;
  return {
    id: draft.id,
    kind: 'draft',
    to: `/designer/${draft.id}`,
    name: draft.content.name.trim(),
    state: phase === 'none' ? 'draft' : phase,
    startsOn: draft.content.startsOn,
    endsOn: draft.content.endsOn,
    budgetCents: draft.content.budgetCents,
    revision: undefined,
    updatedAt: draft.updatedAt,
  };
}

function rowOfCampaign(campaign: CampaignSummary): CampaignRow {
  return {
    id: campaign.id,
    kind: 'campaign',
    to: `/campaigns/${campaign.id}`,
    name: campaign.name,
    state: campaign.state,
    startsOn: campaign.startsOn,
    endsOn: campaign.endsOn,
    budgetCents: campaign.budgetCents,
    revision: campaign.revision,
    updatedAt: campaign.updatedAt,
    ...(campaign.shops === undefined ? {} : { together: { others: campaign.shops - 1, lead: campaign.merchant.shopName } }),
    ...unreadOf(campaign),
  };
}

/** Typed on this machine from a revision that another person of the shop has replaced since. */
function isLeftBehind({ submission, baseRevision }: Draft, campaign: CampaignSummary): boolean {
  if (submission.phase === 'refused') return submission.code === 'version_conflict';
  return submission.phase === 'none' && baseRevision !== null && baseRevision < campaign.revision;
}

function unreadOf(campaign: CampaignSummary | undefined): Pick<CampaignRow, 'unread'> {
  return campaign?.unreadComments === undefined ? {} : { unread: campaign.unreadComments };
}

/**
 * Drafts and campaigns as one list. A draft keeps its id when it becomes a campaign: once submitted the campaign stands for both, and while a
 * campaign is being revised its draft does. Where somebody else of the shop handed it in meanwhile, both are there.
 */
export function mergeRows(drafts: readonly Draft[], campaigns: readonly CampaignSummary[]): readonly CampaignRow[] {
  // A cooperative campaign falls back to draft by another shop's step; then nothing on this machine is being revised yet.
  const isRevised = (campaign: CampaignSummary) =>
    campaign.state === 'draft' && drafts.some((draft) => draft.id === campaign.id && draft.submission.phase !== 'submitted');
  const isAtBank = (draft: Draft) => draft.submission.phase === 'submitted' && campaigns.some((campaign) => campaign.id === draft.id);
  return [
    ...drafts
      .filter(
        (draft) =>
          !isAtBank(draft) &&
          !campaigns.some((campaign) => campaign.id === draft.id && campaign.state !== 'draft' && !isLeftBehind(draft, campaign)),
      )
      .map((draft) => ({ ...rowOfDraft(draft), ...unreadOf(campaigns.find((campaign) => campaign.id === draft.id)) })),
    ...campaigns.filter((campaign) => !isRevised(campaign)).map(rowOfCampaign),
  ];
}

export const SORTS = ['newest', 'starts', 'name', 'state'] as const;
export type Sort = (typeof SORTS)[number];

/** Rows whose name holds the words, sorted. A row without a date comes last by start. */
export function arrangeRows(rows: readonly CampaignRow[], search: string, sort: Sort, language: string): readonly CampaignRow[] {
  const wanted = search.trim().toLocaleLowerCase(language);
  const byName = new Intl.Collator(language).compare;
  const compare = (left: CampaignRow, right: CampaignRow): number => {
    if (sort === 'name') return byName(left.name, right.name);
    if (sort === 'state') return byName(left.state, right.state) || right.updatedAt.localeCompare(left.updatedAt);
    if (sort === 'starts') return (left.startsOn ?? '9999').localeCompare(right.startsOn ?? '9999');
    return right.updatedAt.localeCompare(left.updatedAt);
  };
  return rows.filter((row) => row.name.toLocaleLowerCase(language).includes(wanted)).sort(compare);
}
