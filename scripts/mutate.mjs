// `npm run mutate -- privacy`: makes known mistakes in a scratch worktree, one at a time, and prints the test that noticed each. Ends 0 only if every one did.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkout, Impossible, inCheckout, runScript, say } from './lib/checkout.mjs';
import { ensureInstalled, node24, toolEnvironment } from './lib/install.mjs';

const LISTS = inCheckout('scripts', 'mutations');
const LONGEST_MS = 300_000;

function names() {
  return fs
    .readdirSync(LISTS)
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => name.slice(0, -'.mjs'.length));
}

function git(...args) {
  const result = spawnSync('git', args, { cwd: checkout, encoding: 'utf8' });
  if (result.status !== 0)
    throw new Impossible(`git ${args.slice(0, 2).join(' ')} failed: ${(result.stderr || String(result.error)).trim()}`);
  return result.stdout;
}

/** A second tree of the last commit, with the installed dependencies. The checkout itself is never changed. */
function openScratch() {
  if (git('status', '--porcelain').trim() !== '')
    say('Changes that are not committed are left out: the mutations are made in the last commit.');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'florin-mutate-'));
  const tree = path.join(folder, 'checkout');
  git('worktree', 'add', '--detach', '--quiet', tree, 'HEAD');
  fs.symlinkSync(inCheckout('node_modules'), path.join(tree, 'node_modules'));
  return { folder, tree };
}

function closeScratch({ folder, tree }) {
  spawnSync('git', ['worktree', 'remove', '--force', tree], { cwd: checkout });
  fs.rmSync(folder, { recursive: true, force: true });
  spawnSync('git', ['worktree', 'prune'], { cwd: checkout });
}

/** Runs test files in the tree. @returns what passed and failed, by name, and the files that could not be run at all */
function runTests({ folder, tree }, files, only, bail = true) {
  const report = path.join(folder, 'report.json');
  fs.rmSync(report, { force: true });
  const args = [
    inCheckout('node_modules/vitest/vitest.mjs'),
    'run',
    '--project=node',
    '--reporter=json',
    `--outputFile=${report}`,
    ...files,
  ];
  if (bail) args.push('--bail=1');
  if (only !== undefined) args.push('-t', only);
  const child = spawnSync(node24(), args, {
    cwd: tree,
    env: toolEnvironment({ FLORIN_NIGHTLY: '0' }),
    encoding: 'utf8',
    timeout: LONGEST_MS,
  });
  if (!fs.existsSync(report)) throw new Impossible(`the tests did not run: ${(child.stderr || child.stdout).trim().slice(-2_000)}`);
  const results = JSON.parse(fs.readFileSync(report, 'utf8'));
  const tests = results.testResults.flatMap((file) =>
    file.assertionResults.map((test) => ({ ...test, file: path.relative(tree, file.name) })),
  );
  return {
    passed: tests.filter((test) => test.status === 'passed').map((test) => test.fullName),
    failed: tests.filter((test) => test.status === 'failed').map((test) => `${test.file} › ${test.fullName}`),
    broken: results.testResults
      .filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'))
      .map((file) => `${path.relative(tree, file.name)}: ${file.message.split('\n')[0]}`),
  };
}

/** Makes the edits; each text must stand exactly once. @returns how to take them back */
function mutate(tree, { name, file, edits }) {
  const target = path.join(tree, file);
  const original = fs.readFileSync(target, 'utf8');
  let text = original;
  for (const [from, to] of edits) {
    const found = text.split(from).length - 1;
    if (found !== 1) throw new Impossible(`“${name}” does not apply: ${file} holds ${found} times: ${from}`);
    text = text.replace(from, () => to);
  }
  fs.writeFileSync(target, text);
  return () => fs.writeFileSync(target, original);
}

function seconds(sinceMs) {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;
}

await runScript(async ([list, ...wanted]) => {
  if (list === undefined || !names().includes(list)) throw new Impossible(`Which mutations? One of: ${names().join(', ')}`);
  await ensureInstalled();
  const { mutations } = await import(path.join(LISTS, `${list}.mjs`));
  const chosen = wanted.length === 0 ? mutations : mutations.filter(({ name }) => wanted.includes(name));
  if (chosen.length === 0) throw new Impossible(`No such mutation. There are: ${mutations.map(({ name }) => name).join(', ')}`);
  const startedMs = performance.now();
  const scratch = openScratch();
  const stop = () => {
    closeScratch(scratch);
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
  let survived = 0;
  try {
    // All of them must apply, and without any of them every test must pass: otherwise a failure proves nothing.
    for (const mutation of chosen) mutate(scratch.tree, mutation)();
    for (const group of [chosen.filter(({ only }) => only === undefined), chosen.filter(({ only }) => only !== undefined)]) {
      if (group.length === 0) continue;
      const patterns = group.flatMap(({ only }) => only ?? []);
      const pattern = patterns.length === 0 ? undefined : [...new Set(patterns)].join('|');
      const sound = runTests(scratch, [...new Set(group.flatMap(({ tests }) => tests))], pattern, false);
      const wrong = [...sound.failed, ...sound.broken];
      if (wrong.length > 0) throw new Impossible(`Without any mutation: ${wrong[0]}`);
      const unnamed = patterns.find((only) => !sound.passed.some((name) => new RegExp(only).test(name)));
      if (unnamed !== undefined || sound.passed.length === 0) throw new Impossible(`Without any mutation: no test is named “${unnamed}”`);
    }
    for (const mutation of chosen) {
      const takeBack = mutate(scratch.tree, mutation);
      const beganMs = performance.now();
      const { failed, broken } = runTests(scratch, mutation.tests, mutation.only);
      takeBack();
      if (failed.length === 0) survived += 1;
      const outcome = failed[0] ?? (broken.length > 0 ? `NOT RUN, ${broken[0]}` : 'SURVIVED');
      process.stdout.write(`${failed.length > 0 ? '✓' : '✗'} ${mutation.name} (${seconds(beganMs)}): ${outcome}\n`);
    }
  } finally {
    closeScratch(scratch);
    for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stop);
  }
  process.stdout.write(`${chosen.length - survived} of ${chosen.length} mutations noticed in ${seconds(startedMs)}\n`);
  return survived === 0 ? 0 : 1;
});
