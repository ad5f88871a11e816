import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import './theme/global.css';
import { type MantineColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { bridge } from './bridge/bridge.ts';
import { styleNonce } from './bridge/style-nonce.ts';
import { BridgeProvider } from './data/bridge-context.tsx';
import { createQueryClient } from './data/queries.ts';
import { resolveVariables, theme } from './theme/theme.ts';

/** Keeps nothing in the page's storage: the main process holds the setting, the page applies it. */
const settingsDecide: MantineColorSchemeManager = {
  get: (standard) => standard,
  set: () => undefined,
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => undefined,
};

const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={resolveVariables}
        colorSchemeManager={settingsDecide}
        defaultColorScheme="auto"
        getStyleNonce={styleNonce}
      >
        <QueryClientProvider client={createQueryClient()}>
          <BridgeProvider api={bridge()}>
            <App />
          </BridgeProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
