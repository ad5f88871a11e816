import { z } from 'zod';
import { PrivacyAccount, privacyEndpoints } from '#shared/contracts/http/privacy.ts';
import { isAppError } from '#shared/errors.ts';
import { Instant } from '#shared/units.ts';
import type { Bank } from '../bank-client/bank-client.ts';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';

const Stored = z.strictObject({ account: PrivacyAccount, fetchedAt: Instant });

export interface PrivacyReading {
  readonly account: PrivacyAccount;
  /** False when the bank could not be asked and this is what it said last. */
  readonly fresh: boolean;
  readonly fetchedAt: string;
}

export interface PrivacyCachePorts {
  readonly file: string;
  readonly bank: Bank;
  readonly now: () => string;
}

/** The public account of the privacy budget: from the bank, or the last one it gave while it cannot be reached. */
export class PrivacyCache {
  readonly #ports: PrivacyCachePorts;

  constructor(ports: PrivacyCachePorts) {
    this.#ports = ports;
  }

  /** @throws AppError `bank_unreachable` where nothing was stored yet */
  async read(): Promise<PrivacyReading> {
    const { file, bank, now } = this.#ports;
    try {
      const answer = { account: await bank.call(privacyEndpoints.privacy, {}), fetchedAt: now() };
      await writeJsonFile(file, answer);
      return { ...answer, fresh: true };
    } catch (error) {
      if (!isAppError(error, 'bank_unreachable')) throw error;
      const stored = await readJsonFile(file, Stored);
      if (stored.kind !== 'read') throw error;
      return { ...stored.value, fresh: false };
    }
  }
}
