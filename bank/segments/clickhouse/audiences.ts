import { VISIT_BANDS } from '#shared/audience/audience.ts';
import { type AudienceRule, audienceRule } from '../audience-rule.ts';
import { windowCode } from '../window-code.ts';
import type { AudienceCountRequest, AudiencePageRequest } from '../port.ts';
import type { Sources } from './ask.ts';
import { integerList, integerLiteral, textLiteral } from './literals.ts';
import { channelsSql, type Ground, isOpted, judgedCustomers, relationsSql, spendOfWindow } from './questions.ts';

/**
 * `(customer_id, channel_set, region)` of one page and one row more where there is a next page.
 * @throws AppError `audience_not_answerable`
 */
export function pageSql(ground: Ground, sources: Sources, request: AudiencePageRequest, channelSet: number): string {
  const rule = audienceRule(ground.profile, request.audience, request.merchant);
  const { relation } = rule;
  const spend = spendConditions(rule);
  const conditions = [
    judgedCustomers(ground),
    ...regionConditions(rule),
    ...deliveredConditions(request),
    `bitAnd(channel_set, ${integerLiteral(channelSet)}) != 0`,
    ...(request.after === undefined ? [] : [`customer_id > ${textLiteral(request.after)}`]),
    ...spend.map(
      ({ window, condition }) =>
        `customer IN (SELECT customer FROM ${sources.here('spend')} WHERE ${spendOfWindow(ground, [window])} AND ${condition})`,
    ),
    ...(relation === undefined
      ? []
      : [
          `customer ${relation.isPresent ? 'IN' : 'NOT IN'} (SELECT customer FROM ${relationsSql(ground, sources, relation.season, relation.merchant.merchants)} WHERE ${relation.condition})`,
        ]),
  ];
  return `SELECT customer_id, channel_set, region FROM ${sources.all('customers')} ALL INNER JOIN ${channelsSql(ground, sources)} AS o USING (customer)
    WHERE ${conditions.join(' AND ')} ORDER BY customer_id LIMIT ${integerLiteral(request.limit + 1)}`;
}

/**
 * How many eligible customers are in the audience. The conditions are columns of an aggregate over all rows of the rule's windows: the work does not
 * depend on how many customers meet them.
 * @throws AppError `audience_not_answerable`
 */
export function countSql(ground: Ground, sources: Sources, request: AudienceCountRequest): string {
  const rule = audienceRule(ground.profile, request.audience, request.merchant);
  const { relation } = rule;
  const spend = spendConditions(rule);
  const windows = [...new Set(spend.map(({ window }) => window))];
  const meets = spend.map(({ window, condition }, index) => `max(${spendOfWindow(ground, [window])} AND ${condition}) AS meets_${index}`);
  const names = spend.map((_, index) => `meets_${index}`);
  const spent = `SELECT customer, ${meets.join(', ')} FROM ${sources.here('spend')} WHERE ${spendOfWindow(ground, windows)} GROUP BY customer`;
  // Whoever has a relationship has spend in the season, which is one of the rule's windows.
  const facts =
    relation === undefined
      ? spent
      : `SELECT customer, ${names.join(', ')}, is_related FROM (${spent}) AS s ANY LEFT JOIN (SELECT customer, max(${relation.condition}) AS is_related
           FROM ${relationsSql(ground, sources, relation.season, relation.merchant.merchants)} GROUP BY customer) AS r USING (customer)`;
  const isRelated = relation === undefined ? [] : [`is_related = ${relation.isPresent ? 1 : 0}`];
  return `SELECT countIf(${[...regionConditions(rule), ...names, ...isRelated].join(' AND ')}) AS people
    FROM ${sources.all('customers')} ANY LEFT JOIN (${facts}) AS f USING (customer) WHERE ${[judgedCustomers(ground), isOpted(ground, sources), ...deliveredConditions(request)].join(' AND ')}`;
}

/** Each on the rows of `spend` of its window. */
function spendConditions({ spends, visits }: AudienceRule): readonly { readonly window: number; readonly condition: string }[] {
  const conditions = spends.map(({ category, window, run }) => ({
    window: windowCode(window),
    condition: `kept AND category = ${integerLiteral(category)} AND band BETWEEN ${integerLiteral(run.from)} AND ${integerLiteral(run.to)}`,
  }));
  if (visits === undefined) return conditions;
  const { category, window, run } = visits;
  const next = VISIT_BANDS[run.to + 1];
  const most = next === undefined ? '' : ` AND visits < ${integerLiteral(next)}`;
  const condition = `kept AND category = ${integerLiteral(category)} AND visits >= ${integerLiteral(VISIT_BANDS[run.from] ?? 0)}${most}`;
  return [...conditions, { window: windowCode(window), condition }];
}

/** Outside the holdout: the first 32 bits of the MD5 of customer and campaign, as bank/delivery/holdout.ts draws. */
function deliveredConditions({ without }: Pick<AudienceCountRequest, 'without'>): readonly string[] {
  if (without === undefined) return [];
  const bytes = `unhex(substring(hex(MD5(concat(customer_id, ${textLiteral(`:${without.campaignId}`)}))), 1, 8))`;
  return [`reinterpretAsUInt32(reverse(${bytes})) % 1000 >= ${integerLiteral(Math.ceil(without.holdoutPercent * 10))}`];
}

function regionConditions({ regions }: AudienceRule): readonly string[] {
  return regions === undefined ? [] : [`region IN ${integerList(regions)}`];
}
