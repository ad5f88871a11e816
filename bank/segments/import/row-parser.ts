import { AppError } from '#shared/errors.ts';
import type { Profile } from '#shared/market/profile.ts';
import { currencyDigits } from '../../market/currency.ts';
import { columnsOf, type Mapping } from './mapping.ts';
import { amountReader } from './parse-amount.ts';
import { timestampReader } from './parse-timestamp.ts';

/** Why a row was refused. */
export interface RowRefusal {
  readonly reason: string;
  readonly column?: string;
  /** The text that was refused, at most 40 characters; never a customer's or a payment's id. */
  readonly value?: string;
}

export interface ParsedRow {
  readonly customer: string;
  readonly merchant: string;
  readonly category: number;
  /** Wall-clock milliseconds since 1970-01-01T00:00. */
  readonly localMs: number;
  readonly cents: number;
  readonly region: number | null;
  readonly area: string | null;
  readonly ageBand: string | null;
  readonly paymentKey: string | null;
  readonly isSensitive: boolean;
}

export type RowParser = (fields: readonly string[]) => ParsedRow | RowRefusal;

export const MAX_ID_CHARACTERS = 120;
const SHOWN_CHARACTERS = 40;
/** Rows before this are refused where the mapping says nothing. */
export const EARLIEST = '1990-01-01';
const CONTROL = /[\u0000-\u001f\u007f]/; // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for

export interface RowParserOptions {
  readonly mapping: Mapping;
  readonly profile: Profile;
  /** Column names of the file in order, as {@link checkHeader} accepted them. */
  readonly header: readonly string[];
  /** The bank's local date. */
  readonly today: string;
}

/**
 * Compares a file's columns with a mapping: every column must be used or ignored by name, every used one must be there, none twice.
 * @throws AppError `import_failed` naming the columns
 */
export function checkHeader(header: readonly string[], mapping: Mapping): void {
  const used = columnsOf(mapping);
  const quoteAll = (names: readonly string[]) => names.map((name) => JSON.stringify(name.slice(0, SHOWN_CHARACTERS))).join(', ');
  const missing = used.filter((name) => !header.includes(name));
  const twice = [...new Set(header.filter((name, index) => header.indexOf(name) !== index))];
  const extra = header.filter((name) => !used.includes(name) && !mapping.ignoredColumns.includes(name));
  const problems = [
    ...(missing.length > 0 ? [`missing: ${quoteAll(missing)}`] : []),
    ...(twice.length > 0 ? [`twice: ${quoteAll(twice)}`] : []),
    ...(extra.length > 0 ? [`neither mapped nor in ignoredColumns: ${quoteAll(extra)}`] : []),
  ];
  if (problems.length > 0)
    throw new AppError('import_failed', { problem: `the file's columns are not what the mapping says; ${problems.join('; ')}` });
}

/**
 * Makes the function that turns one record into a payment or a refusal.
 * @throws AppError `mapping_invalid` where the mapping names what the profile lacks
 */
export function createRowParser({ mapping, profile, header, today }: RowParserOptions): RowParser {
  const place = (column: string) => header.indexOf(column);
  const customerAt = place(mapping.customer.column);
  const timestampAt = place(mapping.timestamp.column);
  const amountColumns = mapping.amount.product ?? [mapping.amount.column ?? ''];
  const amountsAt = amountColumns.map(place);
  const mccAt = mapping.mcc === undefined ? -1 : place(mapping.mcc.column);
  const idsAt = mapping.paymentId?.columns.map(place);
  const merchantConstant = 'constant' in mapping.merchant ? mapping.merchant.constant : undefined;
  const merchantAt = 'column' in mapping.merchant ? place(mapping.merchant.column) : -1;
  const readTimestamp = timestampReader(mapping.timestamp.format, profile.timeZone);
  const readAmount = amountReader(mapping.amount, currencyDigits(profile.currency));
  const { readCategory, readRegion, readAgeBand } = createCodeReaders(mapping, profile, place);
  const earliestMs = Date.parse(`${mapping.dates.earliest ?? EARLIEST}T00:00:00Z`);
  const afterLatestMs = Date.parse(`${mapping.dates.latest ?? today}T00:00:00Z`) + 86_400_000;
  const sensitiveCategories = new Set(
    profile.categories.flatMap((each, index) => (profile.sensitive.categories.includes(each.id) ? [index] : [])),
  );
  const sensitiveMerchants = new Set(profile.sensitive.merchants);
  const sensitiveMccs = new Set(profile.sensitive.mccs);

  return (fields) => {
    if (fields.length !== header.length) return { reason: 'wrong_length', value: `${fields.length} fields, ${header.length} expected` };
    const text = (at: number) => (fields[at] ?? '').trim();
    const customer = text(customerAt);
    const badCustomer = idProblem(customer);
    if (badCustomer !== undefined) return { reason: `customer_${badCustomer}`, column: mapping.customer.column };
    const written = text(timestampAt);
    const localMs = readTimestamp(written);
    if (localMs === undefined) return refusal(written === '' ? 'timestamp_empty' : 'timestamp_invalid', mapping.timestamp.column, written);
    if (localMs < earliestMs || localMs >= afterLatestMs) return refusal('date_out_of_range', mapping.timestamp.column, written);
    const merchant = merchantConstant ?? text(merchantAt);
    const badMerchant = idProblem(merchant);
    if (badMerchant !== undefined)
      return { reason: `merchant_${badMerchant}`, ...('column' in mapping.merchant ? { column: mapping.merchant.column } : {}) };
    const mcc = mccAt < 0 ? '' : text(mccAt).padStart(4, '0');
    const category = readCategory(text);
    if (typeof category !== 'number') return category;
    const cents = readAmount(amountsAt.map(text));
    const amountColumn = amountColumns.join(' × ');
    const amountText = () => amountsAt.map(text).join(' × ');
    if (typeof cents !== 'number') return refusal(cents, amountColumn, amountText());
    if (cents === 0) return refusal('amount_zero', amountColumn, amountText());
    if (cents < 0 && profile.refunds === 'reject') return refusal('amount_negative', amountColumn, amountText());
    const region = readRegion(text);
    if ('reason' in region) return region;
    const ageBand = readAgeBand(text);
    if (ageBand !== null && typeof ageBand !== 'string') return ageBand;
    const paymentKey = idsAt === undefined ? null : idsAt.map(text).join('\u001f');
    if (idsAt?.some((at) => text(at) === '')) return { reason: 'payment_id_empty', column: mapping.paymentId?.columns.join(' + ') ?? '' };
    if (paymentKey !== null && paymentKey.length > MAX_ID_CHARACTERS * 5) return { reason: 'payment_id_invalid' };
    return {
      customer,
      merchant,
      category,
      localMs,
      cents,
      region: region.region,
      area: region.area,
      ageBand,
      paymentKey,
      isSensitive: sensitiveCategories.has(category) || sensitiveMerchants.has(merchant) || sensitiveMccs.has(mcc),
    };
  };
}

type Text = (at: number) => string;
type Place = (column: string) => number;

/**
 * The readers of those fields that have few different texts. Each is given a function from a place to the trimmed text there.
 * @param place of a column in the record
 * @throws AppError `mapping_invalid` where the mapping names what the profile lacks
 */
export function createCodeReaders(mapping: Mapping, profile: Profile, place: Place) {
  return {
    readCategory: categoryReader(mapping, profile, place),
    readRegion: placeReader(mapping, profile, place),
    readAgeBand: ageReader(mapping, profile, place),
  };
}

function categoryReader(mapping: Mapping, profile: Profile, place: Place): (text: Text) => number | RowRefusal {
  const source = mapping.category;
  const numberOf = (id: string, where: string): number => {
    const number = profile.categories.findIndex((category) => category.id === id);
    if (number < 0) throw new AppError('mapping_invalid', { problem: `${where}: the profile has no category ${id}` });
    return number;
  };
  if ('constant' in source) {
    const constant = numberOf(source.constant, 'category.constant');
    return () => constant;
  }
  const at = place(source.column);
  const fallback = source.unknown === 'reject' ? undefined : numberOf(source.unknown.category, 'category.unknown');
  const known = new Map<string, number>();
  if (source.kind === 'mcc') profile.categories.forEach((category, number) => category.mccs.forEach((mcc) => known.set(mcc, number)));
  else if (source.values === undefined) profile.categories.forEach((category, number) => known.set(category.id, number));
  for (const [text, id] of Object.entries(source.values ?? {})) known.set(text, numberOf(id, `category.values.${text}`));
  const sensitiveCodes = new Set(source.kind === 'mcc' ? profile.sensitive.mccs : []);
  return (text) => {
    const written = text(at);
    if (written === '') return { reason: 'category_empty', column: source.column };
    const cut = source.firstCharacters === undefined ? written : written.slice(0, source.firstCharacters);
    const key = source.kind === 'mcc' && /^\d{1,4}$/.test(cut) ? cut.padStart(4, '0') : cut;
    // A sensitive merchant of no category of the profile is not stored at all.
    if (sensitiveCodes.has(key) && !known.has(key)) return { reason: 'sensitive_merchant', column: source.column };
    return known.get(key) ?? fallback ?? refusal('category_unknown', source.column, written);
  };
}

export interface PlaceFound {
  readonly region: number | null;
  readonly area: string | null;
}

/** Every region and every part of one by its id. */
export function placesOf(profile: Profile): ReadonlyMap<string, PlaceFound> {
  const places = new Map<string, PlaceFound>();
  profile.regions.forEach((region, number) => {
    for (const part of region.parts) places.set(part, { region: number, area: part });
    places.set(region.id, { region: number, area: region.id });
  });
  return places;
}

/** A region or one of its parts. Empty text is no region. */
function placeReader(mapping: Mapping, profile: Profile, place: Place): (text: Text) => PlaceFound | RowRefusal {
  const source = mapping.region;
  const nowhere: PlaceFound = { region: null, area: null };
  if (source === undefined) return () => nowhere;
  const places = placesOf(profile);
  const found = (id: string, where: string): PlaceFound => {
    const known = places.get(id);
    if (known === undefined) throw new AppError('mapping_invalid', { problem: `${where}: the profile has no region or part ${id}` });
    return known;
  };
  if ('constant' in source) {
    const constant = found(source.constant, 'region.constant');
    return () => constant;
  }
  if (profile.regions.length === 0)
    throw new AppError('mapping_invalid', { problem: 'region: the profile has no regions; put the column into ignoredColumns' });
  const at = place(source.column);
  const values =
    source.values === undefined
      ? places
      : new Map(Object.entries(source.values).map(([text, id]) => [text, found(id, `region.values.${text}`)]));
  return (text) => {
    const written = text(at);
    return written === '' ? nowhere : (values.get(written) ?? refusal('region_unknown', source.column, written));
  };
}

/** An age band's id. Empty text is no age band: the customer is then in no release and no delivery where the profile has age bands. */
function ageReader(mapping: Mapping, profile: Profile, place: Place): (text: Text) => string | null | RowRefusal {
  const source = mapping.ageBand;
  if (source === undefined) return () => null;
  const ids = new Set(profile.ageBands.map((band) => band.id));
  const check = (id: string, where: string): string => {
    if (!ids.has(id)) throw new AppError('mapping_invalid', { problem: `${where}: the profile has no age band ${id}` });
    return id;
  };
  if ('constant' in source) {
    const constant = check(source.constant, 'ageBand.constant');
    return () => constant;
  }
  if (ids.size === 0)
    throw new AppError('mapping_invalid', { problem: 'ageBand: the profile has no age bands; put the column into ignoredColumns' });
  const at = place(source.column);
  const values =
    source.values === undefined
      ? new Map([...ids].map((id) => [id, id]))
      : new Map(Object.entries(source.values).map(([text, id]) => [text, check(id, `ageBand.values.${text}`)]));
  return (text) => {
    const written = text(at);
    return written === '' ? null : (values.get(written) ?? refusal('age_band_unknown', source.column, written));
  };
}

/** What is wrong with a customer's or merchant's id. */
export function idProblem(id: string): 'empty' | 'invalid' | undefined {
  if (id === '') return 'empty';
  return id.length > MAX_ID_CHARACTERS || CONTROL.test(id) ? 'invalid' : undefined;
}

/** A refusal that shows the beginning of the text. */
export function refusal(reason: string, column: string, value: string): RowRefusal {
  return { reason, column, value: value.slice(0, SHOWN_CHARACTERS) };
}
