import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import { TABLE_NAMES } from './schema.ts';

const BatchNumber = z.int().min(1);

/** Rows that were loaded together and seen to have arrived. */
export const Batch = z.strictObject({
  batch: BatchNumber,
  table: z.enum(TABLE_NAMES),
  /** What it holds: `all` customers, the code of a window of spend, the code of a month for which payments are booked. */
  unit: z.string(),
  /** Of the rows in the DuckDB file; the same rows have the same. */
  fingerprint: z.string(),
  /** How many rows each shard holds. */
  rowsByShard: z.array(z.int().min(0)).min(1),
  /** Of payments: the first and the last month in which one of them counts. */
  countedFrom: z.int().optional(),
  countedUntil: z.int().optional(),
});
export type Batch = z.infer<typeof Batch>;

const Summary = z.strictObject({
  payments: z.int().min(0),
  customers: z.int().min(0),
  paymentMerchants: z.int().min(0),
  firstPayment: z.string().optional(),
  lastPayment: z.string().optional(),
});

/**
 * What the cluster holds that counts: one version of the payments, whole. It is a file beside the DuckDB file and published by rename, so that a question
 * sees one version or the next.
 */
export const Manifest = z.strictObject({
  format: z.literal('florin-cluster-manifest/1'),
  batches: z.array(Batch),
  /** Batches of older versions, which questions that had begun may still read. */
  retired: z.array(z.strictObject({ batch: BatchNumber, table: z.enum(TABLE_NAMES), at: z.iso.datetime({ precision: 3 }) })),
  summary: Summary,
});
export type Manifest = z.infer<typeof Manifest>;

/** Batches that a load which has not ended brought in; the next one goes on from them. */
export const Staged = z.strictObject({ format: z.literal('florin-cluster-staged/1'), batches: z.array(Batch) });

const PUBLISHED = 'cluster-published.json';
const STAGED = 'cluster-staged.json';

/**
 * The published manifest; undefined before the first load.
 * @throws AppError `store_damaged` where it cannot be read
 */
export async function readManifest(directory: string): Promise<Manifest | undefined> {
  return readParsed(path.join(directory, PUBLISHED), Manifest);
}

export async function publishManifest(directory: string, manifest: Manifest): Promise<void> {
  await writeWhole(directory, PUBLISHED, Manifest.parse(manifest));
}

export async function readStaged(directory: string): Promise<readonly Batch[]> {
  return (await readParsed(path.join(directory, STAGED), Staged))?.batches ?? [];
}

export async function writeStaged(directory: string, batches: readonly Batch[]): Promise<void> {
  await writeWhole(directory, STAGED, Staged.parse({ format: 'florin-cluster-staged/1', batches }));
}

async function readParsed<Value>(file: string, schema: z.ZodType<Value>): Promise<Value | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new AppError('file_unreadable', { file }, { cause: error });
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new AppError('store_damaged', { file: path.basename(file) }, { cause: error });
  }
}

async function writeWhole(directory: string, name: string, value: unknown): Promise<void> {
  const target = path.join(directory, name);
  const temporary = `${target}.${process.pid}.new`;
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(value)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, target);
  const folder = await open(directory, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
