import { app } from 'electron';
import { startApplication } from './application.ts';
import { describeError } from './log.ts';
import { readCommandLine } from './modules/command-line.ts';
import { registerPageScheme } from './modules/page-protocol.ts';
import { enableSandbox } from './modules/sandbox.ts';
import { isOnlyInstance } from './modules/single-instance.ts';

// Boot order only. Waiting for `whenReady` at the top level of a module would wait for ever.
enableSandbox();
registerPageScheme();
if (isOnlyInstance()) {
  const commandLine = readCommandLine(process.argv);
  app
    .whenReady()
    .then(() => startApplication(commandLine))
    .catch((error: unknown) => {
      process.stderr.write(`Florin could not start. ${describeError(error).split(' |')[0] ?? ''}\n`);
      app.exit(1);
    });
} else {
  app.exit(0);
}
