import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  CAMPAIGN_FILE_EXTENSION,
  CAMPAIGN_FILE_LIMIT_BYTES,
  type TravellingPicture,
  withTakenPictures,
} from '#shared/campaign/campaign-file.ts';
import type { Draft, DraftContent } from '#shared/campaign/draft.ts';
import { FileProblem, picturesOfContent, type ImageFile, type ImageKind } from '#shared/campaign/files.ts';
import type { MarketInfo } from '#shared/contracts/http/market.ts';
import type { SaveAnswer } from '#shared/contracts/ipc/exports.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import { type CalendarEntry, calendarOf } from '#shared/export/calendar.ts';
import { csvOf, tsvOf } from '#shared/export/csv.ts';
import { type Drawing, svgOf } from '#shared/export/drawing.ts';
import type { PrintDocument } from '#shared/export/print-document.ts';
import type { ExportTable } from '#shared/export/table.ts';
import { hashOf } from '../campaign-files/file-shelf.ts';
import type { Words } from '../words.ts';
import { readCampaignText, writeCampaignText } from './campaign-text.ts';
import type { FileDialogs } from './file-dialogs.ts';
import { fileNameOf, proposedPath, withExtension, writeSavedFile } from './saved-file.ts';
import { workbookOf } from './workbook.ts';

export interface ExportDeskPorts {
  readonly dialogs: FileDialogs;
  /** The folder of the person's documents, proposed first. */
  readonly documents: () => string;
  readonly copy: (text: string) => void | Promise<void>;
  readonly printPdf: (document: PrintDocument) => Promise<Uint8Array>;
  /** Decodes a PNG and encodes it again; undefined where it is none. */
  readonly encodePng: (bytes: Uint8Array) => Uint8Array | undefined;
  readonly words: () => Words['exports'];
  readonly market: () => Promise<MarketInfo>;
  readonly createDraft: (content: DraftContent) => Promise<Draft>;
  /** A picture of a campaign by its hash. Rejects where it is neither here nor to be had from the bank. */
  readonly readPicture: (sha256: string) => Promise<Buffer>;
  /** Takes a picture in as an upload is: checked, cut, encoded anew. @throws AppError `file_refused` */
  readonly addPicture: (kind: ImageKind, source: Buffer) => Promise<ImageFile>;
}

type Extension = keyof Words['exports']['kinds'];

/** Files of the person, in and out. Bytes are made before anything is asked, so that a dialog is never answered for nothing. */
export class ExportDesk {
  readonly #ports: ExportDeskPorts;
  #lastFile: string | undefined;

  constructor(ports: ExportDeskPorts) {
    this.#ports = ports;
  }

  async saveTable(table: ExportTable, format: 'csv' | 'xlsx'): Promise<SaveAnswer> {
    return this.#save(table.title, format, format === 'csv' ? csvOf(table) : await workbookOf(table, this.#ports.words().sheets));
  }

  async copyTable(table: ExportTable): Promise<void> {
    await this.#ports.copy(tsvOf(table));
  }

  async saveDrawing(drawing: Drawing): Promise<SaveAnswer> {
    return this.#save(drawing.title, 'svg', `<?xml version="1.0" encoding="UTF-8"?>\n${svgOf(drawing)}\n`);
  }

  /** @throws AppError `invalid_input` where the bytes are not a PNG */
  async savePicture(title: string, png: string): Promise<SaveAnswer> {
    const bytes = this.#ports.encodePng(Buffer.from(png, 'base64'));
    if (bytes === undefined) throw new AppError('invalid_input', { issues: [{ path: 'png', problem: 'not a PNG' }] });
    return this.#save(title, 'png', bytes);
  }

  async savePdf(document: PrintDocument, fileName: string): Promise<SaveAnswer> {
    return this.#save(fileName, 'pdf', await this.#ports.printPdf(document));
  }

  async saveCalendar(entry: CalendarEntry): Promise<SaveAnswer> {
    return this.#save(entry.title, 'ics', calendarOf(entry));
  }

  async saveCampaign(content: DraftContent): Promise<SaveAnswer> {
    const file = fileNameOf(content.name, CAMPAIGN_FILE_EXTENSION);
    const pictures: TravellingPicture[] = [];
    for (const { kind, sha256 } of picturesOfContent(content))
      pictures.push({ kind, sha256, base64: (await this.#readPicture(sha256, file)).toString('base64') });
    return this.#save(content.name, CAMPAIGN_FILE_EXTENSION, writeCampaignText(content, pictures, await this.#ports.market()));
  }

  /** A new draft of a campaign file that the person chooses; undefined where they changed their mind. @throws AppError `campaign_file_refused` */
  async openCampaign(): Promise<Draft | undefined> {
    const path = await this.#ports.dialogs.chooseOpen(this.#kind(CAMPAIGN_FILE_EXTENSION));
    if (path === undefined) return undefined;
    const file = basename(path);
    return this.#takeIn(file, await readAtMost(path, CAMPAIGN_FILE_LIMIT_BYTES + 1, file));
  }

  /** The same with the text of a dropped file. `file` is only a name to say. */
  dropCampaign(file: string, text: string): Promise<Draft> {
    return this.#takeIn(basename(file), new TextEncoder().encode(text));
  }

  async #takeIn(file: string, bytes: Uint8Array): Promise<Draft> {
    const read = readCampaignText(bytes, await this.#ports.market());
    if ('problem' in read) throw new AppError('campaign_file_refused', { file, ...read });
    const taken: { readonly picture: TravellingPicture; readonly image: ImageFile }[] = [];
    for (const picture of read.pictures) taken.push({ picture, image: await this.#takePicture(picture, file) });
    return this.#ports.createDraft(withTakenPictures(read.content, taken));
  }

  async #readPicture(sha256: string, file: string): Promise<Buffer> {
    try {
      return await this.#ports.readPicture(sha256);
    } catch (error) {
      throw new AppError('file_not_written', { file, reason: 'picture_missing' }, { cause: error });
    }
  }

  /** A picture that was put away for a file that is refused after it is named by no draft: the next start removes it. */
  async #takePicture({ kind, sha256, base64 }: TravellingPicture, file: string): Promise<ImageFile> {
    const refusal = (picture: FileProblem) => ({ file, problem: 'picture_refused', where: kind, picture }) as const;
    const bytes = Buffer.from(base64, 'base64');
    if (hashOf(bytes) !== sha256) throw new AppError('campaign_file_refused', refusal('wrong_hash'));
    try {
      return await this.#ports.addPicture(kind, bytes);
    } catch (error) {
      if (!isAppError(error, 'file_refused')) throw error;
      const problem = FileProblem.catch('not_an_image').parse(error.detail.problem);
      throw new AppError('campaign_file_refused', refusal(problem), { cause: error });
    }
  }

  async #save(words: string, extension: Extension, bytes: string | Uint8Array): Promise<SaveAnswer> {
    const { dialogs, documents } = this.#ports;
    const proposed = proposedPath(this.#lastFile, documents(), fileNameOf(words, extension));
    const chosen = await dialogs.chooseSave(proposed, this.#kind(extension));
    if (chosen === undefined) return { saved: false };
    const path = await withExtension(chosen, extension);
    const file = await writeSavedFile(path, bytes);
    this.#lastFile = path;
    return { saved: true, file };
  }

  #kind(extension: Extension): { readonly extension: string; readonly name: string } {
    return { extension, name: this.#ports.words().kinds[extension] };
  }
}

/** At most so many bytes of a file, however long it is. @throws AppError `campaign_file_refused` where it cannot be read */
async function readAtMost(path: string, limitBytes: number, file: string): Promise<Uint8Array> {
  try {
    const handle = await open(path, 'r');
    try {
      const bytes = new Uint8Array(limitBytes);
      let length = 0;
      while (length < limitBytes) {
        const { bytesRead } = await handle.read(bytes, length, limitBytes - length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      return bytes.subarray(0, length);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new AppError('campaign_file_refused', { file, problem: 'unreadable', where: '' }, { cause: error });
  }
}
