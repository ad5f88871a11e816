import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { announceInbox } from '#bank/delivery/inbox/address.ts';
import { type InboxService, startInbox } from '#bank/delivery/inbox/server.ts';
import { inboxToken } from '#bank/delivery/webhook/keys.ts';
import type { SubmittedContent } from '#shared/campaign/content.ts';
import { renderVersions } from '#shared/campaign/render-message.ts';
import { aContent } from '../fixtures/campaign-content.ts';
import { aPicture } from '../fixtures/pictures.ts';
import { type AccountName, startTestBank, type TestBank } from '../fixtures/running-bank.ts';

let bank: TestBank;
let inbox: InboxService;

beforeAll(async () => {
  bank = await startTestBank();
  inbox = await startInbox(bank.bank);
  await announceInbox(bank.bank, inbox.url);
});
beforeEach(async () => {
  await bank.bank.database.deleteFrom('inbox.test_messages').execute();
});
afterAll(async () => {
  await inbox.close();
  await bank.stop();
});

const { nl } = aContent().creative;
if (nl === undefined) throw new Error('the fixture is written in Dutch');
const CHOICE = { channel: 'app_feed', language: 'nl', version: 'a' };
const RENDERED = { shopName: 'Tuincentrum Proef', categoryLabel: { en: 'Garden', nl: 'Tuin' } };

const testDraft = (content: SubmittedContent, changes: object = {}, as: AccountName = 'editor', campaignId = uuidv7()) =>
  bank.call('POST', `/v1/campaigns/${campaignId}/test-messages`, { as, body: { testId: uuidv7(), content, ...CHOICE, ...changes } });
async function inInbox() {
  const answer = await fetch(`${inbox.url}/v1/test-messages`, {
    headers: { authorization: `Bearer ${inboxToken(bank.bank.keysDirectory)}` },
  });
  return ((await answer.json()) as { messages: Record<string, unknown>[] }).messages; // the service's own answer
}
const noted = async () => (await bank.bank.database.selectFrom('test_messages').select('id').execute()).length;
const audited = () =>
  bank.bank.database
    .selectFrom('audit_events')
    .select(['subject', 'actor_role', 'body'])
    .where('event', '=', 'test_message.requested')
    .orderBy('seq')
    .execute();

describe('an editor', () => {
  test('sends the draft’s message to the inbox exactly as it would be delivered, marked TEST and addressed to nobody', async () => {
    const testId = uuidv7();
    const answer = await testDraft(aContent(), { testId });
    expect([answer.status, answer.json]).toEqual([200, { recipient: 'TEST', title: 'TEST · 10 % terug op je balkon' }]);
    const [message, ...more] = await inInbox();
    expect(more).toEqual([]);
    expect(message).toMatchObject({
      testId,
      recipient: 'TEST',
      title: 'TEST · 10 % terug op je balkon',
      channel: 'app_feed',
      parts: ['label', 'title', 'shortText', 'action', 'longText', 'terms', 'why'],
      // As for who gets it on the first day of the flight.
      offer: { shopName: 'Tuincentrum Proef', activateUntil: '2026-03-30', redeemUntil: '2026-04-05' },
    });
    expect(message?.['message']).toEqual(renderVersions(aContent(), RENDERED).messages[0]);
    expect(await bank.bank.database.selectFrom('inbox.messages').selectAll().execute()).toEqual([]);
    const customers = await fetch(`${inbox.url}/v1/customers/TEST/messages`, {
      headers: { authorization: `Bearer ${inboxToken(bank.bank.keysDirectory)}` },
    });
    expect(await customers.json()).toEqual({ messages: [] });
  });

  test('chooses language, channel and version, and gets the pictures of that version', async () => {
    const logo = aPicture('logo', [9, 8, 7]);
    await bank.call('PUT', `/v1/files/${logo.sha256}`, {
      as: 'editor',
      body: { kind: 'logo', mediaType: 'image/png', base64: logo.bytes.toString('base64') },
    });
    const second = { ...nl, title: 'Nu 10 % terug', logoAlt: 'De Linde' };
    const content = aContent({
      creative: { nl, en: { ...nl, title: '10 % back on your balcony' } },
      alternative: {
        creative: { nl: second, en: second },
        images: { logo: { sha256: logo.sha256, mediaType: 'image/png', sizeBytes: logo.bytes.length } },
      },
    });
    expect((await testDraft(content, { channel: 'email', version: 'b' })).json.title).toBe('TEST · Nu 10 % terug');
    expect((await testDraft(content, { language: 'en' })).json.title).toBe('TEST · 10 % back on your balcony');
    const messages = await inInbox();
    expect(messages.find((one) => one['version'] === 'b')).toMatchObject({ channel: 'email', message: { logo: { sha256: logo.sha256 } } });
    for (const changes of [{ language: 'fr' }, { channel: 'letter' }])
      expect((await testDraft(content, changes)).json.code).toBe('invalid_input');
    expect((await testDraft(aContent(), { version: 'b' })).json.code).toBe('invalid_input');
    expect(await inInbox()).toHaveLength(2);
  });

  test('is refused a draft that breaks a rule, and one whose pictures the bank misses; nothing is noted or sent', async () => {
    const before = await noted();
    const broken = await testDraft(aContent({ schedule: { ...aContent().schedule, startsOn: '2026-03-03' } }));
    expect([broken.status, broken.json.detail.findings[0].code]).toEqual([422, 'start_too_soon']);
    const incomplete = await testDraft({ ...aContent(), creative: {} });
    expect([incomplete.status, incomplete.json.detail.findings[0].code]).toEqual([422, 'language_missing']);
    const hero = aPicture('hero', [1, 9, 1]);
    const images = { hero: { sha256: hero.sha256, mediaType: 'image/png' as const, sizeBytes: hero.bytes.length } };
    const missing = await testDraft(aContent({ images, creative: { nl: { ...nl, heroAlt: 'Een balkon' } } }));
    expect([missing.json.code, missing.json.detail]).toEqual(['files_missing', { hashes: [hero.sha256] }]);
    expect([await noted(), await inInbox()]).toEqual([before, []]);
  });

  test('sends the same test once, and another one under its id not at all', async () => {
    const [testId, campaignId] = [uuidv7(), uuidv7()];
    const [before, log] = [await noted(), (await audited()).length];
    for (let time = 0; time < 2; time += 1) expect((await testDraft(aContent(), { testId }, 'editor', campaignId)).status).toBe(200);
    const other = await testDraft(aContent({ name: 'Another name' }), { testId }, 'editor', campaignId);
    expect([other.status, other.json.code]).toEqual([409, 'submission_id_reused']);
    expect([await noted(), (await inInbox()).length]).toEqual([before + 1, 1]);
    const entries = await audited();
    expect(entries).toHaveLength(log + 1);
    expect(entries.at(-1)).toMatchObject({ subject: campaignId, actor_role: 'merchant_editor', body: { testId, ...CHOICE } });
  });

  test('is told where the inbox is away, and the same test arrives once it is back', async () => {
    const [testId, campaignId] = [uuidv7(), uuidv7()];
    await inbox.close();
    const away = await testDraft(aContent(), { testId }, 'editor', campaignId);
    expect([away.status, away.json.code]).toEqual([424, 'inbox_unreachable']);
    inbox = await startInbox(bank.bank);
    await announceInbox(bank.bank, inbox.url);
    expect((await testDraft(aContent(), { testId }, 'editor', campaignId)).status).toBe(200);
    expect(await inInbox()).toHaveLength(1);
  });
});

test('a viewer, the privacy officer and the operator send nothing', async () => {
  const before = await noted();
  for (const as of ['viewer', 'privacyOfficer', 'operator', 'reviewerA'] as const)
    expect((await testDraft(aContent(), {}, as)).status).toBe(403);
  expect([await noted(), await inInbox()]).toEqual([before, []]);
});

test('more than twenty in an hour are refused with the time to wait, for this person alone', async () => {
  const content = aContent({
    audience: {
      ...aContent().audience,
      conditions: [{ kind: 'spend', category: 'toys', window: '2025-spring', bands: { from: 0, to: 4 } }],
    },
  });
  const sent: number[] = [];
  for (let number = 0; number < 21; number += 1) sent.push((await testDraft(content, {}, 'otherEditor')).status);
  expect(sent).toEqual([...Array.from({ length: 20 }, () => 200), 429]);
  expect(await inInbox()).toHaveLength(20);
  expect((await testDraft(aContent())).status).toBe(200);
});

describe('a reviewer', () => {
  test('sends the revision that was shown and no other, from which the campaign does not change', async () => {
    const id = uuidv7();
    const submitted = await bank.call('POST', `/v1/campaigns/${id}/submissions`, {
      as: 'editor',
      body: { submissionId: uuidv7(), content: aContent(), releaseId: bank.releaseId },
    });
    const { revisionHash } = submitted.json.summary;
    const send = (hash: string, as: AccountName = 'reviewerA') =>
      bank.call('POST', `/v1/review/campaigns/${id}/test-messages`, { as, body: { testId: uuidv7(), revisionHash: hash, ...CHOICE } });
    const stale = await send('b'.repeat(64));
    expect([stale.status, stale.json.code]).toEqual([409, 'hash_mismatch']);
    expect((await send(revisionHash, 'editor')).status).toBe(403);
    expect(await inInbox()).toEqual([]);
    const before = (await bank.call('GET', `/v1/campaigns/${id}`, { as: 'editor' })).text;
    expect((await send(revisionHash)).json).toEqual({ recipient: 'TEST', title: 'TEST · 10 % terug op je balkon' });
    const shown = (await bank.call('GET', `/v1/review/campaigns/${id}`, { as: 'reviewerA' })).json;
    expect((await inInbox())[0]?.['message']).toEqual(shown.messages[0]);
    expect((await bank.call('GET', `/v1/campaigns/${id}`, { as: 'editor' })).text).toBe(before);
    expect((await audited()).at(-1)).toMatchObject({ subject: id, actor_role: 'bank_reviewer' });
  });

  test('and an editor get the same refusal for a campaign that is not theirs to see as for one that is not there', async () => {
    const headers = { 'x-correlation-id': '00000000-0000-4000-8000-000000000000' };
    const none = await bank.call('POST', `/v1/review/campaigns/${uuidv7()}/test-messages`, {
      as: 'reviewerA',
      headers,
      body: { testId: uuidv7(), revisionHash: 'a'.repeat(64), ...CHOICE },
    });
    expect([none.status, none.json.code]).toEqual([404, 'not_found']);
  });
});
