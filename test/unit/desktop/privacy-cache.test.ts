import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { privacyEndpoints } from '#shared/contracts/http/privacy.ts';
import { PrivacyCache } from '../../../electron/main/market/privacy-cache.ts';
import { FakeBank } from '../../fixtures/desktop/fakes.ts';
import { ACCOUNT } from '../renderer/support/privacy.ts';

const AT = '2026-03-02T08:00:00.000Z';
let file: string;
let bank: FakeBank;
const cache = () => new PrivacyCache({ file, bank, now: () => AT });

beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'florin-privacy-')), 'privacy.json');
  bank = new FakeBank();
  bank.answers = { [privacyEndpoints.privacy.path]: () => ACCOUNT };
});

test('the account comes from the bank, and without it is what the bank said last', async () => {
  expect(await cache().read()).toEqual({ account: ACCOUNT, fresh: true, fetchedAt: AT });
  bank.isReachable = false;
  expect(await cache().read()).toEqual({ account: ACCOUNT, fresh: false, fetchedAt: AT });
});

test('without the bank and without anything stored it is refused', async () => {
  bank.isReachable = false;
  await expect(cache().read()).rejects.toMatchObject({ code: 'bank_unreachable' });
});

test('a damaged file is never half shown', async () => {
  await cache().read();
  bank.isReachable = false;
  await writeFile(file, (await readFile(file, 'utf8')).replace('"cap"', '"cup"'));
  await expect(cache().read()).rejects.toMatchObject({ code: 'bank_unreachable' });
});
