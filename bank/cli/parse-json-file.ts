import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { AppError } from '#shared/errors.ts';

/**
 * Reads a JSON file that must match a schema.
 * @throws AppError `file_unreadable`; `invalid_input` with a line per problem
 */
export async function parseJsonFile<Schema extends z.ZodType>(file: string, schema: Schema): Promise<z.output<Schema>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new AppError('file_unreadable', { file }, { cause: error });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new AppError('invalid_input', { issues: [{ path: file, problem: 'not JSON' }] }, { cause: error });
  }
  return parseInput(json, schema);
}

/** @throws AppError `invalid_input` with a line per problem */
export function parseInput<Schema extends z.ZodType>(value: unknown, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError('invalid_input', {
    issues: parsed.error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), problem: issue.message })),
  });
}
