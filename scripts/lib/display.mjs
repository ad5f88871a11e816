// A display for the application: the person's own, or a virtual one that ends with us.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Impossible } from './checkout.mjs';

/** True where a window can be shown. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);
}

function readDisplayNumber(stream) {
  return new Promise((resolve) => {
    let text = '';
    stream.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.trim());
    });
    stream.on('end', () => resolve(undefined));
  });
}

/**
 * Starts a virtual display of 1600×1200 on a free number, open only to those who hold its cookie.
 * @returns the environment to use it and `stop`
 */
export async function startVirtualDisplay() {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'florin-display-'));
  const authority = path.join(directory, 'Xauthority');
  const cookie = randomBytes(16);
  // One Xauthority record for any display of any host: family 65535 (wild), empty address and number, then name and cookie.
  const record = (bytes) => Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
  const empty = record(Buffer.alloc(0));
  fs.writeFileSync(
    authority,
    Buffer.concat([Buffer.from([255, 255]), empty, empty, record(Buffer.from('MIT-MAGIC-COOKIE-1')), record(cookie)]),
    {
      mode: 0o600,
    },
  );
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp', '-auth', authority], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const ended = new Promise((resolve) => {
    server.on('error', () => resolve(undefined));
    server.on('exit', () => resolve(undefined));
  });
  const number = await Promise.race([readDisplayNumber(server.stdio[3]), ended]);
  if (number === undefined) throw new Impossible('The virtual display did not start. Run this to see why:  Xvfb -displayfd 1');
  server.unref();
  return {
    environment: { DISPLAY: `:${number}`, XAUTHORITY: authority },
    authority,
    async stop() {
      // From here on its end is what we wait for.
      server.ref();
      server.kill('SIGTERM');
      await ended;
      fs.rmSync(directory, { recursive: true, force: true });
    },
  };
}
