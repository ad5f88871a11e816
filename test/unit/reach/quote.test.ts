import { describe, expect, test } from 'vitest';
import { newPrivateKey, publicKeyOf, releaseChecks, releaseSigner } from '#bank/privacy/release/signature.ts';
import type { Audience, Condition } from '#shared/audience/audience.ts';
import { isAppError } from '#shared/errors.ts';
import { openQuote, type Quote, type QuoteContent, writeQuoteFile } from '#shared/reach/quote.ts';
import { writeSignedFile } from '#shared/reach/signed-file.ts';
import { computeReach } from '#shared/reach/reach.ts';
import { aRelease, aSlice, MERCHANT } from '../../builders/a-release.ts';

const key = newPrivateKey();
const signer = releaseSigner(key);
const checks = releaseChecks(publicKeyOf(key));

const SPEND: Condition = { kind: 'spend', category: 'garden', window: '2025-spring', bands: { from: 2, to: 4 } };
const VISITS: Condition = { kind: 'visits', category: 'garden', window: '2025-spring', visits: { from: 1, to: 3 } };
const SOME: Condition = { kind: 'regions', regions: ['oost', 'west'] };
const LAPSED: Condition = { kind: 'relationship', relation: 'lapsed' };
const rule = (...conditions: readonly Condition[]): Audience => ({ format: 'florin-audience/1', conditions: [...conditions] });

const payload = (changes: Partial<QuoteContent> = {}): QuoteContent => ({
  format: 'florin-quote/1',
  id: '01890a5d-ac96-774b-bcce-b302099a8058',
  profile: 'test',
  audience: rule(SPEND, VISITS),
  snapshot: 'test-2025-03',
  dataUntil: '2026-01-31',
  answeredAt: '2026-02-03T09:00:00.250Z',
  customers: 212,
  sigma2: '400',
  rho: '1/800',
  privacyCap: '1/2',
  categoriesPerCustomer: 6,
  keyId: signer.keyId,
  ...changes,
});
const aQuote = (changes: Partial<QuoteContent> = {}): Quote => openQuote(writeQuoteFile(payload(changes), signer.sign), checks);

describe('a quote file', () => {
  const problemOf = (text: string): string | undefined => {
    try {
      openQuote(text, checks);
      return undefined;
    } catch (error) {
      if (isAppError(error, 'quote_invalid')) return error.detail.problem;
      throw error;
    }
  };

  test('opens to what was written, with the hash of its bytes', () => {
    expect(aQuote()).toEqual({ ...payload(), sha256: checks.sha256(new TextEncoder().encode(writeQuoteFile(payload(), signer.sign))) });
  });

  test('has one size whatever it counts, and holds whole counts of at most ten digits only', () => {
    const counts = [0, -1, 7, -212, 68_040, 9_999_999_999];
    const texts = counts.map((customers) => writeQuoteFile(payload({ customers }), signer.sign));
    expect(new Set(texts.map((text) => text.length)).size).toBe(1);
    expect(texts.map((text) => openQuote(text, checks).customers)).toEqual(counts);
    for (const customers of [1.5, 10_000_000_000, Number.NaN])
      expect(() => writeQuoteFile(payload({ customers }), signer.sign)).toThrow(RangeError);
  });

  test('with any one byte flipped is refused', () => {
    const text = writeQuoteFile(payload(), signer.sign);
    for (let at = 0; at < text.length; at += 1) {
      const flipped = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
      expect(problemOf(flipped), `byte ${at}`).toBeDefined();
    }
  });

  test('of another signer, with an unknown key or with another form is refused, even with a good signature', () => {
    const other = releaseSigner(newPrivateKey());
    expect(problemOf(writeQuoteFile(payload(), other.sign))).toBe('signature_wrong');
    expect(problemOf(writeQuoteFile(payload({ keyId: other.keyId }), signer.sign))).toBe('signer_unknown');
    expect(problemOf(writeQuoteFile({ ...payload(), extra: 1 } as QuoteContent, signer.sign))).toBe('content_invalid'); // a key that the schema does not know
    expect(() => writeQuoteFile({ ...payload(), customers: 1.5 }, signer.sign)).toThrow(RangeError);
    for (const customers of [212, '212', '+212', '-0000000000', '+00000000212'])
      expect(problemOf(writeSignedFile({ ...payload(), customers }, signer.sign)), String(customers)).toBe('content_invalid');
  });
});

describe('which quote answers a rule', () => {
  const counts = () => 100;
  const releases = [aRelease('2025-03', counts), aRelease('2025-spring', counts), aSlice('2025-spring', counts)];
  const ask = (audience: Audience, ...quotes: readonly Quote[]) =>
    computeReach({ releases, quotes, audience, channels: ['push'], holdoutPercent: 10 });

  test('one of another spelling of the same rule does; one of another rule, profile or of nobody does not', () => {
    const asked = rule(VISITS, SPEND, { kind: 'regions', regions: ['zuid', 'noord', 'west', 'oost'] });
    expect(ask(asked, aQuote())).toMatchObject({ kind: 'answered', source: 'quote', segment: { estimate: 212, sd: 20 } });
    const needsQuote = { kind: 'not_answerable', reason: 'needs_quote' };
    expect(ask(asked)).toEqual(needsQuote);
    expect(ask(asked, aQuote({ audience: rule(SPEND, { ...VISITS, visits: { from: 0, to: 3 } } as Condition) }))).toEqual(needsQuote); // a visits condition still
    expect(ask(asked, aQuote({ profile: 'another' }))).toEqual(needsQuote);
  });

  test('bounds give way to a quote, and its receipt names the quote, its charge and its data date', () => {
    const audience = rule({ ...SPEND, window: '2025-03' } as Condition, SOME); // a spend condition still
    expect(ask(audience).kind).toBe('rough');
    const reach = ask(audience, aQuote({ audience }));
    expect(reach).toMatchObject({
      kind: 'answered',
      source: 'quote',
      receipt: {
        rho: '1/800',
        shareOfYearlyCap: '1/400',
        dataUntil: '2026-01-31',
        keyId: signer.keyId,
        window: '2025-03',
        sources: [{ kind: 'quote', id: payload().id, window: null, tables: [] }],
        channelRate: { id: 'test-2025-spring' },
      },
    });
  });

  test('what tables answer exactly needs no quote, and a quote does not replace it', () => {
    expect(ask(rule(SPEND), aQuote({ audience: rule(SPEND) }))).toMatchObject({ kind: 'answered', source: 'release' });
  });

  test('of two quotes of one rule the one on the newer data answers', () => {
    const older = aQuote({ customers: 300 });
    const newer = aQuote({ id: '01890a5d-ac96-774b-bcce-b302099a8059', customers: 250, dataUntil: '2026-02-28' });
    for (const quotes of [
      [older, newer],
      [newer, older],
    ])
      expect(ask(rule(SPEND, VISITS), ...quotes)).toMatchObject({ segment: { estimate: 250 } });
  });

  test('a rule with a relationship is one merchant’s own: a quote of another merchant, or of none, is not for it', () => {
    const audience = rule(SPEND, LAPSED, SOME);
    expect(ask(audience, aQuote({ audience, merchantId: MERCHANT.id }))).toMatchObject({ kind: 'answered', source: 'quote' });
    expect(ask(audience, aQuote({ audience, merchantId: '01890a5d-ac96-774b-bcce-b302099a8060' })).kind).toBe('rough');
    expect(ask(audience, aQuote({ audience })).kind).toBe('rough');
  });

  test('a small or negative quote reads fewer than L and meets no minimum', () => {
    const reach = ask(rule(SPEND, VISITS), aQuote({ customers: -12 }));
    expect(reach).toMatchObject({ kind: 'answered', shownSegment: { kind: 'suppressed' }, meetsMinimum: false });
  });
});
