import type { Check } from './decision.ts';

/** Raised whenever a rule changes; noted with every submission in the audit log. */
export const REVIEW_RULES_VERSION = '2026-11.2';

export interface ReviewRule {
  readonly code: Check['code'];
  /** Where the rule comes from; absent for a rule of the bank's own. */
  readonly citation?: string;
}

/** The rules that every revision is held against, in the order in which both sides see them. */
export const REVIEW_RULES: readonly ReviewRule[] = [
  { code: 'minimum_size' },
  { code: 'sensitive_category', citation: 'GDPR 9(1); DSA 26(3)' },
  { code: 'criterion_not_named', citation: 'GDPR 5(1)(c)' },
  { code: 'advertising_label', citation: 'DSA 26(1); Directive 2000/31/EC 6' },
  { code: 'credit_warning', citation: 'Wft 4:33; Nadere regeling gedragstoezicht financiële ondernemingen Wft 2:7' },
  { code: 'alcohol_mark', citation: 'Alcoholwet 20; Reclamecode voor Alcoholhoudende Dranken' },
  { code: 'prohibited_goods', citation: 'Tabaks- en rookwarenwet 5; Wet op de kansspelen 4a; Regulation (EU) 2024/900' },
  { code: 'start_date' },
  { code: 'release_current' },
  { code: 'required_languages' },
  { code: 'cap_order' },
  { code: 'minimum_spend' },
  { code: 'budget_cover' },
  { code: 'frequency' },
  { code: 'reward_wording', citation: 'Directive 2005/29/EC 6 and 7' },
  { code: 'evidence', citation: 'Directive 98/6/EC 6a; Directive 2005/29/EC 6 and 12' },
];
