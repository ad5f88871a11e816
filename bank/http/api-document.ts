import { ERROR_STATUS } from './problem.ts';
import { operationsOf } from './document-page.ts';
import type { OpenApi, OpenApiOperation } from './plugins/documentation.ts';

interface SchemaLike {
  readonly [key: string]: unknown;
}

/** The interface as Markdown, for reading beside the code. The OpenAPI document is the complete one. */
export function apiDocument(document: OpenApi): string {
  const operations = operationsOf(document);
  const overview = operations.map(
    ({ method, path, operation }) => `| \`${method} ${path}\` | ${operation.summary ?? ''} | ${rolesOf(operation)} |`,
  );
  const sections = operations.map(({ method, path, operation }) => section(method, path, operation));
  const errors = Object.entries(ERROR_STATUS)
    .sort(([leftCode, left], [rightCode, right]) => left - right || (leftCode < rightCode ? -1 : 1))
    .map(([code, status]) => `| ${status} | \`${code}\` |`);
  return `# The bank's interface

Generated from \`shared/contracts/http\` by \`node scripts/write-api-document.ts\`; a running bank serves the complete OpenAPI ${document.openapi} document at
\`/v1/openapi.json\` and a page at \`/docs\`.

Sign-in is OpenID Connect under \`/oidc\` (authorization code, PKCE S256, client \`florin-desktop\`, resource \`urn:florin:bank\`). Calls carry \`Authorization: Bearer …\`.
Role and merchant are read from the database at every call. Bodies and queries are strict: an unknown key is refused. A campaign of another merchant is answered
like one that does not exist. A caller may send \`x-correlation-id\` (a UUID); every answer carries one.

| endpoint | what it does | who |
| --- | --- | --- |
${overview.join('\n')}

## Refusals

\`application/problem+json\` (RFC 9457): \`{ type, title, status, code, detail, correlationId }\`. \`code\` and the facts in \`detail\` are those of \`shared/errors.ts\`; any code that is
not listed here is answered as 500 \`internal\`.

| status | code |
| --- | --- |
${errors.join('\n')}

${sections.join('\n')}`;
}

function section(method: string, path: string, operation: OpenApiOperation): string {
  const body = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
  const answers = Object.entries(operation.responses).filter(([status]) => status !== 'default');
  const parts = [
    `## ${method} ${path}\n`,
    `${operation.summary ?? ''}. ${operation.description ?? ''}\n`,
    ...(body === undefined ? [] : [`Body:\n\n${fields(body)}\n`]),
    ...answers.map(([status, answer]) => `Answer ${status}:\n\n${fields(Object.values(answer.content ?? {})[0]?.schema ?? {})}\n`),
  ];
  return parts.join('\n');
}

/** One line per member of an object; members of members are left to the OpenAPI document. */
function fields(schema: SchemaLike): string {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const lines = Object.entries(properties).map(
    ([name, member]) => `- \`${name}\`${required.includes(name) ? '' : ' (optional)'}: ${typeWords(isObject(member) ? member : {})}`,
  );
  return lines.length === 0 ? '- no members' : lines.join('\n');
}

function typeWords(schema: SchemaLike): string {
  if (schema['const'] !== undefined) return `\`${JSON.stringify(schema['const'])}\``;
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => `\`${String(value)}\``).join(', ');
  const alternatives = schema['oneOf'] ?? schema['anyOf'];
  if (Array.isArray(alternatives)) return 'one of several forms';
  if (schema['type'] === 'array') return `list of ${typeWords(isObject(schema['items']) ? schema['items'] : {})}`;
  if (schema['type'] === 'object') return 'object';
  const format = typeof schema['format'] === 'string' ? ` (${schema['format']})` : '';
  return typeof schema['type'] === 'string' ? `${schema['type']}${format}` : 'any value';
}

function rolesOf(operation: OpenApiOperation): string {
  return (operation.description ?? '').replace(/^Roles: /, '').replace(/\.$/, '');
}

function isObject(value: unknown): value is SchemaLike {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
