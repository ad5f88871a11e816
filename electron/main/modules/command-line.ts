import { parseDeepLink, type ScreenRequest } from './deep-link.ts';

export interface CommandLine {
  /** `--connection=PATH`: the connection file to use instead of the one in the application's folder. */
  readonly connectionPath: string | undefined;
  /** `--sign-in=window`: sign in in a window of the application's own, also where a browser could be opened. */
  readonly isWindowSignIn: boolean;
  /** `--exit-when-ready`: print the window's title once the page is shown, then exit. */
  readonly isExitWhenReady: boolean;
  readonly requestedScreen: ScreenRequest | undefined;
}

/** Reads the arguments of the application; those of Chromium and Node are left alone. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const valueOf = (name: string): string | undefined =>
    argv.flatMap((argument) => (argument.startsWith(`--${name}=`) ? [argument.slice(name.length + 3)] : [])).at(-1);
  const connectionPath = valueOf('connection');
  return {
    connectionPath: connectionPath === '' ? undefined : connectionPath,
    isWindowSignIn: valueOf('sign-in') === 'window',
    isExitWhenReady: argv.includes('--exit-when-ready'),
    requestedScreen: screenIn(argv),
  };
}

/** The deep link among the arguments of a first or second instance. */
export function screenIn(argv: readonly string[]): ScreenRequest | undefined {
  for (const argument of argv) {
    const request = parseDeepLink(argument);
    if (request !== undefined) return request;
  }
  return undefined;
}
