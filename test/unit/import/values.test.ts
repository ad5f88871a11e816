import { expect, test } from 'vitest';
import { amountReader } from '#bank/segments/import/parse-amount.ts';
import { timestampReader } from '#bank/segments/import/parse-timestamp.ts';

type Settings = Parameters<typeof amountReader>[0];
const settings = (changes: Partial<Settings> = {}): Settings => ({
  column: 'amount',
  decimalSign: '.',
  unit: 'major',
  invertSign: false,
  ...changes,
});

test.each([
  ['12.34', 1234],
  ['12.3', 1230],
  ['12', 1200],
  ['12.3400', 1234],
  ['-7.05', -705],
  ['+0.10', 10],
  ['0', 0],
  ['4.440892e-16', 'amount_not_decimal'],
  ['1e3', 'amount_not_decimal'],
  ['€ 5', 'amount_not_decimal'],
  ['1,234.50', 'amount_not_decimal'],
  ['.5', 'amount_not_decimal'],
  ['5.', 'amount_not_decimal'],
  ['', 'amount_empty'],
  ['12.345', 'amount_too_many_decimals'],
  ['99999999999999', 'amount_too_large'],
])('the amount %s reads as %s', (text, expected) => {
  expect(amountReader(settings(), 2)([text])).toBe(expected);
});

test('comma decimals, groups of three, minor units and turned signs are read as the mapping says', () => {
  expect(amountReader(settings({ decimalSign: ',', groupSeparator: '.' }), 2)(['1.234,56'])).toBe(123_456);
  expect(amountReader(settings({ decimalSign: ',', groupSeparator: '.' }), 2)(['12.34,56'])).toBe('amount_not_decimal');
  expect(amountReader(settings({ unit: 'minor' }), 2)(['1234'])).toBe(1234);
  expect(amountReader(settings({ unit: 'minor' }), 2)(['12.34'])).toBe('amount_not_decimal');
  expect(amountReader(settings({ invertSign: true }), 2)(['-5.00'])).toBe(500);
});

test('a product is exact', () => {
  expect(amountReader(settings(), 2)(['3', '0.1'])).toBe(30);
  expect(amountReader(settings(), 2)(['4', '0.125'])).toBe(50);
  expect(amountReader(settings(), 2)(['3', '0.125'])).toBe('amount_too_many_decimals');
});

test('a currency without decimals refuses them and is kept in hundredths', () => {
  expect(amountReader(settings(), 0)(['500'])).toBe(50_000);
  expect(amountReader(settings(), 0)(['500.5'])).toBe('amount_too_many_decimals');
});

const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString().slice(0, 19));

test.each([
  ['yyyy-MM-dd HH:mm:ss', '2025-03-14 09:05:00', '2025-03-14T09:05:00'],
  ['dd/MM/yyyy', '14/03/2025', '2025-03-14T00:00:00'],
  ["yyyyMMdd'T'HHmm", '20250314T0905', '2025-03-14T09:05:00'],
  ['M/d/yyyy H:mm', '3/4/2025 7:30', '2025-03-04T07:30:00'],
  ['yyyy-MM-dd', '2025-02-30', undefined],
  ['yyyy-MM-dd', '14-03-2025', undefined],
  ['yyyy-MM-dd HH:mm:ss', '2025-03-14', undefined],
  ['yyyy-MM-dd HH:mm:ss', '2025-03-14 24:00:00', undefined],
  ['iso', '2025-03-14T23:30:00Z', '2025-03-15T00:30:00'],
  ['iso', '2025-07-14T23:30:00Z', '2025-07-15T01:30:00'],
  ['iso', '2025-03-14T09:05:00', '2025-03-14T09:05:00'],
  ['epoch-seconds', '1741943100', '2025-03-14T10:05:00'],
])('in the format %s the text %s is %s', (format, text, expected) => {
  expect(iso(timestampReader(format, 'Europe/Amsterdam')(text))).toBe(expected);
});

test.each(['HH:mm', 'yyyy-MM', 'yyyy-MM-dd QQ', 'yyyy-MM-dd dd'])('the format %s is refused', (format) => {
  expect(() => timestampReader(format, 'Europe/Amsterdam')).toThrow(expect.objectContaining({ code: 'mapping_invalid' }));
});
