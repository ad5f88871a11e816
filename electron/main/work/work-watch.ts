import type { WaitingWork } from '#shared/contracts/http/campaigns.ts';
import type { MachineClock } from '../clock.ts';

export type WorkCounts = Readonly<WaitingWork>;
export type WorkKind = keyof WorkCounts;

export interface WorkWatchPorts {
  /** @throws AppError as any call of the bank */
  readonly readCounts: () => Promise<WorkCounts>;
  readonly clock: MachineClock;
  /** The bank was asked; what the page shows may be out of date. */
  readonly polled: () => void;
  /** More of this kind waits than at the last look. Not called for what waited at sign-in already. */
  readonly increased: (kind: WorkKind) => void;
  /** Runs before each look: submissions that wait are sent then. Never rejects. */
  readonly beforePoll: () => Promise<void>;
}

const POLL_EVERY_MS = 30_000;
const KINDS: readonly WorkKind[] = ['campaigns', 'invitations', 'queue', 'results', 'comments'];

/** Looks every 30 seconds, while somebody is signed in, whether work waits for them. */
export class WorkWatch {
  readonly #ports: WorkWatchPorts;
  #last: WorkCounts | undefined;
  #cancel: (() => void) | undefined;
  #isRunning = false;
  /** Rises with every start and stop, so that a late answer of a former session is dropped. */
  #session = 0;

  constructor(ports: WorkWatchPorts) {
    this.#ports = ports;
  }

  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#session += 1;
    void this.pollNow();
  }

  stop(): void {
    this.#isRunning = false;
    this.#session += 1;
    this.#last = undefined;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** What was last heard; undefined before the first answer. */
  last(): WorkCounts | undefined {
    return this.#last;
  }

  async pollNow(): Promise<void> {
    if (!this.#isRunning) return;
    this.#cancel?.();
    const mine = this.#session;
    await this.#ports.beforePoll();
    try {
      const counts = await this.#ports.readCounts();
      if (mine !== this.#session) return;
      this.#compare(counts);
      this.#ports.polled();
    } catch {
      // Offline or expired: the session service knows it already.
    }
    if (mine !== this.#session) return;
    this.#cancel?.();
    this.#cancel = this.#ports.clock.after(POLL_EVERY_MS, () => void this.pollNow());
  }

  #compare(counts: WorkCounts): void {
    const before = this.#last;
    this.#last = counts;
    if (before === undefined) return;
    for (const kind of KINDS) if (counts[kind] > before[kind]) this.#ports.increased(kind);
  }
}
