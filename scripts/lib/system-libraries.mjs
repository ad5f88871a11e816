// Debian packages that Electron and a virtual display need; installed only when something is missing.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Impossible, step } from './checkout.mjs';

const PACKAGES = ['xvfb', 'xauth', 'libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1'];
const BY_HAND = `apt-get update && apt-get install -y --no-install-recommends ${PACKAGES.join(' ')}`;

function isOnPath(name) {
  return (process.env.PATH ?? '').split(':').some((directory) => fs.existsSync(path.join(directory, name)));
}

/** The names of what is missing: programs, and shared libraries that the runtime asks for. */
function missing(executable, needsDisplay) {
  const programs = needsDisplay ? ['Xvfb', 'xauth'].filter((name) => !isOnPath(name)) : [];
  const linked = spawnSync('ldd', [executable], { encoding: 'utf8' });
  const libraries = (linked.stdout ?? '').split('\n').flatMap((line) => /^\s*(\S+) => not found/.exec(line)?.[1] ?? []);
  return [...programs, ...libraries];
}

function aptGet(args) {
  return spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], {
    stdio: ['ignore', 'ignore', 'ignore'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status;
}

/** Installs the missing system libraries, or says which command a person has to run. */
export async function ensureSystemLibraries(executable, { needsDisplay }) {
  if (process.platform !== 'linux') return;
  const lacking = missing(executable, needsDisplay);
  if (lacking.length === 0) return;
  const problem = `This machine lacks ${lacking.join(', ')}.`;
  if (process.getuid?.() !== 0) throw new Impossible(`${problem} They can only be installed as root. Run:  sudo sh -c '${BY_HAND}'`);
  if (!isOnPath('apt-get')) throw new Impossible(`${problem} Install the equivalents of these Debian packages: ${PACKAGES.join(' ')}`);
  await step(`Installing system libraries (${lacking.slice(0, 4).join(', ')}${lacking.length > 4 ? ', …' : ''})`, () => {
    const install = ['install', '-y', '--no-install-recommends', ...PACKAGES];
    if (aptGet(install) !== 0 && (aptGet(['update']) !== 0 || aptGet(install) !== 0))
      throw new Impossible(`${problem} Installing them failed. Run this to see why:  ${BY_HAND}`);
  });
  const still = missing(executable, needsDisplay);
  if (still.length > 0) throw new Impossible(`Still missing after the installation: ${still.join(', ')}. Run:  ${BY_HAND}`);
}
