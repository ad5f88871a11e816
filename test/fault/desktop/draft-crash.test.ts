import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { draftFromContent } from '#shared/campaign/draft-from-content.ts';
import { DraftStore } from '../../../electron/main/drafts/draft-store.ts';
import { aContent } from '../../fixtures/campaign-content.ts';
import { idSource } from '../../fixtures/desktop/fakes.ts';

const writer = join(import.meta.dirname, '../../fixtures/desktop/crashing-writer.ts');

test('a process killed between writing and renaming leaves the last saved draft whole, and nothing is lost or damaged', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'florin-crash-'));
  const ports = { folder, now: () => '2026-03-02T08:00:00.000Z', newId: idSource() };
  const before = await new DraftStore(ports).create(draftFromContent(aContent(), []));

  const process_ = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', writer, folder, before.id, '1'], { stdio: 'inherit' });
  const [, signal] = await once(process_, 'exit');
  expect(signal).toBe('SIGKILL');
  expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toHaveLength(1);

  const after = new DraftStore(ports);
  await after.tidy();
  expect(await after.list()).toEqual({ drafts: [before], damaged: [] });
  expect(await readdir(folder)).toEqual([`${before.id}.json`]);
  expect(await after.save(before.id, 1, before.content)).toMatchObject({ version: 2 });
});
