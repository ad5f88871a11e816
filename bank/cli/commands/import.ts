import { AppError } from '#shared/errors.ts';
import { withPublishedWindows } from '../../releases/published-windows.ts';
import { type ImportReport, importPayments } from '../../segments/import/import-payments.ts';
import { isImportFormat, openReader } from '../../segments/import/open-reader.ts';
import { withBank } from '../../storage/data-directory.ts';
import { type CommandModule, type GlobalOptions, printResult, withGlobalOptions } from '../command.ts';

interface Options extends GlobalOptions {
  readonly mapping?: string;
  readonly directory?: string;
  readonly format: string;
}

/** `bank import FILE --format csv|parquet|camt|berlin-group --mapping M.json --directory D.json` */
export const importCommand: CommandModule = (program) => {
  withGlobalOptions(program.command('import <file>'))
    .description('import payments (docs/import.md)')
    .option('--format <format>', 'csv, parquet, camt or berlin-group', 'csv')
    .option('--mapping <file>', 'how the file’s content becomes payments; needed for csv and parquet')
    .option('--directory <file>', 'which creditor is which merchant; for camt and berlin-group')
    .action(async (file: string, options: Options) => {
      const { format, mapping, directory } = options;
      if (!isImportFormat(format))
        throw new AppError('invalid_input', {
          issues: [{ path: '--format', problem: `csv, parquet, camt or berlin-group expected, not ${format}` }],
        });
      const reader = await openReader(format, { mapping, directory });
      const report = await withBank(options.data, (bank) =>
        withPublishedWindows(bank.database, (publishedWindows) =>
          importPayments(bank, { file, reader, publishedWindows, onProgress: (text) => process.stderr.write(`import: ${text}\n`) }),
        ),
      );
      printResult(options, report, inWords(report));
    });
};

function inWords(report: ImportReport): string {
  const { statements, unclassified } = report;
  return [
    `${report.file}: ${report.rowsRead} rows read, ${report.imported} imported, ${report.duplicates} known already, ${report.rejected} rejected`,
    ...(statements?.sums ?? []).map(
      ({ currency, debit, credit }) => `  in the file: ${debit} ${currency} debit, ${credit} ${currency} credit`,
    ),
    ...Object.entries(report.byReason).map(([reason, count]) => `  ${reason}: ${count}`),
    ...report.rejections
      .slice(0, 10)
      .map((each) => `  line ${each.line}: ${each.reason}${each.column === undefined ? '' : ` in ${each.column}`}`),
    ...(report.rejectionsFile === undefined ? [] : [`All rejections: ${report.rejectionsFile}`]),
    ...(unclassified?.file === undefined
      ? []
      : [`No merchant known for ${unclassified.payments} payments to ${unclassified.creditors} creditors: ${unclassified.file}`]),
  ].join('\n');
}
