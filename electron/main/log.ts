/** What a log line may hold: codes, counts, names of endpoints and correlation ids; never what a person typed, nor who they are. */
export type LogFacts = Readonly<Record<string, string | number | boolean>>;

export interface Log {
  readonly info: (event: string, facts?: LogFacts) => void;
  readonly problem: (event: string, facts?: LogFacts, error?: unknown) => void;
}

export const SILENT_LOG: Log = { info: () => undefined, problem: () => undefined };

/** Name and stack frames of an error without its message, which may quote what a person typed. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const cause = error.cause === undefined ? '' : ` caused by ${describeError(error.cause)}`;
  return `${error.name}${frames
    .slice(0, 8)
    .map((frame) => ` |${frame.trim()}`)
    .join('')}${cause}`;
}
