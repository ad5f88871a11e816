import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { BrowserWindow, session } from 'electron';
import type { PrintDocument } from '#shared/export/print-document.ts';
import type { ShelvedFile } from '../campaign-files/file-shelf.ts';
import type { Log } from '../log.ts';
import { contentSecurityPolicy } from '../modules/content-security-policy.ts';
import { LOCKED_WEB_PREFERENCES } from '../modules/main-window.ts';
import { guardNavigation } from '../modules/navigation-guard.ts';
import { PAGE_SCHEME } from '../modules/page-address.ts';
import { listPageFiles } from '../modules/page-files.ts';
import { guardPermissions } from '../modules/permission-guard.ts';
import { printFooterOf, printPageOf } from './print-page.ts';

const DOCUMENT = `${PAGE_SCHEME}://print/`;
const FONT = `${PAGE_SCHEME}://print/inter.woff2`;
const FONT_FILE = /\/inter-latin-wght-normal[^/]*\.woff2$/;
/** A4 with room for the foot; in inches, as Chromium wants them. */
const MARGINS = { top: 0.71, bottom: 0.79, left: 0.71, right: 0.71 } as const;

const addressOf = (sha256: string): string => `${PAGE_SCHEME}://print/picture/${sha256}`;

export type PrintPdf = (document: PrintDocument) => Promise<Uint8Array>;

interface PrinterPorts {
  /** Where the built page and its type face are. */
  readonly pageFolder: string;
  /** A picture of a campaign by its hash. Rejects where it cannot be had. */
  readonly readPicture: (sha256: string) => Promise<ShelvedFile>;
  readonly log: Log;
}

/**
 * Prints documents to PDF in a window that nobody sees: sandboxed, without script, in a session in memory that can load the one document, its
 * pictures and the type face and nothing else. The window is gone afterwards, also when printing fails.
 */
export function pdfPrinter({ pageFolder, readPicture, log }: PrinterPorts): PrintPdf {
  return async (document) => {
    const pictures = await picturesOf(document, readPicture, log);
    const font = [...(await listPageFiles(pageFolder)).entries()].find(([path]) => FONT_FILE.test(path))?.[1];
    const fontBytes = font === undefined ? undefined : new Uint8Array(await readFile(font.path));
    const styleNonce = randomBytes(18).toString('base64');
    const page = printPageOf(document, {
      styleNonce,
      fontAddress: fontBytes === undefined ? undefined : FONT,
      pictureAddresses: new Map([...pictures.keys()].map((sha256) => [sha256, addressOf(sha256)])),
    });
    const partition = session.fromPartition(`print-${randomUUID()}`, { cache: false });
    const byAddress = new Map([...pictures].map(([sha256, picture]) => [addressOf(sha256), picture]));
    const isAllowed = (address: string): boolean => address === DOCUMENT || address === FONT || byAddress.has(address);
    partition.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isAllowed(details.url) }));
    partition.setSpellCheckerEnabled(false);
    guardPermissions(partition, () => false);
    const headers = { 'content-security-policy': contentSecurityPolicy(styleNonce), 'x-content-type-options': 'nosniff' };
    partition.protocol.handle(PAGE_SCHEME, ({ url }) => {
      if (url === DOCUMENT) return new Response(page, { headers: { ...headers, 'content-type': 'text/html; charset=utf-8' } });
      if (url === FONT && fontBytes !== undefined)
        return new Response(fontBytes, { headers: { ...headers, 'content-type': 'font/woff2' } });
      const picture = byAddress.get(url);
      if (picture !== undefined)
        return new Response(new Uint8Array(picture.bytes), { headers: { ...headers, 'content-type': picture.mediaType } });
      return new Response('Not found', { status: 404, headers });
    });
    const window = new BrowserWindow({
      show: false,
      width: 794,
      height: 1_123,
      webPreferences: { ...LOCKED_WEB_PREFERENCES, javascript: false, session: partition },
    });
    try {
      guardNavigation(window.webContents, isAllowed, () => log.problem('print window: address refused'));
      await window.loadURL(DOCUMENT);
      return await window.webContents.printToPDF({
        pageSize: 'A4',
        margins: MARGINS,
        printBackground: true,
        displayHeaderFooter: true,
        headerTemplate: '<span></span>',
        footerTemplate: printFooterOf(document),
        generateTaggedPDF: true,
      });
    } finally {
      window.destroy();
      partition.protocol.unhandle(PAGE_SCHEME);
      void partition.clearStorageData();
    }
  };
}

/** The pictures that a document names and that can be had; a document is printed without the others, and says so in their place. */
async function picturesOf(
  { blocks }: PrintDocument,
  readPicture: PrinterPorts['readPicture'],
  log: Log,
): Promise<ReadonlyMap<string, ShelvedFile>> {
  const wanted = new Set(blocks.flatMap((block) => (block.kind === 'images' ? block.items.map(({ sha256 }) => sha256) : [])));
  const found = new Map<string, ShelvedFile>();
  for (const sha256 of wanted) {
    try {
      found.set(sha256, await readPicture(sha256));
    } catch (error) {
      log.problem('printed without a picture', {}, error);
    }
  }
  return found;
}
