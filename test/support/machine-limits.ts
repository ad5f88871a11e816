import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';
import { type BenchRow, measured } from './bench.ts';

const MEGABYTES = 512;

/** What the machine can do at most while this runs: read memory (one thread, looking for a byte that is not there) and the disk (past the cache, where `dd` may). */
export async function machineLimits(directory: string): Promise<readonly BenchRow[]> {
  const memory = Buffer.alloc(MEGABYTES * 1_000_000, 1);
  const times = Array.from({ length: 5 }, () => {
    const from = performance.now();
    if (memory.includes(0)) throw new Error('no such byte expected');
    return performance.now() - from;
  }).sort((left, right) => left - right);
  const rows = [
    measured(
      `memory read, one thread of ${availableParallelism()} (${cpus()[0]?.model ?? 'unknown'})`,
      MEGABYTES / (times[2] ?? Number.NaN),
      'GB/s',
    ),
  ];
  const file = path.join(directory, 'building-disk-test');
  try {
    spawnSync('dd', ['if=/dev/zero', `of=${file}`, 'bs=8M', 'count=64', 'oflag=direct']);
    const read = spawnSync('dd', [`if=${file}`, 'of=/dev/null', 'bs=8M', 'iflag=direct'], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    });
    const match = /(\d+) bytes .*, ([\d.e+-]+) s,/.exec(read.stderr);
    if (read.status === 0 && match !== null)
      rows.push(measured('disk read past the cache', Number(match[1]) / Number(match[2]) / 1e9, 'GB/s'));
  } finally {
    await rm(file, { force: true });
  }
  return rows;
}
