import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SubmittedContent } from '#shared/campaign/content.ts';
import type { EvidenceMediaType } from '#shared/campaign/evidence.ts';
import { aContent } from '../fixtures/campaign-content.ts';
import { hashed, pdf } from '../fixtures/pdfs.ts';
import { EXIF, jpegFrame, png } from '../fixtures/pictures.ts';
import { type AccountName, startTestBank, type TestBank } from '../fixtures/running-bank.ts';

let bank: TestBank;

beforeAll(async () => {
  bank = await startTestBank();
});
afterAll(() => bank.stop());

type Paper = ReturnType<typeof hashed>;
const paper = (title: string): Paper => hashed(pdf({ objects: [`<< /Title (${title}) >>`] }));
const hand = (file: Paper, { as = 'editor' as AccountName, mediaType = 'application/pdf' as EvidenceMediaType, hash = file.sha256 } = {}) =>
  bank.call('PUT', `/v1/evidence/${hash}`, { as, body: { mediaType, base64: file.bytes.toString('base64') } });
const read = (sha256: string, as: AccountName) => bank.call('GET', `/v1/evidence/${sha256}`, { as });
const submit = (content: SubmittedContent, campaignId = uuidv7(), submissionId = uuidv7()) =>
  bank.call('POST', `/v1/campaigns/${campaignId}/submissions`, {
    as: 'editor',
    body: { submissionId, content, releaseId: bank.releaseId },
  });
const stored = async () => (await bank.bank.database.selectFrom('files').select('sha256').orderBy('sha256').execute()).length;

const CLAIM = { kind: 'was_now', fromCents: 12_000, toCents: 9_000, lowest30DaysCents: 12_000 } as const;
const proved = (...files: readonly Paper[]): SubmittedContent =>
  aContent({
    offer: { ...aContent().offer, claim: CLAIM },
    ...(files.length === 0
      ? {}
      : {
          evidence: files.map(({ sha256, bytes }, index) => ({
            sha256,
            name: `prijslijst ${index + 1}.pdf`,
            mediaType: 'application/pdf' as const,
            sizeBytes: bytes.length,
          })),
        }),
  });

describe('evidence that is handed over', () => {
  test('is kept byte for byte, and its own merchant reads it', async () => {
    const file = paper('own');
    expect((await hand(file)).json).toEqual({ sizeBytes: file.bytes.length });
    const before = await stored();
    expect((await hand(file)).status).toBe(200);
    expect(await stored()).toBe(before);
    for (const as of ['editor', 'viewer'] as const)
      expect((await read(file.sha256, as)).json).toEqual({ mediaType: 'application/pdf', base64: file.bytes.toString('base64') });
  });

  test('may be a picture of any size', async () => {
    const file = hashed(png({ width: 40, height: 900 }));
    expect((await hand(file, { mediaType: 'image/png' })).status).toBe(200);
    expect((await read(file.sha256, 'editor')).json.mediaType).toBe('image/png');
  });

  test.each([
    ['with another hash', () => hand(paper('a'), { hash: 'b'.repeat(64) }), 'wrong_hash'],
    ['with a script', () => hand(hashed(pdf({ objects: ['<< /S /JavaScript /JS (1) >>'] }))), 'active_content'],
    ['that is locked', () => hand(hashed(pdf({ trailer: '/Encrypt 3 0 R' }))), 'encrypted'],
    ['that says PDF and is a web page', () => hand(hashed(Buffer.from('<html></html>'))), 'not_evidence'],
    ['that says PDF and is a picture', () => hand(hashed(png({ width: 9, height: 9 }))), 'not_evidence'],
    ['that says picture and is a PDF', () => hand(paper('b'), { mediaType: 'image/png' }), 'not_evidence'],
    [
      'with the place where a photograph was taken',
      () => hand(hashed(jpegFrame({ width: 9, height: 9 }, [EXIF])), { mediaType: 'image/jpeg' }),
      'not_clean',
    ],
    [
      'that unpacks to more than it says',
      () => hand(hashed(png({ width: 90, height: 9, packedRows: 9_000 })), { mediaType: 'image/png' }),
      'not_an_image',
    ],
    [
      'of too many pixels',
      () => hand(hashed(png({ width: 50_000, height: 50_000, packedRows: 1 })), { mediaType: 'image/png' }),
      'too_many_pixels',
    ],
  ])('%s is refused and not kept', async (_name, send, problem) => {
    const before = await stored();
    const answer = await send();
    expect([answer.status, answer.json.code, answer.json.detail]).toEqual([422, 'file_refused', { problem }]);
    expect(await stored()).toBe(before);
  });

  test('above 5 MB is refused by its size', async () => {
    const answer = await bank.call('PUT', `/v1/evidence/${'a'.repeat(64)}`, {
      as: 'editor',
      body: { mediaType: 'application/pdf', base64: 'A'.repeat(7_000_000) },
    });
    expect([answer.status, answer.json.code]).toEqual([413, 'too_large']);
  });

  test('is missing for another merchant, for reviewers until a revision names it, and among the pictures for everybody', async () => {
    const file = paper('private');
    await hand(file);
    const headers = { 'x-correlation-id': '00000000-0000-4000-8000-000000000000' };
    const foreign = await bank.call('GET', `/v1/evidence/${file.sha256}`, { as: 'otherEditor', headers });
    const missing = await bank.call('GET', `/v1/evidence/${'c'.repeat(64)}`, { as: 'otherEditor', headers });
    expect([foreign.status, foreign.text]).toEqual([404, missing.text]);
    expect((await read(file.sha256, 'reviewerA')).status).toBe(404);
    expect((await submit(proved(file))).status).toBe(201);
    expect((await read(file.sha256, 'reviewerA')).json.base64).toBe(file.bytes.toString('base64'));
    expect((await read(file.sha256, 'otherEditor')).status).toBe(404);
    expect((await read(file.sha256, 'privacyOfficer')).status).toBe(403);
    for (const as of ['editor', 'reviewerA'] as const)
      expect((await bank.call('GET', `/v1/files/${file.sha256}`, { as })).status).toBe(404);
  });
});

describe('a campaign with a was/now claim', () => {
  test('without evidence is against a rule, and leaves nothing behind', async () => {
    const campaignId = uuidv7();
    const answer = await submit(proved(), campaignId);
    expect([answer.status, answer.json.detail]).toEqual([422, { findings: [{ code: 'price_evidence_missing', path: 'evidence' }] }]);
    expect((await bank.call('GET', `/v1/campaigns/${campaignId}`, { as: 'editor' })).status).toBe(404);
  });

  test('names the evidence that the bank misses, and goes through under the same submission once it is there', async () => {
    const file = paper('later');
    const [campaignId, submissionId] = [uuidv7(), uuidv7()];
    const before = await submit(proved(file), campaignId, submissionId);
    expect([before.status, before.json.code, before.json.detail]).toEqual([422, 'files_missing', { hashes: [file.sha256] }]);
    await hand(file);
    expect((await submit(proved(file), campaignId, submissionId)).status).toBe(201);
  });

  test('has another hash with other evidence, and the reviewer sees the files, what changed, and that it needs eyes', async () => {
    const [first, second] = [paper('first'), paper('second')];
    await hand(first);
    await hand(second);
    const id = uuidv7();
    const one = await submit(proved(first), id);
    const taken = await bank.call('POST', `/v1/review/campaigns/${id}/take`, {
      as: 'reviewerA',
      body: { expectedVersion: one.json.summary.version },
    });
    expect(taken.json.checks.find((check: { code: string }) => check.code === 'evidence')).toEqual({
      code: 'evidence',
      verdict: 'needs_eyes',
      citation: 'Directive 98/6/EC 6a; Directive 2005/29/EC 6 and 12',
      facts: { claim: 'was_now', files: 1, fromCents: 12_000, toCents: 9_000, lowest30DaysCents: 12_000 },
    });
    const back = await bank.call('POST', `/v1/review/campaigns/${id}/decisions`, {
      as: 'reviewerA',
      body: {
        expectedVersion: taken.json.detail.summary.version,
        decision: {
          kind: 'request_changes',
          revisionHash: one.json.summary.revisionHash,
          reason: 'price_evidence_missing',
          text: 'The list is of another month.',
        },
      },
    });
    await bank.call('POST', `/v1/campaigns/${id}/revise`, { as: 'editor', body: { expectedVersion: back.json.summary.version } });
    const two = await submit(proved(first, second), id);
    expect(two.json.summary.revisionHash).not.toBe(one.json.summary.revisionHash);
    const shown = (await bank.call('GET', `/v1/review/campaigns/${id}`, { as: 'reviewerA' })).json;
    expect(shown.detail.content.evidence).toHaveLength(2);
    expect(shown.changes.map((change: { path: string }) => change.path)).toEqual(['evidence']);
    expect(shown.changes[0].before).toContain(first.sha256);
  });
});
