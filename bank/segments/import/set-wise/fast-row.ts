import type { Profile } from '#shared/market/profile.ts';
import { quoted, rowsOf } from '../../duckdb/connection.ts';
import type { Mapping } from '../mapping.ts';
import { numberedPlaces } from '../numbered-places.ts';
import type { ReaderContext } from '../payment-reader.ts';
import { createCodeReaders, placesOf } from '../row-parser.ts';
import { type FastColumn, fastAmount, fastId, fastText, fastTime, NEVER, type SourceColumn, textOf } from './fast-columns.ts';

/** A field of codes with more different texts than this is read row by row. */
const MAX_CODES = 10_000;

/** SQL of a value that was computed in the step before, by its name. */
type ValueOf = (name: string) => string;

/** SQL of a row that is beyond doubt, in steps, so that nothing is computed twice. */
export interface FastRow {
  /** First, by name ({@link codeName}): numbers of texts in fields of codes. */
  readonly codes: Readonly<Record<string, string>>;
  /** Then, by name. */
  readonly values: Readonly<Record<string, string>>;
  /** Then what is made of the values. */
  sensitive(valueOf: ValueOf): string;
  paymentKey(valueOf: ValueOf): string;
  isSure(valueOf: ValueOf): readonly string[];
}

/** The column of a number of {@link FastRow.codes}. No column of a file has such a name. */
export function codeName(field: string): string {
  return `r."\u001f${field} code"`;
}

type CodeField = 'category' | 'region' | 'ageBand' | 'mcc';

interface CodeSource {
  readonly table: string;
  readonly sample: string;
  readonly columns: readonly SourceColumn[];
}

/**
 * What goes into `taken` for the rows of a source. Texts of codes that are not looked up here, because they are neither known nor in the sample, are doubtful.
 */
export async function fastRow({ profile, connection, today }: ReaderContext, mapping: Mapping, source: CodeSource): Promise<FastRow> {
  const columnOf = (name: string): SourceColumn => source.columns.find((each) => each.name === name) ?? { name, type: '', sql: 'NULL' };
  const { readCategory, readRegion, readAgeBand } = createCodeReaders(mapping, profile, () => 0);
  const { numberOf } = numberedPlaces(profile);
  const codes: Record<string, string> = {};
  const known = knownTexts(mapping, profile);
  /** Reads every different text of a column with the parser's own reader; `read` gives SQL values, or nothing where the row is not beyond doubt. */
  const coded = async (
    field: CodeField,
    types: readonly string[],
    read: (text: string) => readonly string[] | undefined,
  ): Promise<FastColumn[]> => {
    const from = mapping[field];
    if (from === undefined || !('column' in from)) {
      const constants = read('');
      return types.map((_, index) => (constants === undefined ? NEVER : { value: constants[index] ?? 'NULL', isSure: () => 'true' }));
    }
    const text = textOf(columnOf(from.column));
    const texts = known[field];
    const distinct = await rowsOf(
      connection,
      `SELECT DISTINCT ${text} FROM ${texts === undefined ? source.table : source.sample} r LIMIT ${MAX_CODES + 1}`,
    );
    const written = distinct.length > MAX_CODES ? [] : [...new Set([...(texts ?? []), ...distinct.map(([each]) => String(each))])];
    const meanings = written.flatMap((each) => {
      const values = read(each);
      return values === undefined ? [] : [{ each, values }];
    });
    if (meanings.length === 0) return types.map(() => NEVER);
    // Looked up without a join, which would give the rows in another order.
    codes[field] = `enum_code(TRY_CAST(${text} AS ENUM(${meanings.map(({ each }) => quoted(each)).join(', ')})))`;
    return types.map((type, index) => ({
      value: `([${meanings.map(({ values }) => values[index]).join(', ')}]::${type}[])[${codeName(field)}::INTEGER + 1]`,
      isSure: () => `${codeName(field)} IS NOT NULL`,
    }));
  };
  const orNull = (value: number | string | null) => (value === null ? 'NULL' : `${value}`);
  const [category = NEVER] = await coded('category', ['UTINYINT'], (text) => {
    const found = readCategory(() => text.trim());
    return typeof found === 'number' ? [`${found}`] : undefined;
  });
  const [region = NEVER, place = NEVER] = await coded('region', ['UTINYINT', 'USMALLINT'], (text) => {
    const found = readRegion(() => text.trim());
    return 'reason' in found ? undefined : [orNull(found.region), orNull(numberOf(found.area))];
  });
  const [age = NEVER] = await coded('ageBand', ['UTINYINT'], (text) => {
    const found = readAgeBand(() => text.trim());
    if (found !== null && typeof found !== 'string') return undefined;
    return [found === null ? 'NULL' : String(profile.ageBands.findIndex(({ id }) => id === found))];
  });
  const sensitiveMccs = new Set(profile.sensitive.mccs);
  const [isSensitiveMcc = NEVER] = await coded('mcc', ['BOOLEAN'], (text) => [
    String(mapping.mcc !== undefined && sensitiveMccs.has(text.trim().padStart(4, '0'))),
  ]);
  const amounts = (mapping.amount.product ?? [mapping.amount.column ?? '']).map(columnOf);
  const ids = mapping.paymentId?.columns.map((name) => fastId(columnOf(name))) ?? [];
  const fields: Record<string, FastColumn> = {
    customer: fastText(columnOf(mapping.customer.column)),
    merchant:
      'constant' in mapping.merchant
        ? { value: quoted(mapping.merchant.constant), isSure: () => 'true' }
        : fastText(columnOf(mapping.merchant.column)),
    category,
    time: fastTime(columnOf(mapping.timestamp.column), mapping, today),
    cents: fastAmount(amounts, mapping, profile),
    region,
    place,
    age,
    mcc: isSensitiveMcc,
    ...Object.fromEntries(ids.map((id, index) => [`id${index}`, id])),
  };
  return {
    codes,
    values: Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value])),
    sensitive: (valueOf) => sensitiveSql(profile, valueOf),
    paymentKey: (valueOf) => (ids.length === 0 ? 'NULL' : `concat_ws(chr(31), ${ids.map((_, index) => valueOf(`id${index}`)).join(', ')})`),
    isSure: (valueOf) => Object.entries(fields).map(([name, { isSure }]) => isSure(valueOf(name))),
  };
}

function sensitiveSql(profile: Profile, valueOf: ValueOf): string {
  const { categories, merchants } = profile.sensitive;
  const conditions = [
    valueOf('mcc'),
    ...profile.categories.flatMap(({ id }, number) => (categories.includes(id) ? [`${valueOf('category')} = ${number}`] : [])),
    ...(merchants.length === 0 ? [] : [`${valueOf('merchant')} IN (${merchants.map(quoted).join(', ')})`]),
  ];
  return conditions.map((each) => `(${each})`).join(' OR ');
}

/**
 * Texts that are looked up whether or not they are in the sample; nothing for a field of which every text must be looked at, because texts of any form have a meaning.
 */
function knownTexts({ category, region, ageBand }: Mapping, profile: Profile): Readonly<Record<CodeField, readonly string[] | undefined>> {
  const valuesOf = (source: { readonly values?: Readonly<Record<string, string>> | undefined } | object | undefined) =>
    source !== undefined && 'values' in source && source.values !== undefined ? Object.keys(source.values) : undefined;
  const isOpen = 'column' in category && (category.unknown !== 'reject' || category.firstCharacters !== undefined);
  const codes = 'kind' in category && category.kind === 'mcc' ? profile.categories.flatMap(({ mccs }) => mccs) : [];
  return {
    category: isOpen ? undefined : [...codes, ...(valuesOf(category) ?? profile.categories.map(({ id }) => id))],
    region: ['', ...(valuesOf(region) ?? placesOf(profile).keys())],
    ageBand: ['', ...(valuesOf(ageBand) ?? profile.ageBands.map(({ id }) => id))],
    mcc: undefined,
  };
}
