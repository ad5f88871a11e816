import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { segmentsOfBank } from '#bank/segments/bank-segments.ts';
import type { ProfileInput } from '#shared/market/profile.ts';
import { askBank } from '../support/bank-command.ts';
import { type ClickHouseServers, startClickHouseServers } from '../support/clickhouse-servers.ts';
import { ROW_MAPPING } from '../support/payment-rows.ts';
import { openTemporaryBank, type TemporaryBank } from '../support/temporary-bank.ts';

const PROFILE: ProfileInput = {
  name: 'moving',
  demo: true,
  currency: 'EUR',
  categories: [{ id: 'garden' }],
  bandEdges: [0, 50],
  regions: [],
};

let servers: ClickHouseServers;
let temporary: TemporaryBank;
beforeAll(async () => {
  servers = await startClickHouseServers();
  temporary = await openTemporaryBank(PROFILE);
});
afterAll(async () => {
  await temporary?.remove();
  await servers?.remove();
});

const cli = (...args: readonly string[]) => askBank(temporary.directory, ...args);

test('an operator moves a bank to a cluster: settings, tables, payments; from then on its questions are asked there', async () => {
  const [payments, mapping] = ['payments.csv', 'mapping.json'].map((name) => path.join(temporary.folder, name));
  if (payments === undefined || mapping === undefined) throw new RangeError('two files expected');
  await writeFile(mapping, JSON.stringify(ROW_MAPPING));
  await writeFile(payments, 'anna,2025-04-01,shop,garden,10.00\nbram,2025-04-02,shop,garden,70.00\nanna,2025-05-02,shop,garden,5.00\n');
  expect(await cli('import', payments, '--mapping', mapping)).toMatchObject({ imported: 3 });
  const before = await cli('exact', '--by', 'month');
  expect(await cli('cluster', 'init')).toMatchObject({ error: { code: 'invalid_input' } });

  const file = path.join(temporary.bank.segmentsDirectory, 'cluster.json');
  await writeFile(file, JSON.stringify({ ...servers.settings, replicas: 2 }));
  expect(await cli('cluster', 'init')).toMatchObject({ error: { code: 'invalid_input' } });
  await writeFile(file, JSON.stringify({ ...servers.settings, replicated: true }));
  expect(await cli('cluster', 'schema')).toMatchObject({
    statements: expect.arrayContaining([
      expect.stringMatching(/florin\.payments .*ReplicatedMergeTree\('\/clickhouse\/tables\/\{shard\}\/florin\/payments', '\{replica\}'\)/),
    ]),
  });
  await writeFile(file, JSON.stringify(servers.settings));
  expect(await cli('cluster', 'init')).toEqual({ servers: 4 });
  expect(await cli('exact', '--by', 'month')).not.toEqual(before);
  expect(await cli('cluster', 'load')).toMatchObject({ loaded: 6, rows: 10 });
  expect(await cli('cluster', 'load')).toMatchObject({ loaded: 0, rows: 0 });
  expect(await cli('exact', '--by', 'month')).toEqual(before);

  await servers.kill(1, 0);
  expect(await cli('cluster', 'status')).toMatchObject({
    servers: [{ state: 'whole' }, { state: 'whole' }, { shard: 2, state: 'away' }, { state: 'whole' }],
  });
  const segments = segmentsOfBank(temporary.bank);
  expect(await segments.summary()).toMatchObject({ payments: 3, customers: 2 });
  await segments.close();
  await servers.kill(1, 1);
  expect(await cli('exact', '--by', 'month')).toMatchObject({ error: { code: 'database_unavailable' } });
});
