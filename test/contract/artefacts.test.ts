import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { assertCarried } from '#bank/http/carried.ts';
import { contractEndpoints } from '#bank/http/contract-routes.ts';
import { CHARGE_RULES } from '#bank/privacy/ledger/charge-rules.ts';
import { serveBank } from '#bank/serve.ts';
import { ARTEFACTS, holding } from '#shared/contracts/http/artefacts.ts';
import { startTestBank, type TestBank } from '../fixtures/running-bank.ts';

const Answer = z.strictObject({ id: z.string(), files: z.array(z.strictObject({ file: holding(z.string(), ['quote']).optional() })) });

describe('what an endpoint carries', () => {
  test('is what its answer is marked with, and everything is carried by some endpoint and paid by some entry', () => {
    for (const [name, endpoint] of contractEndpoints()) assertCarried(name, endpoint);
    const carried = new Set(contractEndpoints().flatMap(([, endpoint]) => (endpoint.carries === 'none' ? [] : endpoint.carries)));
    expect([...carried].sort()).toEqual([...ARTEFACTS].sort());
    expect(Object.keys(CHARGE_RULES).sort()).toEqual([...ARTEFACTS].sort());
  });

  test('an answer with an artefact that is not declared does not start, however deep it lies', () => {
    expect(() => assertCarried('leak', { answer: Answer, carries: 'none' })).toThrow(/leak answers a quote that it does not declare/);
    expect(() => assertCarried('leak', { answer: Answer, carries: ['release'] })).toThrow(/does not declare/);
    assertCarried('honest', { answer: Answer, carries: ['quote'] });
  });

  test('a declaration that the answer does not bear out does not start', () => {
    expect(() => assertCarried('stale', { answer: z.strictObject({ id: z.string() }), carries: ['release'] })).toThrow(/does not hold/);
  });

  test('an artefact that the ledger has no charge for does not start', () => {
    const { quote: _, ...others } = CHARGE_RULES;
    expect(() => assertCarried('free', { answer: Answer, carries: ['quote'] }, others)).toThrow(/has no charge in the ledger/);
    expect(() => assertCarried('free', { answer: Answer, carries: ['quote'] }, { ...others, quote: [] })).toThrow(/has no charge/);
  });
});

describe('a bank with something stored that was never charged', () => {
  let bank: TestBank;
  beforeAll(async () => {
    bank = await startTestBank();
  });
  afterAll(() => bank.stop());

  const start = async () => {
    const running = await serveBank(bank.bank, { port: 0 });
    await running.stop();
  };

  test('is not served: a release, a report, a quote', async () => {
    await start();
    const { database } = bank.bank;
    const row = { release_window: '2025-summer', published_at: '2025-09-02T06:00:00.000Z', sha256: 'a'.repeat(64), file: 'none' };
    await database
      .insertInto('releases')
      .values({ ...row, id: 'uncharged', withdrawn_at: null, corrects: null })
      .execute();
    await expect(start()).rejects.toMatchObject({
      code: 'artefact_not_charged',
      detail: { artefact: 'release', artefactId: 'uncharged' },
    });
    await database.deleteFrom('releases').where('id', '=', 'uncharged').execute();
    await start();

    const campaignId = uuidv7();
    const at = '2026-03-02T08:00:00.000Z';
    await database
      .insertInto('campaigns')
      .values({
        id: campaignId,
        merchant_id: bank.merchants.own,
        state: 'reported',
        former_state: null,
        claimed_by: null,
        approved_revision: null,
        approved_hash: null,
        reward_price_cents: null,
        fee_cents: null,
        created_at: at,
        updated_at: at,
      })
      .execute();
    await database.insertInto('reports').values({ campaign_id: campaignId, published_at: at, body: '{}' }).execute();
    await expect(start()).rejects.toMatchObject({ code: 'artefact_not_charged', detail: { artefact: 'campaign_report' } });
    await database.deleteFrom('reports').execute();

    // The table refuses an uncharged quote by itself; here somebody switched that off.
    await sql`alter table quotes disable trigger quotes_charged`.execute(database);
    await database
      .insertInto('quotes')
      .values({
        id: campaignId,
        key: 'b'.repeat(64),
        audience: '{"format":"florin-audience/1","conditions":[]}',
        merchant_id: null,
        snapshot: 'none',
        charged_at: at,
      })
      .execute();
    await expect(start()).rejects.toMatchObject({ code: 'artefact_not_charged', detail: { artefact: 'quote', artefactId: campaignId } });
  });
});
