// `npm run check`: format, lint, types, dead code and the import law, two at a time.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { inCheckout, runScript, say } from './lib/checkout.mjs';
import { ensureInstalled, node24, toolEnvironment } from './lib/install.mjs';

const bin = (name) => inCheckout('node_modules', name);
const CHECKS = [
  { name: 'lint', args: [bin('eslint/bin/eslint.js'), '--cache', '--cache-location', inCheckout('node_modules/.cache/eslint/'), '.'] },
  { name: 'types (bank, electron, tests)', args: [bin('typescript/bin/tsc'), '-p', 'tsconfig.json'] },
  { name: 'types (renderer)', args: [bin('typescript/bin/tsc'), '-p', 'tsconfig.renderer.json'] },
  { name: 'format', args: [bin('@biomejs/biome/bin/biome'), 'format', '.'] },
  { name: 'dead code', args: [bin('knip/bin/knip.js'), '--no-progress', '--no-config-hints'] },
  { name: 'import law', args: [bin('vitest/vitest.mjs'), 'run', '--reporter=dot', 'test/unit/toolchain/import-law.test.ts'] },
];
const AT_ONCE = 2;

function runCheck({ name, args }) {
  const startedMs = performance.now();
  const child = spawn(node24(), args, {
    cwd: inCheckout(),
    env: toolEnvironment({ FORCE_COLOR: process.stdout.isTTY ? '1' : '0' }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) =>
      resolve({ name, passed: code === 0, output: output.trim(), seconds: ((performance.now() - startedMs) / 1000).toFixed(1) }),
    );
  });
}

/** Runs every check; resolves to the results in order of finishing. */
export async function runChecks() {
  const waiting = CHECKS.filter(({ args }) => fs.existsSync(args[0]));
  const results = [];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const result = await runCheck(next);
      results.push(result);
      if (result.output !== '' && (!result.passed || result.name === 'lint')) say(result.output);
      say(`${result.passed ? '✓' : '✗'} ${result.name} (${result.seconds} s)`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  await runScript(async () => {
    await ensureInstalled();
    const failed = (await runChecks()).filter(({ passed }) => !passed);
    if (failed.length > 0) say(`failed: ${failed.map(({ name }) => name).join(', ')}`);
    return failed.length === 0 ? 0 : 1;
  });
}
