/** Screens in an ordinary browser over a pretended main process, for looking at them: `npx vite test/unit/renderer/harness`. Never part of the application. */
import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import '../../../../renderer/theme/global.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { App } from '../../../../renderer/app/app.tsx';
import { BridgeProvider } from '../../../../renderer/data/bridge-context.tsx';
import { createQueryClient } from '../../../../renderer/data/queries.ts';
import { resolveVariables, theme } from '../../../../renderer/theme/theme.ts';
import { fakeBridge, signedIn } from '../support/fake-api.ts';
import { REVIEWER, VIEWER } from '../support/market.ts';
import { demoCampaigns, demoDrafts, demoReports, manyCampaigns } from './scene.ts';

const query = new URLSearchParams(window.location.search);
const role = query.get('role');
const bridge = fakeBridge({
  session:
    role === 'none'
      ? { phase: 'signed_out', bankName: 'Demo Bank', reason: 'start' }
      : signedIn(
          role === 'reviewer' ? REVIEWER : role === 'viewer' ? VIEWER : undefined,
          query.get('offline') === '1' ? 'offline' : 'online',
        ),
  settings: { language: query.get('lang') === 'nl' ? 'nl' : 'en', theme: query.get('theme') === 'dark' ? 'dark' : 'light' },
  drafts: query.get('empty') === '1' ? [] : demoDrafts(),
  campaigns: query.get('empty') === '1' ? [] : query.has('campaigns') ? manyCampaigns(Number(query.get('campaigns'))) : demoCampaigns(),
  reports: demoReports(),
  waiting: { campaigns: 2, invitations: 0, queue: 3, results: 1, comments: 0 },
});
Object.assign(window, { fake: bridge });

const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <MantineProvider theme={theme} cssVariablesResolver={resolveVariables} defaultColorScheme="auto">
      <QueryClientProvider client={createQueryClient()}>
        <BridgeProvider api={bridge.api}>
          <App />
        </BridgeProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
