import type { Check } from '#shared/review/decision.ts';
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
export function checkWords(check: Check, text: Text): CheckWords {
  const title: MessageKey = `desk.check.${check.code}${ENDINGS[check.verdict]}`;
  return {
    title: text.t(title),
    verdict: text.t(`desk.verdict.${check.verdict}`),
    facts: factWords(check.facts, text),
    rule: check.citation === undefined ? text.t('desk.check-house-rule') : text.t('desk.check-rule', { citation: check.citation }),
  };
}

type Facts = Check['facts'];

function factWords(facts: Facts, text: Text): readonly string[] {
  const { customers, halfWidth, ...rest } = facts;
  const words: string[] = [];
  if (typeof customers === 'number' && typeof halfWidth === 'number')
    words.push(text.t('common.count-with-interval', { customers: text.count(customers), halfWidth: text.count(halfWidth) }));
  else Object.assign(rest, customers === undefined ? {} : { customers }, halfWidth === undefined ? {} : { halfWidth });
  for (const [name, value] of Object.entries(rest)) words.push(factWord(name, value, text));
  return words;
}

/** The unit of a fact is in its name: `Cents`, `Share`, `On` for a date; anything else is a count or a text. */
function factWord(name: string, value: string | number, text: Text): string {
  return text.t('desk.fact.named', { name: factName(name), value: factValue(name, value, text) });
}

function factValue(name: string, value: string | number, text: Text): string {
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}$/.test(value) ? text.day(value) : value;
  if (name.endsWith('Cents')) return text.money(value);
  if (name.endsWith('Share') || name.endsWith('Chance')) return text.percent(value, 1);
  return Number.isInteger(value) ? text.count(value) : text.decimal(value, 1);
}

/** `minimumSpendCents` reads "minimum spend". */
function factName(name: string): string {
  return name
    .replace(/(Cents|Share)$/, '')
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replaceAll('_', ' ');
}
