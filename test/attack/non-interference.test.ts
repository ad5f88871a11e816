import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isHeldOut, placeOf } from '#bank/delivery/holdout.ts';
import type { ReachGuard } from '#bank/delivery/ports.ts';
import type { JobPorts } from '#bank/jobs/ports.ts';
import { readReleaseChecks } from '#bank/releases/signing-key.ts';
import { windowCode } from '#bank/segments/window-code.ts';
import { monthsOfWindow } from '#shared/market/window.ts';
import { fractionToNumber, parseFraction } from '#shared/fraction.ts';
import { openRelease } from '#shared/reach/decode-release.ts';
import { decodeTable, toRelease } from '#shared/reach/decode-table.ts';
import { computeReach } from '#shared/reach/reach.ts';
import { openQuote } from '#shared/reach/quote.ts';
import { computeReport, creditAfter } from '#shared/results/compute-report.ts';
import { CampaignReport } from '#shared/results/report.ts';
import {
  AUDIENCE,
  BUDGET_CENTS,
  CHANNELS,
  FIRST,
  ID,
  liveTheYear,
  SECOND,
  STUB_CONTENT,
  submitAndApprove,
} from '../support/merchant-story.ts';
import { openYearBank, type YearBank } from '../support/merchant-year.ts';
import { type AllowedPath, type Answer, compareTranscripts } from '../support/transcript.ts';

/**
 * The same year three times: on D, on D′ where one customer never opted in, and on D″ where one customer spent next to nothing in the season that the audience
 * asks about. Purchases at the merchant, clock, ids, keys and noise are equal. Whatever a merchant, a reviewer or the privacy officer gets over HTTP may
 * then differ in the noisy numbers named here and in nothing else: not in a state, a header, a size, an error text, the presence of a field.
 */
const INTERVAL = '(value|low|high|halfWidth)';
const ALLOWED: readonly AllowedPath[] = [
  // The release's hash is that of its noisy counts.
  { endpoint: /^GET \/v1\/releases \(/, paths: [/^releases\[\](\.slice)?\.sha256$/] },
  // Opened and compared cell by cell below.
  { endpoint: /^GET \/v1\/releases\/:releaseId(\/slice)? /, paths: [/^file$/] },
  // Opened and compared below.
  { endpoint: /^GET \/v1\/quotes /, paths: [/^quotes\[\]\.file$/] },
  { endpoint: /^POST \/v1\/quotes /, paths: [/^file$/] },
  // Computed again from the published draw below.
  {
    endpoint: /^GET \/v1\/campaigns\/:campaignId\/report /,
    paths: [
      /^histogram\[\]\.customers$/,
      /^(delivered|holdout|activations|redeemingCustomers|spendCents|rewardCents)\.value$/,
      new RegExp(`^(buyingRateDelivered|buyingRateHoldout|incrementalCustomers|incrementalSalesCents|iroas)(\\.${INTERVAL})?$`),
      new RegExp(`^lift\\.(kind|points\\.${INTERVAL})$`),
      /^invoice\.(redeemingCustomers|amountCents|creditAppliedCents)$/,
    ],
  },
  // Reach as judged from the releases: noisy, and the same function of them on both sides.
  {
    endpoint: /^(GET|POST) \/v1\/review\//,
    paths: [
      /^(items\[\]\.)?reach\.(customers|halfWidth|required)$/,
      /^liability\.(worstCaseCents|overrunChance)$/,
      /^checks\[\]\.facts\.(customers|required|worstCaseCents|overrunChance)$/,
    ],
  },
  // "Too small" names what the margin asks for, which follows from the release.
  { endpoint: /^POST \/v1\/campaigns\/[^ ]+\/submissions /, paths: [/^detail\.required$/] },
];

const CUSTOMERS = 1_600;
const SEED = 11;

let sides: readonly YearBank[] = [];
let victim = '';
let audienceSize = 0;

beforeAll(async () => {
  const guards = new Map<string, ReachGuard>();
  const plain = await openYearBank({ customers: CUSTOMERS, seed: SEED, guards });
  const { customers } = await plain.ports.segments.pageOfAudience({
    audience: AUDIENCE,
    channels: CHANNELS,
    asOf: (await plain.bank.clock.read()).now,
    limit: 100_000,
  });
  const ids = customers.map(({ customerId }) => customerId);
  audienceSize = ids.length;
  // Somebody whom both campaigns select and deliver to early, and who buys.
  const isEarly = (id: string, campaign: string) =>
    placeOf('selection', id, campaign) < 0.25 && placeOf('day', id, campaign) < 0.5 && !isHeldOut(id, campaign, 30);
  const found = ids.find((id) => [FIRST, SECOND].every((campaign) => isEarly(id, campaign)));
  if (found === undefined) throw new Error('no customer of this market fits the story');
  victim = found;
  const shoppers = [victim, ...ids.filter((id) => placeOf('selection', id, FIRST) < 0.4).slice(0, 60)].filter(
    (id, index, all) => all.indexOf(id) === index,
  );
  const withoutConsent = await openYearBank({ customers: CUSTOMERS, seed: SEED, keysOf: plain.bank, guards });
  await withoutConsent.bank.database.deleteFrom('consents').where('customer_id', '=', victim).execute();
  const otherSegment = await openYearBank({ customers: CUSTOMERS, seed: SEED, keysOf: plain.bank, guards });
  const season = monthsOfWindow('2025-summer').map(windowCode);
  await otherSegment.changePayments(
    (payments) =>
      `UPDATE ${payments} SET cents = 1 WHERE cents > 0 AND category = 0 AND month IN (${season.join(', ')})
         AND customer = (SELECT number FROM customers WHERE customer_id = '${victim}')`,
    season,
  );
  sides = [plain, withoutConsent, otherSegment];
  for (const side of sides) await liveTheYear(side, shoppers);
}, 900_000);
afterAll(async () => {
  for (const side of sides) await side.stop();
});

const assignmentsOf = async (side: YearBank, campaignId: string) =>
  await side.bank.database.selectFrom('assignments').selectAll().where('campaign_id', '=', campaignId).orderBy('customer_id').execute();
const reportsOf = (side: YearBank): ReadonlyMap<string, CampaignReport> =>
  new Map(
    side.transcript
      .filter((answer) => answer.label.startsWith('GET /v1/campaigns/:campaignId/report') && answer.status === 200)
      .map((answer) => CampaignReport.parse(JSON.parse(answer.body)))
      .map((report) => [report.campaignId, report]),
  );
const side = (index: number): YearBank => {
  const found = sides[index];
  if (found === undefined) throw new RangeError(`no side ${index}`);
  return found;
};

describe.each([
  ['one customer never opted in', 1],
  ['one customer’s spend was in another band', 2],
])('when %s', (_name, index) => {
  test('the story is one in which it matters: the customer was selected, delivered to and redeemed on the one side, not on the other', async () => {
    for (const campaign of [FIRST, SECOND]) {
      const [with_, without] = [await assignmentsOf(side(0), campaign), await assignmentsOf(side(index), campaign)];
      expect(with_.find((row) => row.customer_id === victim)?.arm).toBe('delivered');
      expect(without).toEqual(with_.filter((row) => row.customer_id !== victim));
      expect(with_.length).toBeGreaterThan(50);
      expect(with_.length).toBeLessThan(0.9 * audienceSize);
    }
    const redeemed = await side(0)
      .bank.database.selectFrom('redemptions')
      .select('campaign_id')
      .where('customer_id', '=', victim)
      .execute();
    expect(redeemed.map((row) => row.campaign_id)).toContain(FIRST);
    expect(reportsOf(side(0)).size).toBe(2);
  });

  test('whatever leaves the bank differs in the named noisy numbers and in nothing else', () => {
    const { problems, noisy } = compareTranscripts(side(0).transcript, side(index).transcript, ALLOWED);
    expect(problems).toEqual([]);
    // The comparison has teeth only where the noisy numbers do differ.
    const places = [...noisy].map((place) => place.replace(/ \([^)]*\)/, ''));
    expect(places).toContain('GET /v1/releases releases[].sha256');
    expect(places).toContain('GET /v1/campaigns/:campaignId/report histogram[].customers');
    process.stdout.write(`non-interference, ${_name}: ${side(0).transcript.length} answers equal but for ${noisy.size} noisy places\n`);
  });

  test('release files have the same size, and differ by at most one per cell and D² in all cells of a table', async () => {
    const checks = await readReleaseChecks(side(0).bank.keysDirectory);
    const filesOf = (from: YearBank) => {
      const answers = from.transcript.filter((answer) => answer.label.startsWith('GET /v1/releases/:releaseId') && answer.status === 200);
      return new Map(answers.map((answer) => [JSON.parse(answer.body).id as string, JSON.parse(answer.body).file as string])); // the endpoint's two fields
    };
    const [left, right] = [filesOf(side(0)), filesOf(side(index))];
    expect(left.size).toBeGreaterThanOrEqual(18);
    let differing = 0;
    for (const [id, file] of left) {
      const other = right.get(id) ?? '';
      expect(other.length, id).toBe(file.length);
      const [one, two] = [openRelease(file, checks), openRelease(other, checks)];
      const facts = (release: typeof one) => ({
        ...release,
        sha256: '',
        tables: release.tables.map((table) => ({ ...table, counts: '' })),
      });
      expect(facts(two), id).toEqual(facts(one));
      one.tables.forEach((table, place) => {
        const counts = [...decodeTable(table).counts];
        const others = two.tables[place] === undefined ? [] : [...decodeTable(two.tables[place]).counts];
        const differences = counts.map((count, cell) => count - (others[cell] ?? 0));
        // rho = D²/(2σ²). Where a customer is added or removed this is the sensitivity; a customer who moves counts in both places.
        const most = 2 * fractionToNumber(parseFraction(table.rho)) * fractionToNumber(parseFraction(table.sigma2)) * (index === 1 ? 1 : 2);
        expect(Math.max(...differences.map(Math.abs)), `${id} ${table.id}`).toBeLessThanOrEqual(1);
        const squares = differences.reduce((sum, difference) => sum + difference ** 2, 0);
        expect(squares, `${id} ${table.id}`).toBeLessThanOrEqual(most + 1e-9);
        differing += squares;
      });
    }
    expect(differing).toBeGreaterThan(0);
  });

  test('the reach that reviewers decide on is the published releases’ own, on either side', async () => {
    const checks = await readReleaseChecks(side(0).bank.keysDirectory);
    for (const from of [side(0), side(index)]) {
      const answersTo = (label: string) => from.transcript.filter((answer) => answer.label.startsWith(label) && answer.status === 200);
      const reach = computeReach({
        releases: answersTo('GET /v1/releases/:releaseId (')
          .map((answer) => toRelease(openRelease(JSON.parse(answer.body).file, checks)))
          .filter((release) => release.publishedAt < '2026-03-03'),
        audience: AUDIENCE,
        channels: CHANNELS,
        holdoutPercent: 10,
      });
      if (reach.kind !== 'answered') throw new Error(reach.kind);
      const [seen] = answersTo('GET /v1/review/queue').map((answer) => JSON.parse(answer.body).items[0]?.reach);
      expect(seen).toMatchObject({ customers: Math.round(reach.deliverable.estimate), required: reach.minimumRequired });
    }
  });

  test('quotes have the same size, balance and refusals, and differ by at most one customer', async () => {
    const checks = await readReleaseChecks(side(0).bank.keysDirectory);
    const asked = (from: YearBank) => from.transcript.filter((answer) => answer.label.startsWith('POST /v1/quotes'));
    expect(asked(side(0)).map((answer) => answer.status)).toEqual([200, 200, 200, 422, 422]);
    for (const [place, answer] of asked(side(0)).entries()) {
      const other = asked(side(index))[place];
      expect(other?.body.length).toBe(answer.body.length);
      if (answer.status !== 200) continue;
      const [ours, theirs] = [answer, other].map((each) => openQuote(JSON.parse(each?.body ?? '').file, checks));
      expect({ ...theirs, customers: 0, sha256: '' }).toEqual({ ...ours, customers: 0, sha256: '' });
      expect(Math.abs((ours?.customers ?? 0) - (theirs?.customers ?? 0))).toBeLessThanOrEqual(1);
    }
  });

  test('every figure and field of a report follows from its noisy draw, which differs in one cell', async () => {
    const [ours, theirs] = [reportsOf(side(0)), reportsOf(side(index))];
    const earlier: CampaignReport[] = [];
    for (const [id, report] of theirs) {
      const own = ours.get(id);
      const again = computeReport(
        {
          campaignId: id,
          publishedAt: report.publishedAt,
          noise: report.noise,
          method: report.method,
          rho: report.rho,
          rewardPriceCents: report.invoice.rewardPriceCents,
          feeCents: report.invoice.feeCents,
          budgetCents: BUDGET_CENTS,
          creditCents: creditAfter(earlier),
          basketRelativeDeviation: side(0).bank.profile.planning.basketPrior.relativeDeviation,
        },
        { histogram: report.histogram, spendCents: report.spendCents.value, rewardCents: report.rewardCents.value },
      );
      expect(JSON.parse(JSON.stringify(again))).toEqual(JSON.parse(JSON.stringify(report)));
      const squares = report.histogram.reduce(
        (sum, cell, place) => sum + (cell.customers - (own?.histogram[place]?.customers ?? 0)) ** 2,
        0,
      );
      expect(squares).toBe(1);
      expect(Math.abs(report.spendCents.value - (own?.spendCents.value ?? 0))).toBeLessThanOrEqual(report.method.clipSpendCents);
      expect(Math.abs(report.rewardCents.value - (own?.rewardCents.value ?? 0))).toBeLessThanOrEqual(report.method.clipRewardCents);
      earlier.push(report);
    }
  });
});

test('invoices come from the published number, at most the budget; pay-outs are one posting per campaign; paused and limited are set by persons', async () => {
  for (const report of reportsOf(side(0)).values()) {
    const { invoice } = report;
    expect(invoice.redeemingCustomers).toBe(report.redeemingCustomers.value);
    expect(invoice.amountCents).toBe(Math.min(BUDGET_CENTS, (invoice.rewardPriceCents + invoice.feeCents) * invoice.redeemingCustomers));
  }
  const database = side(0).bank.database;
  const postings = await database.selectFrom('settlement_postings').select(['campaign_id', 'redemption_count']).execute();
  expect(new Set(postings.map((row) => row.campaign_id)).size).toBe(postings.length);
  expect(postings.length).toBeGreaterThan(0);
  expect(await database.selectFrom('reports').selectAll().execute()).toHaveLength(2);
  const steps = await database
    .selectFrom('audit_events')
    .select(['actor_role', 'body'])
    .where('event', '=', 'campaign.transition')
    .execute();
  const byPersons = steps.filter(({ body }) => ['pause', 'resume', 'limit'].includes(String(body['transition'])));
  expect(byPersons).toHaveLength(3);
  for (const step of byPersons) expect(step.actor_role).toBe('merchant_editor');
});

/** One more campaign on both sides, its last day of work done with a fault, and everything that can be seen afterwards. */
async function stubbed(on: YearBank, id: string, fault: (on: YearBank) => Partial<JobPorts>): Promise<readonly Answer[]> {
  const from = on.transcript.length;
  on.setTime('2026-06-03');
  await submitAndApprove(on, id, { ...STUB_CONTENT, name: `Late spring ${id.slice(-2)}` });
  on.setTime('2026-06-16');
  await on.work(fault(on));
  await on.lookAtEverything([id]);
  return on.transcript.slice(from);
}

const trueCount = async (on: YearBank) =>
  (
    await on.ports.segments.pageOfAudience({
      audience: AUDIENCE,
      channels: CHANNELS,
      asOf: (await on.bank.clock.read()).now,
      limit: 100_000,
    })
  ).customers.length;

describe('a bank with a fault is told apart', () => {
  test.each<readonly [string, string, (exact: number) => (on: YearBank) => Partial<JobPorts>, RegExp]>([
    [
      'going live depends on the true number of customers',
      ID(4),
      (exact) => (on) => ({
        reach: {
          meetsMinimum: async () => ({ passes: (await trueCount(on)) >= exact, minimum: 100, required: 200, candidatesAtMost: 2_000 }),
        },
      }),
      /summary\.state differs/,
    ],
    [
      'a text of the timeline names how many were selected',
      ID(5),
      () => (on) => ({
        transitions: {
          apply: async (transaction, request) =>
            on.ports.transitions.apply(transaction, { ...request, text: `to ${await trueCount(on)} customers` }),
        },
      }),
      /timeline\[\]\.text differs/,
    ],
  ])('%s', async (_name, id, fault, expected) => {
    const exact = await trueCount(side(0));
    const [left, right] = [await stubbed(side(0), id, fault(exact)), await stubbed(side(1), id, fault(exact))];
    const { problems } = compareTranscripts(left, right, ALLOWED);
    expect(problems.join('\n')).toMatch(expected);
  });
});
