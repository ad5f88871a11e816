import { openDuckDb, rowsOf } from '#bank/segments/duckdb/connection.ts';
import type { CountSource } from '#bank/privacy/quotes/ports.ts';
import type { Audience } from '#shared/audience/audience.ts';
import { canonicalJson } from '#shared/canonical-json.ts';

/** How many customers a rule counts: nobody, a handful, a town, most of them. */
export const SIZES = [0, 10, 10_000, 1_000_000] as const;
const CUSTOMERS = 1_200_000;

export type Scan = 'whole_column' | 'matches_only';

export interface ScannedAudiences {
  /** Counts a rule with the size that was given to it. `whole_column` looks at every customer, `matches_only` works for those that it counts. */
  source(scan: Scan): CountSource;
  setSize(rule: Audience, size: number): void;
  close(): void;
}

/** 1.2 million generated customers in the engine's memory, each in the audience of a size or of none, in scattered order. */
export async function openScannedAudiences(): Promise<ScannedAudiences> {
  const file = await openDuckDb(':memory:', 'READ_WRITE', '/tmp');
  const [, few, some, most] = SIZES;
  await file.connection.run(`CREATE TABLE people AS SELECT number AS customer,
    (CASE WHEN number < ${few} THEN 1 WHEN number < ${some} THEN 2 WHEN number < ${most} THEN 3 ELSE 4 END)::TINYINT AS step
    FROM range(${CUSTOMERS}) r(number) ORDER BY hash(number)`);
  const sizes = new Map<string, number>();
  return {
    source: (scan) => ({
      async countOfAudience({ audience }) {
        const size = sizes.get(canonicalJson(audience));
        if (size === undefined) throw new RangeError('a rule without a size');
        const step = SIZES.findIndex((each) => each === size);
        // Arithmetic and no comparison: one that the column's least or greatest value decides, the engine answers without a scan.
        const sql =
          scan === 'whole_column'
            ? 'SELECT sum(((step::INTEGER - $step - 1) >> 31) & 1)::BIGINT FROM people'
            : 'SELECT count(DISTINCT customer) FROM people WHERE step <= $step::TINYINT';
        const [row] = await rowsOf(file.connection, sql, { step });
        return Number(row?.[0]);
      },
    }),
    setSize: (rule, size) => void sizes.set(canonicalJson(rule), size),
    close: () => file.close(),
  };
}
