import { z } from 'zod';
import { CAMPAIGN_FILE_LIMIT_BYTES } from '../../campaign/campaign-file.ts';
import { Draft, DraftContent } from '../../campaign/draft.ts';
import { CalendarEntry } from '../../export/calendar.ts';
import { Drawing } from '../../export/drawing.ts';
import { PrintDocument } from '../../export/print-document.ts';
import { ExportTable } from '../../export/table.ts';
import { defineCall } from './define.ts';

const Nothing = z.strictObject({});
/** `file` is the name the person chose, without its folder; nothing was written where they changed their mind. */
const SaveAnswer = z.discriminatedUnion('saved', [
  z.strictObject({ saved: z.literal(true), file: z.string() }),
  z.strictObject({ saved: z.literal(false) }),
]);
export type SaveAnswer = z.infer<typeof SaveAnswer>;

/** About 12 MB of picture in base64. */
const PNG_LIMIT_CHARACTERS = 16_000_000;

/**
 * Files of the person. The page says what is to be in one and never where it is: names are chosen in the system's own dialog, and the main process writes
 * the bytes. Saving refuses with `file_not_written`; taking in with `campaign_file_refused`.
 */
export const exportCalls = {
  saveTable: defineCall({
    channel: 'exports:save-table',
    request: z.strictObject({ table: ExportTable, format: z.enum(['csv', 'xlsx']) }),
    response: SaveAnswer,
  }),
  /** Onto the clipboard, as tab-separated text. */
  copyTable: defineCall({ channel: 'exports:copy-table', request: z.strictObject({ table: ExportTable }), response: Nothing }),
  saveDrawing: defineCall({ channel: 'exports:save-drawing', request: z.strictObject({ drawing: Drawing }), response: SaveAnswer }),
  /** A drawing that the page has painted; decoded and encoded again before it is written. */
  savePicture: defineCall({
    channel: 'exports:save-picture',
    request: z.strictObject({ title: z.string().min(1).max(300), png: z.base64().max(PNG_LIMIT_CHARACTERS) }),
    response: SaveAnswer,
  }),
  /** `fileName` is what the dialog proposes. */
  savePdf: defineCall({
    channel: 'exports:save-pdf',
    request: z.strictObject({ document: PrintDocument, fileName: z.string().min(1).max(300) }),
    response: SaveAnswer,
  }),
  saveCalendar: defineCall({ channel: 'exports:save-calendar', request: z.strictObject({ entry: CalendarEntry }), response: SaveAnswer }),
  /** The campaign as a file, as it stands on the screen. */
  saveCampaign: defineCall({ channel: 'exports:save-campaign', request: z.strictObject({ content: DraftContent }), response: SaveAnswer }),
  /** Asks for a campaign file and makes a new draft of it. */
  openCampaign: defineCall({
    channel: 'exports:open-campaign',
    request: Nothing,
    response: z.discriminatedUnion('opened', [
      z.strictObject({ opened: z.literal(true), draft: Draft }),
      z.strictObject({ opened: z.literal(false) }),
    ]),
  }),
  /** The same with the text of a file that was dropped on the page. */
  dropCampaign: defineCall({
    channel: 'exports:drop-campaign',
    request: z.strictObject({ file: z.string().max(300), text: z.string().max(CAMPAIGN_FILE_LIMIT_BYTES) }),
    response: Draft,
  }),
} as const;
