import { sql } from 'kysely';
import { AppError } from '#shared/errors.ts';
import { Channel, Language } from '#shared/units.ts';
import { appendAudit } from '../audit/append.ts';
import { SYSTEM_ACTOR } from '../audit/entry.ts';
import { readCsv } from '../segments/import/csv.ts';
import type { Bank } from '../storage/data-directory.ts';
import type { BankTransaction } from '../storage/database.ts';

/** The header of a consent file, exactly. */
export const CONSENT_COLUMNS = [
  'customer',
  'purpose',
  'channel',
  'granted_at',
  'withdrawn_at',
  'text_version',
  'language',
  'source',
] as const;

const CSV = { delimiter: ',', quote: '"', encoding: 'utf-8', multilineFields: false } as const;
const BATCH_ROWS = 20_000;
const MAX_REJECTIONS_SHOWN = 100;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?(?:Z|[+-]\d{2}:\d{2})$/;

export interface ConsentRejection {
  readonly line: number;
  readonly reason: string;
}

/** rowsRead = granted + withdrawn + duplicates + rejected. */
export interface ConsentReport {
  readonly file: string;
  readonly rowsRead: number;
  /** New consents, those that came with their withdrawal included. */
  readonly granted: number;
  /** Known consents that the file withdraws. */
  readonly withdrawn: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly byReason: Readonly<Record<string, number>>;
  readonly rejections: readonly ConsentRejection[];
}

interface ConsentRow {
  readonly customer: string;
  readonly purpose: string;
  readonly channel: string | null;
  readonly grantedAt: string;
  readonly withdrawnAt: string | null;
  readonly textVersion: string;
  readonly language: string;
  readonly source: string;
}

/**
 * Imports consents and withdrawals (docs/import.md). All or nothing, and the same file twice changes nothing: a consent is known by customer, purpose,
 * channel and time of granting.
 * @throws AppError `file_unreadable`, `import_failed` where the header is not {@link CONSENT_COLUMNS}
 */
export async function importConsents(bank: Pick<Bank, 'database' | 'clock'>, file: string): Promise<ConsentReport> {
  const { now } = await bank.clock.read();
  return bank.database.transaction().execute(async (transaction) => {
    const reasons = new Map<string, number>();
    const rejections: ConsentRejection[] = [];
    const totals = { rowsRead: 0, granted: 0, withdrawn: 0, rejected: 0 };
    let batch: ConsentRow[] = [];
    const flush = async () => {
      const counts = await store(transaction, batch);
      totals.granted += counts.granted;
      totals.withdrawn += counts.withdrawn;
      batch = [];
    };
    let isHeaderRead = false;
    for await (const records of readCsv(file, CSV, () => undefined))
      for (const record of records) {
        if (!isHeaderRead) {
          checkHeader(record.fields);
          isHeaderRead = true;
          continue;
        }
        totals.rowsRead += 1;
        const row = record.problem ?? parseRow(record.fields, now);
        if (typeof row === 'string') {
          const reason = record.isLastUnfinished ? 'truncated_line' : row;
          totals.rejected += 1;
          reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
          if (rejections.length < MAX_REJECTIONS_SHOWN) rejections.push({ line: record.line, reason });
        } else {
          batch.push(row);
          if (batch.length === BATCH_ROWS) await flush();
        }
      }
    if (!isHeaderRead) throw new AppError('import_failed', { problem: 'the file is empty' });
    await flush();
    const { granted, withdrawn } = totals;
    if (granted + withdrawn > 0)
      await appendAudit(transaction, {
        at: now,
        actor: SYSTEM_ACTOR,
        event: 'consent.imported',
        subject: 'consents',
        body: { granted, withdrawn },
      });
    return {
      file,
      ...totals,
      duplicates: totals.rowsRead - granted - withdrawn - totals.rejected,
      byReason: Object.fromEntries(reasons),
      rejections,
    };
  });
}

function checkHeader(header: readonly string[]): void {
  if (header.length !== CONSENT_COLUMNS.length || CONSENT_COLUMNS.some((name, index) => header[index]?.trim() !== name))
    throw new AppError('import_failed', { problem: `the header must be ${CONSENT_COLUMNS.join(',')}` });
}

function parseRow(fields: readonly string[], now: string): ConsentRow | string {
  if (fields.length !== CONSENT_COLUMNS.length) return 'wrong_length';
  const [customer = '', purpose = '', channel = '', granted = '', withdrawn = '', textVersion = '', language = '', source = ''] =
    fields.map((field) => field.trim());
  if (customer === '') return 'customer_empty';
  if (customer.length > 120) return 'customer_invalid';
  if (purpose !== 'offers' && purpose !== 'contact') return 'purpose_unknown';
  if (purpose === 'offers' ? channel !== '' : !Channel.safeParse(channel).success) return 'channel_invalid';
  const grantedAt = parseInstant(granted);
  if (grantedAt === undefined) return 'granted_at_invalid';
  const withdrawnAt = withdrawn === '' ? null : parseInstant(withdrawn);
  if (withdrawnAt === undefined) return 'withdrawn_at_invalid';
  if (grantedAt > now || (withdrawnAt ?? grantedAt) > now) return 'date_out_of_range';
  if (withdrawnAt !== null && withdrawnAt < grantedAt) return 'withdrawn_before_granted';
  if (textVersion === '') return 'text_version_empty';
  if (!Language.safeParse(language).success) return 'language_unknown';
  if (source === '') return 'source_empty';
  return { customer, purpose, channel: channel === '' ? null : channel, grantedAt, withdrawnAt, textVersion, language, source };
}

function parseInstant(text: string): string | undefined {
  const time = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

async function store(
  transaction: BankTransaction,
  rows: readonly ConsentRow[],
): Promise<{ readonly granted: number; readonly withdrawn: number }> {
  if (rows.length === 0) return { granted: 0, withdrawn: 0 };
  const column = (read: (row: ConsentRow) => string | null) => rows.map(read);
  const incoming = sql`unnest(${column((row) => row.customer)}::text[], ${column((row) => row.purpose)}::text[], ${column((row) => row.channel)}::text[],
    ${column((row) => row.grantedAt)}::timestamptz[], ${column((row) => row.withdrawnAt)}::timestamptz[], ${column((row) => row.textVersion)}::text[],
    ${column((row) => row.language)}::text[], ${column((row) => row.source)}::text[])
    as i (customer_id, purpose, channel, granted_at, withdrawn_at, text_version, language, source)`;
  const isSame = sql`c.customer_id = i.customer_id and c.purpose = i.purpose and c.channel is not distinct from i.channel and c.granted_at = i.granted_at`;
  const withdrawn = await sql<{ id: string }>`update consents c set withdrawn_at = i.withdrawn_at from ${incoming}
    where ${isSame} and c.withdrawn_at is null and i.withdrawn_at is not null returning c.id`.execute(transaction);
  const granted = await sql<{
    id: string;
  }>`insert into consents (customer_id, purpose, channel, granted_at, withdrawn_at, text_version, language, source)
    select distinct on (i.customer_id, i.purpose, i.channel, i.granted_at) i.* from ${incoming}
    where not exists (select 1 from consents c where ${isSame})
    order by i.customer_id, i.purpose, i.channel, i.granted_at, i.withdrawn_at
    on conflict do nothing returning id`.execute(transaction);
  return { granted: granted.rows.length, withdrawn: withdrawn.rows.length };
}
