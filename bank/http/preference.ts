/** What a reader prefers, from the headers `accept` and `accept-language` (RFC 9110, 12.5): items with a weight `q` between 0 and 1. */

interface Weighted {
  readonly value: string;
  readonly weight: number;
}

/** True when a page is wanted more than JSON; who takes both alike, or anything, gets JSON. */
export function prefersPage(accept: string | undefined): boolean {
  const wanted = weighted(accept);
  return weightOf(wanted, ['text/html', 'text/*', '*/*']) > weightOf(wanted, ['application/json', 'application/*', '*/*']);
}

/** The first of `languages` in the reader's order of preference; the first one offered where none of them is wanted. */
export function preferredLanguage<Language extends string>(
  acceptLanguage: string | undefined,
  languages: readonly [Language, ...Language[]],
): Language {
  const order = [...weighted(acceptLanguage)].filter(({ weight }) => weight > 0).sort((left, right) => right.weight - left.weight);
  for (const { value } of order) {
    const found = languages.find((language) => value === language || value.startsWith(`${language}-`));
    if (found !== undefined) return found;
  }
  return languages[0];
}

/** The weight of the most specific range that is named; 0 where none is. */
function weightOf(wanted: readonly Weighted[], ranges: readonly string[]): number {
  for (const range of ranges) {
    const named = wanted.find(({ value }) => value === range);
    if (named !== undefined) return named.weight;
  }
  return 0;
}

function weighted(header: string | undefined): readonly Weighted[] {
  return (header ?? '').split(',').flatMap((item) => {
    const [value = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    const written = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    const weight = written === undefined ? 1 : /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(written) ? Number(written) : 0;
    return value === '' ? [] : [{ value, weight }];
  });
}
