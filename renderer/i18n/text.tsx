import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { createIntl, createIntlCache, IntlProvider, type IntlShape, useIntl } from 'react-intl';
import { Fragment } from 'react';
import { createFormat, type Format } from './format.ts';
import { MESSAGES, type MessageKey, type UiLanguage, uiLanguageOf } from './messages/index.ts';

/** Values of a message's arguments; figures are passed formatted, plural counts as numbers. */
export type TextValues = Readonly<Record<string, string | number>>;
export type RichValues = Readonly<Record<string, ReactNode>>;

/** Words and figures in the person's language. */
export interface Text extends Format {
  readonly language: UiLanguage;
  /** A message as plain text. */
  readonly t: (key: MessageKey, values?: TextValues) => string;
  /** A message whose `<b>…</b>` parts are emphasised and whose arguments may be elements. */
  readonly rich: (key: MessageKey, values?: RichValues) => ReactNode;
}

const LOCALES: Readonly<Record<UiLanguage, string>> = { en: 'en-GB', nl: 'nl-NL', fr: 'fr-BE' };

interface Environment {
  readonly timeZone: string;
  readonly currency: string;
}
const EnvironmentContext = createContext<Environment>({ timeZone: 'Europe/Amsterdam', currency: 'EUR' });

function emphasised(chunks: ReactNode): ReactNode {
  return <b className="strong">{chunks}</b>;
}

/** Words and arguments alone: no plural, no choice, no emphasis, no quoting. */
const PLAIN = /^[^{}<>']*(?:\{[a-zA-Z]+\}[^{}<>']*)*$/;
const ARGUMENT = /\{([a-zA-Z]+)\}/g;
const plainness = new Map<string, boolean>();

/**
 * A message without syntax, filled in directly; undefined where react-intl has to do it. A slider moves some eighty messages at a time, and the general way
 * costs each of them a merge of formats and several serialised cache keys.
 */
function plainMessage(message: unknown, values: TextValues = {}): string | undefined {
  if (typeof message !== 'string') return undefined;
  const isPlain = plainness.get(message) ?? PLAIN.test(message);
  plainness.set(message, isPlain);
  if (!isPlain) return undefined;
  let isFilled = true;
  const filled = message.replace(ARGUMENT, (_, name: string) => {
    const value = values[name];
    // Numbers are formatted by the language, and a missing argument is an error: both are react-intl's.
    if (typeof value !== 'string') isFilled = false;
    return String(value);
  });
  return isFilled ? filled : undefined;
}

function textOf(intl: IntlShape, language: UiLanguage, environment: Environment): Text {
  return {
    language,
    t: (key, values) =>
      plainMessage(intl.messages[key], values) ?? String(intl.formatMessage({ id: key }, values === undefined ? undefined : { ...values })),
    rich: (key, values) => {
      const parts = intl.formatMessage({ id: key }, { b: (chunks: ReactNode) => emphasised(chunks), ...values });
      return Array.isArray(parts) ? parts.map((part: ReactNode, index) => <Fragment key={index}>{part}</Fragment>) : parts;
    },
    ...createFormat(LOCALES[language], environment.timeZone, environment.currency),
  };
}

interface TextProviderProps {
  readonly language: UiLanguage;
  readonly timeZone?: string | undefined;
  readonly currency?: string | undefined;
  readonly children: ReactNode;
}

/** Gives every component below the messages, and the market's time zone and currency for figures. */
export function TextProvider({ language, timeZone = 'Europe/Amsterdam', currency = 'EUR', children }: TextProviderProps) {
  const environment = useMemo(() => ({ timeZone, currency }), [timeZone, currency]);
  return (
    <IntlProvider locale={LOCALES[language]} messages={MESSAGES[language]} timeZone={timeZone}>
      <EnvironmentContext value={environment}>{children}</EnvironmentContext>
    </IntlProvider>
  );
}

/** Words and figures for a component. */
export function useText(): Text {
  const intl = useIntl();
  const environment = useContext(EnvironmentContext);
  return useMemo(() => textOf(intl, uiLanguageOf(intl.locale.slice(0, 2)), environment), [intl, environment]);
}

/** The same outside React, for tests. */
export function createText(language: UiLanguage, timeZone = 'Europe/Amsterdam', currency = 'EUR'): Text {
  const intl = createIntl({ locale: LOCALES[language], messages: MESSAGES[language], timeZone }, createIntlCache());
  return textOf(intl, language, { timeZone, currency });
}
