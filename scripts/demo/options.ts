import { homedir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { DemoMarket } from './bank.ts';

export interface StartOptions extends DemoMarket {
  /** Where the market is made once and kept: one place for each market and size, unless `--data` names another. */
  readonly directory: string;
  readonly isExitWhenReady: boolean;
}

export interface TourOptions extends StartOptions {
  /** Where pictures and `summary.json` go. */
  readonly out: string;
  /** The market is made once and kept; otherwise it is made for this run alone. */
  readonly isKept: boolean;
}

const USUAL_CUSTOMERS = { pilot: 10_000, scale: 100_000 } as const;
const MOST_CUSTOMERS = 10_000_000;
const OPTIONS = {
  market: { type: 'string' },
  customers: { type: 'string' },
  data: { type: 'string' },
  'exit-when-ready': { type: 'boolean', default: false },
} as const;

/** What of the environment is read: XDG_DATA_HOME, and INIT_CWD, the folder that npm was started in. */
type Environment = Readonly<Record<string, string | undefined>>;

/** Reads `--market`, `--customers`, `--data`, `--exit-when-ready`. Throws with a text for a person. */
export function readStartOptions(args: readonly string[], environment: Environment = process.env): StartOptions {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  return startOptions(values, environment);
}

/** The same with `--out`. A tour without `--market` and `--data` makes a market of its own. Throws with a text for a person. */
export function readTourOptions(args: readonly string[], environment: Environment = process.env): TourOptions {
  const { values } = parseArgs({ args: [...args], options: { ...OPTIONS, out: { type: 'string', default: 'tour-output' } } });
  return {
    ...startOptions(values, environment),
    out: path.resolve(environment['INIT_CWD'] ?? '.', values.out),
    isKept: values.market !== undefined || values.data !== undefined,
  };
}

function startOptions(
  values: { readonly market?: string; readonly customers?: string; readonly data?: string; readonly 'exit-when-ready': boolean },
  environment: Environment,
): StartOptions {
  const { market = 'pilot' } = values;
  if (market !== 'pilot' && market !== 'scale') throw new Error(`--market is pilot or scale, not ${market}`);
  const customers = values.customers === undefined ? USUAL_CUSTOMERS[market] : readCustomers(values.customers);
  const dataHome = environment['XDG_DATA_HOME'] || path.join(homedir(), '.local', 'share');
  const directory = path.resolve(environment['INIT_CWD'] ?? '.', values.data ?? path.join(dataHome, 'florin', `${market}-${customers}`));
  return { market, customers, directory, isExitWhenReady: values['exit-when-ready'] };
}

/** Digits alone: no sign, no exponent, no separator that another country reads as a point. */
function readCustomers(text: string): number {
  const customers = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(customers >= 1 && customers <= MOST_CUSTOMERS))
    throw new Error(`--customers is a whole number from 1 to ${MOST_CUSTOMERS}, written in digits alone, not ${text}`);
  return customers;
}
