import { homedir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { DemoMarket } from './bank.ts';

export interface StartOptions extends DemoMarket {
  readonly directory: string;
  readonly isExitWhenReady: boolean;
}

/** Reads `--market`, `--customers`, `--data`, `--exit-when-ready`. Throws with a text for a person. */
export function readStartOptions(args: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      market: { type: 'string', default: 'pilot' },
      customers: { type: 'string' },
      data: { type: 'string' },
      'exit-when-ready': { type: 'boolean', default: false },
    },
  });
  const { market } = values;
  if (market !== 'pilot' && market !== 'scale') throw new Error(`--market is pilot or scale, not ${market}`);
  const customers = Number(values.customers ?? (market === 'pilot' ? 10_000 : 100_000));
  if (!Number.isSafeInteger(customers) || customers < 1) throw new Error(`--customers is a whole number above 0, not ${values.customers}`);
  const dataHome = process.env['XDG_DATA_HOME'] || path.join(homedir(), '.local', 'share');
  const directory = path.resolve(process.env['INIT_CWD'] ?? '.', values.data ?? path.join(dataHome, 'florin', `${market}-${customers}`));
  return { market, customers, directory, isExitWhenReady: values['exit-when-ready'] };
}
