import { contextBridge, ipcRenderer } from 'electron';
import { z } from 'zod';
import { ipcContract, ipcEvents } from '../../shared/contracts/ipc/contract.ts';
import { buildApi } from './build-api.ts';

// Generated code is forbidden by the page's content security policy.
z.config({ jitless: true });

contextBridge.exposeInMainWorld(
  'florin',
  buildApi(ipcContract, ipcEvents, {
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
