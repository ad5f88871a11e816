import { categoriesOfAudience } from '#shared/audience/audience.ts';
import { type CampaignContent, messageVersions } from '#shared/campaign/content.ts';
import { type FindingCode, startDateRange, validateContent } from '#shared/campaign/validate.ts';
import type { Profile } from '#shared/market/profile.ts';
import type { Check } from '#shared/review/decision.ts';
import { REVIEW_RULES } from '#shared/review/rules.ts';
import type { RevisionRow } from '../storage/repositories/campaigns.ts';
import { contextOf } from './judge.ts';

export interface CheckedRevision {
  readonly revision: Pick<RevisionRow, 'content' | 'reach'>;
  readonly profile: Profile;
  readonly merchant: { readonly mcc: string; readonly categoryId: string };
  /** Whether the release that the reach was judged on may still be used. */
  readonly isReleaseCurrent: boolean;
  /** The bank's local date. */
  readonly today: string;
}

type Outcome = Pick<Check, 'verdict' | 'facts'>;

/** Chance of an overrun from which the bank wants a person to look. The selection is sized before go-live so that it is at most this. */
const OVERRUN_LIMIT = 0.01;

/** Every rule with its verdict for a revision, in the order of the rules. Reads published numbers and the revision, nothing else. */
export function checkRevision(checked: CheckedRevision): readonly Check[] {
  const { content } = checked.revision;
  const { profile, today } = checked;
  const findings = new Set(validateContent(content, contextOf(profile, checked.merchant, today)).map((finding) => finding.code));
  return REVIEW_RULES.map((rule) => ({
    code: rule.code,
    ...outcomeOf(rule.code, checked, findings),
    ...(rule.citation === undefined ? {} : { citation: rule.citation }),
  }));
}

function outcomeOf(code: Check['code'], checked: CheckedRevision, findings: ReadonlySet<FindingCode>): Outcome {
  const { revision, profile, merchant, today } = checked;
  const { content, reach } = revision;
  const { offer } = content;
  switch (code) {
    case 'minimum_size':
      return verdict(reach.customers >= reach.required, { customers: reach.customers, required: reach.required });
    case 'sensitive_category':
      return verdict(!isSensitive(profile, merchant, content), {
        category: categoriesOfAudience(content.audience).join(', '),
        mcc: merchant.mcc,
      });
    case 'criterion_not_named':
      return verdict(!findings.has('criterion_named'), {});
    case 'advertising_label':
      // The bank adds label, payer, reason and way out to every message itself.
      return { verdict: 'pass', facts: { languages: Object.keys(content.creative).join(', ') } };
    case 'credit_warning':
      return declared(offer.declarations.credit, !findings.has('credit_warning_missing'));
    case 'alcohol_mark':
      return declared(offer.declarations.alcohol, !findings.has('alcohol_mark_missing'));
    case 'prohibited_goods':
      if (findings.has('prohibited_goods')) return { verdict: 'fail', facts: {} };
      return { verdict: offer.declarations.medical ? 'needs_eyes' : 'pass', facts: {} };
    case 'start_date': {
      const { earliest, latest } = startDateRange(today);
      return verdict(content.schedule.startsOn > today, { startsOn: content.schedule.startsOn, earliest, latest });
    }
    case 'release_current':
      return verdict(checked.isReleaseCurrent, { release: reach.releaseId });
    case 'required_languages':
      return verdict(!findings.has('language_missing'), { languages: Object.keys(content.creative).join(', ') });
    case 'cap_order':
      return verdict(!findings.has('cap_order') && !findings.has('cap_above_budget'), {
        capPerRedemptionCents: offer.capPerRedemptionCents,
        capPerCustomerCents: offer.capPerCustomerCents,
      });
    case 'minimum_spend':
      return verdict(!findings.has('minimum_spend_too_low'), { minimumSpendCents: offer.minimumSpendCents });
    case 'budget_cover':
      return {
        verdict: reach.overrunChance <= OVERRUN_LIMIT ? 'pass' : 'needs_eyes',
        facts: { budgetCents: content.budgetCents, worstCaseCents: reach.worstCaseCents, overrunChance: reach.overrunChance },
      };
    case 'frequency':
      return {
        verdict: 'pass',
        facts: {
          pushPer7Days: profile.frequency.pushPer7Days,
          offersPer30Days: profile.frequency.offersPer30Days,
          campaignsPerCustomerYear: profile.frequency.campaignsPerCustomerYear,
        },
      };
    case 'reward_wording':
      return rewardWording(content);
    case 'evidence':
      return evidenceOutcome(content, findings);
  }
}

/** A price claim that breaks its rule fails; any other claim, and any evidence, is for a person to look at. */
function evidenceOutcome({ offer: { claim }, evidence = [] }: CampaignContent, findings: ReadonlySet<FindingCode>): Outcome {
  const facts: Outcome['facts'] = {
    claim: claim?.kind ?? 'none',
    files: evidence.length,
    ...(claim?.kind === 'was_now'
      ? { fromCents: claim.fromCents, toCents: claim.toCents, lowest30DaysCents: claim.lowest30DaysCents }
      : {}),
  };
  if (CLAIM_FINDINGS.some((code) => findings.has(code))) return { verdict: 'fail', facts };
  return { verdict: claim === undefined && evidence.length === 0 ? 'pass' : 'needs_eyes', facts };
}

const CLAIM_FINDINGS = ['price_evidence_missing', 'claim_price_order', 'claim_above_lowest'] as const satisfies readonly FindingCode[];

/** Whether the texts name the reward and its conditions as the offer has them; a person looks where a figure is missing. */
function rewardWording(content: CampaignContent): Outcome {
  const { offer } = content;
  const figure = offer.reward.template === 'percent' ? offer.reward.percent : offer.reward.amountCents / 100;
  const figures = [figure, ...(offer.minimumSpendCents === 0 ? [] : [offer.minimumSpendCents / 100])];
  const texts = messageVersions(content).flatMap(({ creative }) => Object.values(creative));
  const missing = texts.some((text) => {
    const whole = `${text.title} ${text.shortText} ${text.longText} ${text.terms}`;
    return figures.some((value) => !saysNumber(whole, value));
  });
  return { verdict: missing ? 'needs_eyes' : 'pass', facts: { figures: figures.join(', ') } };
}

function saysNumber(text: string, value: number): boolean {
  const spellings = [String(value), String(value).replace('.', ','), value.toFixed(2), value.toFixed(2).replace('.', ',')];
  return spellings.some((spelling) => new RegExp(`(?<![\\d.,])${spelling.replace('.', '\\.')}(?![\\d]|[.,]\\d)`).test(text));
}

function isSensitive(profile: Profile, merchant: CheckedRevision['merchant'], content: CampaignContent): boolean {
  const { mccs, categories } = profile.sensitive;
  return (
    mccs.includes(merchant.mcc) ||
    categories.includes(merchant.categoryId) ||
    categoriesOfAudience(content.audience).some((asked) => categories.includes(asked))
  );
}

function declared(isDeclared: boolean, isMarked: boolean): Outcome {
  if (!isDeclared) return { verdict: 'pass', facts: { declared: 'no' } };
  return { verdict: isMarked ? 'needs_eyes' : 'fail', facts: { declared: 'yes' } };
}

function verdict(passes: boolean, facts: Outcome['facts']): Outcome {
  return { verdict: passes ? 'pass' : 'fail', facts };
}
