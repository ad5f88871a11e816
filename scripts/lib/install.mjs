// Dependencies and the Node that runs the real work. Uses Node's own modules only: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Impossible, inCheckout, step } from './checkout.mjs';
import { whileLocked } from './lock.mjs';

const LOCKFILE = inCheckout('package-lock.json');
const INSTALLED = inCheckout('node_modules', '.package-lock.json');
const STAMP = inCheckout('node_modules', '.florin-installed');

/** What the last check saw; unchanged size and time mean an unchanged file, so the usual case costs two stats and one small read. */
function fingerprint() {
  const lockfile = fs.statSync(LOCKFILE);
  const installed = fs.statSync(INSTALLED, { throwIfNoEntry: false });
  return installed === undefined ? undefined : [lockfile.mtimeMs, lockfile.size, installed.mtimeMs, installed.size].join(' ');
}

function readStamp() {
  try {
    return fs.readFileSync(STAMP, 'utf8');
  } catch {
    return undefined;
  }
}

function writeStamp() {
  fs.rmSync(STAMP, { force: true });
  fs.writeFileSync(STAMP, fingerprint());
}

/** Compares what npm says it installed with what the lockfile asks for, package by package. More than that may be there. */
function isInstalledAsLocked() {
  if (!fs.existsSync(INSTALLED)) return false;
  const wanted = JSON.parse(fs.readFileSync(LOCKFILE, 'utf8')).packages;
  const found = JSON.parse(fs.readFileSync(INSTALLED, 'utf8')).packages;
  for (const [name, entry] of Object.entries(wanted)) {
    if (name === '' || entry.link) continue;
    const there = found[name];
    if (there === undefined && !entry.optional && !entry.devOptional) return false;
    if (there !== undefined && (there.version !== entry.version || there.integrity !== entry.integrity)) return false;
  }
  return true;
}

function runNpmCi() {
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: inCheckout(),
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ELECTRON_SKIP_BINARY_DOWNLOAD: '1' },
  });
  if (npm.status === 0) return;
  throw new Impossible('The dependencies could not be installed. With a network that reaches the npm registry, run:  npm ci');
}

/** Installs the locked dependencies when they are missing or not the locked ones. Prints to standard error only. */
export async function ensureInstalled() {
  const seen = fingerprint();
  if (seen !== undefined && readStamp() === seen) return;
  // Beside node_modules, not in it: npm ci empties that folder.
  const name = createHash('sha256').update(inCheckout()).digest('hex').slice(0, 12);
  await whileLocked(path.join(os.tmpdir(), `florin-install-${process.getuid?.() ?? 0}-${name}`), async () => {
    if (!isInstalledAsLocked()) await step('Installing the locked dependencies (npm ci)', runNpmCi);
    writeStamp();
  });
}

/** The Node that runs the real work: 24 from the lockfile, or this one where it is new enough. */
export function node24() {
  const provided = inCheckout('node_modules', '.bin', 'node');
  if (fs.existsSync(provided)) return provided;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new Impossible(
    `Node 24 is needed on ${process.platform}-${process.arch}, and this is ${process.version}. Install it, then run the command again.`,
  );
}

/** The environment for children: Node 24 and the installed tools come first. */
export function toolEnvironment(extra = {}) {
  return { ...process.env, PATH: `${inCheckout('node_modules', '.bin')}:${process.env.PATH ?? ''}`, ...extra };
}
