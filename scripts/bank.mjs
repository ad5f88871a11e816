// `npm run bank -- <command>`: the bank's command line. Nothing but the command's own output reaches standard output.
import { inCheckout, runScript } from './lib/checkout.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runOnNode24 } from './lib/run.mjs';

await runScript(async (args) => {
  await ensureInstalled();
  // From where the command was typed: npm changes into the checkout, and file names on the command line are relative to the caller.
  const cwd = process.env.INIT_CWD ?? process.cwd();
  return runOnNode24(['--disable-warning=ExperimentalWarning', inCheckout('bank/cli/main.ts'), ...args], { spawn: { cwd } });
});
