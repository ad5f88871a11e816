import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { apiDocument } from '#bank/http/api-document.ts';
import { openApiDocument } from '#bank/http/openapi.ts';

test('docs/api.md is what the contract says; node scripts/write-api-document.ts writes it', async () => {
  const written = await readFile(path.join(import.meta.dirname, '..', '..', 'docs', 'api.md'), 'utf8');
  expect(written).toBe(apiDocument(await openApiDocument('https://bank.example')));
});
