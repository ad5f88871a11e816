import { safeStorage } from 'electron';
import type { Keyring } from './session-vault.ts';

/** Backends on Linux that encrypt with a fixed key or that nobody knows: no keyring at all. */
const WORTHLESS: readonly string[] = ['basic_text', 'unknown'];

/** The machine's keyring, asked for after the application is ready; undefined where there is none that protects anything. */
export function systemKeyring(): Keyring | undefined {
  if (!safeStorage.isEncryptionAvailable()) return undefined;
  if (process.platform === 'linux' && WORTHLESS.includes(safeStorage.getSelectedStorageBackend())) return undefined;
  return { encrypt: (text) => safeStorage.encryptString(text), decrypt: (bytes) => safeStorage.decryptString(bytes) };
}
