import { assertNever } from '#shared/assert-never.ts';
import { escapeMarkup, svgOf } from '#shared/export/drawing.ts';
import type { PrintBlock, PrintDocument } from '#shared/export/print-document.ts';

interface PageParts {
  /** Of this page load; the only style element there is. */
  readonly styleNonce: string;
  /** Address of the type face; undefined where the build has none. */
  readonly fontAddress: string | undefined;
  /** Addresses of the pictures that are here, by their hash. */
  readonly pictureAddresses?: ReadonlyMap<string, string>;
}

/**
 * Paper is white, whatever the theme; the colours are those of the light theme. Figures keep the face's ordinary digits and signs: its tabular and
 * contextual ones have no character of their own, and a reader, a search or a screen reader would find none in the document.
 */
const STYLE = `
  @page { size: A4; }
  * { margin: 0; padding: 0; box-sizing: border-box; }
  body { font: 10.5pt/1.45 'Inter Variable', Inter, system-ui, sans-serif; color: #1F2A24; background: #FFFFFF; hyphens: manual; font-variant-ligatures: none; }
  h1 { font-size: 21pt; line-height: 1.2; font-weight: 650; letter-spacing: -0.01em; overflow-wrap: anywhere; }
  .sub { color: #5E6B63; margin-top: 3pt; overflow-wrap: anywhere; }
  header { border-bottom: 2pt solid #1E6B4A; padding-bottom: 10pt; margin-bottom: 6pt; }
  h2 { font-size: 13pt; line-height: 1.3; font-weight: 650; margin-top: 18pt; break-after: avoid; }
  p { margin-top: 6pt; overflow-wrap: anywhere; }
  .quiet { color: #5E6B63; font-size: 9.5pt; }
  .strong { font-weight: 650; }
  .headline { font-size: 19pt; line-height: 1.25; font-weight: 650; margin-top: 8pt; break-after: avoid; }
  dl { margin-top: 6pt; }
  dl > div { display: grid; grid-template-columns: 38% 1fr; gap: 12pt; padding: 4pt 0; border-bottom: 0.5pt solid #E3E1D8; break-inside: avoid; }
  dt { color: #5E6B63; }
  dd { overflow-wrap: anywhere; white-space: pre-line; }
  ul, ol { margin: 6pt 0 0 16pt; }
  li { margin-top: 4pt; padding-left: 3pt; break-inside: avoid; }
  ol li { margin-top: 8pt; }
  table { width: 100%; border-collapse: collapse; margin-top: 8pt; font-size: 10pt; }
  caption { text-align: left; color: #5E6B63; font-size: 9.5pt; padding-bottom: 3pt; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  th, td { padding: 4pt 6pt; border-bottom: 0.5pt solid #E3E1D8; text-align: right; vertical-align: top; }
  th:first-child, td:first-child { text-align: left; padding-left: 0; }
  thead th { font-weight: 600; border-bottom: 1pt solid #858F88; }
  tbody th { font-weight: 500; }
  figure { margin-top: 8pt; break-inside: avoid; }
  figure svg text { font-variant-numeric: normal !important; }
  figure svg { display: block; max-width: 100%; height: auto; }
  .images { display: flex; gap: 10pt; align-items: flex-start; margin-top: 8pt; break-inside: avoid; }
  .images img { display: block; height: 80pt; width: auto; border: 0.5pt solid #E3E1D8; }
  .note { margin-top: 16pt; padding-top: 6pt; border-top: 0.5pt solid #E3E1D8; color: #5E6B63; font-size: 8.5pt; break-inside: avoid; }
  .note p { margin-top: 2pt; }
`;

/** The document as a page without script: its words are escaped, its charts are shapes. */
export function printPageOf(document: PrintDocument, { styleNonce, fontAddress, pictureAddresses = new Map() }: PageParts): string {
  const font =
    fontAddress === undefined
      ? { link: '', face: '' }
      : {
          link: `<link rel="preload" as="font" type="font/woff2" crossorigin href="${escapeMarkup(fontAddress)}">`,
          face: `@font-face { font-family: 'Inter Variable'; font-weight: 100 900; font-display: block; src: url('${fontAddress}') format('woff2'); }`,
        };
  return [
    `<!doctype html><html lang="${document.language}"><head><meta charset="utf-8"><title>${escapeMarkup(document.title)}</title>`,
    font.link,
    `<style nonce="${styleNonce}">${font.face}${STYLE}</style></head><body>`,
    `<header><h1>${escapeMarkup(document.title)}</h1><p class="sub">${escapeMarkup(document.subtitle)}</p></header><main>`,
    ...document.blocks.map((block) => blockOf(block, pictureAddresses)),
    '</main></body></html>',
  ].join('\n');
}

function blockOf(block: PrintBlock, pictureAddresses: ReadonlyMap<string, string>): string {
  switch (block.kind) {
    case 'heading':
      return `<h2>${escapeMarkup(block.text)}</h2>`;
    case 'paragraph':
      return `<p class="${block.tone}">${escapeMarkup(block.text)}</p>`;
    case 'headline':
      return `<p class="headline">${escapeMarkup(block.text)}</p>`;
    case 'facts':
      return `<dl>${block.items.map(({ term, value }) => `<div><dt>${escapeMarkup(term)}</dt><dd>${escapeMarkup(value)}</dd></div>`).join('')}</dl>`;
    case 'list': {
      const tag = block.isNumbered ? 'ol' : 'ul';
      return `<${tag}>${block.items.map((item) => `<li>${escapeMarkup(item)}</li>`).join('')}</${tag}>`;
    }
    case 'table':
      return [
        `<table><caption>${escapeMarkup(block.caption)}</caption>`,
        `<thead><tr>${block.columns.map((column) => `<th scope="col">${escapeMarkup(column)}</th>`).join('')}</tr></thead><tbody>`,
        ...block.rows.map((row) => `<tr>${row.map(cellOf).join('')}</tr>`),
        '</tbody></table>',
      ].join('');
    case 'picture':
      return `<figure>${svgOf({ ...block.drawing, background: null })}</figure>`;
    case 'images':
      return `<div class="images">${block.items
        .map(({ sha256, alt, missing }) => {
          const address = pictureAddresses.get(sha256);
          return address === undefined
            ? `<p class="quiet">${escapeMarkup(missing)}</p>`
            : `<img src="${escapeMarkup(address)}" alt="${escapeMarkup(alt)}">`;
        })
        .join('')}</div>`;
    case 'note':
      return `<div class="note">${block.lines.map((line) => `<p>${escapeMarkup(line)}</p>`).join('')}</div>`;
    default:
      return assertNever(block);
  }
}

function cellOf(cell: string, index: number): string {
  return index === 0 ? `<th scope="row">${escapeMarkup(cell)}</th>` : `<td>${escapeMarkup(cell)}</td>`;
}

/** The foot of each page; Chromium puts the numbers into elements of these classes. The page's own style and type face do not reach it. */
export function printFooterOf({ footer, pageWords }: Pick<PrintDocument, 'footer' | 'pageWords'>): string {
  const number = escapeMarkup(pageWords)
    .replace('{page}', '<span class="pageNumber"></span>')
    .replace('{pages}', '<span class="totalPages"></span>');
  return `<div style="width:100%;margin:0 18mm;display:flex;justify-content:space-between;font:7.5pt system-ui,sans-serif;color:#5E6B63"><span>${escapeMarkup(footer)}</span><span>${number}</span></div>`;
}
