// `npm run bench -- <name>`: one JSON line of medians and ratios from test/bench/<name>.ts.
import fs from 'node:fs';
import { Impossible, inCheckout, runScript } from './lib/checkout.mjs';
import { prepareDesktop } from './lib/desktop.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runOnNode24 } from './lib/run.mjs';

const FOLDER = inCheckout('test', 'bench');
/** Benchmarks that open windows. */
const WITH_WINDOWS = ['app'];

function names() {
  if (!fs.existsSync(FOLDER)) return [];
  return fs
    .readdirSync(FOLDER)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.slice(0, -'.ts'.length));
}

await runScript(async ([name, ...rest]) => {
  if (name === undefined || !names().includes(name)) throw new Impossible(`Which benchmark? One of: ${names().join(', ')}`);
  await ensureInstalled();
  const args = ['--disable-warning=ExperimentalWarning', inCheckout('test', 'bench', `${name}.ts`), ...rest];
  if (!WITH_WINDOWS.includes(name)) return runOnNode24(args);
  const desktop = await prepareDesktop();
  try {
    return await runOnNode24(args, { env: desktop.environment });
  } finally {
    await desktop.close();
  }
});
