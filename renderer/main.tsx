import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import './theme/global.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { bridge } from './bridge/bridge.ts';
import { BridgeProvider } from './data/bridge-context.tsx';
import { createQueryClient } from './data/queries.ts';
import { Themed } from './theme/themed.tsx';

const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={createQueryClient()}>
        <BridgeProvider api={bridge()}>
          <Themed>
            <App />
          </Themed>
        </BridgeProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
