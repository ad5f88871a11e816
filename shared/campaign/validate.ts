import { partsOfAudience, type SpendCondition, type VisitsCondition } from '../audience/audience.ts';
import { closedWindows, windowKind } from '../market/window.ts';
import { addWorkingDays, daysBetween } from '../market/working-days.ts';
import { Language } from '../units.ts';
import { CAMPAIGN_LIMITS, type CampaignContent, messageVersions, type MessageVersion, requiredLanguages } from './content.ts';
import { namesCriterion } from './criterion-words.ts';
import { IMAGE_KINDS } from './files.ts';

/** What the rules that cross several fields need to know of the market; `MarketInfo` fits. Band edges in whole currency units. */
export interface ValidationContext {
  /** The bank's local date. */
  readonly today: string;
  readonly market: string;
  readonly categories: readonly { readonly id: string; readonly bandEdges: readonly number[] }[];
  readonly regions: readonly { readonly id: string }[];
  readonly channels: readonly string[];
  /** The merchant's own category: a relationship is about it alone, so without it none is accepted. */
  readonly merchantCategory?: string | undefined;
  /** Whether several shops join in: then a rule may hold nothing that is one shop's own, and nothing that only a quote answers. */
  readonly isCooperative?: boolean;
  /** Categories that no condition may name, whatever `categories` holds. */
  readonly sensitiveCategories?: readonly string[];
}

export type FindingCode =
  | 'market_mismatch'
  | 'channel_unknown'
  | 'channel_repeated'
  | 'category_unknown'
  | 'band_unknown'
  | 'region_unknown'
  | 'window_not_closed'
  | 'sensitive_category'
  | 'relationship_needs_own_category'
  | 'relationship_in_cooperation'
  | 'visits_in_cooperation'
  | 'start_too_soon'
  | 'start_too_late'
  | 'flight_length'
  | 'activation_too_long'
  | 'minimum_spend_too_low'
  | 'reward_above_cap'
  | 'cap_order'
  | 'cap_above_budget'
  | 'claim_price_order'
  | 'claim_above_lowest'
  | 'price_evidence_missing'
  | 'language_missing'
  | 'alt_text_missing'
  | 'prohibited_goods'
  | 'alcohol_mark_missing'
  | 'credit_warning_missing'
  | 'criterion_named';

/** A rule that a campaign breaks, and the field to change, by its dotted path in the content. */
export interface Finding {
  readonly code: FindingCode;
  readonly path: string;
}

/** Goods that are not accepted, whoever asks. */
export const PROHIBITED_DECLARATIONS = ['gambling', 'tobacco', 'political'] as const;

const L = CAMPAIGN_LIMITS;

/**
 * Every rule that needs more than one field or the market. The schema has checked each field already; the same function runs in the
 * designer and at submission, where the bank's answer is the one that counts. An empty list means: nothing to complain about.
 */
export function validateContent(content: CampaignContent, context: ValidationContext): readonly Finding[] {
  return [
    ...marketFindings(content, context),
    ...scheduleFindings(content, context),
    ...offerFindings(content),
    ...creativeFindings(content, context),
  ];
}

/** The first and last date on which a campaign submitted today may start. */
export function startDateRange(today: string): { readonly earliest: string; readonly latest: string } {
  const latest = new Date(Date.parse(`${today}T00:00:00Z`) + L.startDaysAhead * 86_400_000);
  return { earliest: addWorkingDays(today, L.startWorkingDaysAhead), latest: latest.toISOString().slice(0, 10) };
}

function marketFindings(content: CampaignContent, context: ValidationContext): readonly Finding[] {
  const findings: Finding[] = [];
  if (content.market !== context.market) findings.push({ code: 'market_mismatch', path: 'market' });
  if (content.channels.some((channel) => !context.channels.includes(channel))) findings.push({ code: 'channel_unknown', path: 'channels' });
  if (new Set(content.channels).size !== content.channels.length) findings.push({ code: 'channel_repeated', path: 'channels' });
  return [...findings, ...audienceFindings(content, context)];
}

/** Every condition is held against the market: its category, bands, window and regions, and whose relationship it is. */
function audienceFindings(content: CampaignContent, context: ValidationContext): readonly Finding[] {
  const { spends, regions, relation, visits } = partsOfAudience(content.audience);
  const findings: Finding[] = [];
  spends.forEach((spend, index) => {
    const path = index === 0 ? 'audience.spend' : 'audience.second';
    findings.push(...categoryAndWindowFindings(spend, path, context));
    const category = context.categories.find((candidate) => candidate.id === spend.category);
    if (category !== undefined && spend.bands.to >= category.bandEdges.length)
      findings.push({ code: 'band_unknown', path: `${path}.bands` });
  });
  if (visits !== undefined) findings.push(...categoryAndWindowFindings(visits, 'audience.visits', context));
  if (regions?.some((region) => !context.regions.some((known) => known.id === region)) === true)
    findings.push({ code: 'region_unknown', path: 'audience.regions' });
  if (context.isCooperative === true || content.cooperation !== undefined) {
    if (relation !== undefined) findings.push({ code: 'relationship_in_cooperation', path: 'audience.relationship' });
    if (visits !== undefined) findings.push({ code: 'visits_in_cooperation', path: 'audience.visits' });
    return findings;
  }
  const isOwn = spends.some((spend) => windowKind(spend.window) === 'season' && spend.category === context.merchantCategory);
  if (relation !== undefined && relation !== 'any' && !isOwn)
    findings.push({ code: 'relationship_needs_own_category', path: 'audience.relationship' });
  return findings;
}

function categoryAndWindowFindings(
  { category, window }: SpendCondition | VisitsCondition,
  path: string,
  context: ValidationContext,
): readonly Finding[] {
  const findings: Finding[] = [];
  if (context.sensitiveCategories?.includes(category) === true) findings.push({ code: 'sensitive_category', path: `${path}.category` });
  else if (!context.categories.some((known) => known.id === category))
    findings.push({ code: 'category_unknown', path: `${path}.category` });
  const closed = closedWindows(context.today);
  if (!closed.months.includes(window) && !closed.seasons.includes(window))
    findings.push({ code: 'window_not_closed', path: `${path}.window` });
  return findings;
}

function scheduleFindings(content: CampaignContent, context: ValidationContext): readonly Finding[] {
  const findings: Finding[] = [];
  const { startsOn, endsOn, redemptionExtraDays } = content.schedule;
  const range = startDateRange(context.today);
  if (startsOn < range.earliest) findings.push({ code: 'start_too_soon', path: 'schedule.startsOn' });
  if (startsOn > range.latest) findings.push({ code: 'start_too_late', path: 'schedule.startsOn' });
  const flightDays = daysBetween(startsOn, endsOn) + 1;
  if (flightDays < L.flightDays.min || flightDays > L.flightDays.max) findings.push({ code: 'flight_length', path: 'schedule.endsOn' });
  const { activation } = content.offer;
  if (activation.kind === 'required' && activation.withinDays > flightDays + redemptionExtraDays)
    findings.push({ code: 'activation_too_long', path: 'offer.activation.withinDays' });
  return findings;
}

function offerFindings(content: CampaignContent): readonly Finding[] {
  const findings: Finding[] = [];
  const { offer } = content;
  if (offer.reward.template === 'flat_amount') {
    if (offer.minimumSpendCents < 2 * offer.reward.amountCents)
      findings.push({ code: 'minimum_spend_too_low', path: 'offer.minimumSpendCents' });
    if (offer.reward.amountCents > offer.capPerRedemptionCents)
      findings.push({ code: 'reward_above_cap', path: 'offer.capPerRedemptionCents' });
  }
  if (offer.capPerRedemptionCents > offer.capPerCustomerCents) findings.push({ code: 'cap_order', path: 'offer.capPerRedemptionCents' });
  if (offer.capPerCustomerCents > content.budgetCents) findings.push({ code: 'cap_above_budget', path: 'offer.capPerCustomerCents' });
  for (const goods of PROHIBITED_DECLARATIONS)
    if (offer.declarations[goods]) findings.push({ code: 'prohibited_goods', path: `offer.declarations.${goods}` });
  return [...findings, ...claimFindings(content)];
}

/**
 * A was/now claim names as its "was" no more than the lowest price of the 30 days before (Directive 98/6/EC, art. 6a), a "now" below it, and comes with
 * evidence. What the evidence says is for a person to judge.
 */
function claimFindings({ offer: { claim }, evidence = [] }: CampaignContent): readonly Finding[] {
  if (claim?.kind !== 'was_now') return [];
  const findings: Finding[] = [];
  if (claim.toCents >= claim.fromCents) findings.push({ code: 'claim_price_order', path: 'offer.claim.toCents' });
  if (claim.fromCents > claim.lowest30DaysCents) findings.push({ code: 'claim_above_lowest', path: 'offer.claim.fromCents' });
  if (evidence.length === 0) findings.push({ code: 'price_evidence_missing', path: 'evidence' });
  return findings;
}

const ALCOHOL_MARK = /(?:^|[^0-9])18\s?\+/;
const CREDIT_WARNING: Readonly<Record<Language, RegExp>> = {
  nl: /let op!?\s+geld lenen kost geld/i,
  fr: /attention,?\s+emprunter de l[’']argent co[uû]te aussi de l[’']argent/i,
  de: /achtung,?\s+geld leihen kostet (?:auch )?geld/i,
  en: /(?:let op!?\s+geld lenen kost geld|warning!?,?\s+borrowing money (?:also )?costs money)/i,
};

function creativeFindings(content: CampaignContent, context: ValidationContext): readonly Finding[] {
  // Both versions are written in the same languages, so that no customer's language decides which one they get.
  const written = Language.options.filter((language) => content.creative[language] !== undefined);
  const languages = [...new Set([...requiredLanguages(content.market), ...written])];
  return messageVersions(content).flatMap((version) => versionFindings(version, languages, content, context));
}

function versionFindings(
  { creative, images, path: root }: MessageVersion,
  languages: readonly Language[],
  content: CampaignContent,
  context: ValidationContext,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const language of languages)
    if (creative[language] === undefined) findings.push({ code: 'language_missing', path: `${root}.${language}` });
  for (const language of Language.options) {
    const text = creative[language];
    if (text === undefined) continue;
    const path = `${root}.${language}`;
    for (const kind of IMAGE_KINDS)
      if (images?.[kind] !== undefined && text[`${kind}Alt`] === undefined)
        findings.push({ code: 'alt_text_missing', path: `${path}.${kind}Alt` });
    for (const field of ['title', 'shortText', 'longText', 'terms', 'logoAlt', 'heroAlt'] as const)
      if (namesCriterion(text[field] ?? '', content, context.categories))
        findings.push({ code: 'criterion_named', path: `${path}.${field}` });
    if (content.offer.declarations.alcohol && !ALCOHOL_MARK.test(text.shortText))
      findings.push({ code: 'alcohol_mark_missing', path: `${path}.shortText` });
    if (content.offer.declarations.credit && !CREDIT_WARNING[language].test(text.longText))
      findings.push({ code: 'credit_warning_missing', path: `${path}.longText` });
  }
  return findings;
}
