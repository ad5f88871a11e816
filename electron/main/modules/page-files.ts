import { readdir } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { isPageAddress } from './page-address.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

export interface PageFile {
  readonly path: string;
  readonly contentType: string;
}

/**
 * The files of the built page by the path they are asked for. Made once at the start by walking the folder: an address is looked up here and never
 * becomes a file name, so there is nothing to traverse.
 */
export async function listPageFiles(root: string): Promise<ReadonlyMap<string, PageFile>> {
  const files = new Map<string, PageFile>();
  for (const entry of await readdir(root, { withFileTypes: true, recursive: true })) {
    const contentType = CONTENT_TYPES[extname(entry.name)];
    if (!entry.isFile() || contentType === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(`/${relative(root, path).split(sep).join('/')}`, { path, contentType });
  }
  return files;
}

/** The file of an address; the page itself for its routes (paths without a file name). Undefined for everything else. */
export function pageFileOf(files: ReadonlyMap<string, PageFile>, method: string, address: string): PageFile | undefined {
  if (method !== 'GET' || !isPageAddress(address)) return undefined;
  const { pathname } = new URL(address);
  return files.get(pathname) ?? (/^\/(?:[a-z0-9-]+\/?)*$/.test(pathname) ? files.get('/index.html') : undefined);
}
