// Child processes: run one to its end, hand it the signals that we get, and end what we started.
import { spawn } from 'node:child_process';
import { inCheckout } from './checkout.mjs';
import { node24, toolEnvironment } from './install.mjs';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs a command with our streams until it ends; signals are passed on. Resolves to its exit code (128 + n for a signal). */
export function run(command, args, options = {}) {
  const child = spawn(command, args, { cwd: inCheckout(), stdio: 'inherit', env: toolEnvironment(options.env), ...options.spawn });
  const forward = (signal) => child.kill(signal);
  for (const signal of FORWARDED) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of FORWARDED) process.off(name, forward);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

/** Runs a script or a tool of node_modules on Node 24. */
export function runOnNode24(args, options) {
  return run(node24(), args, options);
}
