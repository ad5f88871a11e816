// As root, the desktop tests step down to the account nobody, so that Chromium's sandbox is really on (root would need --no-sandbox).
// Not any uid: PostgreSQL refuses an account without a passwd entry.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inCheckout, say } from './checkout.mjs';

const MUST_READ = [
  'package.json',
  'node_modules/electron/dist/electron',
  'node_modules/.bin/node',
  'out/main/index.js',
  'bank/cli/main.ts',
];

function findNobody() {
  const line = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

function canRead(account, file) {
  return spawnSync('/usr/bin/test', ['-r', inCheckout(file)], { ...account, cwd: '/' }).status === 0;
}

/**
 * A home for the tests, and the account to run them with.
 * @param output directory that the tests write to; handed to the account
 * @returns `account` is empty where we are not root or where nobody cannot read the checkout (said once)
 */
export function stepDown(output, display) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'florin-tests-'));
  const environment = { HOME: home, TMPDIR: home, XDG_RUNTIME_DIR: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home };
  const remove = () => fs.rmSync(home, { recursive: true, force: true });
  fs.mkdirSync(output, { recursive: true });
  if (process.getuid?.() !== 0 || process.env.E2E_AS_ROOT === '1') return { account: {}, environment, remove };
  const account = findNobody();
  const unreadable = account === undefined ? ['/etc/passwd has no nobody'] : MUST_READ.filter((file) => !canRead(account, file));
  if (account === undefined || unreadable.length > 0) {
    say(`⚠ the desktop tests run as root and without Chromium's sandbox: nobody cannot read ${unreadable.join(', ')}`);
    return { account: {}, environment, remove };
  }
  const own = (target) => {
    fs.chownSync(target, account.uid, account.gid);
    if (fs.statSync(target).isDirectory()) for (const name of fs.readdirSync(target)) own(path.join(target, name));
  };
  for (const target of [home, output, path.dirname(display.authority)]) own(target);
  return { account, environment, remove };
}
