import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyAudit } from '#bank/audit/verify.ts';
import { aContent } from '../fixtures/campaign-content.ts';
import { type CooperativeBank, type Shop, startCooperativeBank } from '../support/cooperative-bank.ts';

/** Several shops in one campaign: what each of them, and whoever is none of them, tries beyond what was agreed. */
let bank: CooperativeBank;

beforeAll(async () => {
  bank = await startCooperativeBank();
});
afterAll(() => bank.stop());

/** Every call about a campaign that a merchant's editor may make in form. */
const ATTEMPTS = (id: string, hash: string): readonly (readonly [string, string, unknown?])[] => [
  ['GET', `/v1/campaigns/${id}`],
  ['GET', `/v1/campaigns/${id}/report`],
  ['GET', `/v1/campaigns/${id}/cooperation`],
  ['POST', `/v1/campaigns/${id}/seen`],
  ['GET', `/v1/campaigns/${id}/revisions`],
  ['GET', `/v1/campaigns/${id}/comments`],
  ['POST', `/v1/campaigns/${id}/comments`, { commentId: uuidv7(), text: 'May I join?' }],
  ['POST', `/v1/campaigns/${id}/comments/read`, { number: 1 }],
  ['POST', `/v1/campaigns/${id}/leave`],
  ['POST', `/v1/campaigns/${id}/revise`, { expectedVersion: 2 }],
  ['POST', `/v1/campaigns/${id}/withdraw`, { expectedVersion: 2 }],
  ['POST', `/v1/campaigns/${id}/control`, { expectedVersion: 2, action: 'pause' }],
  ['POST', `/v1/campaigns/${id}/invitation`, { terms: 1, answer: 'join' }],
  ['POST', `/v1/campaigns/${id}/acceptance`, { revisionHash: hash, answer: 'accept' }],
  ['POST', `/v1/campaigns/${id}/acceptance`, { revisionHash: hash, answer: 'decline' }],
];

const code = (answer: { readonly status: number; readonly json: { readonly code?: string } }) => [answer.status, answer.json.code];
const idsOf = (answer: { readonly json: { readonly campaigns: readonly { readonly id: string }[] } }) =>
  answer.json.campaigns.map((campaign) => campaign.id);
const stateOf = async (id: string) => (await bank.as('lead', 'GET', `/v1/campaigns/${id}`)).json.summary.state;

describe('a merchant that is no partner', () => {
  test('gets for every call the answer of a campaign that does not exist, and changes nothing', async () => {
    const { id, hash } = await bank.frozen();
    const before = await bank.state();
    const nowhere = ATTEMPTS(uuidv7(), hash);
    for (const [place, [method, address, body]] of ATTEMPTS(id, hash).entries()) {
      const [, unknown = ''] = nowhere[place] ?? [];
      const [there, missing] = [await bank.as('stranger', method, address, body), await bank.as('stranger', method, unknown, body)];
      const bare = ({ json }: typeof there) => ({ ...json, correlationId: '' });
      expect([address, there.status, bare(there)]).toEqual([address, 404, bare(missing)]);
    }
    const terms = await bank.as('stranger', 'PUT', `/v1/campaigns/${id}/cooperation`, {
      expectedTerms: 1,
      name: 'Mine now',
      leadSharePercent: 50,
      partners: [{ merchantId: bank.shops.toys, sharePercent: 50 }],
    });
    expect(code(terms)).toEqual([404, 'not_found']);
    expect(idsOf(await bank.as('stranger', 'GET', '/v1/campaigns'))).not.toContain(id);
    expect(await bank.state()).toBe(before);
  });

  test('that was invited sees the invitation, and of the campaign nothing before it has joined and the revision was frozen with it', async () => {
    const id = uuidv7();
    expect((await bank.submit(id)).json.summary.state).toBe('submitted');
    const taken = await bank.call('POST', `/v1/review/campaigns/${id}/take`, { as: 'reviewerA', body: { expectedVersion: 2 } });
    const { revisionHash, version } = taken.json.detail.summary;
    const text = 'Only the leading shop may read this.';
    const asked = await bank.call('POST', `/v1/review/campaigns/${id}/decisions`, {
      as: 'reviewerA',
      body: { expectedVersion: version, decision: { kind: 'request_changes', revisionHash, reason: 'other', text } },
    });
    await bank.as('lead', 'POST', `/v1/campaigns/${id}/revise`, { expectedVersion: asked.json.summary.version });
    await bank.propose(id, { toys: 50 });
    const notThere = async () => {
      expect(code(await bank.as('toys', 'GET', `/v1/campaigns/${id}`))).toEqual([404, 'not_found']);
      expect(idsOf(await bank.as('toys', 'GET', '/v1/campaigns'))).not.toContain(id);
    };
    await notThere();
    await bank.join('toys', id);
    await notThere();
    const frozen = await bank.submit(id, { name: 'Spring together' });
    const seen = await bank.as('toys', 'GET', `/v1/campaigns/${id}`);
    expect(seen.json.summary.revisionHash).toBe(frozen.json.summary.revisionHash);
    expect(seen.json.timeline.map((entry: { transition: string }) => entry.transition)).toEqual(['propose']);
    expect(seen.text).not.toContain(text);
    expect(frozen.text).toContain(text);
  });
});

describe('what is said about a common campaign', () => {
  const say = (shop: Shop, id: string, text: string) =>
    bank.as(shop, 'POST', `/v1/campaigns/${id}/comments`, { commentId: uuidv7(), text });
  const heard = async (shop: Shop, id: string) =>
    (await bank.as(shop, 'GET', `/v1/campaigns/${id}/comments`)).json.comments.map((comment: { text: string }) => comment.text);

  test('is read by every shop that is in when it is said; none reads what was said before it joined or while it was out', async () => {
    const id = uuidv7();
    await bank.submit(id);
    await say('lead', id, 'Between us and the bank');
    const { version } = (await bank.as('lead', 'GET', `/v1/campaigns/${id}`)).json.summary;
    await bank.call('POST', `/v1/review/campaigns/${id}/take`, { as: 'reviewerA', body: { expectedVersion: version } });
    const { revisionHash } = (await bank.as('lead', 'GET', `/v1/campaigns/${id}`)).json.summary;
    const decision = { kind: 'request_changes', revisionHash, reason: 'other', text: 'Please find a second shop.' };
    await bank.call('POST', `/v1/review/campaigns/${id}/decisions`, { as: 'reviewerA', body: { expectedVersion: version + 1, decision } });
    await bank.as('lead', 'POST', `/v1/campaigns/${id}/revise`, { expectedVersion: version + 2 });
    await bank.propose(id, { toys: 50 });
    await bank.join('toys', id);
    await bank.submit(id);
    await say('toys', id, 'We are in');
    expect(await heard('toys', id)).toEqual(['We are in']);
    await bank.as('toys', 'POST', `/v1/campaigns/${id}/leave`);
    await say('lead', id, 'They are out');
    expect((await bank.as('toys', 'GET', `/v1/campaigns/${id}/comments`)).status).toBe(404);
    expect((await bank.as('toys', 'GET', '/v1/waiting-work')).json.comments).toBe(0);
    await bank.propose(id, { toys: 40 }, 1);
    await bank.join('toys', id, 2);
    await bank.submit(id);
    await say('lead', id, 'Together again');
    expect(await heard('toys', id)).toEqual(['We are in', 'Together again']);
    expect(await heard('lead', id)).toEqual(['Between us and the bank', 'We are in', 'They are out', 'Together again']);
  });

  test('shows of another shop its name and the part of whoever wrote, and nothing of the person', async () => {
    const { id } = await bank.frozen();
    await say('bikes', id, 'From the bicycle shop');
    const seen = await bank.as('toys', 'GET', `/v1/campaigns/${id}/comments`);
    expect(seen.json.comments[0].author).toEqual({ side: 'merchant', role: 'merchant_editor', shopName: 'Fietsen Proef', isMe: false });
    const revisions = await bank.as('toys', 'GET', `/v1/campaigns/${id}/revisions`);
    expect(revisions.json.revisions[0].submittedBy).toEqual({
      side: 'merchant',
      role: 'merchant_editor',
      shopName: 'Tuincentrum Proef',
      isMe: false,
    });
  });

  test('an earlier revision that does not name a shop is not there for it, and nothing is compared with it', async () => {
    const id = uuidv7();
    await bank.propose(id, { toys: 50 });
    await bank.join('toys', id);
    const first = await bank.submit(id);
    await bank.as('lead', 'POST', `/v1/campaigns/${id}/revise`, { expectedVersion: first.json.summary.version });
    await bank.propose(id, { bikes: 50 }, 1);
    await bank.join('bikes', id, 2);
    await bank.submit(id);
    const numbers = async (shop: Shop) =>
      (await bank.as(shop, 'GET', `/v1/campaigns/${id}/revisions`)).json.revisions.map((revision: { number: number }) => revision.number);
    expect([await numbers('lead'), await numbers('bikes')]).toEqual([[1, 2], [2]]);
    expect((await bank.as('toys', 'GET', `/v1/campaigns/${id}/revisions`)).status).toBe(404);
  });
});

describe('a partner', () => {
  test('may not do what is the leading shop’s, and changes nothing by trying', async () => {
    const { id } = await bank.frozen();
    const before = await bank.state();
    const body = { expectedVersion: 2 };
    const attempts = [
      await bank.as('toys', 'POST', `/v1/campaigns/${id}/revise`, body),
      await bank.as('toys', 'POST', `/v1/campaigns/${id}/withdraw`, body),
      await bank.as('toys', 'POST', `/v1/campaigns/${id}/control`, { ...body, action: 'archive' }),
      await bank.as('toys', 'POST', `/v1/campaigns/${id}/submissions`, {
        submissionId: uuidv7(),
        content: aContent({ name: 'Changed by a partner' }),
        releaseId: bank.releaseId,
      }),
    ];
    expect(attempts.map(code)).toEqual(attempts.map(() => [403, 'not_permitted']));
    const proposal = {
      expectedTerms: 1,
      name: 'Cheaper for me',
      leadSharePercent: 99,
      partners: [{ merchantId: bank.shops.bikes, sharePercent: 1 }],
    };
    expect(code(await bank.as('toys', 'PUT', `/v1/campaigns/${id}/cooperation`, proposal))).toEqual([404, 'not_found']);
    expect(code(await bank.as('toys', 'GET', `/v1/campaigns/${id}/cooperation`))).toEqual([404, 'not_found']);
    expect(await bank.state()).toBe(before);
  });

  test('the leading shop cannot accept in a partner’s place', async () => {
    const { id, hash } = await bank.frozen();
    const before = await bank.state();
    expect(code(await bank.accept('lead', id, hash))).toEqual([403, 'not_permitted']);
    expect(await bank.state()).toBe(before);
  });

  test('reads no number of another shop: no reach, no quote, no slice, no other campaign, and nobody’s contact beyond the shop’s name', async () => {
    const other = uuidv7();
    await bank.submit(other, { name: 'Only the garden centre' });
    const { id, hash } = await bank.frozen();
    await bank.accept('toys', id, hash);
    const mine = await bank.as('toys', 'GET', `/v1/campaigns/${id}`);
    const keys = new Set<string>();
    JSON.parse(mine.text, (key: string, value: unknown) => (keys.add(key), value));
    for (const key of [
      'reach',
      'customers',
      'halfWidth',
      'required',
      'quotes',
      'slice',
      'legalName',
      'feePerRedeemingCustomerCents',
      'submittedBy',
    ])
      expect([...keys], key).not.toContain(key);
    expect(mine.text).not.toContain('B.V.');
    for (const account of Object.values(bank.accounts)) expect(mine.text).not.toContain(account.id);
    expect(code(await bank.as('toys', 'GET', `/v1/campaigns/${other}`))).toEqual([404, 'not_found']);
    expect(idsOf(await bank.as('toys', 'GET', '/v1/campaigns'))).not.toContain(other);
    type Listed = { readonly slice?: { readonly id: string; readonly sha256: string } };
    const slices = async (shop: Shop) =>
      (await bank.as(shop, 'GET', '/v1/releases')).json.releases.flatMap(({ slice }: Listed) => slice ?? []);
    const [ownSlices, leadSlices] = [await slices('toys'), await slices('lead')];
    expect(leadSlices).not.toEqual([]);
    for (const { id: leadSlice, sha256 } of leadSlices) expect(JSON.stringify(ownSlices)).not.toMatch(new RegExp(`${leadSlice}|${sha256}`));
    expect((await bank.as('toys', 'GET', '/v1/quotes')).json.quotes).toEqual([]);
  });

  test('that left sees nothing any more: for every call but the leaving itself the campaign is missing', async () => {
    const { id, hash } = await bank.frozen();
    await bank.as('toys', 'POST', `/v1/campaigns/${id}/leave`);
    const before = await bank.state();
    for (const address of ['', '/report']) expect((await bank.as('toys', 'GET', `/v1/campaigns/${id}${address}`)).status).toBe(404);
    for (const [method, address, body] of ATTEMPTS(id, hash).filter(([, path]) => !path.endsWith('/leave')))
      expect([address, ...code(await bank.as('toys', method, address, body))]).toEqual([address, 404, 'not_found']);
    expect((await bank.as('toys', 'POST', `/v1/campaigns/${id}/leave`)).json).toEqual({});
    expect(code(await bank.accept('bikes', id, hash))).toEqual([409, 'transition_refused']);
    expect(await bank.state()).toBe(before);
  });

  test('that declined, or left, cannot ask how the campaign fares without it', async () => {
    const id = uuidv7();
    await bank.propose(id, { toys: 30, bikes: 20 });
    await bank.as('toys', 'POST', `/v1/campaigns/${id}/invitation`, { terms: 1, answer: 'decline' });
    const before = await bank.state();
    for (const terms of [1, 2]) expect(code(await bank.join('toys', id, terms))).toEqual([404, 'not_found']);
    expect((await bank.as('toys', 'POST', `/v1/campaigns/${id}/invitation`, { terms: 1, answer: 'decline' })).status).toBe(200);
    expect(await bank.state()).toBe(before);
  });

  test('that left and joined again sees what was frozen with it, and nothing of what the others did in between', async () => {
    const { id } = await bank.frozen();
    await bank.as('toys', 'POST', `/v1/campaigns/${id}/leave`);
    await bank.propose(id, { bikes: 20 }, 1);
    await bank.join('bikes', id, 2);
    const without = await bank.submit(id, { name: 'Only the two of us' });
    const handedIn = await bank.accept('bikes', id, without.json.summary.revisionHash);
    const body = { expectedVersion: handedIn.json.summary.version };
    const taken = await bank.call('POST', `/v1/review/campaigns/${id}/take`, { as: 'reviewerA', body });
    const { revisionHash, version } = taken.json.detail.summary;
    const text = 'Said to two shops, and to them alone.';
    const asked = await bank.call('POST', `/v1/review/campaigns/${id}/decisions`, {
      as: 'reviewerA',
      body: { expectedVersion: version, decision: { kind: 'request_changes', revisionHash, reason: 'other', text } },
    });
    await bank.as('lead', 'POST', `/v1/campaigns/${id}/revise`, { expectedVersion: asked.json.summary.version });
    await bank.propose(id, { toys: 30, bikes: 20 }, 2);
    await bank.join('toys', id, 3);
    await bank.join('bikes', id, 3);
    const again = await bank.submit(id, { name: 'All three again' });
    const seen = await bank.as('toys', 'GET', `/v1/campaigns/${id}`);
    expect(seen.json.summary.revisionHash).toBe(again.json.summary.revisionHash);
    expect(seen.json.timeline.map((entry: { transition: string }) => entry.transition)).toEqual(['propose', 'leave', 'propose']);
    expect(seen.text).not.toContain(text);
    expect((await bank.as('bikes', 'GET', `/v1/campaigns/${id}`)).text).toContain(text);
  });
});

describe('the terms', () => {
  test.each<readonly [string, Partial<Record<Shop, number>>, number | undefined, string]>([
    ['99 per cent together', { toys: 30, bikes: 20 }, 49, 'shares_not_whole'],
    ['101 per cent together', { toys: 30, bikes: 20 }, 51, 'shares_not_whole'],
    ['a partner that pays nothing', { toys: 0 }, 100, 'shares_not_whole'],
    ['a leading shop that pays nothing', { toys: 60, bikes: 40 }, 0, 'shares_not_whole'],
    ['the leading shop as its own partner', { lead: 50 }, 50, 'shop_not_joinable'],
  ])('are refused with %s, and nothing is kept', async (_name, shares, leadShare, expected) => {
    const id = uuidv7();
    const before = await bank.state();
    const refused = await bank.propose(id, shares, 0, leadShare);
    expect(code(refused)).toEqual([422, expected]);
    expect(await bank.state()).toBe(before);
  });

  test('are refused with half per cents, negative shares, a shop twice, one that is not published, a sensitive one, or one that does not exist', async () => {
    const before = await bank.state();
    const put = (leadSharePercent: number, partners: readonly { merchantId: string; sharePercent: number }[]) =>
      bank.as('lead', 'PUT', `/v1/campaigns/${uuidv7()}/cooperation`, { expectedTerms: 0, name: 'Together', leadSharePercent, partners });
    const toys = { merchantId: bank.shops.toys, sharePercent: 25 };
    expect(code(await put(49.5, [{ ...toys, sharePercent: 50.5 }]))).toEqual([400, 'invalid_input']);
    expect(code(await put(100, [toys, { merchantId: bank.shops.bikes, sharePercent: -25 }]))).toEqual([400, 'invalid_input']);
    expect(code(await put(50, [toys, toys]))).toEqual([422, 'shop_not_joinable']);
    const [sensitive, missing] = [
      await put(50, [{ merchantId: bank.merchants.sensitive, sharePercent: 50 }]),
      await put(50, [{ merchantId: uuidv7(), sharePercent: 50 }]),
    ];
    expect(code(sensitive)).toEqual([422, 'shop_not_joinable']);
    expect(code(missing)).toEqual(code(sensitive));
    await bank.bank.database.updateTable('merchants').set({ joinable: false }).where('id', '=', bank.shops.stranger).execute();
    const hidden = await put(50, [{ merchantId: bank.shops.stranger, sharePercent: 50 }]);
    await bank.bank.database.updateTable('merchants').set({ joinable: true }).where('id', '=', bank.shops.stranger).execute();
    expect(code(hidden)).toEqual(code(missing));
    expect(await bank.state()).toBe(before);
  });

  test('cannot be brought in with the content, nor changed once the revision is frozen', async () => {
    const shares = [
      { merchantId: bank.shops.lead, shopName: 'Tuincentrum Proef', sharePercent: 1 },
      { merchantId: bank.shops.toys, shopName: 'Speelgoed Proef', sharePercent: 99 },
    ];
    const start = await bank.state();
    const forged = await bank.as('lead', 'POST', `/v1/campaigns/${uuidv7()}/submissions`, {
      submissionId: uuidv7(),
      content: { ...aContent(), cooperation: { shares } },
      releaseId: bank.releaseId,
    });
    expect(code(forged)).toEqual([400, 'invalid_input']);
    expect(await bank.state()).toBe(start);
    const { id } = await bank.frozen();
    const before = await bank.state();
    expect(code(await bank.propose(id, { toys: 49, bikes: 1 }, 1))).toEqual([409, 'transition_refused']);
    expect(await bank.state()).toBe(before);
  });
});

describe('an acceptance', () => {
  test('of another hash is refused, also one of another campaign, and the database itself takes none', async () => {
    const [one, other] = [await bank.frozen(), await bank.frozen()];
    const different = await bank.as('toys', 'POST', `/v1/campaigns/${other.id}/acceptance`, {
      revisionHash: other.hash,
      answer: 'decline',
    });
    expect(different.status).toBe(200);
    const changed = await bank.submit(other.id, { name: 'Something else' });
    const before = await bank.state();
    for (const hash of ['f'.repeat(64), changed.json.summary.revisionHash])
      expect(code(await bank.accept('toys', one.id, hash))).toEqual([409, 'hash_mismatch']);
    const directly = bank.bank.database
      .insertInto('revision_acceptances')
      .values({
        campaign_id: one.id,
        revision: 1,
        merchant_id: bank.shops.toys,
        hash: 'f'.repeat(64),
        accepted_by: bank.accounts.otherEditor.id,
        accepted_at: '2026-03-02T08:00:00.000Z',
      })
      .execute();
    await expect(directly).rejects.toThrow(/foreign key/);
    expect(await bank.state()).toBe(before);
  });

  test('of both partners at the same moment hands the campaign in once', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { id, hash } = await bank.frozen();
      const answers = await Promise.all([bank.accept('toys', id, hash), bank.accept('bikes', id, hash)]);
      expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
      expect(answers.map((answer) => answer.json.summary.state).sort()).toEqual(['awaiting_partners', 'submitted']);
      const steps = (await bank.as('lead', 'GET', `/v1/campaigns/${id}`)).json.timeline;
      expect(steps.map((entry: { transition: string }) => entry.transition)).toEqual(['propose', 'agree']);
    }
  });

  test('ten times at once by the same shop is one, and stands for nobody else', async () => {
    const { id, hash } = await bank.frozen();
    const answers = await Promise.all(Array.from({ length: 10 }, () => bank.accept('toys', id, hash)));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    const rows = await bank.bank.database.selectFrom('revision_acceptances').selectAll().where('campaign_id', '=', id).execute();
    expect(rows.map((row) => [row.merchant_id, row.hash])).toEqual([[bank.shops.toys, hash]]);
    expect(await stateOf(id)).toBe('awaiting_partners');
  });

  test('at the same moment as the other shop leaves never leaves a campaign in the queue without its partner', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { id, hash } = await bank.frozen();
      await bank.accept('toys', id, hash);
      const [accepted, left] = await Promise.all([bank.accept('bikes', id, hash), bank.as('toys', 'POST', `/v1/campaigns/${id}/leave`)]);
      expect(left.status, left.text).toBe(200);
      expect([200, 409]).toContain(accepted.status);
      expect(await stateOf(id)).toBe('draft');
    }
    expect(await verifyAudit(bank.bank.database)).toMatchObject({ kind: 'intact' });
  });
});
