import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

const Lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), optionalDependencies: z.record(z.string(), z.string()).optional() }),
  ),
});

function readLockfile(): z.infer<typeof Lockfile> {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../../package-lock.json'), 'utf8');
  return Lockfile.parse(JSON.parse(text));
}

test('the lockfile holds the optional packages of every platform, so that npm ci accepts it on a bare clone', () => {
  const { packages } = readLockfile();
  const names = new Set(Object.keys(packages).map((place) => place.split('node_modules/').at(-1)));
  const missing = Object.values(packages).flatMap((entry) =>
    Object.keys(entry.optionalDependencies ?? {}).filter((name) => !names.has(name)),
  );
  // After npm install: node scripts/complete-lockfile.mjs
  expect(missing).toEqual([]);
});

test('the lockfile names no registry', () => {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../../package-lock.json'), 'utf8');
  expect(text).not.toContain('"resolved"');
});
