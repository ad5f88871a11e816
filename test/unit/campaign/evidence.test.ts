import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '#shared/canonical-json.ts';
import { CampaignContent } from '#shared/campaign/content.ts';
import { completeDraft, DraftContent } from '#shared/campaign/draft.ts';
import { draftFromContent } from '#shared/campaign/draft-from-content.ts';
import { type EvidenceFile, EvidenceName, evidenceName } from '#shared/campaign/evidence.ts';
import { filesOfContent, picturesOfContent } from '#shared/campaign/files.ts';
import { validateContent } from '#shared/campaign/validate.ts';
import { aContent } from '../../fixtures/campaign-content.ts';

const market = {
  today: '2026-03-02',
  market: 'NL',
  categories: [{ id: 'garden', bandEdges: [0, 50, 100, 150, 250] }],
  regions: [{ id: 'noord' }, { id: 'oost' }, { id: 'west' }, { id: 'zuid' }],
  channels: ['app_feed', 'push', 'email', 'letter'],
};
const PAPER: EvidenceFile = { sha256: 'a'.repeat(64), name: 'prijslijst.pdf', mediaType: 'application/pdf', sizeBytes: 900 };
const PRICES = { fromCents: 12_000, toCents: 9_000, lowest30DaysCents: 12_000 };
const wasNow = (changes: Partial<typeof PRICES> = {}, evidence: EvidenceFile[] | undefined = [PAPER]) =>
  aContent({
    offer: { ...aContent().offer, claim: { kind: 'was_now', ...PRICES, ...changes } },
    ...(evidence.length === 0 ? {} : { evidence }),
  });

describe('a was/now claim', () => {
  test('with its prices in order and evidence breaks no rule', () => {
    expect(validateContent(wasNow(), market)).toEqual([]);
    expect(validateContent(wasNow({ fromCents: 11_000 }), market)).toEqual([]);
  });

  test.each([
    ['price_evidence_missing', 'evidence', wasNow({}, [])],
    ['claim_price_order', 'offer.claim.toCents', wasNow({ toCents: 12_000 })],
    ['claim_above_lowest', 'offer.claim.fromCents', wasNow({ lowest30DaysCents: 11_999 })],
  ])('breaks %s', (code, path, content) => {
    expect(validateContent(content, market)).toEqual([{ code, path }]);
  });

  test('is not complete without its three prices', () => {
    const { lowest30DaysCents: _left, ...two } = PRICES;
    const offer = { ...aContent().offer, claim: { kind: 'was_now', ...two } };
    expect(CampaignContent.safeParse({ ...aContent(), offer }).success).toBe(false);
  });
});

test.each(['from_price', 'free_gift'] as const)('a claim %s may go without evidence, and carries no prices', (kind) => {
  const content = aContent({ offer: { ...aContent().offer, claim: { kind } } });
  expect(validateContent(content, market)).toEqual([]);
  expect(CampaignContent.safeParse({ ...content, offer: { ...content.offer, claim: { kind, ...PRICES } } }).success).toBe(false);
});

describe('what was there before', () => {
  test('a content without claim and evidence has the hash that it always had', () => {
    const parsed = CampaignContent.parse(JSON.parse(JSON.stringify(aContent())));
    expect(createHash('sha256').update(canonicalJson(parsed)).digest('hex')).toBe(
      'cd53ae42da972248dcfb14baa2785433edf6762db868937c9813c53f50cee4e2',
    );
  });

  test('a draft without them opens with none, and completes to a content without them', () => {
    const { claim: _claim, evidence: _evidence, ...old } = draftFromContent(aContent(), ['oost']);
    const draft = DraftContent.parse(old);
    expect([draft.claim.kind, draft.evidence]).toEqual(['none', []]);
    expect(completeDraft(draft)).toEqual({ kind: 'complete', content: aContent() });
  });
});

test('a draft and a content hold the same claim and evidence, there and back', () => {
  const draft = draftFromContent(wasNow(), ['oost']);
  expect(completeDraft(draft)).toEqual({ kind: 'complete', content: wasNow() });
});

test('evidence is a file of the content and none of its pictures', () => {
  const { sha256, mediaType, sizeBytes } = PAPER;
  expect(filesOfContent(wasNow())).toEqual([{ kind: 'evidence', sha256, mediaType, sizeBytes }]);
  expect(picturesOfContent(wasNow())).toEqual([]);
});

test('six files, the same file twice, and more than 5 MB are no content', () => {
  const files = Array.from({ length: 6 }, (_file, index) => ({ ...PAPER, sha256: String(index).repeat(64) }));
  for (const evidence of [files, [PAPER, { ...PAPER, name: 'other.pdf' }], [{ ...PAPER, sizeBytes: 5_242_881 }], []])
    expect(CampaignContent.safeParse({ ...aContent(), evidence }).success).toBe(false);
  expect(CampaignContent.safeParse({ ...aContent(), evidence: files.slice(0, 5) }).success).toBe(true);
});

test.each([
  ['prijslijst maart.PDF', 'prijslijst maart.pdf'],
  ['photo.png', 'photo.pdf'],
  ['../../etc/passwd', 'etc passwd.pdf'],
  ['C:\\Temp\\bon.pdf', 'C Temp bon.pdf'],
  ['invoice\u202efdp.exe', 'invoicefdp.pdf'],
  ['a\u0000b\n.pdf', 'ab.pdf'],
  ['...', 'file.pdf'],
  [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(116)}.pdf`],
])('the name %j is kept as %j', (chosen, kept) => {
  expect(evidenceName(chosen, 'application/pdf')).toBe(kept);
  expect(EvidenceName.safeParse(kept).success).toBe(true);
});

test.each(['a/b.pdf', '..\\b.pdf', '.hidden', ' b.pdf', 'a\u202eb.pdf', 'a\nb.pdf', '', 'a:b'])('%j is no name', (name) => {
  expect(EvidenceName.safeParse(name).success).toBe(false);
});
