import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CampaignContent } from '#shared/campaign/content.ts';
import { IMAGE_SIZES, type ImageKind } from '#shared/campaign/files.ts';
import { aContent } from '../fixtures/campaign-content.ts';
import { aPicture, EXIF, jpegFrame, type Picture, png, pngChunk } from '../fixtures/pictures.ts';
import { type AccountName, startTestBank, type TestBank } from '../fixtures/running-bank.ts';

let bank: TestBank;

beforeAll(async () => {
  bank = await startTestBank();
});
afterAll(() => bank.stop());

interface Changes {
  readonly as?: AccountName;
  readonly kind?: ImageKind;
  readonly mediaType?: string;
  readonly hash?: string;
}

const hand = (picture: Picture, { as = 'editor', kind = 'hero', mediaType = 'image/png', hash = picture.sha256 }: Changes = {}) =>
  bank.call('PUT', `/v1/files/${hash}`, { as, body: { kind, mediaType, base64: picture.bytes.toString('base64') } });
const read = (sha256: string, as: AccountName) => bank.call('GET', `/v1/files/${sha256}`, { as });
const submit = (content: CampaignContent, campaignId = uuidv7(), submissionId = uuidv7()) =>
  bank.call('POST', `/v1/campaigns/${campaignId}/submissions`, {
    as: 'editor',
    body: { submissionId, content, releaseId: bank.releaseId },
  });
const stored = async () =>
  (await bank.bank.database.selectFrom('files').select(['sha256', 'kind']).orderBy('sha256').execute()).map((row) => row.sha256);

const HERO = IMAGE_SIZES.hero;
const pictureOf = (bytes: Buffer): Picture => ({ bytes, sha256: createHash('sha256').update(bytes).digest('hex') });

function withHero(picture: Picture, alt: string | null = 'Een balkon vol bloemen'): CampaignContent {
  const { nl } = aContent().creative;
  if (nl === undefined) throw new Error('the fixture is written in Dutch');
  return aContent({
    creative: { nl: { ...nl, ...(alt === null ? {} : { heroAlt: alt }) } },
    images: { hero: { sha256: picture.sha256, mediaType: 'image/png', sizeBytes: picture.bytes.length } },
  });
}

const moveClock = (byMs: number) => sql`update clock set offset_ms = offset_ms + ${byMs}`.execute(bank.bank.database);

describe('a file that is handed over', () => {
  test('is kept once, byte for byte, and its own merchant reads it', async () => {
    const picture = aPicture('hero', [1, 1, 1]);
    expect((await hand(picture)).json).toEqual({ sizeBytes: picture.bytes.length });
    expect((await hand(picture)).status).toBe(200);
    expect((await stored()).filter((sha256) => sha256 === picture.sha256)).toHaveLength(1);
    for (const as of ['editor', 'viewer'] as const)
      expect((await read(picture.sha256, as)).json).toEqual({ mediaType: 'image/png', base64: picture.bytes.toString('base64') });
  });

  test.each([
    ['with another hash', () => hand(aPicture('hero'), { hash: 'b'.repeat(64) }), 'wrong_hash'],
    ['of another size than its place', () => hand(aPicture('logo')), 'unexpected'],
    ['that says another format', () => hand(aPicture('hero'), { mediaType: 'image/jpeg' }), 'unexpected'],
    ['with a comment in it', () => hand(pictureOf(png({ ...HERO, extra: [pngChunk('tEXt', Buffer.from('a\0b'))] }))), 'not_clean'],
    ['with a program behind it', () => hand(pictureOf(png({ ...HERO, behind: Buffer.from('MZ') }))), 'not_clean'],
    ['with a place in it', () => hand(pictureOf(jpegFrame(HERO, [EXIF])), { mediaType: 'image/jpeg' }), 'not_clean'],
    ['with fewer pixels than it says', () => hand(pictureOf(png({ ...HERO, packedRows: 3 }))), 'not_an_image'],
    ['that unpacks to more than it says', () => hand(pictureOf(png({ ...HERO, packedRows: 4_000 }))), 'not_an_image'],
    ['with a program behind its packed pixels', () => hand(pictureOf(png({ ...HERO, packedBehind: Buffer.from('MZ') }))), 'not_an_image'],
    ['with a program in its end', () => hand(pictureOf(png({ ...HERO, end: Buffer.from('MZ') }))), 'not_clean'],
    ['that is a web page', () => hand(pictureOf(Buffer.from('<html></html>'))), 'not_an_image'],
  ])('%s is refused and not kept', async (_name, send, problem) => {
    const before = await stored();
    const answer = await send();
    expect([answer.status, answer.json.code, answer.json.detail]).toEqual([422, 'file_refused', { problem }]);
    expect(await stored()).toEqual(before);
  });

  test('above the limit is refused by its size', async () => {
    const answer = await bank.call('PUT', `/v1/files/${'a'.repeat(64)}`, {
      as: 'editor',
      body: { kind: 'hero', mediaType: 'image/png', base64: 'A'.repeat(720_000) },
    });
    expect([answer.status, answer.json.code]).toEqual([413, 'too_large']);
  });

  test('is missing for another merchant, and for the bank until a revision names it', async () => {
    const picture = aPicture('hero', [2, 2, 2]);
    await hand(picture);
    const headers = { 'x-correlation-id': '00000000-0000-4000-8000-000000000000' };
    const foreign = await bank.call('GET', `/v1/files/${picture.sha256}`, { as: 'otherEditor', headers });
    const missing = await bank.call('GET', `/v1/files/${'c'.repeat(64)}`, { as: 'otherEditor', headers });
    expect([foreign.status, foreign.text]).toEqual([404, missing.text]);
    expect((await read(picture.sha256, 'reviewerA')).status).toBe(404);
    expect((await submit(withHero(picture))).status).toBe(201);
    expect((await read(picture.sha256, 'reviewerA')).status).toBe(200);
    expect((await read(picture.sha256, 'otherEditor')).status).toBe(404);
  });

  test('and never used is gone a day later, a used one is not', async () => {
    const [used, unused, next] = [aPicture('hero', [3, 3, 3]), aPicture('hero', [4, 4, 4]), aPicture('hero', [5, 5, 5])];
    await hand(used);
    await hand(unused);
    expect((await submit(withHero(used))).status).toBe(201);
    // A stored file cannot be changed, so the bank's time goes on: two days, and back.
    await moveClock(172_800_000);
    await hand(next);
    await moveClock(-172_800_000);
    const left = await stored();
    expect(left).toContain(used.sha256);
    expect(left).toContain(next.sha256);
    expect(left).not.toContain(unused.sha256);
  });

  test('again after a day, never used until then, is there for another day', async () => {
    const picture = aPicture('hero', [5, 6, 7]);
    await hand(picture);
    await moveClock(172_800_000);
    expect((await hand(picture)).status).toBe(200);
    expect(await stored()).toContain(picture.sha256);
    await moveClock(43_200_000);
    await hand(aPicture('hero', [5, 6, 8]));
    expect(await stored()).toContain(picture.sha256);
    await moveClock(-216_000_000);
  });
});

describe('a campaign with a picture', () => {
  test('is refused with the hashes that are missing, records nothing, and goes through under the same submission once they are there', async () => {
    const picture = aPicture('hero', [6, 6, 6]);
    const [campaignId, submissionId] = [uuidv7(), uuidv7()];
    const before = await submit(withHero(picture), campaignId, submissionId);
    expect([before.status, before.json.code, before.json.detail]).toEqual([422, 'files_missing', { hashes: [picture.sha256] }]);
    expect((await bank.call('GET', `/v1/campaigns/${campaignId}`, { as: 'editor' })).status).toBe(404);
    await hand(picture);
    expect((await submit(withHero(picture), campaignId, submissionId)).status).toBe(201);
  });

  test('has another hash with another picture, and the reviewer sees the picture and what changed', async () => {
    const [first, second] = [aPicture('hero', [7, 7, 7]), aPicture('hero', [8, 8, 8])];
    await hand(first);
    await hand(second);
    const id = uuidv7();
    const one = await submit(withHero(first), id);
    const taken = await bank.call('POST', `/v1/review/campaigns/${id}/take`, {
      as: 'reviewerA',
      body: { expectedVersion: one.json.summary.version },
    });
    const back = await bank.call('POST', `/v1/review/campaigns/${id}/decisions`, {
      as: 'reviewerA',
      body: {
        expectedVersion: taken.json.detail.summary.version,
        decision: {
          kind: 'request_changes',
          revisionHash: one.json.summary.revisionHash,
          reason: 'creative_quality',
          text: 'Take a sharper picture.',
        },
      },
    });
    await bank.call('POST', `/v1/campaigns/${id}/revise`, { as: 'editor', body: { expectedVersion: back.json.summary.version } });
    const two = await submit(withHero(second), id);
    expect(two.json.summary.revisionHash).not.toBe(one.json.summary.revisionHash);
    const shown = (await bank.call('GET', `/v1/review/campaigns/${id}`, { as: 'reviewerA' })).json;
    expect(shown.messages[0].hero).toEqual({ sha256: second.sha256, mediaType: 'image/png', alt: 'Een balkon vol bloemen' });
    expect(shown.changes.map((change: { path: string }) => change.path)).toEqual(['images.hero']);
    expect(shown.changes[0].before).toContain(first.sha256);
  });

  test('without words in place of the picture is against a rule', async () => {
    const picture = aPicture('hero', [9, 9, 9]);
    await hand(picture);
    const answer = await submit(withHero(picture, null));
    expect([answer.status, answer.json.detail]).toEqual([422, { findings: [{ code: 'alt_text_missing', path: 'creative.nl.heroAlt' }] }]);
  });
});
