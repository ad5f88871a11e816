import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { BrowserWindow, session } from 'electron';
import type { PrintDocument } from '#shared/export/print-document.ts';
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

export type PrintPdf = (document: PrintDocument) => Promise<Uint8Array>;

/**
 * Prints documents to PDF in a window that nobody sees: sandboxed, without script, in a session in memory that can load the one document and the type face
 * and nothing else. The window is gone afterwards, also when printing fails.
 */
export function pdfPrinter(pageFolder: string, log: Log): PrintPdf {
  return async (document) => {
    const font = [...(await listPageFiles(pageFolder)).entries()].find(([path]) => FONT_FILE.test(path))?.[1];
    const fontBytes = font === undefined ? undefined : new Uint8Array(await readFile(font.path));
    const styleNonce = randomBytes(18).toString('base64');
    const page = printPageOf(document, { styleNonce, fontAddress: fontBytes === undefined ? undefined : FONT });
    const partition = session.fromPartition(`print-${randomUUID()}`, { cache: false });
    const isAllowed = (address: string): boolean => address === DOCUMENT || address === FONT;
    partition.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isAllowed(details.url) }));
    partition.setSpellCheckerEnabled(false);
    guardPermissions(partition, () => false);
    const headers = { 'content-security-policy': contentSecurityPolicy(styleNonce), 'x-content-type-options': 'nosniff' };
    partition.protocol.handle(PAGE_SCHEME, ({ url }) => {
      if (url === DOCUMENT) return new Response(page, { headers: { ...headers, 'content-type': 'text/html; charset=utf-8' } });
      if (url === FONT && fontBytes !== undefined)
        return new Response(fontBytes, { headers: { ...headers, 'content-type': 'font/woff2' } });
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
