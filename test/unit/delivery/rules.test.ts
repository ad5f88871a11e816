import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isHeldOut, placeOf, versionOf } from '#bank/delivery/holdout.ts';
import { contactDay } from '#bank/delivery/pacing.ts';
import { isQuiet, sameTimeDaysLater } from '#bank/delivery/quiet-hours.ts';
import { signWebhook, verifyWebhook } from '#bank/delivery/webhook/signature.ts';

describe('holdout', () => {
  test('is the first eight hex digits of md5(customer:campaign) modulo 1,000', () => {
    // md5('c1:k1') begins with 74f06b17, 111 modulo 1,000; md5('c2:k1') with 99670ade, 38; md5('c14:k1') with b526c9be, 110.
    expect([isHeldOut('c1', 'k1', 10), isHeldOut('c2', 'k1', 10), isHeldOut('c14', 'k1', 10)]).toEqual([false, true, false]);
    expect(isHeldOut('c1', 'k1', 20)).toBe(true);
    const share = Array.from({ length: 20_000 }, (_, index) => isHeldOut(`c${index}`, 'k1', 10)).filter(Boolean).length / 20_000;
    expect(share).toBeGreaterThan(0.092);
    expect(share).toBeLessThan(0.108);
    expect(isHeldOut('c1', 'k1', 0)).toBe(false);
  });

  test('a larger holdout contains the smaller one', () => {
    for (let index = 0; index < 500; index += 1) if (isHeldOut(`c${index}`, 'k1', 10)) expect(isHeldOut(`c${index}`, 'k1', 30)).toBe(true);
  });
});

describe('the second version of a message', () => {
  const IDS = Array.from({ length: 4_000 }, (_, index) => `c${index}`);
  const share = (ids: readonly string[], holds: (id: string) => boolean) => ids.filter(holds).length / ids.length;
  const isSecond = (hash: string) => (id: string) => versionOf(id, hash) === 'b';

  test('goes to half of the customers, whoever is held out and however they were selected', () => {
    // Five standard deviations of a share of one half: 0.04 of 4,000, 0.07 of about 1,200 and 0.056 of about 2,000.
    expect(Math.abs(share(IDS, isSecond('hash-1')) - 0.5)).toBeLessThan(0.04);
    const heldOut = IDS.filter((id) => isHeldOut(id, 'hash-1', 30));
    expect(Math.abs(share(heldOut, isSecond('hash-1')) - 0.5)).toBeLessThan(0.073);
    const selected = IDS.filter((id) => placeOf('selection', id, 'hash-1') < 0.5);
    expect(Math.abs(share(selected, isSecond('hash-1')) - 0.5)).toBeLessThan(0.056);
  });

  test('is drawn anew by every revision, so that nobody gets it in every campaign', () => {
    const first = IDS.filter(isSecond('hash-1'));
    expect(Math.abs(share(first, isSecond('hash-2')) - 0.5)).toBeLessThan(0.056);
  });
});

describe('pacing', () => {
  const perDay = (pacing: 'even' | 'front' | 'asap', days: number) => {
    const counts = new Array<number>(days).fill(0);
    for (let place = 0.005; place < 1; place += 0.01)
      counts[contactDay(pacing, place, days)] = (counts[contactDay(pacing, place, days)] ?? 0) + 1;
    return counts;
  };

  test('even spreads the places equally over the flight', () => {
    expect(perDay('even', 4)).toEqual([25, 25, 25, 25]);
    expect([contactDay('even', 0, 92), contactDay('even', 1 - 2 ** -48, 92)]).toEqual([0, 91]);
  });

  test('front falls from day to day, asap is all on the first', () => {
    expect(perDay('front', 4)).toEqual([40, 30, 20, 10]);
    expect(perDay('asap', 4)).toEqual([100, 0, 0, 0]);
  });
});

describe('a customer’s place', () => {
  test('is spread equally, and that of the selection says nothing of the day or the holdout', () => {
    const places = Array.from({ length: 20_000 }, (_, index) => placeOf('selection', `c${index}`, 'k1'));
    const lower = places.filter((place) => place < 0.25).length / 20_000;
    expect(Math.abs(lower - 0.25)).toBeLessThan(0.015);
    const chosen = Array.from({ length: 20_000 }, (_, index) => `c${index}`).filter(
      (customer) => placeOf('selection', customer, 'k1') < 0.25,
    );
    const early = chosen.filter((customer) => placeOf('day', customer, 'k1') < 0.5).length / chosen.length;
    const held = chosen.filter((customer) => isHeldOut(customer, 'k1', 20)).length / chosen.length;
    expect(Math.abs(early - 0.5)).toBeLessThan(0.035);
    expect(Math.abs(held - 0.2)).toBeLessThan(0.03);
  });
});

describe('quiet hours', () => {
  const profile = {
    timeZone: 'Europe/Amsterdam',
    frequency: { quietFrom: '21:00', quietUntil: '08:00', pushPer7Days: 1, offersPer30Days: 3, campaignsPerCustomerYear: 12 },
  };

  test.each([
    ['2026-03-02T06:59:00.000Z', true],
    ['2026-03-02T07:00:00.000Z', false],
    ['2026-03-02T19:59:00.000Z', false],
    ['2026-03-02T20:00:00.000Z', true],
    // Summer time: 08:00 local is 06:00 in UTC.
    ['2026-04-02T06:00:00.000Z', false],
  ])('%s', (now, quiet) => expect(isQuiet(now, profile)).toBe(quiet));

  test('a clock that is moved on keeps its local time over the change to summer time, and leaves quiet hours forwards', () => {
    expect(sameTimeDaysLater('2026-03-28T08:00:00.000Z', 1, profile)).toBe('2026-03-29T07:00:00.000Z');
    expect(sameTimeDaysLater('2026-03-02T21:30:00.000Z', 1, profile)).toBe('2026-03-03T07:00:00.000Z');
    expect(sameTimeDaysLater('2026-03-02T02:00:00.000Z', 1, profile)).toBe('2026-03-03T07:00:00.000Z');
  });
});

describe('webhook signature', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const other = generateKeyPairSync('ed25519');
  const body = Buffer.from('{"type":"offer.delivered"}');
  const id = randomUUID();
  const headers = signWebhook(privateKey, id, 1_000_000, body.toString());

  test('a signed webhook is valid within five minutes of its time', () => {
    expect(verifyWebhook(publicKey, headers, body, 1_000_300)).toEqual({ kind: 'valid', webhookId: id });
    expect(verifyWebhook(publicKey, headers, body, 999_700)).toMatchObject({ kind: 'valid' });
    expect(verifyWebhook(publicKey, headers, body, 1_000_301)).toEqual({ kind: 'refused', reason: 'age' });
    expect(verifyWebhook(publicKey, headers, body, 999_699)).toEqual({ kind: 'refused', reason: 'age' });
  });

  test('a changed byte, id, time or key is refused', () => {
    const refused = { kind: 'refused', reason: 'signature' };
    expect(verifyWebhook(publicKey, headers, Buffer.from('{"type":"offer.deliverd"}'), 1_000_000)).toEqual(refused);
    expect(verifyWebhook(publicKey, { ...headers, 'webhook-id': randomUUID() }, body, 1_000_000)).toEqual(refused);
    expect(verifyWebhook(publicKey, { ...headers, 'webhook-timestamp': '1000001' }, body, 1_000_000)).toEqual(refused);
    expect(verifyWebhook(other.publicKey, headers, body, 1_000_000)).toEqual(refused);
    expect(verifyWebhook(publicKey, { ...headers, 'webhook-signature': 'v1,abc v1a,' }, body, 1_000_000)).toEqual(refused);
    expect(verifyWebhook(publicKey, {}, body, 1_000_000)).toEqual({ kind: 'refused', reason: 'headers' });
  });
});
