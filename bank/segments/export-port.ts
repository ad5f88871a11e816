import type { SegmentSummary } from './port.ts';

/** One version of the payments and of what is computed from them, on its way into another engine. */
export interface SegmentExport {
  readonly units: readonly ExportedUnit[];
  readonly summary: SegmentSummary;
  /** The rows of a unit as tab-separated lines in the order of the other engine's columns, each with the batch as its first field. Texts hold whole lines. */
  rows(unit: ExportedUnit, batch: number): AsyncIterable<string>;
}

/** What is loaded as a whole: all customers, the spend of one window, the payments booked for one month. */
export interface ExportedUnit {
  readonly table: 'customers' | 'spend' | 'payments';
  /** `all`, or the code of the window or month. */
  readonly unit: string;
  readonly rows: number;
  /** The same rows have the same. */
  readonly fingerprint: string;
  /** Of payments: the first and last month in which one of them counts. */
  readonly countedFrom?: number;
  readonly countedUntil?: number;
}
