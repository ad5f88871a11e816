import { readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { isMissing, syncFolder, writeFileAtomically } from './atomic-file.ts';

export type JsonRead<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'missing' }
  /** The file does not match its schema; nothing was changed. */
  | { readonly kind: 'damaged' };

/** Reads a file of the application's own store; what does not match the schema is damaged, never half used. */
export async function readJsonFile<Schema extends z.ZodType>(file: string, schema: Schema): Promise<JsonRead<z.output<Schema>>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return { kind: 'missing' };
    throw error;
  }
  const parsed = schema.safeParse(parseJson(text));
  return parsed.success ? { kind: 'read', value: parsed.data } : { kind: 'damaged' };
}

export async function writeJsonFile(file: string, value: unknown): Promise<void> {
  await writeFileAtomically(file, `${JSON.stringify(value, null, 1)}\n`);
}

/** Sets a damaged file aside under a name that no store reads, so that what is in it can still be rescued. */
export async function setAside(file: string, stamp: string): Promise<string> {
  const aside = `${file}.${stamp}.damaged`;
  await rename(file, aside);
  await syncFolder(dirname(file));
  return aside;
}

/** JSON from outside; undefined where the text is none, which no schema accepts. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
