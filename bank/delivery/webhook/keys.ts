import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const WEBHOOK_KEY = 'webhook-ed25519.pem';
const INBOX_TOKEN = 'inbox-token';

/** The key that signs webhooks; made on first use. */
export function webhookSigningKey(keysDirectory: string): KeyObject {
  const pem = readOrCreate(path.join(keysDirectory, WEBHOOK_KEY), () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  );
  return createPrivateKey(pem);
}

export function webhookVerificationKey(keysDirectory: string): KeyObject {
  return createPublicKey(webhookSigningKey(keysDirectory));
}

/** The bearer token of the demonstration customers' app. */
export function inboxToken(keysDirectory: string): string {
  return readOrCreate(path.join(keysDirectory, INBOX_TOKEN), () => randomBytes(32).toString('base64url'));
}

/** Two processes that both find nothing end with one and the same file: only one link to the name can be made. */
function readOrCreate(file: string, create: () => string): string {
  const found = tryRead(file);
  if (found !== undefined) return found;
  const temporary = `${file}.${randomUUID()}`;
  writeFileSync(temporary, create(), { mode: 0o600, flag: 'wx' });
  try {
    linkSync(temporary, file);
  } catch (error) {
    if (tryRead(file) === undefined) throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
  return readFileSync(file, 'utf8');
}

function tryRead(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
