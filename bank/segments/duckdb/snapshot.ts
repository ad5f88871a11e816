import type { DuckDBConnection } from '@duckdb/node-api';
import { type OpenFile, openDuckDb } from './connection.ts';
import { publishedFile, publishedVersion, temporaryDirectory } from './files.ts';

interface Snapshot {
  readonly version: string;
  readonly file: OpenFile;
  readers: number;
  superseded: boolean;
}

/** Runs work on the published file, opened for reading; undefined where nothing was published yet. */
export interface SnapshotReader {
  read<Result>(work: (connection: DuckDBConnection) => Promise<Result>): Promise<Result | undefined>;
  close(): void;
}

/** Keeps the published file open and opens it again when a newer one was published; work that has begun ends on the file it began with. */
export function openSnapshotReader(directory: string): SnapshotReader {
  let current: Snapshot | undefined;
  let opening: Promise<Snapshot | undefined> | undefined;

  async function newest(): Promise<Snapshot | undefined> {
    const version = await publishedVersion(directory);
    if (current !== undefined && current.version === version) return current;
    if (version === undefined) return undefined;
    const file = await openDuckDb(publishedFile(directory), 'READ_ONLY', temporaryDirectory(directory));
    if (current !== undefined) retire(current);
    current = { version, file, readers: 0, superseded: false };
    return current;
  }

  function retire(snapshot: Snapshot): void {
    snapshot.superseded = true;
    if (snapshot.readers === 0) snapshot.file.close();
  }

  return {
    async read(work) {
      opening ??= newest().finally(() => {
        opening = undefined;
      });
      const snapshot = await opening;
      if (snapshot === undefined) return undefined;
      snapshot.readers += 1;
      try {
        // A connection of its own: temporary tables belong to it.
        const connection = await snapshot.file.instance.connect();
        try {
          return await work(connection);
        } finally {
          connection.closeSync();
        }
      } finally {
        snapshot.readers -= 1;
        if (snapshot.superseded && snapshot.readers === 0) snapshot.file.close();
      }
    },
    close() {
      if (current !== undefined) retire(current);
      current = undefined;
    },
  };
}
