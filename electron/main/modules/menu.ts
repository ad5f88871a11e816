import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { z } from 'zod';
import type { ipcEvents } from '#shared/contracts/ipc/contract.ts';
import type { Words } from '../words.ts';

export type MenuCommand = z.output<typeof ipcEvents.menuChosen.payload>['command'];

/** The native menu in the person's language. Entries that a screen answers are announced to the page; the others are Electron's own roles. */
export function menuTemplate(words: Words['menu'], chosen: (command: MenuCommand) => void): MenuItemConstructorOptions[] {
  const command = (label: string, name: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => chosen(name),
  });
  return [
    {
      label: words.file,
      submenu: [
        command(words.newCampaign, 'new-campaign', 'CmdOrCtrl+N'),
        command(words.importCampaign, 'import-campaign', 'CmdOrCtrl+O'),
        { type: 'separator' },
        command(words.duplicateCampaign, 'duplicate-campaign', 'CmdOrCtrl+D'),
        command(words.exportCampaign, 'export-campaign', 'CmdOrCtrl+Shift+E'),
        command(words.savePdf, 'save-pdf', 'CmdOrCtrl+P'),
        command(words.saveCalendar, 'save-calendar'),
        command(words.saveShopSheet, 'save-shop-sheet'),
        { type: 'separator' },
        { label: words.quit, role: 'quit' },
      ],
    },
    {
      label: words.edit,
      submenu: [
        command(words.undo, 'undo', 'CmdOrCtrl+Z'),
        command(words.redo, 'redo', 'CmdOrCtrl+Shift+Z'),
        { type: 'separator' },
        { label: words.cut, role: 'cut' },
        { label: words.copy, role: 'copy' },
        { label: words.paste, role: 'paste' },
        { label: words.selectAll, role: 'selectAll' },
      ],
    },
    {
      label: words.view,
      submenu: [
        command(words.palette, 'palette', 'CmdOrCtrl+K'),
        { type: 'separator' },
        { label: words.zoomIn, role: 'zoomIn' },
        { label: words.zoomOut, role: 'zoomOut' },
        { label: words.resetZoom, role: 'resetZoom' },
        { type: 'separator' },
        { label: words.fullScreen, role: 'togglefullscreen' },
      ],
    },
    { label: words.help, role: 'help', submenu: [command(words.shortcuts, 'shortcuts', 'CmdOrCtrl+/')] },
  ];
}

export function installMenu(words: Words['menu'], chosen: (command: MenuCommand) => void): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(words, chosen)));
}
