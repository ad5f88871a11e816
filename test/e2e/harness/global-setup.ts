import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prepareDemo } from '../../../scripts/demo/bank.ts';

/** Prepares one demonstration bank that the tests copy, unless FLORIN_E2E_TEMPLATE names one already. Returns what clears it away. */
async function prepareTemplate(): Promise<() => void> {
  if (process.env['FLORIN_E2E_TEMPLATE'] !== undefined) return () => undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'florin-e2e-template-'));
  const directory = path.join(folder, 'bank');
  await prepareDemo(directory, { market: 'pilot', customers: 10_000 }, (title) => process.stderr.write(`  ${title}\n`));
  process.env['FLORIN_E2E_TEMPLATE'] = directory;
  return () => rmSync(folder, { recursive: true, force: true });
}

// The runner asks for a default export.
export { prepareTemplate as default };
