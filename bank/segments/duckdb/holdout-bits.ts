import type { Bits } from '../bit-planes.ts';
import type { HoldoutDraw } from '../port.ts';
import { bitmapSql, blockSql, readBitmaps } from './bitmaps.ts';
import type { Reading } from './snapshot.ts';

/** The customers whom a campaign holds out, whether they are in its audience or not. */
export type HoldoutReader = (reading: Reading, draw: HoldoutDraw, customers: number) => Promise<Bits>;

/** The draw by bank/delivery/holdout.ts in SQL: the first 8 hexadecimal digits of the MD5 of customer and campaign, modulo 1,000. */
const DRAWN = "('0x' || md5(customer_id || ':' || $campaign)[:8])::UINTEGER % 1000";

/** Draws a campaign's holdout over all customers when it is asked for, and keeps the draws asked for last. */
export function keepHoldouts(most: number): HoldoutReader {
  const kept = new Map<string, Bits>();
  return async ({ connection, lists }, { campaignId, holdoutPercent }, customers) => {
    const key = `${lists} ${customers} ${holdoutPercent} ${campaignId}`;
    let bits = kept.get(key);
    if (bits === undefined) {
      const bitmap = bitmapSql('number', `${DRAWN} < $limit::DOUBLE`);
      const sql = `SELECT ${blockSql('number')} AS block, ${bitmap} FROM ${lists}.customers GROUP BY block`;
      [bits] = await readBitmaps(connection, sql, 1, customers, { campaign: campaignId, limit: holdoutPercent * 10 });
      if (bits === undefined) throw new RangeError('a bitmap expected');
    }
    kept.delete(key);
    kept.set(key, bits);
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break;
      kept.delete(oldest);
    }
    return bits;
  };
}
