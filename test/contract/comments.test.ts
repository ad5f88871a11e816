import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyAudit } from '#bank/audit/verify.ts';
import { COMMENT_LIMITS } from '#shared/campaign/comments.ts';
import { aContent } from '../fixtures/campaign-content.ts';
import { type AccountName, startTestBank, type TestBank } from '../fixtures/running-bank.ts';

let bank: TestBank;

beforeAll(async () => {
  bank = await startTestBank();
});
afterAll(() => bank.stop());

async function aCampaign(): Promise<string> {
  const id = uuidv7();
  const submitted = await bank.call('POST', `/v1/campaigns/${id}/submissions`, {
    as: 'editor',
    body: { submissionId: uuidv7(), content: aContent(), releaseId: bank.releaseId },
  });
  expect(submitted.status, submitted.text).toBe(201);
  return id;
}

const address = (id: string) => `/v1/campaigns/${id}/comments`;
const write = (as: AccountName, id: string, text: string, commentId = uuidv7()) =>
  bank.call('POST', address(id), { as, body: { commentId, text } });
const read = async (as: AccountName, id: string) => (await bank.call('GET', address(id), { as })).json;
const unread = async (as: AccountName) => (await bank.call('GET', '/v1/waiting-work', { as })).json.comments;
const markRead = (as: AccountName, id: string, number: number) => bank.call('POST', `${address(id)}/read`, { as, body: { number } });
const rows = () => bank.bank.database.selectFrom('comments').selectAll().orderBy('number').execute();
/** Nobody has anything to read, so that a test counts its own comments alone. */
const readAll = async () => {
  for (const as of ['editor', 'viewer', 'reviewerA', 'reviewerB'] as const)
    for (const { id } of (await bank.call('GET', '/v1/campaigns', { as })).json.campaigns)
      await markRead(as, id, COMMENT_LIMITS.perCampaign);
};

describe('a comment', () => {
  test('of the owner who may only look, of the editor and of a reviewer are read by both sides in their order, at bank time', async () => {
    const id = await aCampaign();
    expect((await write('viewer', id, 'Could it start a week later?')).status).toBe(201);
    await write('reviewerA', id, 'Please say until when it runs.');
    const last = await write('editor', id, '  We will.\nThanks!  ');
    expect(last.json.comments.map((comment: { number: number; text: string }) => [comment.number, comment.text])).toEqual([
      [1, 'Could it start a week later?'],
      [2, 'Please say until when it runs.'],
      [3, 'We will.\nThanks!'],
    ]);
    const { now } = await bank.bank.clock.read();
    for (const { writtenAt } of last.json.comments) expect(Math.abs(Date.parse(writtenAt) - Date.parse(now))).toBeLessThan(60_000);
    for (const as of ['viewer', 'reviewerB', 'privacyOfficer'] as const)
      expect((await read(as, id)).comments.map((comment: { text: string }) => comment.text)).toHaveLength(3);
  });

  test('names its author to colleagues and to the bank; to the merchant the bank is a side, not a person', async () => {
    const id = await aCampaign();
    await write('viewer', id, 'From the owner');
    await write('reviewerA', id, 'From the bank');
    const names = await bank.bank.database.selectFrom('accounts').select(['id', 'display_name']).execute();
    const nameOf = (as: AccountName) => names.find((row) => row.id === bank.accounts[as].id)?.display_name;
    const forEditor = await bank.call('GET', address(id), { as: 'editor' });
    expect(forEditor.json.comments.map((comment: { author: object }) => comment.author)).toEqual([
      { side: 'merchant', role: 'merchant_viewer', displayName: nameOf('viewer'), shopName: 'Tuincentrum Proef', isMe: false },
      { side: 'bank', role: 'bank_reviewer', isMe: false },
    ]);
    expect(forEditor.text).not.toContain(bank.accounts.reviewerA.id);
    const forBank = await read('reviewerB', id);
    expect(forBank.comments.map((comment: { author: { displayName: string } }) => comment.author.displayName)).toEqual([
      nameOf('viewer'),
      nameOf('reviewerA'),
    ]);
    expect((await read('reviewerA', id)).comments[1].author.isMe).toBe(true);
  });

  test('is in the audit log by the hash of its text, in the same transaction, and changes neither state nor version', async () => {
    const id = await aCampaign();
    const before = (await bank.call('GET', `/v1/campaigns/${id}`, { as: 'editor' })).json.summary;
    const commentId = uuidv7();
    await write('editor', id, 'A word to the bank', commentId);
    const entry = await bank.bank.database.selectFrom('audit_events').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirstOrThrow();
    expect(entry).toMatchObject({ event: 'campaign.commented', subject: id, actor: bank.accounts.editor.id });
    expect(entry.body).toEqual({
      commentId,
      number: 1,
      revision: 1,
      textSha256: createHash('sha256').update('A word to the bank').digest('hex'),
    });
    expect(await verifyAudit(bank.bank.database)).toMatchObject({ kind: 'intact' });
    expect((await bank.call('GET', `/v1/campaigns/${id}`, { as: 'editor' })).json.summary).toEqual(before);
  });

  test('sent twice, also at the same moment, is there once; the same id for another text, campaign or person is refused', async () => {
    const [id, other] = [await aCampaign(), await aCampaign()];
    const commentId = uuidv7();
    const answers = await Promise.all([1, 2, 3].map(() => write('editor', id, 'Once', commentId)));
    expect(answers.map((answer) => [answer.status, answer.json.comments.length])).toEqual([1, 2, 3].map(() => [201, 1]));
    const before = await rows();
    for (const again of [
      await write('editor', id, 'Twice', commentId),
      await write('editor', other, 'Once', commentId),
      await write('viewer', id, 'Once', commentId),
    ])
      expect([again.status, again.json.code]).toEqual([409, 'submission_id_reused']);
    expect(await rows()).toEqual(before);
  });

  test('can neither be changed nor taken away, not even in the database', async () => {
    const id = await aCampaign();
    await write('editor', id, 'It stays');
    const { database } = bank.bank;
    await expect(database.updateTable('comments').set({ body: 'It went' }).execute()).rejects.toThrow('append-only');
    await expect(database.deleteFrom('comments').where('campaign_id', '=', id).execute()).rejects.toThrow('append-only');
  });

  test.each([
    ['nothing but blanks', ' \n '],
    ['2,001 characters', 'x'.repeat(COMMENT_LIMITS.textLength.max + 1)],
    ['a control character', 'a\u0000b'],
    ['an escape sequence', '\u001b[31mred'],
    ['a mark that turns the text round', 'ok \u202Ekcatta'],
    ['half a character', 'a\ud800'],
  ])('of %s is refused and not kept', async (_name, text) => {
    const id = await aCampaign();
    const before = await rows();
    const refused = await write('editor', id, text);
    expect([refused.status, refused.json.code]).toEqual([400, 'invalid_input']);
    expect(await rows()).toEqual(before);
  });

  test('of 2,000 characters with accents, signs and line feeds comes back as it was', async () => {
    const id = await aCampaign();
    const text = `${'é€🌱\n'.repeat(300)}${'z'.repeat(500)}`;
    expect((await write('editor', id, text)).json.comments[0].text).toBe(text);
  });

  test('on a campaign that was never submitted is not found, for its own merchant too', async () => {
    const id = uuidv7();
    await bank.bank.database
      .insertInto('campaigns')
      .values({
        id,
        merchant_id: bank.merchants.own,
        state: 'draft',
        created_at: '2026-03-02T08:00:00Z',
        updated_at: '2026-03-02T08:00:00Z',
      })
      .execute();
    for (const as of ['editor', 'reviewerA'] as const) expect((await write(as, id, 'Anybody there?')).json.code).toBe('not_found');
  });
});

describe('how much one may write', () => {
  test('is twenty comments an hour of one person; the twenty-first is refused with the time to wait, others go on', async () => {
    const id = await aCampaign();
    const already = (await rows()).filter((row) => row.author_id === bank.accounts.reviewerB.id).length;
    for (let index = already; index < COMMENT_LIMITS.perPersonAndHour; index += 1)
      expect((await write('reviewerB', id, `Remark ${index}`)).status).toBe(201);
    const before = await rows();
    const refused = await write('reviewerB', id, 'One more');
    expect([refused.status, refused.json.code]).toEqual([429, 'too_many_requests']);
    expect(refused.json.detail.retryAfterSeconds).toBeGreaterThan(3_000);
    expect(refused.json.detail.retryAfterSeconds).toBeLessThanOrEqual(3_600);
    expect(await rows()).toEqual(before);
    expect((await write('reviewerA', id, 'Another reviewer')).status).toBe(201);
  });

  test('ends at the most comments that a campaign takes', async () => {
    const id = await aCampaign();
    await bank.bank.database
      .insertInto('comments')
      .values({
        id: uuidv7(),
        campaign_id: id,
        number: COMMENT_LIMITS.perCampaign,
        revision: 1,
        author_id: bank.accounts.viewer.id,
        author_role: 'merchant_viewer',
        merchant_id: bank.merchants.own,
        reader_ids: [bank.merchants.own],
        body: 'The last one',
        written_at: '2026-01-01T08:00:00Z',
      })
      .execute();
    const refused = await write('reviewerA', id, 'One too many');
    expect([refused.status, refused.json.code, refused.json.detail]).toEqual([
      422,
      'too_many_comments',
      { most: COMMENT_LIMITS.perCampaign },
    ]);
  });
});

describe('what waits to be read', () => {
  test('is another’s comment until it was read: with the editor and the owner each for themselves', async () => {
    const id = await aCampaign();
    await readAll();
    await write('reviewerA', id, 'A question');
    await write('editor', id, 'My own is no news to me');
    expect([await unread('editor'), await unread('viewer'), await unread('otherEditor')]).toEqual([1, 2, 0]);
    expect((await bank.call('GET', '/v1/campaigns', { as: 'editor' })).json.campaigns).toContainEqual(
      expect.objectContaining({ id, unreadComments: 1 }),
    );
    await markRead('editor', id, 1);
    expect([await unread('editor'), await unread('viewer')]).toEqual([0, 2]);
    expect((await read('editor', id)).readUntil).toBe(1);
    await markRead('editor', id, 400);
    await write('reviewerA', id, 'A number that was not there yet was not read');
    expect(await unread('editor')).toBe(1);
  });

  test('for reviewers is a merchant’s comment until one of them has read it; in a claimed case it is the claiming reviewer’s alone', async () => {
    const id = await aCampaign();
    await readAll();
    await write('viewer', id, 'Is there anything missing?');
    await write('reviewerA', id, 'Not that I see');
    expect([await unread('reviewerA'), await unread('reviewerB'), await unread('privacyOfficer')]).toEqual([1, 1, 0]);
    await markRead('reviewerB', id, 1);
    expect([await unread('reviewerA'), await unread('reviewerB')]).toEqual([0, 0]);
    const { version } = (await bank.call('GET', `/v1/campaigns/${id}`, { as: 'editor' })).json.summary;
    await bank.call('POST', `/v1/review/campaigns/${id}/take`, { as: 'reviewerA', body: { expectedVersion: version } });
    await write('editor', id, 'One thing more');
    expect([await unread('reviewerA'), await unread('reviewerB')]).toEqual([2, 0]);
    await markRead('reviewerB', id, 3);
    expect(await unread('reviewerA')).toBe(2);
  });
});

test('the revisions of a campaign come with who froze them, their content and what became of each', async () => {
  const id = await aCampaign();
  const summary = async () => (await bank.call('GET', `/v1/campaigns/${id}`, { as: 'editor' })).json.summary;
  const taken = await bank.call('POST', `/v1/review/campaigns/${id}/take`, {
    as: 'reviewerA',
    body: { expectedVersion: (await summary()).version },
  });
  const { revisionHash, version } = taken.json.detail.summary;
  const text = 'Please name the last day.';
  await bank.call('POST', `/v1/review/campaigns/${id}/decisions`, {
    as: 'reviewerA',
    body: { expectedVersion: version, decision: { kind: 'request_changes', revisionHash, reason: 'terms_incomplete', text } },
  });
  await bank.call('POST', `/v1/campaigns/${id}/revise`, { as: 'editor', body: { expectedVersion: (await summary()).version } });
  await bank.call('POST', `/v1/campaigns/${id}/submissions`, {
    as: 'editor',
    body: { submissionId: uuidv7(), content: aContent({ budgetCents: 2_000_000 }), releaseId: bank.releaseId },
  });
  const { revisions } = (await bank.call('GET', `/v1/campaigns/${id}/revisions`, { as: 'viewer' })).json;
  expect(revisions).toMatchObject([
    { number: 1, hash: revisionHash, content: aContent(), outcome: { transition: 'request_changes', reason: 'terms_incomplete' } },
    {
      number: 2,
      content: { budgetCents: 2_000_000 },
      outcome: { transition: 'submit' },
      submittedBy: { role: 'merchant_editor', isMe: false },
    },
  ]);
  const own = (await bank.call('GET', `/v1/campaigns/${id}/revisions`, { as: 'editor' })).json.revisions;
  expect(own[0].submittedBy.isMe).toBe(true);
});
