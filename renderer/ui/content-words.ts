import { z } from 'zod';
import { assertNever } from '#shared/assert-never.ts';
import { RELATIONS } from '#shared/audience/audience.ts';
import {
  bandsInWords,
  categoryInWords,
  paymentsInWords,
  regionsInWords,
  relationInWords,
  windowInWords,
} from '#shared/audience/plain-words.ts';
import { Objective, Pacing } from '#shared/campaign/content.ts';
import { CostShare } from '#shared/campaign/cooperation.ts';
import { EvidenceFile } from '#shared/campaign/evidence.ts';
import { ImageFile } from '#shared/campaign/files.ts';
import type { MarketInfo } from '#shared/contracts/http/market.ts';
import { Channel, Language, Slug } from '#shared/units.ts';
import type { MessageKey } from '../i18n/messages/index.ts';
import type { Text } from '../i18n/text.tsx';

/** What the words of a field need besides its value. */
export interface FieldContext {
  readonly text: Text;
  readonly market: MarketInfo;
  /** Category of the spend condition on this side of the change; its bands are said with that category's edges. */
  readonly category: string;
}

type Kind =
  | 'plain'
  | 'prose'
  | 'picture'
  | 'objective'
  | 'channels'
  | 'category'
  | 'window'
  | 'bands'
  | 'regions'
  | 'relationship'
  | 'visits'
  | 'template'
  | 'percent'
  | 'holdout'
  | 'money'
  | 'minimum'
  | 'times'
  | 'days'
  | 'activation'
  | 'where'
  | 'boolean'
  | 'date'
  | 'pacing'
  | 'claim'
  | 'evidence'
  | 'shares';

interface Field {
  readonly label: MessageKey;
  readonly kind: Kind;
  readonly group: FieldGroup;
}

export const FIELD_GROUPS = [
  'name',
  'objective',
  'channels',
  'audience',
  'reward',
  'conditions',
  'declarations',
  'claim',
  'texts',
  'pictures',
  'schedule',
  'budget',
  'holdout',
] as const;
export type FieldGroup = (typeof FIELD_GROUPS)[number];

const field = (label: MessageKey, kind: Kind, group: FieldGroup): Field => ({ label, kind, group });

/** Every path of `contentFields` except those of the creative, which hold a language. */
const FIELDS: Readonly<Record<string, Field>> = {
  name: field('content.field.name', 'plain', 'name'),
  objective: field('content.field.objective', 'objective', 'objective'),
  market: field('content.field.market', 'plain', 'objective'),
  channels: field('content.field.channels', 'channels', 'channels'),
  'audience.spend.category': field('content.field.audience.spend.category', 'category', 'audience'),
  'audience.spend.window': field('content.field.audience.spend.window', 'window', 'audience'),
  'audience.spend.bands': field('content.field.audience.spend.bands', 'bands', 'audience'),
  'audience.second.category': field('content.field.audience.second.category', 'category', 'audience'),
  'audience.second.window': field('content.field.audience.second.window', 'window', 'audience'),
  'audience.second.bands': field('content.field.audience.second.bands', 'bands', 'audience'),
  'audience.relationship': field('content.field.audience.relationship', 'relationship', 'audience'),
  'audience.visits.category': field('content.field.audience.visits.category', 'category', 'audience'),
  'audience.visits.window': field('content.field.audience.visits.window', 'window', 'audience'),
  'audience.visits.visits': field('content.field.audience.visits.visits', 'visits', 'audience'),
  'audience.regions': field('content.field.audience.regions', 'regions', 'audience'),
  'offer.reward.template': field('content.field.offer.reward.template', 'template', 'reward'),
  'offer.reward.percent': field('content.field.offer.reward.percent', 'percent', 'reward'),
  'offer.reward.amountCents': field('content.field.offer.reward.amountCents', 'money', 'reward'),
  'offer.minimumSpendCents': field('content.field.offer.minimumSpendCents', 'minimum', 'conditions'),
  'offer.capPerRedemptionCents': field('content.field.offer.capPerRedemptionCents', 'money', 'conditions'),
  'offer.capPerCustomerCents': field('content.field.offer.capPerCustomerCents', 'money', 'conditions'),
  'offer.redemptionsPerCustomer': field('content.field.offer.redemptionsPerCustomer', 'times', 'conditions'),
  'offer.activation.kind': field('content.field.offer.activation.kind', 'activation', 'conditions'),
  'offer.activation.withinDays': field('content.field.offer.activation.withinDays', 'days', 'conditions'),
  'offer.where': field('content.field.offer.where', 'where', 'conditions'),
  'offer.returnPeriodDays': field('content.field.offer.returnPeriodDays', 'days', 'conditions'),
  'offer.declarations.alcohol': field('content.field.offer.declarations.alcohol', 'boolean', 'declarations'),
  'offer.declarations.gambling': field('content.field.offer.declarations.gambling', 'boolean', 'declarations'),
  'offer.declarations.credit': field('content.field.offer.declarations.credit', 'boolean', 'declarations'),
  'offer.declarations.tobacco': field('content.field.offer.declarations.tobacco', 'boolean', 'declarations'),
  'offer.declarations.medical': field('content.field.offer.declarations.medical', 'boolean', 'declarations'),
  'offer.declarations.political': field('content.field.offer.declarations.political', 'boolean', 'declarations'),
  'offer.claim.kind': field('content.field.offer.claim.kind', 'claim', 'claim'),
  'offer.claim.fromCents': field('content.field.offer.claim.fromCents', 'money', 'claim'),
  'offer.claim.toCents': field('content.field.offer.claim.toCents', 'money', 'claim'),
  'offer.claim.lowest30DaysCents': field('content.field.offer.claim.lowest30DaysCents', 'money', 'claim'),
  evidence: field('content.field.evidence', 'evidence', 'claim'),
  'images.logo': field('content.field.images.logo', 'picture', 'pictures'),
  'images.hero': field('content.field.images.hero', 'picture', 'pictures'),
  'schedule.startsOn': field('content.field.schedule.startsOn', 'date', 'schedule'),
  'schedule.endsOn': field('content.field.schedule.endsOn', 'date', 'schedule'),
  'schedule.redemptionExtraDays': field('content.field.schedule.redemptionExtraDays', 'days', 'schedule'),
  'schedule.pacing': field('content.field.schedule.pacing', 'pacing', 'schedule'),
  budgetCents: field('content.field.budgetCents', 'money', 'budget'),
  holdoutPercent: field('content.field.holdoutPercent', 'holdout', 'holdout'),
  attributionDays: field('content.field.attributionDays', 'days', 'holdout'),
  'cooperation.shares': field('cooperation.shops', 'shares', 'budget'),
};

const CREATIVE_PATH = /^creative\.([a-z]{2})\.(title|shortText|longText|terms|logoAlt|heroAlt)$/;
const CREATIVE_LABELS: Readonly<Record<string, MessageKey>> = {
  title: 'content.field.creative.title',
  shortText: 'content.field.creative.shortText',
  longText: 'content.field.creative.longText',
  terms: 'content.field.creative.terms',
  logoAlt: 'content.field.creative.logoAlt',
  heroAlt: 'content.field.creative.heroAlt',
};

/** Before the paths of the second version of a message. */
const SECOND = 'alternative.';

function fieldOf(path: string): Field | undefined {
  if (path.startsWith(SECOND)) return fieldOf(path.slice(SECOND.length));
  const [, , part] = CREATIVE_PATH.exec(path) ?? [];
  const label = part === undefined ? undefined : CREATIVE_LABELS[part];
  return label === undefined ? FIELDS[path] : field(label, 'prose', 'texts');
}

/** "Cap per customer", "Short text (Dutch)". A path without a name of its own is shown as it is. */
export function fieldLabel(path: string, text: Text): string {
  if (path.startsWith(SECOND)) return text.t('creative.version-b-field', { field: fieldLabel(path.slice(SECOND.length), text) });
  const known = fieldOf(path);
  if (known === undefined) return text.t('content.field.other', { path });
  const language = Language.safeParse(CREATIVE_PATH.exec(path)?.[1]);
  return language.success ? text.t(known.label, { language: text.t(`common.language.${language.data}`) }) : text.t(known.label);
}

export function fieldGroup(path: string): FieldGroup | undefined {
  return fieldOf(path)?.group;
}

/** Text that is compared word by word; a list that is compared item by item; anything else is compared as a whole. */
export function comparisonOf(path: string): 'words' | 'items' | 'whole' {
  const kind = fieldOf(path)?.kind;
  if (kind === 'prose') return 'words';
  return kind === 'channels' || kind === 'regions' || kind === 'shares' || kind === 'evidence' ? 'items' : 'whole';
}

const Bands = z.strictObject({ from: z.int(), to: z.int() });

/**
 * The value of a field in words, one text per item of a list, else one text. `json` is the canonical JSON of `contentFields`;
 * a value that is not what its path says is shown as it is, never left out.
 */
export function fieldValue(path: string, json: string, context: FieldContext): readonly string[] {
  const value = parseJson(json);
  const words = wordsOf(fieldOf(path)?.kind ?? 'plain', value, context);
  return words ?? [typeof value === 'string' ? value : json];
}

function wordsOf(kind: Kind, value: unknown, context: FieldContext): readonly string[] | undefined {
  const { text, market, category } = context;
  const one = <Value>(schema: z.ZodType<Value>, say: (parsed: Value) => string): readonly string[] | undefined => {
    const parsed = schema.safeParse(value);
    return parsed.success ? [say(parsed.data)] : undefined;
  };
  switch (kind) {
    case 'plain':
    case 'prose':
      return one(z.string(), (words) => words);
    case 'picture':
      return one(ImageFile, ({ sha256, sizeBytes }) =>
        text.t('content.value.picture', { hash: sha256.slice(0, 8), kilobytes: Math.ceil(sizeBytes / 1_024) }),
      );
    case 'objective':
      return one(Objective, (objective) => text.t(`content.objective.${objective}`));
    case 'channels': {
      const channels = z.array(Channel).safeParse(value);
      return channels.success ? channels.data.map((channel) => text.t(`common.channel.${channel}`)) : undefined;
    }
    case 'regions': {
      const regions = z.array(Slug).safeParse(value);
      return regions.success ? regions.data.map((region) => regionsInWords([region], market, text.language)) : undefined;
    }
    case 'shares': {
      const shares = z.array(CostShare).safeParse(value);
      if (!shares.success) return undefined;
      return shares.data.map((share) =>
        text.t('cooperation.invoice-share', { shop: share.shopName, percent: text.count(share.sharePercent) }),
      );
    }
    case 'claim':
      return one(z.enum(['was_now', 'from_price', 'free_gift']), (claim) => text.t(`evidence.claim.${claim}`));
    case 'evidence': {
      const files = z.array(EvidenceFile).safeParse(value);
      if (!files.success) return undefined;
      return files.data.map(({ name, sha256 }) => text.t('content.value.evidence', { name, hash: sha256.slice(0, 8) }));
    }
    case 'category':
      return one(Slug, (id) => categoryInWords(id, market, text.language));
    case 'window':
      return one(z.string(), (window) => windowInWords(window, text.language));
    case 'bands':
      return one(Bands, (bands) => bandsInWords({ category, bands }, market, text.language));
    case 'relationship':
      return one(z.enum(RELATIONS), (relation) =>
        relation === 'any' ? text.t('content.value.none') : relationInWords(relation, text.language),
      );
    case 'visits':
      return one(Bands, (run) => paymentsInWords(run, text.language));
    case 'template':
      return one(z.enum(['percent', 'flat_amount']), (template) => text.t(`content.reward.${template}`));
    case 'percent':
      return one(z.number(), (percent) => text.t('content.value.percent', { percent: text.count(percent) }));
    case 'holdout':
      return one(z.number(), (percent) =>
        percent === 0 ? text.t('content.value.no-holdout') : text.t('content.value.percent', { percent: text.count(percent) }),
      );
    case 'money':
      return one(z.number(), (cents) => text.money(cents));
    case 'minimum':
      return one(z.number(), (cents) => (cents === 0 ? text.t('content.value.no-minimum') : text.money(cents)));
    case 'times':
      return one(z.number(), (times) => text.t('content.value.times', { times }));
    case 'days':
      return one(z.number(), (days) => text.t('content.value.days', { days }));
    case 'activation':
      return one(z.enum(['automatic', 'required']), (activation) => text.t(`content.activation.${activation}`));
    case 'where':
      return one(z.enum(['in_store', 'online', 'both']), (where) => text.t(`content.where.${where}`));
    case 'boolean':
      return one(z.boolean(), (yes) => text.t(yes ? 'content.value.yes' : 'content.value.no'));
    case 'date':
      return one(z.iso.date(), (date) => text.day(date));
    case 'pacing':
      return one(Pacing, (pacing) => text.t(`content.pacing.${pacing}`));
    default:
      return assertNever(kind);
  }
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
