import { resolve } from 'node:path';
import babel from '@rolldown/plugin-babel';
import react, { reactCompilerPreset } from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { type Plugin, runnerImport } from 'vite';
import type * as Channels from './shared/contracts/ipc/channels.ts';
import type * as Contract from './shared/contracts/ipc/contract.ts';

const alias = { '#shared': resolve(import.meta.dirname, 'shared') };

/** The contract's channels as a module of plain names: the preload script runs before every page, and needs no schema. */
function channelNames(): Plugin {
  const id = 'florin:channels';
  const contract = (name: string) => resolve(import.meta.dirname, `shared/contracts/ipc/${name}.ts`);
  return {
    name: id,
    resolveId: (asked) => (asked === id ? `\0${id}` : undefined),
    load: async (asked) => {
      if (asked !== `\0${id}`) return undefined;
      const config = { configFile: false, resolve: { alias } } as const;
      const { module: declared } = await runnerImport<typeof Contract>(contract('contract'), config);
      const { module: reader } = await runnerImport<typeof Channels>(contract('channels'), config);
      return `export const channels = ${JSON.stringify(reader.channelsOf(declared.ipcContract, declared.ipcEvents))};`;
    },
  };
}

// Targets are pinned to the oldest runtime the application runs on (Electron 33: Node 20.18, Chromium 130).
export default defineConfig({
  main: {
    resolve: {
      alias: [
        { find: '#shared', replacement: alias['#shared'] },
        // Of the zip writer the entry without worker threads: its `createRequire` and the one that electron-vite adds get the same short name.
        { find: /^fflate$/, replacement: 'fflate/browser' },
      ],
    },
    build: {
      target: 'node20.18',
      minify: true,
      outDir: 'out/main',
      lib: { entry: resolve(import.meta.dirname, 'electron/main/index.ts'), formats: ['es'] },
      externalizeDeps: false,
      rolldownOptions: { output: { entryFileNames: '[name].js' } },
    },
  },
  preload: {
    resolve: { alias },
    plugins: [channelNames()],
    build: {
      target: 'node20.18',
      minify: true,
      outDir: 'out/preload',
      lib: { entry: resolve(import.meta.dirname, 'electron/preload/index.ts'), formats: ['cjs'] },
      // A sandboxed preload script is one CommonJS file that can require nothing of its own.
      externalizeDeps: false,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: resolve(import.meta.dirname, 'renderer'),
    resolve: { alias },
    plugins: [react(), babel({ presets: [reactCompilerPreset()] })],
    // Replaced by a fresh nonce with every load of the page (electron/main/modules/page-protocol.ts).
    html: { cspNonce: '__FLORIN_STYLE_NONCE__' },
    build: {
      target: 'chrome130',
      minify: true,
      // data: addresses are refused by the content security policy.
      assetsInlineLimit: 0,
      outDir: resolve(import.meta.dirname, 'out/renderer'),
      emptyOutDir: true,
      rolldownOptions: { input: resolve(import.meta.dirname, 'renderer/index.html') },
    },
  },
});
