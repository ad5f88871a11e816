import type { MachineClock } from '../clock.ts';

export type Reachability = 'online' | 'offline';

export interface ConnectionMonitorPorts {
  /** Whether the bank answers now. Never rejects. */
  readonly probe: () => Promise<boolean>;
  readonly clock: MachineClock;
  readonly changed: (reachability: Reachability) => void;
}

const PROBE_DELAYS_MS: readonly number[] = [1_000, 2_000, 4_000, 8_000, 15_000];

/**
 * Knows whether the bank can be reached. Learns it from every call; after a failure it asks again with growing pauses,
 * at most 15 seconds, until the bank answers. Announces changes only.
 */
export class ConnectionMonitor {
  readonly #ports: ConnectionMonitorPorts;
  #reachability: Reachability = 'online';
  #failedProbes = 0;
  #cancelProbe: (() => void) | undefined;
  #isStopped = false;

  constructor(ports: ConnectionMonitorPorts) {
    this.#ports = ports;
  }

  read(): Reachability {
    return this.#reachability;
  }

  reachable(): void {
    this.#cancelProbe?.();
    this.#cancelProbe = undefined;
    this.#failedProbes = 0;
    this.#become('online');
  }

  unreachable(): void {
    if (this.#isStopped) return;
    this.#become('offline');
    if (this.#cancelProbe === undefined) this.#planProbe();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelProbe?.();
    this.#cancelProbe = undefined;
  }

  #planProbe(): void {
    const delayMs = PROBE_DELAYS_MS[Math.min(this.#failedProbes, PROBE_DELAYS_MS.length - 1)] ?? 15_000;
    this.#cancelProbe = this.#ports.clock.after(delayMs, () => void this.#probe());
  }

  async #probe(): Promise<void> {
    const planned = this.#cancelProbe;
    const isAnswering = await this.#ports.probe();
    if (this.#isStopped || this.#cancelProbe !== planned) return;
    this.#cancelProbe = undefined;
    if (isAnswering) {
      this.reachable();
      return;
    }
    this.#failedProbes += 1;
    this.#planProbe();
  }

  #become(reachability: Reachability): void {
    if (this.#reachability === reachability) return;
    this.#reachability = reachability;
    this.#ports.changed(reachability);
  }
}
