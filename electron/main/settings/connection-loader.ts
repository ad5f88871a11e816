import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ConnectionFile } from '#shared/contracts/connection.ts';
import { isMissing } from '../files/atomic-file.ts';
import { parseJson } from '../files/json-file.ts';

export interface Connection {
  readonly file: ConnectionFile;
  /** The bank's Ed25519 public key, the root of trust for releases. */
  readonly releaseKey: KeyObject;
}

export type LoadedConnection =
  | { readonly kind: 'loaded'; readonly connection: Connection }
  | {
      readonly kind: 'problem';
      readonly problem: 'missing' | 'unreadable' | 'not_json' | 'invalid';
      readonly issues: readonly { readonly path: string; readonly problem: string }[];
    };

const LARGEST_BYTES = 20_000;

/** Reads the connection file. Nothing in it is trusted before it matched its schema and its key was read. */
export async function loadConnection(file: string): Promise<LoadedConnection> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    return { kind: 'problem', problem: isMissing(error) ? 'missing' : 'unreadable', issues: [] };
  }
  if (bytes.length > LARGEST_BYTES) return invalid('', `at most ${LARGEST_BYTES} bytes expected`);
  const json = parseJson(bytes.toString('utf8'));
  if (json === undefined) return { kind: 'problem', problem: 'not_json', issues: [] };
  const parsed = ConnectionFile.safeParse(json);
  if (!parsed.success) {
    const issues = parsed.error.issues.slice(0, 20).map((issue) => ({ path: issue.path.join('.'), problem: issue.message }));
    return { kind: 'problem', problem: 'invalid', issues };
  }
  const releaseKey = readReleaseKey(parsed.data.releaseKey);
  if (releaseKey === undefined) return invalid('releaseKey', 'an Ed25519 public key (SPKI) expected');
  return { kind: 'loaded', connection: { file: parsed.data, releaseKey } };
}

function invalid(path: string, problem: string): LoadedConnection {
  return { kind: 'problem', problem: 'invalid', issues: [{ path, problem }] };
}

/** The Ed25519 key in an SPKI PEM, or in the base64 of its DER bytes; undefined for anything else. */
export function readReleaseKey(text: string): KeyObject | undefined {
  try {
    const key = text.startsWith('-----')
      ? createPublicKey({ key: text, format: 'pem', type: 'spki' })
      : createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}
