import { AppError } from '#shared/errors.ts';
import { type Cluster, type ClusterSettings, connectCluster, readClusterSettings } from '../../segments/clickhouse/cluster.ts';
import { createSchema, loadCluster } from '../../segments/clickhouse/load.ts';
import { createSchemaSql } from '../../segments/clickhouse/schema.ts';
import { clusterStatus } from '../../segments/clickhouse/status.ts';
import { exportSegments } from '../../segments/duckdb/export.ts';
import { openSnapshotReader } from '../../segments/duckdb/snapshot.ts';
import { type Bank, withBank } from '../../storage/data-directory.ts';
import { type CommandModule, type GlobalOptions, printResult, withGlobalOptions } from '../command.ts';

/** `bank cluster schema|init|load|status`: payments on a ClickHouse cluster; see docs/operations-cluster.md. */
export const clusterCommand: CommandModule = (program) => {
  const command = program.command('cluster').description('payments on a ClickHouse cluster (docs/operations-cluster.md)');

  withGlobalOptions(command.command('schema'))
    .description('print the statements that every server needs')
    .action((options: GlobalOptions) =>
      withBank(options.data, async (bank) => {
        const { database, name, replicated } = settingsOf(bank);
        const statements = createSchemaSql({ database, name, isReplicated: replicated });
        printResult(options, { statements }, statements.map((statement) => `${statement};`).join('\n'));
      }),
    );

  withGlobalOptions(command.command('init'))
    .description('make the tables on every server')
    .action((options: GlobalOptions) =>
      withCluster(options, async (_, cluster) => {
        await createSchema(cluster);
        const servers = cluster.shards.flat().length;
        printResult(options, { servers }, `The tables are on ${servers} servers.`);
      }),
    );

  withGlobalOptions(command.command('load'))
    .description('bring the newest version of the payments into the cluster, what changed alone')
    .action((options: GlobalOptions) =>
      withCluster(options, async ({ segmentsDirectory: directory, profile }, cluster) => {
        const snapshots = openSnapshotReader(directory);
        try {
          const report = await snapshots.read(async ({ connection }) => {
            const source = await exportSegments(connection, profile);
            return loadCluster({ cluster, directory, source, onProgress: (text) => process.stderr.write(`cluster: ${text}\n`) });
          });
          const result = report ?? { units: 0, loaded: 0, rows: 0, dropped: 0 };
          const words = `${result.loaded} of ${result.units} parts were new: ${result.rows} rows. ${result.dropped} old parts were taken away.`;
          printResult(options, result, words);
        } finally {
          snapshots.close();
        }
      }),
    );

  withGlobalOptions(command.command('status'))
    .description('which servers answer and hold everything')
    .action((options: GlobalOptions) =>
      withCluster(options, async ({ segmentsDirectory }, cluster) => {
        const servers = await clusterStatus(cluster, segmentsDirectory);
        const lines = servers.map(
          ({ shard, server, state, missing }) => `shard ${shard}  ${server}  ${state}${missing > 0 ? `, ${missing} parts missing` : ''}`,
        );
        printResult(options, { servers }, lines.join('\n'));
      }),
    );
};

function withCluster(options: GlobalOptions, work: (bank: Bank, cluster: Cluster) => Promise<void>): Promise<void> {
  return withBank(options.data, async (bank) => {
    const cluster = connectCluster(settingsOf(bank));
    try {
      await work(bank, cluster);
    } finally {
      await cluster.close();
    }
  });
}

function settingsOf(bank: Bank): ClusterSettings {
  const settings = readClusterSettings(bank.segmentsDirectory);
  if (settings === undefined)
    throw new AppError('invalid_input', {
      issues: [{ path: 'segments/cluster.json', problem: 'the file that names the servers is missing' }],
    });
  return settings;
}
