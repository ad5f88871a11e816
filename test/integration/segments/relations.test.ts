import { expect, test } from 'vitest';
import { rowsOf } from '#bank/segments/duckdb/connection.ts';
import { loadRelations } from '#bank/segments/duckdb/slices.ts';
import { readAudited } from '../../support/audited-reading.ts';
import { openDrawnMarket } from '../../support/drawn-market.ts';
import { AS_OF } from '../../support/same-answers.ts';

test('relationships are the same whether the payments are taken at once or by parts of the customers', async () => {
  const drawn = await openDrawnMarket(30, 20_260_302);
  try {
    const { profile } = drawn.market.bank;
    drawn.drawOptIns(1);
    const [whole, parts] = await readAudited(drawn.market, profile, AS_OF, async ({ connection }) => {
      const relations = async (paymentsAtOnce: number) => {
        await loadRelations(connection, profile, '2025-autumn', drawn.merchants, { paymentsAtOnce });
        return rowsOf(connection, 'SELECT * FROM relations ORDER BY ALL');
      };
      return [await relations(1_000_000), await relations(9)];
    });
    expect(parts).toEqual(whole);
    expect(whole.length).toBeGreaterThan(20);
  } finally {
    await drawn.market.remove();
  }
});
