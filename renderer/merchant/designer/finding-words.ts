import { CAMPAIGN_LIMITS } from '#shared/campaign/content.ts';
import { FILE_LIMITS } from '#shared/campaign/files.ts';
import type { DraftContent } from '#shared/campaign/draft.ts';
import { startDateRange } from '#shared/campaign/validate.ts';
import type { MessageKey } from '../../i18n/messages/index.ts';
import { MESSAGES } from '../../i18n/messages/index.ts';
import type { Text } from '../../i18n/text.tsx';
import type { FieldFinding } from './findings.ts';

const L = CAMPAIGN_LIMITS;

/** Before the paths of the second version of a message. */
const SECOND = 'alternative.';

interface Limits {
  readonly min: number;
  readonly max: number;
  readonly unit: 'money' | 'count' | 'percent';
}

const LIMITS: Readonly<Record<string, Limits>> = {
  'offer.reward.percent': { ...L.percent, unit: 'percent' },
  'offer.reward.amountCents': { ...L.amountCents, unit: 'money' },
  'offer.minimumSpendCents': { ...L.minimumSpendCents, unit: 'money' },
  'offer.redemptionsPerCustomer': { ...L.redemptionsPerCustomer, unit: 'count' },
  'offer.activation.withinDays': { ...L.activationDays, unit: 'count' },
  'offer.returnPeriodDays': { ...L.returnPeriodDays, unit: 'count' },
  'offer.claim.fromCents': { ...L.claimCents, unit: 'money' },
  'offer.claim.toCents': { ...L.claimCents, unit: 'money' },
  'offer.claim.lowest30DaysCents': { ...L.claimCents, unit: 'money' },
  'schedule.redemptionExtraDays': { ...L.redemptionExtraDays, unit: 'count' },
  budgetCents: { ...L.budgetCents, unit: 'money' },
  attributionDays: { ...L.attributionDays, unit: 'count' },
};

const TEXT_LIMITS: Readonly<Record<string, number>> = {
  title: L.titleLength,
  shortText: L.shortTextLength,
  longText: L.longTextLength,
  terms: L.termsLength,
  logoAlt: FILE_LIMITS.altTextLength,
  heroAlt: FILE_LIMITS.altTextLength,
};

/** What is wrong with a field, in words that say what to do. */
export function findingWords(finding: FieldFinding, draft: DraftContent, today: string, text: Text): string {
  if (finding.code === 'missing') return text.t('designer.field.missing');
  if (finding.path === 'audience.conditions') return text.t('designer.audience.too-many');
  if (finding.code === 'outside_limits') return limitWords(finding.path, draft, text);
  const range = startDateRange(today);
  if (finding.code === 'start_too_soon') return text.t('designer.rule.start_too_soon', { earliest: text.day(range.earliest) });
  if (finding.code === 'start_too_late') return text.t('designer.rule.start_too_late', { latest: text.day(range.latest) });
  return text.t(`designer.rule.${finding.code}`);
}

function limitWords(path: string, draft: DraftContent, text: Text): string {
  if (path === 'name') return text.t('designer.field.name-length', { ...L.nameLength });
  const limits = LIMITS[path];
  if (limits !== undefined) {
    if (limits.unit === 'money')
      return text.t('designer.field.outside-money', { min: text.money(limits.min), max: text.money(limits.max) });
    return text.t(limits.unit === 'percent' ? 'designer.field.outside-percent' : 'designer.field.outside-count', {
      min: text.count(limits.min),
      max: text.count(limits.max),
    });
  }
  const over = overLength(path, draft);
  return over > 0 ? text.t('designer.field.too-long', { over }) : text.t('designer.field.outside_limits');
}

function overLength(path: string, draft: DraftContent): number {
  const isSecond = path.startsWith(SECOND);
  const [root, language, field = ''] = (isSecond ? path.slice(SECOND.length) : path).split('.');
  if (root !== 'creative') return 0;
  const words = Object.entries(isSecond ? (draft.alternative?.creative ?? {}) : draft.creative).find(([key]) => key === language)?.[1];
  const value = words === undefined ? undefined : Object.entries(words).find(([key]) => key === field)?.[1];
  return (value?.trim().length ?? 0) - (TEXT_LIMITS[field] ?? Number.POSITIVE_INFINITY);
}

/** The name of a field, as the campaign page and the review say it too. */
export function fieldName(path: string, text: Text): string {
  if (path.startsWith(SECOND)) return text.t('creative.version-b-field', { field: fieldName(path.slice(SECOND.length), text) });
  if (path === 'audience.spend') return text.t('designer.audience.spent-on');
  if (path === 'audience.second') return text.t('designer.audience.second');
  const creative = /^creative\.(nl|fr|de|en)(?:\.(title|shortText|longText|terms|logoAlt|heroAlt))?$/.exec(path);
  if (creative !== null) {
    const language = text.t(languageKey(creative[1] ?? 'nl'));
    const field = creative[2];
    return field === undefined ? language : text.t(messageKey(`content.field.creative.${field}`), { language });
  }
  return text.t(messageKey(`content.field.${path}`), { path });
}

function languageKey(language: string): MessageKey {
  return messageKey(`common.language.${language}`);
}

/** A key that was put together: the catalogue decides whether it exists. */
function messageKey(key: string): MessageKey {
  return isMessageKey(key) ? key : 'content.field.other';
}

function isMessageKey(key: string): key is MessageKey {
  return key in MESSAGES.en;
}
