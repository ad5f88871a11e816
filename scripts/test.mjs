// `npm test`: everything, from a bare clone: checks, the suites of vitest, and the real application under a virtual display.
// `npm test -- check|unit|e2e` runs one part.
import fs from 'node:fs';
import { runChecks } from './check.mjs';
import { inCheckout, runScript, say, step } from './lib/checkout.mjs';
import { runDesktopTests } from './lib/desktop-tests.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runOnNode24 } from './lib/run.mjs';
import { ensureClusterServer } from './lib/system-libraries.mjs';

const RESULTS = inCheckout('test-results');

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** A runner that failed without a failed test (a file that does not load, a crash) counts as one failure. */
function count(exitCode, passed, failed) {
  return { passed, failed: exitCode !== 0 && failed === 0 ? 1 : failed };
}

async function runCheckPart() {
  const results = await runChecks();
  const failed = results.filter((result) => !result.passed).length;
  return { passed: results.length - failed, failed };
}

async function runUnitPart() {
  await ensureClusterServer();
  const file = inCheckout('test-results', 'vitest.json');
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const exitCode = await runOnNode24([inCheckout('node_modules/vitest/vitest.mjs'), ...args], {
    // Two hundred workers and as many commands load the same modules: compiled once.
    env: { NODE_COMPILE_CACHE: inCheckout('node_modules', '.cache', 'compiled') },
    spawn: { stdio: ['ignore', 2, 2] },
  });
  const report = readJson(file);
  return count(exitCode, report?.numPassedTests ?? 0, report?.numFailedTests ?? 0);
}

async function runDesktopPart() {
  const { exitCode, report } = await runDesktopTests(process.argv.slice(3));
  const stats = readJson(report)?.stats;
  return count(exitCode, (stats?.expected ?? 0) + (stats?.flaky ?? 0), stats?.unexpected ?? 0);
}

const PARTS = { check: runCheckPart, unit: runUnitPart, e2e: runDesktopPart };

await runScript(async ([only]) => {
  await ensureInstalled();
  fs.rmSync(RESULTS, { recursive: true, force: true });
  fs.mkdirSync(RESULTS);
  let passed = 0;
  let failed = 0;
  for (const [name, part] of Object.entries(PARTS)) {
    if (only !== undefined && only !== name) continue;
    const result = await step(`Tests: ${name}`, part);
    say(`  ${name}: ${result.passed} passed, ${result.failed} failed`);
    passed += result.passed;
    failed += result.failed;
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
});
