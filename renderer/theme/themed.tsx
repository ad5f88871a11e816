import { type MantineColorSchemeManager, MantineProvider } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { styleNonce } from '../bridge/style-nonce.ts';
import { useSettings } from '../data/queries.ts';
import { resolveHighContrast, resolveVariables, theme } from './theme.ts';

/** Keeps nothing in the page's storage: the main process holds the setting, the page applies it. */
const settingsDecide: MantineColorSchemeManager = {
  get: (standard) => standard,
  set: () => undefined,
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => undefined,
};

/** The components with the colours of the person's choice; high contrast where that was chosen or the system asks for it. */
export function Themed({ children }: { readonly children: ReactNode }) {
  const chosen = useSettings().data?.theme;
  const systemWantsMore = useMediaQuery('(prefers-contrast: more)') ?? false;
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={chosen === 'contrast' || systemWantsMore ? resolveHighContrast : resolveVariables}
      colorSchemeManager={settingsDecide}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      {children}
    </MantineProvider>
  );
}
