import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import type { RowRefusal } from './row-parser.ts';

const MAX_REJECTIONS_SHOWN = 100;

export interface Rejection extends RowRefusal {
  /** CSV: line of the file, the header being line 1. Other formats: number of the row or transaction, from 1. */
  readonly line: number;
}

export type RejectionLog = ReturnType<typeof openRejectionLog>;

/** Counts rejections, keeps the first and writes all of them to a file that is there only when it is whole. */
export function openRejectionLog(folder: string, name: string) {
  const target = path.join(folder, `${name}.rejections.jsonl`);
  const temporary = `${target}.${process.pid}.new`;
  const first: Rejection[] = [];
  const reasons = new Map<string, number>();
  let total = 0;
  let stream: ReturnType<typeof createWriteStream> | undefined;
  let isFull = false;
  return {
    add(rejection: Rejection) {
      total += 1;
      reasons.set(rejection.reason, (reasons.get(rejection.reason) ?? 0) + 1);
      if (first.length < MAX_REJECTIONS_SHOWN) first.push(rejection);
      stream ??= createWriteStream(temporary, { mode: 0o600 });
      isFull = !stream.write(`${JSON.stringify(rejection)}\n`);
    },
    /** Waits while the file takes what was added; readers call it between batches, so that a file full of rejections stays out of memory. */
    async drained(): Promise<void> {
      if (stream === undefined || !isFull) return;
      isFull = false;
      const waiting = stream;
      await new Promise<void>((resolve, reject) => {
        const settle = (error?: Error) => {
          waiting.off('drain', settle).off('error', settle);
          if (error === undefined) resolve();
          else reject(error);
        };
        if (!waiting.writableNeedDrain) settle();
        else waiting.once('drain', settle).once('error', settle);
      });
    },
    count: () => total,
    byReason: () => Object.fromEntries([...reasons].sort(([left], [right]) => (left < right ? -1 : 1))),
    first: () => first,
    async close(): Promise<string | undefined> {
      if (stream === undefined) return undefined;
      stream.end();
      await finished(stream);
      await rename(temporary, target);
      return target;
    },
    async discard() {
      stream?.destroy();
      await rm(temporary, { force: true });
    },
  };
}
