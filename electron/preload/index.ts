import { contextBridge, ipcRenderer } from 'electron';
import { channels } from 'florin:channels';
import { buildApi } from './build-api.ts';

contextBridge.exposeInMainWorld(
  'florin',
  buildApi(channels, {
    invoke: (channel, request) => ipcRenderer.invoke(channel, request),
    subscribe: (channel, receive) => {
      const listener = (_event: unknown, payload: unknown): void => receive(payload);
      ipcRenderer.on(channel, listener);
      return () => {
        ipcRenderer.removeListener(channel, listener);
      };
    },
  }),
);
