/**
 * Every screen in every state over a pretended main process, for tests that look at all of them: `window.stage` lists the screens as the application's own
 * routes have them and shows one. Nothing in it depends on time or chance. Never part of the application.
 */
import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import '../../../../renderer/theme/global.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot, type Root } from 'react-dom/client';
import { App } from '../../../../renderer/app/app.tsx';
import { BANK_SIDE, MERCHANT_SIDE, OPERATOR_SIDE } from '../../../../renderer/app/routes.tsx';
import { BridgeProvider } from '../../../../renderer/data/bridge-context.tsx';
import { createQueryClient } from '../../../../renderer/data/queries.ts';
import { Themed } from '../../../../renderer/theme/themed.tsx';
import { CAMPAIGN_ID } from '../builders.ts';
import { draftId } from '../support/fake-api.ts';
import { OUTSIDE, type Stage, STAGE_STATES, type StagePlace, stageBridge } from './stage-bridge.ts';

declare global {
  interface Window {
    stage?: Stage;
  }
}

const SIDES = [
  ['merchant_editor', MERCHANT_SIDE],
  ['merchant_viewer', MERCHANT_SIDE],
  ['bank_reviewer', BANK_SIDE],
  ['bank_privacy_officer', BANK_SIDE],
  ['bank_operator', OPERATOR_SIDE],
] as const;

const places: readonly StagePlace[] = [
  ...SIDES.flatMap(([role, side]) =>
    side.routes.map(({ path }) => ({ role, address: path.replace(':draftId', draftId(1)).replace(':id', CAMPAIGN_ID) })),
  ),
  ...Object.keys(OUTSIDE).map((address) => ({ role: 'outside' as const, address })),
];

let shown: Root | undefined;

window.stage = {
  states: STAGE_STATES,
  places,
  show: (place, state, settings) => {
    const host = document.getElementById('root');
    if (host === null) throw new Error('the stage has no root');
    shown?.unmount();
    window.location.hash = place.role === 'outside' ? '#/' : `#${place.address}`;
    shown = createRoot(host);
    shown.render(
      <QueryClientProvider client={createQueryClient()}>
        <BridgeProvider api={stageBridge(place.role === 'outside' ? { outside: place.address } : place.role, state, settings)}>
          <Themed>
            <App />
          </Themed>
        </BridgeProvider>
      </QueryClientProvider>,
    );
  },
};
