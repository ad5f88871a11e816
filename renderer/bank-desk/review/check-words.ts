import { categoryInWords } from '#shared/audience/plain-words.ts';
import { DraftClaim } from '#shared/campaign/draft.ts';
import type { MarketInfo } from '#shared/contracts/http/market.ts';
import type { Check } from '#shared/review/decision.ts';
import { Language, LocalDate } from '#shared/units.ts';
import type { MessageKey } from '../../i18n/messages/index.ts';
import type { Text } from '../../i18n/text.tsx';

/** A check in words: what was found, the facts as figures, and the rule it comes from. */
export interface CheckWords {
  readonly title: string;
  readonly verdict: string;
  readonly facts: readonly string[];
  readonly rule: string;
}

const ENDINGS = { pass: '', fail: '.fail', needs_eyes: '.eyes' } as const;

/** Words a check from its code, verdict, facts and citation; a fact without a name of its own is shown by its key. */
export function checkWords(check: Check, market: MarketInfo, text: Text): CheckWords {
  const title: MessageKey = `desk.check.${check.code}${ENDINGS[check.verdict]}`;
  return {
    title: text.t(title),
    verdict: text.t(`desk.verdict.${check.verdict}`),
    facts: factWords(check.facts, market, text),
    rule: check.citation === undefined ? text.t('desk.check-house-rule') : text.t('desk.check-rule', { citation: check.citation }),
  };
}

type FactName = keyof typeof FACTS;

const FACTS = {
  customers: 'desk.fact.customers',
  required: 'desk.fact.required',
  category: 'desk.fact.category',
  mcc: 'desk.fact.mcc',
  languages: 'desk.fact.languages',
  startsOn: 'desk.fact.startsOn',
  earliest: 'desk.fact.earliest',
  latest: 'desk.fact.latest',
  release: 'desk.fact.release',
  capPerRedemptionCents: 'desk.fact.capPerRedemptionCents',
  capPerCustomerCents: 'desk.fact.capPerCustomerCents',
  minimumSpendCents: 'desk.fact.minimumSpendCents',
  budgetCents: 'desk.fact.budgetCents',
  worstCaseCents: 'desk.fact.worstCaseCents',
  overrunChance: 'desk.fact.overrunChance',
  pushPer7Days: 'desk.fact.pushPer7Days',
  offersPer30Days: 'desk.fact.offersPer30Days',
  campaignsPerCustomerYear: 'desk.fact.campaignsPerCustomerYear',
  figures: 'desk.fact.figures',
  declared: 'desk.fact.declared',
  claim: 'desk.fact.claim',
  files: 'desk.fact.files',
  fromCents: 'desk.fact.fromCents',
  toCents: 'desk.fact.toCents',
  lowest30DaysCents: 'desk.fact.lowest30DaysCents',
} as const satisfies Readonly<Record<string, MessageKey>>;

const isFactName = (name: string): name is FactName => Object.hasOwn(FACTS, name);

function factWords(facts: Check['facts'], market: MarketInfo, text: Text): readonly string[] {
  return Object.entries(facts).map(([name, value]) => {
    const words = factValue(name, value, market, text);
    return isFactName(name) ? text.t(FACTS[name], { value: words }) : text.t('desk.fact.named', { name, value: words });
  });
}

/** The unit of a number is in its name: `Cents`, or `Chance` and `Share` for shares; anything else is a count. */
function factValue(name: string, value: string | number, market: MarketInfo, text: Text): string {
  if (typeof value === 'number') {
    if (name.endsWith('Cents')) return text.money(value);
    if (name.endsWith('Share') || name.endsWith('Chance')) return text.percent(value, 1);
    return Number.isInteger(value) ? text.count(value) : text.decimal(value, 1);
  }
  if (name === 'category') return categoryInWords(value, market, text.language);
  if (name === 'languages')
    return value
      .split(', ')
      .map((language) => languageWord(language, text))
      .join(', ');
  const claim = name === 'claim' ? DraftClaim.shape.kind.safeParse(value) : undefined;
  if (claim?.success === true) return text.t(`evidence.claim.${claim.data}`);
  if (name === 'declared') return text.t(value === 'yes' ? 'content.value.yes' : 'content.value.no');
  return LocalDate.safeParse(value).success ? text.day(value) : value;
}

function languageWord(value: string, text: Text): string {
  const language = Language.safeParse(value);
  return language.success ? text.t(`common.language.${language.data}`) : value;
}
