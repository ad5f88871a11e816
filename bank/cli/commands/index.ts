import type { CommandModule } from '../command.ts';

/** Every command module of the bank's command line, in the order of its help. */
export const commandModules: readonly CommandModule[] = [];
