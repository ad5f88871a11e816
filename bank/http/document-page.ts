import { createHash } from 'node:crypto';
import { type Html, html } from '../identity/page.ts';
import type { OpenApi, OpenApiOperation } from './plugins/documentation.ts';

const STYLE = `
:root{color-scheme:light dark;--paper:#FAF9F5;--surface:#FFFFFF;--ink:#1F2A24;--muted:#5E6B63;--line:#E3E1D8;--primary:#1E6B4A}
@media (prefers-color-scheme:dark){:root{--paper:#141A17;--surface:#1C2420;--ink:#E8EDE9;--muted:#A5B1A9;--line:#39443D;--primary:#5DBB8C}}
body{margin:0 auto;max-width:960px;padding:32px 16px;background:var(--paper);color:var(--ink);font:15px/1.5 Inter,"Segoe UI",system-ui,"DejaVu Sans",sans-serif}
h1{letter-spacing:-.015em}section{background:var(--surface);border:1px solid var(--line);border-radius:10px;padding:16px 24px;margin:0 0 16px}
h3{margin:8px 0}code,pre{font:13px/1.5 ui-monospace,"DejaVu Sans Mono",monospace}pre{overflow:auto;max-height:420px;border:1px solid var(--line);border-radius:8px;padding:12px}
.method{color:var(--primary);font-weight:700}.muted{color:var(--muted)}a{color:var(--primary)}summary{cursor:pointer}`;

export const DOCUMENT_PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
};

interface Listed {
  readonly method: string;
  readonly path: string;
  readonly operation: OpenApiOperation;
}

/** Every operation of the document, by path and then method. */
export function operationsOf(document: OpenApi): readonly Listed[] {
  return Object.entries(document.paths)
    .flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
    )
    .sort((left, right) => (`${left.path} ${left.method}` < `${right.path} ${right.method}` ? -1 : 1));
}

/** The interface as a page: no script, nothing from another host. */
export function documentPage(document: OpenApi): string {
  const operations = operationsOf(document);
  const list = joined(
    operations.map(
      ({ method, path, operation }) =>
        html`<li><a href="#${operation.operationId ?? path}"><code>${method} ${path}</code></a> ${operation.summary ?? ''}</li>`,
    ),
  );
  const body = html`<h1>${document.info.title}</h1><p>${document.info.description ?? ''}</p><p>OpenAPI ${document.openapi}: <a href="/v1/openapi.json"><code>/v1/openapi.json</code></a></p><ul>${list}</ul>${joined(operations.map(operationSection))}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Florin bank service</title><style>${STYLE}</style></head><body><main>${body.html}</main></body></html>
`;
}

function operationSection({ method, path, operation }: Listed): Html {
  const request = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
  const answers = Object.entries(operation.responses).map(([status, response]) =>
    schemaBlock(`Answer ${status}`, Object.values(response.content ?? {})[0]?.schema),
  );
  return html`<section id="${operation.operationId ?? path}"><h3><span class="method">${method}</span> <code>${path}</code></h3><p>${operation.summary ?? ''}</p><p class="muted">${operation.description ?? ''}</p>${schemaBlock('Body', request)}${joined(answers)}</section>`;
}

function schemaBlock(title: string, schema: object | undefined): Html {
  if (schema === undefined) return html``;
  return html`<details><summary>${title}</summary><pre>${JSON.stringify(schema, null, 2)}</pre></details>`;
}

function joined(parts: readonly Html[]): Html {
  return { html: parts.map((part) => part.html).join('') };
}
