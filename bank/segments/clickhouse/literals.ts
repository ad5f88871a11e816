/**
 * What is rendered into statements. Servers of 18.16 know no query parameters, so every value is rendered from a checked type, and nothing else is.
 */
export function integerLiteral(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError('an integer expected');
  return String(value);
}

/** A text in quotes; the two characters that end or escape one are escaped. Zero bytes are refused, because servers cut there. */
export function textLiteral(value: string): string {
  if (value.includes('\0')) throw new RangeError('a text without zero bytes expected');
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** `(1, 2, 3)`, and for none a list that holds no customer, batch, month or place. */
export function integerList(values: readonly number[]): string {
  return `(${values.length === 0 ? '-1' : values.map(integerLiteral).join(', ')})`;
}

export function textList(values: readonly string[]): string {
  return values.map(textLiteral).join(', ');
}
