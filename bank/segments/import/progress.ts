const INTERVAL_MS = 5_000;

/** Says now and then how far the reading of a file is, how fast, and how long the rest takes. */
export interface Progress {
  /** What was read since the last call. Cheap: meant to be called for every batch. */
  read(rows: number, bytes: number): void;
  /** Says at once what is being done after the reading. */
  say(what: string): void;
}

/**
 * @param totalBytes of the file
 * @param tell takes one line of text
 * @param nowMs a steady clock
 */
export function startProgress(totalBytes: number, tell: (text: string) => void, nowMs: () => number): Progress {
  const startedMs = nowMs();
  let saidMs = startedMs;
  let rows = 0;
  let bytes = 0;
  return {
    read(moreRows, moreBytes) {
      rows += moreRows;
      bytes += moreBytes;
      const now = nowMs();
      if (now - saidMs < INTERVAL_MS) return;
      saidMs = now;
      tell(describeProgress({ rows, bytes, totalBytes, elapsedMs: now - startedMs }));
    },
    say(what) {
      saidMs = nowMs();
      tell(`${rows} rows read in ${duration(saidMs - startedMs)}; ${what}`);
    },
  };
}

/** Says after each step of a long work how fast it goes and how long the rest takes. */
export interface StepTeller {
  /** @param done share of the phase, above 0. @param items made so far in the phase */
  step(what: string, done: number, items: number): void;
  /** Begins a phase. */
  say(what: string): void;
}

/**
 * @param tell takes one line of text
 * @param nowMs a steady clock
 */
export function startStepTeller(tell: (text: string) => void, nowMs: () => number): StepTeller {
  let startedMs = nowMs();
  return {
    step(what, done, items) {
      const elapsedMs = nowMs() - startedMs;
      const left = done < 1 ? `, ${duration(elapsedMs * (1 / done - 1))} left` : '';
      tell(`${what} (${Math.round(items / (elapsedMs / 1_000))} a second, ${duration(elapsedMs)}${left})`);
    },
    say(what) {
      startedMs = nowMs();
      tell(what);
    },
  };
}

/** `1200000 rows read, 48 %, 240000 rows a second, 5 s left to read`. */
export function describeProgress(state: {
  readonly rows: number;
  readonly bytes: number;
  readonly totalBytes: number;
  readonly elapsedMs: number;
}): string {
  const { rows, bytes, totalBytes, elapsedMs } = state;
  const share = totalBytes === 0 ? 1 : Math.min(1, bytes / totalBytes);
  const rate = Math.round(rows / (elapsedMs / 1_000));
  const left = share === 0 ? '' : `, ${duration(elapsedMs * (1 / share - 1))} left to read`;
  return `${rows} rows read, ${Math.floor(share * 100)} %, ${rate} rows a second${left}`;
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
