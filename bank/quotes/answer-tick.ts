/** Answers leave at fixed instants only, so that nobody can read from the time how long the bank counted. */
export interface AnswerTick {
  /** Resolves at the next multiple of the interval. */
  next(): Promise<void>;
  /**
   * Runs work and gives its result, or throws its error, a whole number of intervals after the beginning. An engine may need less time for some counts, for
   * example where a column's statistics decide a comparison without a scan; what comes after it here does not tell.
   */
  pace<Result>(work: () => Promise<Result>): Promise<Result>;
}

const ANSWER_INTERVAL_MS = 250;

/** The machine's clock in steps of 250 ms. */
export function systemTick(intervalMs = ANSWER_INTERVAL_MS): AnswerTick {
  return {
    async next() {
      const due = (Math.floor(Date.now() / intervalMs) + 1) * intervalMs;
      // A timer may fire a moment early.
      for (let left = due - Date.now(); left > 0; left = due - Date.now()) await sleep(left);
    },
    async pace(work) {
      let isDone = false;
      const result = work().finally(() => {
        isDone = true;
      });
      // Awaited below; until then a failure is not unhandled.
      result.catch(() => undefined);
      // The timers run beside the work, so that when they end does not hang on when it ended.
      do await sleep(intervalMs);
      while (!isDone);
      return result;
    },
  };
}

/** Runs work and holds what it gives or throws until the tick: an answer and a refusal leave alike. */
export async function atTick<Result>(tick: AnswerTick, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } finally {
    await tick.next();
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
