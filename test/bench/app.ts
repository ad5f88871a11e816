/** `npm run bench -- app`: from start to the first picture of the application, against an empty Electron window. Milliseconds, medians of several starts. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConnectionFile } from '#shared/contracts/connection.ts';
import { checkout, startProgram } from '../../scripts/demo/processes.ts';

const STARTS = 7;
const ELECTRON = String(createRequire(import.meta.url)('electron'));
const ROOT_SWITCHES = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? Number.NaN);
}

async function measureStart(args: readonly string[]): Promise<number> {
  const profile = mkdtempSync(path.join(tmpdir(), 'florin-bench-'));
  const startedMs = performance.now();
  const running = startProgram(ELECTRON, [...args, `--user-data-dir=${profile}`, ...ROOT_SWITCHES]);
  let shownMs = Number.NaN;
  running.process.stdout?.once('data', () => {
    shownMs = performance.now() - startedMs;
  });
  const code = await running.ended;
  rmSync(profile, { recursive: true, force: true });
  if (code !== 0 || Number.isNaN(shownMs)) throw new Error(`the start failed (${code}):\n${running.tail()}`);
  return shownMs;
}

function writeConnection(directory: string): string {
  const { publicKey } = generateKeyPairSync('ed25519');
  const connection: ConnectionFile = {
    format: 'florin-connection/1',
    bankName: 'Benchmark bank',
    bankUrl: 'http://127.0.0.1:9',
    issuer: 'http://127.0.0.1:9',
    clientId: 'florin-desktop',
    releaseKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  };
  const file = path.join(directory, 'connection.json');
  writeFileSync(file, JSON.stringify(ConnectionFile.parse(connection)));
  return file;
}

const directory = mkdtempSync(path.join(tmpdir(), 'florin-bench-'));
try {
  const florin = [checkout, `--connection=${writeConnection(directory)}`, '--exit-when-ready'];
  const empty = [path.join(import.meta.dirname, 'empty-window')];
  // One start each that does not count: it fills the file cache.
  await measureStart(empty);
  await measureStart(florin);
  const florinMs: number[] = [];
  const emptyMs: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    emptyMs.push(await measureStart(empty));
    florinMs.push(await measureStart(florin));
  }
  const result = { bench: 'app', starts: STARTS, florinMs: median(florinMs), emptyMs: median(emptyMs) };
  process.stdout.write(`${JSON.stringify({ ...result, ratio: Number((result.florinMs / result.emptyMs).toFixed(2)) })}\n`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
