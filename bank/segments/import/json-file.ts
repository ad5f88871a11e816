import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import { describeIssues } from '../../market/load-profile.ts';

/**
 * Reads a JSON file of one form.
 * @throws AppError `file_unreadable`, or `mapping_invalid` saying what is wrong and where
 */
export async function loadJsonFile<Output>(file: string, schema: z.ZodType<Output>): Promise<Output> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new AppError('file_unreadable', { file }, { cause: error });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AppError('mapping_invalid', { problem: `not JSON: ${error instanceof Error ? error.message : ''}` }, { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new AppError('mapping_invalid', { problem: describeIssues(parsed.error) });
  return parsed.data;
}
