const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUE_OF_CODE = new Int16Array(128).fill(-1);
for (let value = 0; value < ALPHABET.length; value += 1) VALUE_OF_CODE[ALPHABET.charCodeAt(value)] = value;

/** Base64 (RFC 4648, with padding) of some bytes: each byte sequence has exactly one text. */
export function encodeBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second, third] = [bytes[at], bytes[at + 1], bytes[at + 2]];
    const group = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    parts.push(
      ALPHABET.charAt(group >> 18),
      ALPHABET.charAt((group >> 12) & 63),
      second === undefined ? '=' : ALPHABET.charAt((group >> 6) & 63),
      third === undefined ? '=' : ALPHABET.charAt(group & 63),
    );
  }
  return parts.join('');
}

/**
 * The bytes of a base64 text, strictly: the only text accepted for some bytes is the one that {@link encodeBase64} writes, so no white space, no
 * missing padding and no stray bits in the last group. Undefined for every other text.
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const digitCount = text.length - padding;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let group = 0;
  let at = 0;
  for (let index = 0; index < digitCount; index += 1) {
    const code = text.charCodeAt(index);
    const value = code < 128 ? (VALUE_OF_CODE[code] ?? -1) : -1;
    if (value < 0) return undefined;
    group = ((group << 6) | value) & 0xffffff;
    const place = index % 4;
    if (place === 1) bytes[at++] = (group >> 4) & 0xff;
    else if (place === 2) bytes[at++] = (group >> 2) & 0xff;
    else if (place === 3) bytes[at++] = group & 0xff;
  }
  const strayBits = padding === 2 ? group & 0x0f : padding === 1 ? group & 0x03 : 0;
  return strayBits === 0 ? bytes : undefined;
}
