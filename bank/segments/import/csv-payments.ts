import { AppError } from '#shared/errors.ts';
import { type CsvRecord, readCsv } from './csv.ts';
import type { Mapping } from './mapping.ts';
import type { PaymentReader } from './payment-reader.ts';
import { checkHeader, createRowParser, type RowParser } from './row-parser.ts';

/** Payments of a CSV file as a mapping says. */
export function csvPayments(mapping: Mapping): PaymentReader {
  return {
    hasPaymentIds: mapping.paymentId !== undefined,
    async read({ file, profile, today, stage, log, progress }) {
      let parse: RowParser | undefined;
      let rowsRead = 0;
      let blankLines = 0;
      const begin = (header: readonly string[]) => {
        checkHeader(header, mapping);
        parse = createRowParser({ mapping, profile, header, today });
      };
      const read = (record: CsvRecord, parser: RowParser) => {
        rowsRead += 1;
        const row = record.problem === undefined ? parser(record.fields) : { reason: record.problem };
        if (!('reason' in row)) stage.add(record.line, row);
        else if (record.isLastUnfinished && record.problem !== 'line_too_long') log.add({ line: record.line, reason: 'truncated_line' });
        else log.add({ line: record.line, ...row });
      };
      if (mapping.columnNames !== undefined) begin(mapping.columnNames);
      const onBlank = () => (blankLines += 1);
      for await (const records of readCsv(file, mapping, onBlank, (bytes) => progress.read(0, bytes))) {
        for (const record of records)
          if (parse !== undefined) read(record, parse);
          else if (record.problem !== undefined)
            throw new AppError('import_failed', { problem: `the header line cannot be read: ${record.problem}` });
          else begin(record.fields.map((name) => name.trim()));
        progress.read(records.length, 0);
        await log.drained();
      }
      if (parse === undefined) throw new AppError('import_failed', { problem: 'the file is empty' });
      return { rowsRead, blankLines };
    },
  };
}
