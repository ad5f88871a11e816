import { type CampaignContent, CAMPAIGN_LIMITS } from '#shared/campaign/content.ts';
import { FILE_LIMITS } from '#shared/campaign/files.ts';
import { completeDraft, type DraftContent, draftConditions } from '#shared/campaign/draft.ts';
import { type FindingCode, startDateRange, validateContent } from '#shared/campaign/validate.ts';
import type { MarketInfo } from '#shared/contracts/http/market.ts';
import { addDays } from '#shared/market/working-days.ts';

export const SECTIONS = ['audience', 'offer', 'message', 'when', 'check'] as const;
export type SectionId = (typeof SECTIONS)[number];

/** Conditions of one rule; the regions are one of them unless everybody is meant. */
const MOST_CONDITIONS = 4;

export interface FieldFinding {
  /** Dotted path in the content: `offer.reward.percent`. */
  readonly path: string;
  readonly section: SectionId;
  readonly code: FindingCode | 'missing' | 'outside_limits';
}

export interface DraftFindings {
  readonly findings: readonly FieldFinding[];
  /** The content to submit; absent while something is missing, outside its limits or against a rule. */
  readonly content: CampaignContent | undefined;
  /** Findings at a path or below it. */
  readonly at: (path: string) => readonly FieldFinding[];
  readonly isComplete: (section: SectionId) => boolean;
}

/** The section of the designer where a field is edited. */
export function sectionOfPath(path: string): SectionId {
  if (path.startsWith('audience')) return 'audience';
  if (path.startsWith('offer') || path === 'objective' || path.startsWith('evidence')) return 'offer';
  if (path.startsWith('creative') || path.startsWith('images') || path.startsWith('alternative')) return 'message';
  if (path === 'name') return 'check';
  return 'when';
}

/** Everything that stands between a draft and its submission, field by field. The same rules run at the bank, whose answer counts. */
export function findingsOf(draft: DraftContent, market: MarketInfo, isCooperative = false): DraftFindings {
  const context = { ...market, market: market.market, isCooperative };
  const completed = completeDraft(draft, everywhere(market));
  const findings: FieldFinding[] = [];
  const add = (path: string, code: FieldFinding['code']) => {
    const known = screenPath(path, draft);
    if (!findings.some((finding) => finding.path === known && finding.code === code))
      findings.push({ path: known, section: sectionOfPath(known), code });
  };
  if (completed.kind === 'incomplete')
    for (const { path, code } of completed.missing) add(path, isEmptyAt(draft, screenPath(path, draft)) ? 'missing' : code);
  const stoppedAt = new Set(findings.map((finding) => finding.path));
  const subject = completed.kind === 'complete' ? completed.content : filledIn(draft, market);
  if (subject !== undefined)
    for (const finding of validateContent(subject, context)) if (!stoppedAt.has(finding.path)) add(finding.path, finding.code);
  const at = (path: string) => findings.filter((finding) => finding.path === path || finding.path.startsWith(`${path}.`));
  return {
    findings,
    content: findings.length === 0 && completed.kind === 'complete' ? completed.content : undefined,
    at,
    isComplete: (section) => (section === 'check' ? findings.length === 0 : !findings.some((finding) => finding.section === section)),
  };
}

/** Paths as the form knows them: the audience's conditions have names, not numbers. */
function screenPath(path: string, draft: DraftContent): string {
  const conditions = draftConditions(draft);
  if (path === 'audience.conditions')
    return draft.spend === null ? 'audience.spend' : conditions.length > MOST_CONDITIONS ? path : 'audience.relationship';
  const condition = /^audience\.conditions\.(\d+)/.exec(path);
  if (condition === null) return path;
  const name = conditions[Number(condition[1])]?.name;
  return name === undefined ? path : SCREEN_NAMES[name];
}

function isEmptyAt(draft: DraftContent, path: string): boolean {
  if (path === 'name') return draft.name.trim() === '';
  if (path === 'channels') return draft.channels.length === 0;
  if (path === 'audience.regions') return draft.regions.length === 0;
  const text = /^(alternative\.)?creative\.(nl|fr|de|en)\.(title|shortText|longText|terms)$/.exec(path);
  if (text === null) return false;
  const [, second, language, field] = text;
  const creative = second === undefined ? draft.creative : (draft.alternative?.creative ?? {});
  const words = Object.entries(creative).find(([key]) => key === language)?.[1];
  return words === undefined || Object.entries(words).every(([key, value]) => key !== field || (value ?? '').trim() === '');
}

/**
 * The draft with every missing or unusable field filled so that it breaks no rule by itself: rules over several fields then speak as soon as
 * the fields they compare are there, not only when the last one is.
 */
function filledIn(draft: DraftContent, market: MarketInfo): CampaignContent | undefined {
  const range = startDateRange(market.today);
  const within = (value: number | null, limits: { readonly min: number; readonly max: number }, otherwise: number) =>
    value !== null && value >= limits.min && value <= limits.max ? value : otherwise;
  const { claimCents } = CAMPAIGN_LIMITS;
  const startsOn = draft.startsOn ?? draft.endsOn ?? range.earliest;
  const capPerCustomer = draft.capPerCustomerCents ?? draft.capPerRedemptionCents ?? CAMPAIGN_LIMITS.amountCents.max;
  const filled = completeDraft(
    {
      ...draft,
      name:
        draft.name.trim().length >= CAMPAIGN_LIMITS.nameLength.min
          ? draft.name.trim().slice(0, CAMPAIGN_LIMITS.nameLength.max)
          : 'campaign',
      channels: draft.channels.length === 0 ? market.channels.slice(0, 1) : draft.channels,
      regions: draft.regions.length === 0 ? market.regions.map((region) => region.id) : draft.regions,
      reward: {
        template: draft.reward.template,
        percent: within(draft.reward.percent, CAMPAIGN_LIMITS.percent, CAMPAIGN_LIMITS.percent.min),
        amountCents: within(draft.reward.amountCents, CAMPAIGN_LIMITS.amountCents, CAMPAIGN_LIMITS.amountCents.min),
      },
      minimumSpendCents: within(draft.minimumSpendCents, CAMPAIGN_LIMITS.minimumSpendCents, CAMPAIGN_LIMITS.minimumSpendCents.max),
      capPerRedemptionCents: Math.max(1, draft.capPerRedemptionCents ?? capPerCustomer),
      capPerCustomerCents: Math.max(1, capPerCustomer),
      redemptionsPerCustomer: within(draft.redemptionsPerCustomer, CAMPAIGN_LIMITS.redemptionsPerCustomer, 1),
      activation: { kind: draft.activation.kind, withinDays: within(draft.activation.withinDays, CAMPAIGN_LIMITS.activationDays, 1) },
      returnPeriodDays: within(draft.returnPeriodDays, CAMPAIGN_LIMITS.returnPeriodDays, 0),
      claim: {
        kind: draft.claim.kind,
        fromCents: within(draft.claim.fromCents, claimCents, within(draft.claim.lowest30DaysCents, claimCents, claimCents.max)),
        toCents: within(draft.claim.toCents, claimCents, claimCents.min),
        lowest30DaysCents: within(draft.claim.lowest30DaysCents, claimCents, claimCents.max),
      },
      creative: filledInWords(draft.creative),
      alternative: draft.alternative === null ? null : { ...draft.alternative, creative: filledInWords(draft.alternative.creative) },
      startsOn,
      endsOn: draft.endsOn ?? addDays(startsOn, CAMPAIGN_LIMITS.flightDays.default - 1),
      redemptionExtraDays: within(draft.redemptionExtraDays, CAMPAIGN_LIMITS.redemptionExtraDays, CAMPAIGN_LIMITS.redemptionExtraDays.max),
      budgetCents: within(draft.budgetCents, CAMPAIGN_LIMITS.budgetCents, CAMPAIGN_LIMITS.budgetCents.max),
      attributionDays: within(draft.attributionDays, CAMPAIGN_LIMITS.attributionDays, CAMPAIGN_LIMITS.attributionDays.default),
    },
    everywhere(market),
  );
  return filled.kind === 'complete' ? filled.content : undefined;
}

function filledInWords(creative: DraftContent['creative']): DraftContent['creative'] {
  return Object.fromEntries(
    Object.entries(creative).map(([language, words]) => [
      language,
      {
        title: words.title.trim().slice(0, CAMPAIGN_LIMITS.titleLength) || '–',
        shortText: words.shortText.trim().slice(0, CAMPAIGN_LIMITS.shortTextLength) || '– 18+',
        longText: words.longText.trim().slice(0, CAMPAIGN_LIMITS.longTextLength) || '–',
        terms: words.terms.trim().slice(0, CAMPAIGN_LIMITS.termsLength) || '–',
        logoAlt: words.logoAlt?.trim().slice(0, FILE_LIMITS.altTextLength),
        heroAlt: words.heroAlt?.trim().slice(0, FILE_LIMITS.altTextLength),
      },
    ]),
  );
}

/** Where the finding about a condition is shown. */
const SCREEN_NAMES = {
  spend: 'audience.spend',
  secondSpend: 'audience.second',
  relation: 'audience.relationship',
  visits: 'audience.visits',
  regions: 'audience.regions',
} as const;

function everywhere(market: MarketInfo): readonly string[] {
  return market.regions.map((region) => region.id);
}
