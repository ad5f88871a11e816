// After `npm install` with a registry that lacks some platforms' packages: adds the optional packages that npm left out of the lockfile,
// because `npm ci` refuses a lockfile without them, on every platform. They carry no integrity; no machine that was tested installs them.
import fs from 'node:fs';
import { inCheckout, runScript, say } from './lib/checkout.mjs';

const LOCKFILE = inCheckout('package-lock.json');
const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'netbsd', 'openbsd', 'sunos', 'aix'];
const PROCESSORS = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32'];

function platformOf(name) {
  const words = name.split('/').at(-1).split('-');
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  const libc = words.some((word) => word.startsWith('musl')) ? 'musl' : words.some((word) => word.startsWith('gnu')) ? 'glibc' : undefined;
  return { ...(cpu && { cpu: [cpu] }), ...(libc && { libc: [libc] }), ...(os && { os: [os] }) };
}

/** Optional packages that a locked package names and the lockfile lacks, as `[place, entry]`. */
export function missingOptionalPackages(packages) {
  const missing = new Map();
  for (const [place, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      // node_modules/a/node_modules/b may find c beside itself, beside a, or at the top.
      const parts = place === '' ? [] : place.split('/node_modules/');
      const candidates = [`node_modules/${name}`];
      let prefix = '';
      for (const part of parts) {
        prefix = prefix === '' ? part : `${prefix}/node_modules/${part}`;
        candidates.push(`${prefix}/node_modules/${name}`);
      }
      if (candidates.some((candidate) => packages[candidate] !== undefined || missing.has(candidate))) continue;
      missing.set(`node_modules/${name}`, { version, ...platformOf(name), ...(entry.dev && { dev: true }), optional: true });
    }
  }
  return missing;
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  await runScript(async () => {
    const lock = JSON.parse(fs.readFileSync(LOCKFILE, 'utf8'));
    const missing = missingOptionalPackages(lock.packages);
    for (const [place, entry] of missing) lock.packages[place] = entry;
    const [root, ...rest] = Object.entries(lock.packages);
    lock.packages = Object.fromEntries([root, ...rest.sort(([a], [b]) => a.localeCompare(b, 'en'))]);
    if (missing.size > 0) fs.writeFileSync(LOCKFILE, `${JSON.stringify(lock, null, 2)}\n`);
    say(`${missing.size} optional packages of other platforms added to the lockfile`);
  });
}
