import { MarketInfo, marketEndpoints } from '#shared/contracts/http/market.ts';
import { isAppError } from '#shared/errors.ts';
import type { Bank } from '../bank-client/bank-client.ts';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';

export interface MarketReading {
  readonly market: MarketInfo;
  /** False when the bank could not be asked and this is what it said last. */
  readonly fresh: boolean;
}

/** The bank's public parameters: from the bank, or the last ones it gave while it cannot be reached. */
export class MarketCache {
  readonly #file: string;
  readonly #bank: Bank;

  constructor(file: string, bank: Bank) {
    this.#file = file;
    this.#bank = bank;
  }

  /** @throws AppError `bank_unreachable` where nothing was stored yet */
  async read(): Promise<MarketReading> {
    try {
      const market = await this.#bank.call(marketEndpoints.market, {});
      await writeJsonFile(this.#file, market);
      return { market, fresh: true };
    } catch (error) {
      // After an expiry the last known market keeps drafts and reach working as well.
      if (!isAppError(error, 'bank_unreachable') && !isAppError(error, 'not_signed_in')) throw error;
      const stored = await this.stored();
      if (stored === undefined) throw error;
      return { market: stored, fresh: false };
    }
  }

  /** What the bank said last; undefined where nothing usable is stored. */
  async stored(): Promise<MarketInfo | undefined> {
    const read = await readJsonFile(this.#file, MarketInfo);
    return read.kind === 'read' ? read.value : undefined;
  }

  /** All regions of the market, which an audience that names none means. */
  async regions(): Promise<readonly string[]> {
    const { market } = await this.read();
    return market.regions.map((region) => region.id);
  }
}
