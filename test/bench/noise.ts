/** `npm run bench -- noise`: samples per second of the exact sampler, in the process and as the command `bank noise` with its start-up. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { discreteGaussian } from '#bank/privacy/noise/discrete-gaussian.ts';
import { osRandomBits } from '#bank/privacy/noise/os-random-bits.ts';
import { parseFraction } from '#shared/fraction.ts';
import { atLeast, atMost, printBench } from '../support/bench.ts';

const IN_PROCESS = 100_000;
const OF_COMMAND = 1_000_000;
const COMMAND = path.join(import.meta.dirname, '../../bank/cli/main.ts');

/** Median of five runs, after one that does not count. */
function perSecond(sigma2: string): number {
  const sampler = discreteGaussian(osRandomBits(), parseFraction(sigma2));
  const run = () => {
    const from = performance.now();
    for (let drawn = 0; drawn < IN_PROCESS; drawn += 1) sampler.sample();
    return (IN_PROCESS * 1000) / (performance.now() - from);
  };
  run();
  return median([run(), run(), run(), run(), run()]);
}

function commandMs(samples: number): number {
  const from = performance.now();
  const lines = execFileSync(process.execPath, [COMMAND, 'noise', '--sigma2', '72', '--n', String(samples)], { maxBuffer: 1 << 28 });
  const ms = performance.now() - from;
  const written = lines.toString().trimEnd().split('\n').length;
  if (written !== samples) throw new Error(`${written} samples written, ${samples} asked for`);
  return ms;
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const startMs = median([commandMs(1), commandMs(1), commandMs(1)]);
const allMs = median([commandMs(OF_COMMAND), commandMs(OF_COMMAND), commandMs(OF_COMMAND)]);
printBench('noise', [
  ...['1/4', '1', '10', '72', '216', '400', '540', '10000'].map((sigma2) =>
    atLeast(`sigma² ${sigma2}, in the process`, perSecond(sigma2), 150_000, 'samples/s'),
  ),
  atLeast('bank noise --sigma2 72, without start-up', (OF_COMMAND * 1000) / (allMs - startMs), 150_000, 'samples/s'),
  atLeast('bank noise --sigma2 72 --n 1000000, with start-up', (OF_COMMAND * 1000) / allMs, 150_000, 'samples/s'),
  atMost('bank noise, start-up', startMs, 1_000, 'ms'),
]);
