// biome-ignore format: a table of letters
const ACCENTED: Readonly<Record<string, string>> = {
  a: 'á', b: 'ƀ', c: 'ç', d: 'ð', e: 'é', f: 'ƒ', g: 'ĝ', h: 'ĥ', i: 'î', j: 'ĵ', k: 'ķ', l: 'ļ', m: 'ɱ', n: 'ñ', o: 'ö', p: 'þ', q: 'ǫ',
  r: 'ŕ', s: 'š', t: 'ţ', u: 'û', v: 'ṽ', w: 'ŵ', x: 'ẋ', y: 'ý', z: 'ž',
  A: 'Å', B: 'Ɓ', C: 'Ç', D: 'Ð', E: 'É', F: 'Ƒ', G: 'Ĝ', H: 'Ĥ', I: 'Î', J: 'Ĵ', K: 'Ķ', L: 'Ļ', M: 'Ṁ', N: 'Ñ', O: 'Ö', P: 'Þ', Q: 'Ǫ',
  R: 'Ŕ', S: 'Š', T: 'Ţ', U: 'Û', V: 'Ṽ', W: 'Ŵ', X: 'Ẋ', Y: 'Ý', Z: 'Ž',
};

/** How much longer a translation is allowed to be: Dutch and French need up to a third more than English. */
const LONGER = 0.35;
const FILLER = 'ļöñĝéŕ ŵöŕðš þûţ îñ ';

/** Stand around every pseudo-translated message, so that text without them is text that no message holds. */
export const PSEUDO_OPEN = '⟦';
export const PSEUDO_CLOSE = '⟧';

/**
 * A message as no language has it: letters accented, 35 % longer, in brackets. Arguments, tags and the structure of plurals stay as they are.
 * @param message in ICU syntax
 */
export function pseudoMessage(message: string): string {
  const letters = lettersOf(message);
  const more = Math.ceil(letters * LONGER);
  const filler =
    letters === 0
      ? ''
      : ` ${FILLER.repeat(Math.ceil(more / FILLER.length))
          .slice(0, Math.max(1, more - 1))
          .trim()}`;
  return `${PSEUDO_OPEN}${accented(message)}${filler}${PSEUDO_CLOSE}`;
}

/** All messages of a language, changed by `pseudoMessage`. */
export function pseudoMessages<Messages extends Readonly<Record<string, string>>>(
  messages: Messages,
): { readonly [Key in keyof Messages]: string } {
  // The keys are those of the messages that were given.
  return Object.fromEntries(Object.entries(messages).map(([key, message]) => [key, pseudoMessage(message)])) as {
    readonly [Key in keyof Messages]: string;
  };
}

function accented(message: string): string {
  return pieces(message)
    .map((piece) => (piece.kind === 'text' ? [...piece.text].map((letter) => ACCENTED[letter] ?? letter).join('') : argument(piece.text)))
    .join('');
}

function lettersOf(message: string): number {
  return pieces(message).reduce(
    (sum, piece) =>
      sum +
      (piece.kind === 'text' && /\p{L}/u.test(piece.text)
        ? piece.text.length
        : piece.kind === 'syntax' && /\{.*\{/su.test(piece.text)
          ? 6
          : 0),
    0,
  );
}

/** `{name}` and tags stay; of `{n, plural, one {…} other {…}}` the cases are accented. */
function argument(text: string): string {
  if (!text.startsWith('{') || !text.slice(1, -1).includes('{')) return text;
  const inner = text.slice(1, -1);
  let depth = 0;
  let start = 0;
  let result = '';
  for (let at = 0; at < inner.length; at += 1) {
    if (inner[at] === '{') {
      if (depth === 0) {
        result += inner.slice(start, at + 1);
        start = at + 1;
      }
      depth += 1;
    } else if (inner[at] === '}') {
      depth -= 1;
      if (depth === 0) {
        result += accented(inner.slice(start, at));
        start = at;
      }
    }
  }
  return `{${result}${inner.slice(start)}}`;
}

/** Runs of text, and arguments and tags between them. */
function pieces(message: string): readonly { readonly kind: 'text' | 'syntax'; readonly text: string }[] {
  const found: { kind: 'text' | 'syntax'; text: string }[] = [];
  let at = 0;
  while (at < message.length) {
    const end =
      message[at] === '{'
        ? endOfArgument(message, at)
        : message[at] === '<' && message.includes('>', at)
          ? message.indexOf('>', at) + 1
          : undefined;
    if (end !== undefined) {
      found.push({ kind: 'syntax', text: message.slice(at, end) });
      at = end;
      continue;
    }
    const next = [...message.slice(at + 1)].findIndex((letter) => letter === '{' || letter === '<');
    const stop = next === -1 ? message.length : at + 1 + next;
    found.push({ kind: 'text', text: message.slice(at, stop) });
    at = stop;
  }
  return found;
}

function endOfArgument(message: string, from: number): number {
  let depth = 0;
  for (let at = from; at < message.length; at += 1) {
    if (message[at] === '{') depth += 1;
    if (message[at] === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return message.length;
}
