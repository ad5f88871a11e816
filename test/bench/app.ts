/**
 * `npm run bench -- app`: start and memory of the application against an empty Electron window in the same run, and how the page follows a hand. The drag and
 * the list run in the page as it is built for shipping, in Electron, over a pretended main process; start and memory are those of the real application.
 */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConnectionFile } from '#shared/contracts/connection.ts';
import { _electron } from '@playwright/test';
import { checkout, startProgram } from '../../scripts/demo/processes.ts';
import { atMost, measured, printBench } from '../support/bench.ts';
import { dragBands, openPage, scrollList, servePage } from './parts/page.ts';

const STARTS = 7;
const INPUTS = 240;
const FRAMES = 240;
const SETTLE_MS = 4_000;
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

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Proportional set size of a process and all below it, in megabytes. */
function memoryMb(root: number): number {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        try {
          return [[Number(name), Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1])] as const];
        } catch {
          return [];
        }
      }),
  );
  const isBelow = (pid: number): boolean => pid === root || (parents.has(pid) && pid > 1 && isBelow(parents.get(pid) ?? 0));
  const kilobytes = [...parents.keys()].filter(isBelow).map((pid) => {
    try {
      return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      return 0;
    }
  });
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1024;
}

async function measureMemory(args: readonly string[]): Promise<number> {
  const profile = mkdtempSync(path.join(tmpdir(), 'florin-bench-'));
  const electron = await _electron.launch({
    args: [...args, `--user-data-dir=${profile}`],
    chromiumSandbox: ROOT_SWITCHES.length === 0,
    timeout: 60_000,
  });
  const page = await electron.firstWindow();
  await page.waitForLoadState('load');
  await page.waitForTimeout(SETTLE_MS);
  const pid = electron.process().pid ?? 0;
  const used = memoryMb(pid);
  await electron.close();
  rmSync(profile, { recursive: true, force: true });
  return used;
}

const directory = mkdtempSync(path.join(tmpdir(), 'florin-bench-'));
try {
  const connection = `--connection=${writeConnection(directory)}`;
  const florin = [checkout, connection, '--exit-when-ready'];
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
  const florinMb = await measureMemory([checkout, connection]);
  const emptyMb = await measureMemory([path.join(import.meta.dirname, 'empty-window'), '--stay']);
  const served = await servePage();
  const desk = await openPage(`${served.address}#/campaigns`);
  const drag = await dragBands(desk.page, INPUTS);
  await desk.electron.close();
  const list = await openPage(`${served.address}?campaigns=10000#/campaigns`);
  const frames = await scrollList(list.page, FRAMES);
  await list.electron.close();
  served.close();
  printBench('app', [
    measured('empty window: start', median(emptyMs), 'ms'),
    measured('application: start until usable', median(florinMs), 'ms'),
    atMost('start, times an empty window', median(florinMs) / median(emptyMs), 1.5, 'x'),
    measured('empty window: memory (PSS)', emptyMb, 'MB'),
    measured('application: memory (PSS)', florinMb, 'MB'),
    atMost('memory, times an empty window', florinMb / emptyMb, 1.5, 'x'),
    measured('drag: script per input, median', quantile(drag.scriptMs, 0.5), 'ms'),
    atMost('drag: script per input, 95th of 100', quantile(drag.scriptMs, 0.95), 8, 'ms'),
    measured('drag: input to paint, median', quantile(drag.paintMs, 0.5), 'ms'),
    atMost('drag: input to paint, 95th of 100', quantile(drag.paintMs, 0.95), 33, 'ms'),
    atMost('drag: tasks above 50 ms', drag.longTasks, 0, 'tasks'),
    measured('10,000 campaigns: frame, median', quantile(frames, 0.5), 'ms'),
    atMost('10,000 campaigns: frame while scrolling, 95th of 100', quantile(frames, 0.95), 20, 'ms'),
  ]);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
