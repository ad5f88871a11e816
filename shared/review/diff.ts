import { partsOfAudience } from '../audience/audience.ts';
import type { CampaignContent } from '../campaign/content.ts';
import { canonicalJson, type JsonValue } from '../canonical-json.ts';
import type { FieldChange } from '../contracts/http/campaigns.ts';

/**
 * What differs between two revisions, field by field, in a fixed order. Paths are those of `contentFields`. Equal contents give an empty list.
 */
export function diffContents(before: CampaignContent, after: CampaignContent): readonly FieldChange[] {
  const old = contentFields(before);
  const fresh = contentFields(after);
  const paths = [...new Set([...fresh.keys(), ...old.keys()])];
  return paths.flatMap((path) => {
    const was = old.get(path);
    const is = fresh.get(path);
    if (was === is) return [];
    return [{ path, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }];
  });
}

/**
 * The fields of a content by dotted path, values as canonical JSON. Objects are taken apart; a list is one field, because its order or length is
 * what a person compares. The audience is `audience.spend.category`, `.window`, `.bands` and `audience.regions`, whatever the order of its
 * conditions; `format` is left out.
 */
export function contentFields(content: CampaignContent): ReadonlyMap<string, string> {
  const { spend, regions } = partsOfAudience(content.audience);
  const fields = new Map<string, string>();
  const { format: _format, audience: _audience, ...rest } = content;
  const { name, objective, market, channels, ...others } = rest;
  put(fields, '', { name, objective, market, channels });
  fields.set('audience.spend.category', canonicalJson(spend.category));
  fields.set('audience.spend.window', canonicalJson(spend.window));
  fields.set('audience.spend.bands', canonicalJson({ from: spend.bands.from, to: spend.bands.to }));
  if (regions !== undefined) fields.set('audience.regions', canonicalJson([...regions]));
  put(fields, '', others);
  return fields;
}

function put(fields: Map<string, string>, path: string, value: JsonValue): void {
  if (value !== null && typeof value === 'object' && !isList(value)) {
    for (const [key, member] of Object.entries(value)) if (member !== undefined) put(fields, path === '' ? key : `${path}.${key}`, member);
    return;
  }
  fields.set(path, canonicalJson(value));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
