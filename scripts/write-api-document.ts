// `node scripts/write-api-document.ts`: writes docs/api.md from the HTTP contract. A test fails while the file is not what this writes.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { apiDocument } from '#bank/http/api-document.ts';
import { openApiDocument } from '#bank/http/openapi.ts';

const FILE = path.join(import.meta.dirname, '..', 'docs', 'api.md');

await writeFile(FILE, apiDocument(await openApiDocument('https://bank.example')));
