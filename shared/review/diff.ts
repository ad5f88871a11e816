import { type Audience, partsOfAudience, type SpendCondition } from '../audience/audience.ts';
import type { CampaignContent } from '../campaign/content.ts';
import { canonicalJson, type JsonValue } from '../canonical-json.ts';
import type { FieldChange } from '../contracts/http/campaigns.ts';

/**
 * What differs between two revisions, field by field, in a fixed order. Paths are those of `contentFields`. Equal contents give an empty list.
 */
export function diffContents(before: CampaignContent, after: CampaignContent): readonly FieldChange[] {
  const old = contentFields(before);
  const fresh = contentFields({ ...after, audience: inOrderOf(before.audience, after.audience) });
  const paths = [...new Set([...fresh.keys(), ...old.keys()])];
  return paths.flatMap((path) => {
    const was = old.get(path);
    const is = fresh.get(path);
    if (was === is) return [];
    return [{ path, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }];
  });
}

/**
 * The fields of a content by dotted path, values as canonical JSON. Objects are taken apart; a file is one field; a list is one field, because its order or length is
 * what a person compares. The audience is `audience.spend.category`, `.window`, `.bands`, the same of `audience.second`, `audience.relationship`,
 * `audience.visits.category`, `.window`, `.visits` and `audience.regions`, whatever the order of its conditions; `format` is left out.
 */
export function contentFields(content: CampaignContent): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const { format: _format, audience, ...rest } = content;
  const { name, objective, market, channels, ...others } = rest;
  put(fields, '', { name, objective, market, channels });
  putAudience(fields, audience);
  put(fields, '', others);
  return fields;
}

function putAudience(fields: Map<string, string>, audience: Audience): void {
  const { spends, regions, relation, visits } = partsOfAudience(audience);
  spends.forEach(({ category, window, bands }, index) => {
    const path = index === 0 ? 'audience.spend' : 'audience.second';
    fields.set(`${path}.category`, canonicalJson(category));
    fields.set(`${path}.window`, canonicalJson(window));
    fields.set(`${path}.bands`, canonicalJson({ from: bands.from, to: bands.to }));
  });
  if (relation !== undefined) fields.set('audience.relationship', canonicalJson(relation));
  if (visits !== undefined) {
    fields.set('audience.visits.category', canonicalJson(visits.category));
    fields.set('audience.visits.window', canonicalJson(visits.window));
    fields.set('audience.visits.visits', canonicalJson({ from: visits.visits.from, to: visits.visits.to }));
  }
  if (regions !== undefined) fields.set('audience.regions', canonicalJson([...regions]));
}

/** The later audience with its two spend conditions turned round where one of them is the other one of the earlier audience: turning them is no change. */
function inOrderOf(before: Audience, after: Audience): Audience {
  const text = (spend: SpendCondition | undefined) => (spend === undefined ? undefined : canonicalJson({ ...spend }));
  const [first, second] = partsOfAudience(before).spends.map(text);
  const [newFirst, newSecond] = partsOfAudience(after).spends.map(text);
  const isStraight = newFirst === first || (newSecond !== undefined && newSecond === second);
  const isTurned = newSecond !== undefined && (newSecond === first || newFirst === second);
  return isTurned && !isStraight ? { ...after, conditions: after.conditions.toReversed() } : after;
}

function put(fields: Map<string, string>, path: string, value: JsonValue): void {
  if (value !== null && typeof value === 'object' && !isList(value) && !isFile(value)) {
    for (const [key, member] of Object.entries(value)) if (member !== undefined) put(fields, path === '' ? key : `${path}.${key}`, member);
    return;
  }
  fields.set(path, canonicalJson(value));
}

/** A file is named by its hash; what else is said of it follows from that. */
function isFile(value: object): boolean {
  return 'sha256' in value;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
