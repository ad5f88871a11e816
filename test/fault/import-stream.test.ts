import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCardTransactions } from '#bank/segments/import/berlin-group/read-card-transactions.ts';
import { readCamt } from '#bank/segments/import/camt/read-camt.ts';
import { CAMT_HEAD, CAMT_TAIL, statementText } from '../support/camt-file.ts';
import { NIGHTLY } from '../support/nightly.ts';

/** Two gigabytes at night. */
const MEGABYTES = NIGHTLY ? 2_048 : 48;
/** What a reader may hold beyond what it held after its first tenth, garbage that is not collected yet included. */
const STEADY_MEGABYTES = 160;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'florin-stream-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes a head, then one piece again and again until the file is large, then a tail. Gives the number of pieces. */
async function writeLarge(file: string, head: string, piece: (index: number) => string, tail: string): Promise<number> {
  const stream = createWriteStream(file);
  stream.write(head);
  let pieces = 0;
  for (let bytes = 0; bytes < MEGABYTES * 1_048_576; ) {
    let block = '';
    while (block.length < 1_048_576) {
      block += piece(pieces);
      pieces += 1;
    }
    bytes += block.length;
    if (!stream.write(block)) await once(stream, 'drain');
  }
  stream.end(tail);
  await finished(stream);
  return pieces;
}

/** Reads to the end; gives the number of elements and by how many megabytes the resident memory grew after the first tenth of the file. */
async function measure<Element>(
  batches: (onBytes: (bytes: number) => void) => AsyncIterable<readonly Element[]>,
): Promise<{ elements: number; growthMegabytes: number }> {
  let elements = 0;
  let bytes = 0;
  let early = 0;
  let most = 0;
  for await (const batch of batches((more) => (bytes += more))) {
    elements += batch.length;
    const resident = process.memoryUsage.rss() / 1_048_576;
    if (bytes < (MEGABYTES * 1_048_576) / 10) early = Math.max(early, resident);
    else most = Math.max(most, resident);
  }
  const growthMegabytes = Math.round(most - early);
  process.stdout.write(`${MEGABYTES} MiB read: ${elements} elements, memory grew by ${growthMegabytes} MiB after the first tenth\n`);
  return { elements, growthMegabytes };
}

test(
  `${MEGABYTES} MiB of statements are read in steady memory, and every entry arrives`,
  async () => {
    const file = path.join(folder, 'large.xml');
    const piece = (index: number) =>
      statementText(`NL${index}`, [
        { amount: '12.50', reference: `R${index}`, details: [{ creditor: 'Tuincentrum De Linde', creditorIban: 'NL99' }] },
        { amount: '3.10', reference: `S${index}`, details: [{ creditor: 'Bakker' }] },
      ]);
    const statements = await writeLarge(file, CAMT_HEAD, piece, CAMT_TAIL);
    const { elements, growthMegabytes } = await measure((onBytes) => readCamt(file, onBytes));
    expect(elements).toBe(2 * statements);
    expect(growthMegabytes).toBeLessThan(STEADY_MEGABYTES);
  },
  NIGHTLY ? 1_800_000 : 120_000,
);

test(
  `${MEGABYTES} MiB of one account’s card transactions likewise`,
  async () => {
    const file = path.join(folder, 'large.json');
    const piece = (index: number) =>
      `${index === 0 ? '' : ','}${JSON.stringify({
        cardTransactionId: `T${index}`,
        transactionAmount: { currency: 'EUR', amount: '25.60' },
        transactionDate: '2025-03-10',
        cardAcceptorId: 'tuin',
        merchantCategoryCode: '5261',
      })}`;
    const transactions = await writeLarge(file, '{"cardAccount":{"iban":"NL01"},"cardTransactions":{"booked":[', piece, ']}}');
    const { elements, growthMegabytes } = await measure((onBytes) => readCardTransactions(file, onBytes));
    expect(elements).toBe(transactions);
    expect(growthMegabytes).toBeLessThan(STEADY_MEGABYTES);
  },
  NIGHTLY ? 1_800_000 : 120_000,
);

test('a file whose end is missing, or that holds one thing without end, is refused without being kept in memory', async () => {
  const file = path.join(folder, 'endless.xml');
  await writeLarge(file, `${CAMT_HEAD}<!-- `, () => 'x'.repeat(65_536), '');
  await expect(measure((onBytes) => readCamt(file, onBytes))).rejects.toMatchObject({ code: 'import_failed' });
  const json = path.join(folder, 'endless.json');
  await writeLarge(json, '{"cardAccount":{"iban":"', () => 'x'.repeat(65_536), '');
  await expect(measure((onBytes) => readCardTransactions(json, onBytes))).rejects.toMatchObject({ code: 'import_failed' });
}, 120_000);
