import { Worker } from 'node:worker_threads';
import { openSnapshotReader } from '#bank/segments/duckdb/snapshot.ts';
import { windowCode } from '#bank/segments/window-code.ts';
import { AS_OF, type BenchMarket, isOptedIn } from './bench-market.ts';

const LOOP = `
  const { parentPort, workerData: { customer, cell, state, regions, cells } } = require('node:worker_threads');
  parentPort.on('message', ([from, until]) => {
    const counts = new Int32Array(cells * regions);
    for (let row = from; row < until; row += 1) {
      const region = state[customer[row]];
      if (region < regions) counts[cell[row] * regions + region] += 1;
    }
    parentPort.postMessage(counts);
  });`;

export interface CellLoop {
  /** Counts by category, band and region over the kept rows of the month, in arrays that are at hand, on two threads. */
  run(): Promise<Int32Array>;
  /** The same month by SQL without any preparation: spend, customers and consents joined, five columns grouped. */
  plainGroupBy(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The hand-written rival of the engine for one month, over the same rows, after it proved to count the same.
 * @throws Error where the engine counts otherwise
 */
export async function cellLoop(market: BenchMarket, month: string): Promise<CellLoop> {
  const { profile, customers } = market;
  const [bands, regions, cells] = [profile.bandEdges.length, profile.regions.length, profile.categories.length * profile.bandEdges.length];
  const reader = openSnapshotReader(market.directory, '4GB');
  const shared = (bytes: number) => new SharedArrayBuffer(bytes);
  const state = new Uint8Array(shared(customers)).fill(regions);
  const columns = await reader.read(async ({ connection, lists, spendCatalog }) => {
    const people = await connection.run(`SELECT number, region::INTEGER FROM ${lists}.customers`);
    for (let chunk = await people.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await people.fetchChunk()) {
      const [number, region] = [chunk.getColumnVector(0), chunk.getColumnVector(1)];
      for (let row = 0; row < chunk.rowCount; row += 1)
        if (isOptedIn(Number(number.getItem(row)))) state[Number(number.getItem(row))] = Number(region.getItem(row));
    }
    const kept = `FROM ${spendCatalog(windowCode(month))}.spend WHERE kept`;
    const rows = Number((await connection.runAndReadAll(`SELECT count(*)::INTEGER ${kept}`)).getRows()[0]?.[0]);
    const [customer, cell] = [new Int32Array(shared(rows * 4)), new Uint16Array(shared(rows * 2))];
    let at = 0;
    const spend = await connection.run(`SELECT customer, (category::INTEGER * ${bands} + band)::INTEGER ${kept}`);
    for (let chunk = await spend.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await spend.fetchChunk()) {
      const [number, place] = [chunk.getColumnVector(0), chunk.getColumnVector(1)];
      for (let row = 0; row < chunk.rowCount; row += 1, at += 1) {
        customer[at] = Number(number.getItem(row));
        cell[at] = Number(place.getItem(row));
      }
    }
    await connection.run('CREATE TABLE IF NOT EXISTS memory.main.opted (customer INTEGER)');
    await connection.run(`INSERT INTO memory.main.opted SELECT number FROM ${lists}.customers`);
    return { customer, cell };
  });
  if (columns === undefined) throw new Error('nothing was published');
  const { customer, cell } = columns;
  const workers = [0, 1].map(() => new Worker(LOOP, { eval: true, workerData: { customer, cell, state, regions, cells } }));
  const half = customer.length >> 1;
  const run = async () => {
    const parts = await Promise.all(
      workers.map(
        (worker, index) =>
          new Promise<Int32Array>((resolve, reject) => {
            worker.once('message', resolve);
            worker.once('error', reject);
            worker.postMessage(index === 0 ? [0, half] : [half, customer.length]);
          }),
      ),
    );
    const counts = new Int32Array(cells * regions);
    for (const part of parts) for (const [index, count] of part.entries()) counts[index] = (counts[index] ?? 0) + count;
    return counts;
  };
  const table = { id: 'all', window: 'month' as const, dimensions: ['category' as const, 'band' as const, 'region' as const], sigma2: '1' };
  const [engine] = await market.store.cellsOfWindow({ profile, window: month, tables: [table], asOf: AS_OF });
  const loop = await run();
  if (engine === undefined || loop.some((count, index) => count !== engine.counts[index]))
    throw new Error(`${month}: the engine counts otherwise`);
  return {
    run,
    async plainGroupBy() {
      await reader.read(async ({ connection }) => {
        await connection.runAndReadAll(`SELECT "window", category, band, c.region, c.age_band, count(*)
          FROM spend JOIN customers c ON c.number = spend.customer JOIN memory.main.opted o ON o.customer = spend.customer
          WHERE "window" = ${windowCode(month)} AND kept GROUP BY ALL`);
      });
    },
    async close() {
      reader.close();
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
