import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishWindow } from '#bank/releases/publish-window.ts';
import { readReleaseChecks } from '#bank/releases/signing-key.ts';
import { serveBank } from '#bank/serve.ts';
import { openBank } from '#bank/storage/data-directory.ts';
import { openQuote } from '#shared/reach/quote.ts';
import { aVisitsRule, spellingsOf } from '../fixtures/quote-rules.ts';
import { evenCells, type AccountName, type Called, startTestBank, type TestBank } from '../fixtures/running-bank.ts';
import { countingSource, untimed } from '../support/memory-quotes.ts';
import { printAttack } from './support/game.ts';

/** 6,000 quotes a year, a thousand of them in a month, for 1/50 in all. */
const MANY = { sigma2: '150000', perYear: 6_000 };
/** 60 quotes a year, ten of them in a month. */
const FEW = { sigma2: '1500', perYear: 60 };
const SAME_ID = { 'x-correlation-id': '00000000-0000-4000-8000-000000000000' };

let counts: ReturnType<typeof countingSource>;
let ticks: number;
let bank: TestBank;
const start = async (quotes: typeof MANY) => {
  counts = countingSource(1_000);
  ticks = 0;
  bank = await startTestBank({ quotes }, { counts, tick: untimed(() => (ticks += 1)) });
};

const ask = (audience: object, as: AccountName = 'editor') => bank.call('POST', '/v1/quotes', { as, body: { audience }, headers: SAME_ID });
const charges = () =>
  bank.bank.database.selectFrom('ledger_entries').selectAll().where('artefact_kind', '=', 'quote').orderBy('seq').execute();
/** What an act charged, read and waited for. */
const costOf = async (act: () => Promise<unknown>) => {
  const before = (await charges()).length;
  counts.asked.length = 0;
  ticks = 0;
  await act();
  return { charged: (await charges()).slice(before), counted: counts.asked.length, ticks };
};
const noiseOf = async (file: string) => openQuote(file, await readReleaseChecks(bank.bank.keysDirectory)).customers - 1_000;

describe('with a full balance', () => {
  beforeAll(() => start(MANY));
  afterAll(() => bank.stop());

  test('fifty spellings of one rule, asked by two merchants, get one answer for one charge', async () => {
    const spellings = spellingsOf(aVisitsRule(0), 50);
    expect(new Set(spellings.map((spelling) => JSON.stringify(spelling))).size).toBe(50);
    let answers: readonly Called[] = [];
    const cost = await costOf(async () => {
      answers = await Promise.all(spellings.map((spelling, index) => ask(spelling, index % 2 === 0 ? 'editor' : 'otherEditor')));
    });
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200));
    printAttack(
      'fifty spellings, further answers or charges',
      50,
      new Set(answers.map((answer) => answer.json.file)).size + cost.charged.length - 2,
      1,
    );
    expect(new Set(answers.map((answer) => answer.json.file)).size).toBe(1);
    expect(cost).toMatchObject({ charged: [{ artefact_id: answers[0]?.json.id, rho: '1/300000' }], counted: 1, ticks: 50 });
  });

  test('a hundred first requests at once make one draw and one charge, and take one quote from the balance', async () => {
    const before = (await bank.call('GET', '/v1/quotes', { as: 'editor' })).json.balance;
    let answers: readonly Called[] = [];
    const cost = await costOf(async () => {
      answers = await Promise.all(Array.from({ length: 100 }, () => ask(aVisitsRule(1))));
    });
    printAttack('a hundred first requests at once, further draws or charges', 100, cost.counted + cost.charged.length - 2, 1);
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    const { yours, bank: left, perYear, thisMonth } = before;
    expect(answers[0]?.json.balance).toEqual({ yours: yours - 1, bank: left - 1, perYear, thisMonth: thisMonth - 1 });
    expect([cost.counted, cost.charged.length]).toEqual([1, 1]);
  });

  test('a restart keeps every answer, byte for byte, and asks nothing again', async () => {
    const rules = [10, 11, 12].map((index) => aVisitsRule(index));
    const before = await Promise.all(rules.map((rule) => ask(rule)));
    const cost = await costOf(async () => {
      const reopened = await openBank(bank.bank.directory);
      const running = await serveBank(reopened, { port: 0, counts, tick: untimed() });
      try {
        const time = await reopened.clock.read();
        for (const [index, rule] of rules.entries())
          expect((await running.services.quotes.ask(rule, bank.merchants.own, time)).quote.file).toBe(before[index]?.json.file);
      } finally {
        await running.stop();
        await reopened.close();
      }
    });
    expect(cost).toEqual({ charged: [], counted: 0, ticks: 0 });
  });

  test('the same rule on a newer snapshot of the same data is another quote with noise of its own, and is charged', async () => {
    const draw = async () => Promise.all([20, 21, 22, 23, 24].map(async (index) => noiseOf((await ask(aVisitsRule(index))).json.file)));
    const before = await draw();
    await publishWindow(bank.bank, '2025-summer', evenCells);
    let after: readonly number[] = [];
    const cost = await costOf(async () => {
      after = await draw();
    });
    // All five alike by chance: below (1/900)⁵.
    expect(after).not.toEqual(before);
    expect(cost.charged).toHaveLength(5);
  });

  test('two windows with identical data get different noise', async () => {
    await publishWindow(bank.bank, '2025-autumn', evenCells);
    const noise = (window: string) =>
      Promise.all([30, 31, 32, 33, 34].map(async (index) => noiseOf((await ask(aVisitsRule(index, window))).json.file)));
    const [spring, autumn] = [await noise('2025-spring'), await noise('2025-autumn')];
    printAttack('identical snapshots in two windows, equal noise', 5, spring.filter((value, index) => value === autumn[index]).length, 5);
    expect(spring).not.toEqual(autumn);
  });

  test('size, status and headers are the same for nobody and for a million customers', async () => {
    const shapes = [];
    for (const [index, count] of [0, 10, 10_000, 1_000_000].entries()) {
      counts.countOfAudience = async () => count;
      const answer = await ask({ ...aVisitsRule(1), conditions: aVisitsRule(15 * (index + 1) + 1).conditions });
      const headers = [...answer.headers].filter(([name]) => name !== 'date' && !name.startsWith('x-ratelimit'));
      shapes.push(JSON.stringify({ status: answer.status, size: answer.text.length, headers, keys: Object.keys(answer.json) }));
    }
    expect(new Set(shapes).size).toBe(1);
  });

  test('what a release answers, contradictions, unknown and sensitive categories and windows without a release are refused for free, at the tick', async () => {
    const garden = { kind: 'spend', category: 'garden', window: '2025-spring', bands: { from: 2, to: 4 } };
    const reasons: string[] = [];
    const cost = await costOf(async () => {
      for (const conditions of [
        [garden],
        [garden, { ...garden, bands: { from: 0, to: 1 } }],
        [{ ...garden, category: 'health' }],
        [{ ...garden, bands: { from: 2, to: 9 } }],
        [garden, { kind: 'regions', regions: ['atlantis'] }],
        [
          { ...garden, window: '2025-04' },
          { kind: 'visits', category: 'garden', window: '2025-spring', visits: { from: 1, to: 2 } },
        ],
        [
          { ...garden, category: 'toys' },
          { kind: 'relationship', relation: 'loyal' },
        ],
      ]) {
        const answer = await ask({ format: 'florin-audience/1', conditions });
        expect([answer.status, answer.json.code]).toEqual([422, 'audience_not_answerable']);
        reasons.push(answer.json.detail.reason);
      }
    });
    expect(cost).toEqual({ charged: [], counted: 0, ticks: 7 });
    expect(reasons).toEqual([
      'answered_by_release',
      'contradictory',
      'unknown_category',
      'unknown_band',
      'unknown_region',
      'window_not_released',
      'relationship_needs_own_category',
    ]);
  });

  test('a rule about my customers is mine alone; every other quote is everybody’s', async () => {
    const loyal = { kind: 'relationship', relation: 'loyal' } as const;
    const rule = aVisitsRule(40);
    const mine = (await ask({ ...rule, conditions: [...rule.conditions, loyal] })).json.id;
    const shared = (await ask(rule)).json.id;
    const read = async (as: AccountName) =>
      (await bank.call('GET', '/v1/quotes', { as })).json.quotes.map((quote: { id: string }) => quote.id);
    expect(await read('viewer')).toEqual(expect.arrayContaining([mine, shared]));
    expect(await read('reviewerA')).toEqual(expect.arrayContaining([mine, shared]));
    const others = await read('otherEditor');
    expect([others.includes(mine), others.includes(shared)]).toEqual([false, true]);
    expect((await bank.call('GET', '/v1/quotes', { as: 'reviewerA' })).json.balance).toMatchObject({ yours: null, perYear: 6_000 });
  });

  test('a merchant of a sensitive category gets none', async () => {
    const cost = await costOf(async () =>
      expect((await ask(aVisitsRule(50), 'sensitiveEditor')).json).toMatchObject({ status: 403, code: 'not_permitted' }),
    );
    expect(cost).toEqual({ charged: [], counted: 0, ticks: 1 });
  });

  test('the database itself refuses a quote without a charge, another answer, another rule, and to forget one', async () => {
    const { json } = await ask(aVisitsRule(60));
    const { database } = bank.bank;
    const stored = await database.selectFrom('quotes').selectAll().where('id', '=', json.id).executeTakeFirstOrThrow();
    const row = { ...stored, audience: JSON.stringify(stored.audience) };
    await expect(
      database
        .insertInto('quotes')
        .values({ ...row, id: bank.merchants.own, key: 'a'.repeat(64) })
        .execute(),
    ).rejects.toThrow(/has no entry in the ledger/);
    await expect(database.updateTable('quotes').set({ file: 'another' }).execute()).rejects.toThrow(/answered once/);
    await expect(database.updateTable('quotes').set({ snapshot: 'another' }).execute()).rejects.toThrow(/answered once/);
    await expect(database.deleteFrom('quotes').execute()).rejects.toThrow(/append-only/);
    expect((await ask(aVisitsRule(60))).json.file).toBe(json.file);
  });
});

describe('with balance for ten', () => {
  beforeAll(() => start(FEW));
  afterAll(() => bank.stop());

  test('a hundred rules at once get ten answers and ninety refusals of equal bytes; nothing is read for those', async () => {
    let answers: readonly Called[] = [];
    const cost = await costOf(async () => {
      answers = await Promise.all(Array.from({ length: 100 }, (_, index) => ask(aVisitsRule(index))));
    });
    const refused = answers.filter((answer) => answer.status !== 200);
    printAttack('a hundred requests with balance for ten, further answers', 100, 90 - refused.length, 1);
    expect(refused).toHaveLength(90);
    expect([...new Set(refused.map((answer) => answer.text))].map((text) => JSON.parse(text))).toMatchObject([
      { status: 422, code: 'quote_balance_exhausted', detail: { quotesLeft: 0 } },
    ]);
    expect([cost.counted, cost.charged.length, cost.ticks]).toEqual([10, 10, 100]);
    // What was answered stays free.
    const paid = answers.findIndex((answer) => answer.status === 200);
    expect((await ask(aVisitsRule(paid))).json.file).toBe(answers[paid]?.json.file);
    expect(await charges()).toHaveLength(10);
  });
});
