import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileEndpoints } from '#shared/contracts/http/files.ts';
import { testMessageEndpoints } from '#shared/contracts/http/test-messages.ts';
import { AppError } from '#shared/errors.ts';
import type { BankSide } from '../../../electron/main/bank-side.ts';
import { FileDesk } from '../../../electron/main/campaign-files/file-desk.ts';
import { FileShelf } from '../../../electron/main/campaign-files/file-shelf.ts';
import type { ImageCodec } from '../../../electron/main/campaign-files/prepare-image.ts';
import { testMessageHandlers } from '../../../electron/main/ipc/handlers/test-message-handlers.ts';
import { aContent } from '../../fixtures/campaign-content.ts';
import { FakeBank, idSource } from '../../fixtures/desktop/fakes.ts';
import { aPicture } from '../../fixtures/pictures.ts';

test('a draft whose picture the bank misses is sent again under the same id once the picture is there, without its evidence', async () => {
  const files = new FileShelf(await mkdtemp(join(tmpdir(), 'florin-test-message-')));
  const bank = new FakeBank();
  const codec = {} as ImageCodec; // nothing is decoded here
  const desk = new FileDesk({ shelf: () => Promise.resolve(files), bank, codec });
  const handlers = testMessageHandlers(() => ({ bank, files: desk }) as unknown as BankSide, idSource()); // these two are all that is asked for
  const hero = aPicture('hero');
  const sha256 = await files.put(hero.bytes);
  const content = aContent({
    images: { hero: { sha256, mediaType: 'image/png', sizeBytes: hero.bytes.length } },
    evidence: [{ sha256: 'e'.repeat(64), name: 'prijslijst.pdf', mediaType: 'application/pdf', sizeBytes: 9 }],
  });
  let kept = 0;
  bank.answers = {
    [testMessageEndpoints.testDraft.path]: () =>
      kept === 0 ? new AppError('files_missing', { hashes: [sha256] }) : { recipient: 'TEST', title: 'TEST · 10 %' },
    [fileEndpoints.storeFile.path]: () => {
      kept += 1;
      return { sizeBytes: 1 };
    },
  };
  const choice = { channel: 'app_feed', language: 'nl', version: 'a' } as const;
  const campaignId = '019cada0-0000-7000-8000-000000000001';
  expect(await handlers.testDraft({ campaignId, content, ...choice })).toEqual({ recipient: 'TEST', title: 'TEST · 10 %' });
  const [first, again] = bank.calls.filter(({ path }) => path === testMessageEndpoints.testDraft.path).map(({ input }) => input);
  expect(again).toEqual(first);
  expect([kept, bank.calls.length]).toEqual([1, 3]);
});
