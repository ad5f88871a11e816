import { AppError } from '#shared/errors.ts';
import { type ImportReport, importPayments } from '../../segments/import/import-payments.ts';
import { loadMapping } from '../../segments/import/mapping.ts';
import { withPublishedWindows } from '../../releases/published-windows.ts';
import { withBank } from '../../storage/data-directory.ts';
import { type CommandModule, type GlobalOptions, printResult, withGlobalOptions } from '../command.ts';

/** `bank import FILE --format csv --mapping M.json` */
export const importCommand: CommandModule = (program) => {
  withGlobalOptions(program.command('import <file>'))
    .description('import payments (docs/import.md)')
    .requiredOption('--mapping <file>', 'how the file’s columns become payments')
    .option('--format <format>', 'csv', 'csv')
    .action(async (file: string, options: GlobalOptions & { readonly mapping: string; readonly format: string }) => {
      if (options.format !== 'csv')
        throw new AppError('invalid_input', { issues: [{ path: '--format', problem: `csv expected, not ${options.format}` }] });
      const mapping = await loadMapping(options.mapping);
      const report = await withBank(options.data, (bank) =>
        withPublishedWindows(bank.database, (publishedWindows) =>
          importPayments(bank, { file, mapping, publishedWindows, onProgress: (text) => process.stderr.write(`import: ${text}\n`) }),
        ),
      );
      printResult(options, report, inWords(report));
    });
};

function inWords(report: ImportReport): string {
  return [
    `${report.file}: ${report.rowsRead} rows read, ${report.imported} imported, ${report.duplicates} known already, ${report.rejected} rejected`,
    ...Object.entries(report.byReason).map(([reason, count]) => `  ${reason}: ${count}`),
    ...report.rejections
      .slice(0, 10)
      .map((each) => `  line ${each.line}: ${each.reason}${each.column === undefined ? '' : ` in ${each.column}`}`),
    ...(report.rejectionsFile === undefined ? [] : [`All rejections: ${report.rejectionsFile}`]),
  ].join('\n');
}
