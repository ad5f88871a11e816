import type { Profile } from '#shared/market/profile.ts';
import { audienceRule, type AudienceRule, type RelationRule } from '../audience-rule.ts';
import { channelSetOf, memberOf } from '../audience-members.ts';
import { addOr, type Bits, countBits, customersFrom, keepAnd, keepRuns, wordsFor } from '../bit-planes.ts';
import type { AudienceCountRequest, AudiencePage, AudiencePageRequest } from '../port.ts';
import { bitmapSql, blockSql, type PlaneReader, readBitmaps } from './bitmaps.ts';
import type { HoldoutReader } from './holdout-bits.ts';
import { type CustomerOrder, idsOf } from './customer-order.ts';
import { type Eligible, nameEligible } from './eligible.ts';
import { eligibleRowOf } from './eligible-bits.ts';
import { loadRelations } from './slices.ts';
import { windowCode } from '../window-code.ts';
import type { Reading } from './snapshot.ts';

/** What a question about an audience is answered from. */
export interface AudienceGround {
  readonly reading: Reading;
  readonly profile: Profile;
  readonly eligible: Eligible;
  readonly planes: PlaneReader;
  readonly holdouts: HoldoutReader;
}

/** One page of an audience over the eligible customers. */
export async function readAudiencePage(
  ground: AudienceGround,
  request: AudiencePageRequest,
  customerOrder: CustomerOrder,
): Promise<AudiencePage> {
  const { reading, profile, eligible } = ground;
  const { customers, channels } = eligible.bits;
  const members = await bitsOfAudience(ground, request);
  const reached = new Int32Array(members.length);
  const asked = channelSetOf(profile, request.channels);
  for (const [index, channel] of channels.entries()) if ((asked & (1 << index)) !== 0) addOr(reached, channel);
  keepAnd(members, reached);
  const place = request.after === undefined ? 0 : await customerOrder.placeAfter(reading.connection, request.after);
  const found = customersFrom(members, place, request.limit + 1, customers, customerOrder.order);
  const onPage = found.subarray(0, request.limit);
  const ids = await idsOf(reading, onPage);
  const page = Array.from(onPage, (customer) => {
    const { channelSet, state } = eligibleRowOf(eligible.bits, customer);
    const id = ids.get(customer);
    if (id === undefined) throw new RangeError('a customer without an id');
    return memberOf(profile, id, channelSet, state);
  });
  const last = page.at(-1);
  return found.length > request.limit && last !== undefined ? { customers: page, next: last.customerId } : { customers: page };
}

/**
 * The number of eligible customers in an audience, whatever their channels. All words of the bitmaps are looked at, by the same instructions: the work does
 * not depend on how many customers meet the rule.
 */
export async function countAudience(ground: AudienceGround, request: AudienceCountRequest): Promise<number> {
  return countBits(await bitsOfAudience(ground, request));
}

/** The eligible customers in an audience. */
async function bitsOfAudience(ground: AudienceGround, request: AudienceCountRequest): Promise<Bits> {
  const { profile, eligible } = ground;
  const { spends, visits, regions, relation } = audienceRule(profile, request.audience, request.merchant);
  const members = eligible.bits.everybody.slice();
  if (regions !== undefined) {
    const runs = regions.map((region) => ({ from: region + 1, to: region + 1 }));
    keepRuns(members, eligible.bits.regions, runs);
  }
  for (const spend of spends) await keepDigits(ground, members, 'band', spend);
  if (visits !== undefined) await keepDigits(ground, members, 'visit', visits);
  if (relation !== undefined) keepAnd(members, await bitsOfRelation(ground, relation), relation.isPresent);
  if (request.without !== undefined) {
    const { customers } = eligible.bits;
    keepAnd(members, await ground.holdouts(ground.reading, request.without, customers), false);
  }
  return members;
}

async function keepDigits(
  { reading, eligible, planes }: AudienceGround,
  members: Bits,
  kind: 'band' | 'visit',
  { category, window, run }: AudienceRule['spends'][number],
): Promise<void> {
  const catalog = reading.spendCatalog(windowCode(window));
  if (catalog === undefined) {
    members.fill(0);
    return;
  }
  const { customers } = eligible.bits;
  const digits = await planes.planes(reading.connection, { catalog, kind, category, customers });
  keepRuns(members, digits, [{ from: run.from + 1, to: run.to + 1 }]);
}

/** Whoever has a row of {@link loadRelations} that meets the rule's condition. */
async function bitsOfRelation({ reading, profile, eligible }: AudienceGround, relation: RelationRule): Promise<Bits> {
  const { connection } = reading;
  await nameEligible(connection, await eligible.table());
  await loadRelations(connection, profile, relation.season, relation.merchant.merchants);
  const sql = `SELECT ${blockSql('customer')} AS block, ${bitmapSql('customer', relation.condition)} FROM relations GROUP BY block`;
  const { customers } = eligible.bits;
  const [bits = new Int32Array(wordsFor(customers))] = await readBitmaps(connection, sql, 1, customers);
  return bits;
}
