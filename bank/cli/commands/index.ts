import type { CommandModule } from '../command.ts';
import { importCommand } from './import.ts';
import { auditCommand } from './audit.ts';
import { clusterCommand } from './cluster.ts';
import { clockCommand } from './clock.ts';
import { consentCommand } from './consent.ts';
import { exactCommand } from './exact.ts';
import { inboxCommand } from './inbox.ts';
import { initCommand } from './init.ts';
import { joinableCommand } from './joinable.ts';
import { ledgerCommand } from './ledger.ts';
import { noiseCommand } from './noise.ts';
import { quoteCommand } from './quote.ts';
import { reachCommand } from './reach.ts';
import { releaseCommand } from './release.ts';
import { seedCommand } from './seed.ts';
import { simulateCommand } from './simulate.ts';
import { serveCommand } from './serve.ts';

/** Every command module of the bank's command line, in the order of its help. */
export const commandModules: readonly CommandModule[] = [
  initCommand,
  seedCommand,
  importCommand,
  exactCommand,
  clusterCommand,
  consentCommand,
  clockCommand,
  simulateCommand,
  inboxCommand,
  joinableCommand,
  releaseCommand,
  reachCommand,
  quoteCommand,
  ledgerCommand,
  noiseCommand,
  serveCommand,
  auditCommand,
];
