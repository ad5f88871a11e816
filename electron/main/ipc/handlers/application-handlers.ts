import type { ipcContract } from '#shared/contracts/ipc/contract.ts';
import type { Handlers } from '#shared/contracts/ipc/define.ts';
import type { SettingsStore } from '../../settings/settings-store.ts';

export function settingsHandlers(settings: SettingsStore): Handlers<typeof ipcContract.settings> {
  return { readSettings: () => settings.read(), saveSettings: (wanted) => settings.save(wanted) };
}

/** @param shown called with the name of the screen that the page shows now */
export function shellHandlers(shown: (screen: string) => void): Handlers<typeof ipcContract.shell> {
  return {
    setTitle: ({ title }) => {
      shown(title);
      return {};
    },
  };
}
