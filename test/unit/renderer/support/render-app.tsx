import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, configure, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach } from 'vitest';
import { App } from '../../../../renderer/app/app.tsx';
// Loaded before the first test, as a window has it before anybody has signed in.
import '../../../../renderer/app/signed-in.tsx';
import { BridgeProvider } from '../../../../renderer/data/bridge-context.tsx';
import { createQueryClient } from '../../../../renderer/data/queries.ts';
import { theme } from '../../../../renderer/theme/theme.ts';
import { fakeBridge, type FakeState } from './fake-api.ts';

// A loaded machine is slow, not wrong.
configure({ asyncUtilTimeout: 10_000 });
afterEach(cleanup);

// What the components ask of a browser and jsdom does not have.
window.matchMedia ??= (query: string): MediaQueryList => ({
  matches: false,
  media: query,
  onchange: null,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  addListener: () => undefined,
  removeListener: () => undefined,
  dispatchEvent: () => false,
});
globalThis.requestIdleCallback ??= (task) => window.setTimeout(() => task({ didTimeout: false, timeRemaining: () => 0 }), 0);
globalThis.cancelIdleCallback ??= (task) => window.clearTimeout(task);
globalThis.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};
if (!('fonts' in document)) Object.defineProperty(document, 'fonts', { value: new EventTarget() });
Element.prototype.scrollTo ??= () => undefined;
Element.prototype.scrollIntoView ??= () => undefined;
globalThis.CSS ??= Object.assign(Object.create(null), { escape: (text: string) => text.replace(/["\\.]/g, '\\$&') });

/** The whole page over a pretended main process, opened at a screen. */
export function renderApp(screen: string, initial: Partial<FakeState> = {}) {
  window.location.hash = `#${screen}`;
  const bridge = fakeBridge(initial);
  const { unmount } = render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={createQueryClient()}>
        <BridgeProvider api={bridge.api}>
          <App />
        </BridgeProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { ...bridge, unmount, user: userEvent.setup() };
}
