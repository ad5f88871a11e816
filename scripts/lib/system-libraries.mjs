// Debian packages that Electron, a virtual display and the cluster tests need; installed only when something is missing.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Impossible, step } from './checkout.mjs';

const PACKAGES = ['xvfb', 'xauth', 'libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1'];
/** The test suite starts servers of its own from it, as processes; the package's service is not used. */
const CLUSTER_PACKAGES = ['clickhouse-server'];

function byHand(packages) {
  return `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

function isOnPath(name) {
  // Servers are in Debian's folder for them, which is not on everybody's path.
  return [...(process.env.PATH ?? '').split(':'), '/usr/sbin'].some((directory) => fs.existsSync(path.join(directory, name)));
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
  await ensurePackages('system libraries', PACKAGES, () => missing(executable, needsDisplay));
}

/** Installs the server that the cluster tests start, or says which command a person has to run. */
export async function ensureClusterServer() {
  await ensurePackages('the cluster server of the tests', CLUSTER_PACKAGES, () => CLUSTER_PACKAGES.filter((name) => !isOnPath(name)));
}

async function ensurePackages(title, packages, whatIsMissing) {
  if (process.platform !== 'linux') return;
  const lacking = whatIsMissing();
  if (lacking.length === 0) return;
  const problem = `This machine lacks ${lacking.join(', ')}.`;
  if (process.getuid?.() !== 0)
    throw new Impossible(`${problem} They can only be installed as root. Run:  sudo sh -c '${byHand(packages)}'`);
  if (!isOnPath('apt-get')) throw new Impossible(`${problem} Install the equivalents of these Debian packages: ${packages.join(' ')}`);
  await step(`Installing ${title} (${lacking.slice(0, 4).join(', ')}${lacking.length > 4 ? ', …' : ''})`, () => {
    const install = ['install', '-y', '--no-install-recommends', ...packages];
    if (aptGet(install) !== 0 && (aptGet(['update']) !== 0 || aptGet(install) !== 0))
      throw new Impossible(`${problem} Installing them failed. Run this to see why:  ${byHand(packages)}`);
  });
  const still = whatIsMissing();
  if (still.length > 0) throw new Impossible(`Still missing after the installation: ${still.join(', ')}. Run:  ${byHand(packages)}`);
}
