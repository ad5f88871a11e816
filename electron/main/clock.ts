/** This machine's time and timers. The bank's date comes from the bank; this one is for time-outs and file stamps only. */
export interface MachineClock {
  readonly nowMs: () => number;
  /** Returns the function that cancels the timer. */
  readonly after: (delayMs: number, task: () => void) => () => void;
}

export const machineClock: MachineClock = {
  nowMs: () => Date.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

export function instantOf(clock: MachineClock): string {
  return new Date(clock.nowMs()).toISOString();
}
