import { Button, createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';
import { HIGH_CONTRAST_TOKENS, type Scheme, TOKEN_NAMES, TOKENS } from './tokens.ts';

/** Ten steps around the two primaries of the tokens: step 4 is the dark theme's, step 7 the light theme's. */
const GREEN: MantineColorsTuple = [
  '#EDF6F1',
  '#D8EBE1',
  '#B5DAC6',
  '#8DCAAA',
  '#5DBB8C',
  '#3F9D71',
  '#2E835C',
  '#1E6B4A',
  '#18573C',
  '#12432E',
];

/** Hint and error stand below the control, so that controls of one row line up. */
const BELOW = { defaultProps: { inputWrapperOrder: ['label', 'input', 'error', 'description'] } };

export const theme = createTheme({
  primaryColor: 'florin',
  primaryShade: { light: 7, dark: 4 },
  colors: { florin: GREEN },
  autoContrast: true,
  fontFamily: "'Inter Variable', 'Segoe UI', system-ui, sans-serif",
  fontFamilyMonospace: "'DejaVu Sans Mono', ui-monospace, monospace",
  headings: {
    fontFamily: "'Inter Variable', 'Segoe UI', system-ui, sans-serif",
    fontWeight: '680',
    sizes: {
      h1: { fontSize: '22px', lineHeight: '1.25' },
      h2: { fontSize: '15px', lineHeight: '1.35' },
      h3: { fontSize: '14px', lineHeight: '1.4' },
    },
  },
  defaultRadius: '8px',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    TextInput: BELOW,
    DateInput: BELOW,
    NumberInput: BELOW,
    Textarea: BELOW,
    // The window itself never scrolls; locking it would add a style element that the content security policy refuses.
    Modal: { defaultProps: { lockScroll: false } },
    // Contrast is computed for the light theme only; the tokens hold both.
    Button: Button.extend({
      vars: (_theme, { variant = 'filled', color }) => ({ root: variant === 'filled' ? filledButton(color) : {} }),
    }),
  },
});

function filledButton(
  color: string | undefined,
): Record<'--button-color', string> & Partial<Record<'--button-bg' | '--button-hover', string>> {
  if (color !== 'red') return { '--button-color': 'var(--mantine-primary-color-contrast)' };
  return { '--button-color': 'var(--fl-surface)', '--button-bg': 'var(--fl-danger)', '--button-hover': 'var(--fl-danger)' };
}

function variables(values: (typeof TOKENS)[Scheme]): Record<string, string> {
  const own = Object.fromEntries(TOKEN_NAMES.map((name) => [`--fl-${name}`, values[name]]));
  return {
    ...own,
    '--mantine-color-body': values.paper,
    '--mantine-color-text': values.ink,
    '--mantine-color-dimmed': values.muted,
    '--mantine-color-placeholder': values.muted,
    '--mantine-color-default': values.surface,
    '--mantine-color-default-color': values.ink,
    '--mantine-color-default-hover': values['primary-soft'],
    '--mantine-color-default-border': values.line,
    '--mantine-color-disabled': values.track,
    '--mantine-color-disabled-color': values.muted,
    '--mantine-color-disabled-border': values.line,
    '--mantine-color-error': values.danger,
    '--mantine-color-anchor': values.primary,
    '--mantine-primary-color-filled': values.primary,
    '--mantine-primary-color-contrast': values['on-primary'],
    '--mantine-primary-color-light': values['primary-soft'],
    '--mantine-primary-color-light-color': values['on-primary-soft'],
  };
}

/** The greys that the components' dark theme is made of, from lines to what lies deepest. */
function neutrals(values: (typeof TOKENS)[Scheme]): Record<string, string> {
  return {
    '--mantine-color-dark-4': values.line,
    '--mantine-color-dark-5': values['surface-raised'],
    '--mantine-color-dark-6': values['surface-raised'],
    '--mantine-color-dark-7': values.surface,
    '--mantine-color-dark-8': values.paper,
  };
}

/** Turns the tokens into CSS variables for both schemes; Mantine's own neutral variables follow them. */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: variables(TOKENS.light),
  dark: { ...variables(TOKENS.dark), ...neutrals(TOKENS.dark) },
});

/** The same with the tokens of high contrast. */
export const resolveHighContrast: CSSVariablesResolver = () => ({
  variables: {},
  light: variables(HIGH_CONTRAST_TOKENS.light),
  dark: { ...variables(HIGH_CONTRAST_TOKENS.dark), ...neutrals(HIGH_CONTRAST_TOKENS.dark) },
});
