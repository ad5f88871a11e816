import type { Audience } from '#shared/audience/audience.ts';
import type { Profile } from '#shared/market/profile.ts';
import { audienceRule, type RelationRule, type RunInCategory } from '../audience-rule.ts';
import type { MerchantContext } from '../port.ts';
import { bandPacking, digitSql, type Packing, visitPacking } from './packed.ts';
import { windowCode } from './schema.ts';

/** An audience as conditions on tables of the analytics files. A customer is in it who meets every one of them. */
export interface AudienceSql {
  /** Each holds for a row of the packed table of this window, under the alias {@link packedAlias}. */
  readonly spend: readonly { readonly window: number; readonly condition: string }[];
  /** On `state`, for eligible customers. */
  readonly region: string;
  /** By `relations`, which {@link loadRelations} makes; absent where the rule holds no relationship. */
  readonly relation?: RelationRule;
}

/**
 * What {@link audienceRule} says as SQL.
 * @throws AppError `audience_not_answerable`
 */
export function audienceSql(profile: Profile, audience: Audience, merchant: MerchantContext | undefined): AudienceSql {
  const { spends, visits, regions, relation } = audienceRule(profile, audience, merchant);
  const spend = spends.map((each) => digitCondition(bandPacking(profile), each));
  if (visits !== undefined) spend.push(digitCondition(visitPacking(profile), visits));
  return {
    spend,
    region: regions === undefined ? 'true' : `state IN (${regions.join(', ')})`,
    ...(relation === undefined ? {} : { relation }),
  };
}

/** The name that the packed table of a window has in the conditions. */
export function packedAlias(window: number): string {
  return `packed_${window}`;
}

function digitCondition(packing: Packing, { category, window, run }: RunInCategory) {
  const code = windowCode(window);
  return { window: code, condition: `${digitSql(packing, category, packedAlias(code))} BETWEEN ${run.from + 1} AND ${run.to + 1}` };
}
