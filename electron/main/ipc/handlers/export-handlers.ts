import type { ipcContract } from '#shared/contracts/ipc/contract.ts';
import type { Handlers } from '#shared/contracts/ipc/define.ts';
import type { ExportDesk } from '../../exports/export-desk.ts';

export function exportHandlers(desk: ExportDesk): Handlers<typeof ipcContract.exports> {
  return {
    saveTable: ({ table, format }) => desk.saveTable(table, format),
    copyTable: async ({ table }) => {
      await desk.copyTable(table);
      return {};
    },
    saveDrawing: ({ drawing }) => desk.saveDrawing(drawing),
    savePicture: ({ title, png }) => desk.savePicture(title, png),
    savePdf: ({ document, fileName }) => desk.savePdf(document, fileName),
    saveCalendar: ({ entry }) => desk.saveCalendar(entry),
    saveCampaign: ({ content }) => desk.saveCampaign(content),
    openCampaign: async () => {
      const draft = await desk.openCampaign();
      return draft === undefined ? { opened: false } : { opened: true, draft };
    },
    dropCampaign: ({ file, text }) => desk.dropCampaign(file, text),
  };
}
