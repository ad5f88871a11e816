import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ConnectionFile } from '#shared/contracts/connection.ts';

/** A connection file for a bank that is not there: port 9 of this machine answers nobody. */
export function writeUnreachableConnection(directory: string): string {
  const connection: ConnectionFile = {
    format: 'florin-connection/1',
    bankName: 'Oeverbank',
    bankUrl: 'http://127.0.0.1:9',
    issuer: 'http://127.0.0.1:9',
    clientId: 'florin-desktop',
    releaseKey: generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  };
  const file = path.join(directory, 'connection.json');
  writeFileSync(file, JSON.stringify(connection));
  return file;
}
