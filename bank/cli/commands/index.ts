import type { CommandModule } from '../command.ts';

/** Every command of the bank's command line, in the order of its help. One is loaded when it is asked for: all of them take longer than most run. */
export const COMMANDS: Readonly<Record<string, () => Promise<CommandModule>>> = {
  init: async () => (await import('./init.ts')).initCommand,
  seed: async () => (await import('./seed.ts')).seedCommand,
  import: async () => (await import('./import.ts')).importCommand,
  exact: async () => (await import('./exact.ts')).exactCommand,
  cluster: async () => (await import('./cluster.ts')).clusterCommand,
  consent: async () => (await import('./consent.ts')).consentCommand,
  clock: async () => (await import('./clock.ts')).clockCommand,
  simulate: async () => (await import('./simulate.ts')).simulateCommand,
  inbox: async () => (await import('./inbox.ts')).inboxCommand,
  joinable: async () => (await import('./joinable.ts')).joinableCommand,
  release: async () => (await import('./release.ts')).releaseCommand,
  reach: async () => (await import('./reach.ts')).reachCommand,
  quote: async () => (await import('./quote.ts')).quoteCommand,
  ledger: async () => (await import('./ledger.ts')).ledgerCommand,
  noise: async () => (await import('./noise.ts')).noiseCommand,
  serve: async () => (await import('./serve.ts')).serveCommand,
  audit: async () => (await import('./audit.ts')).auditCommand,
};
