import type { JsonValue } from '#shared/canonical-json.ts';

/** One answer of the service as its caller got it: everything that crosses the wire but the connection itself. */
export interface Answer {
  /** Who asked what, and when in the story. */
  readonly label: string;
  readonly status: number;
  /** All headers by name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Headers that say what the machine's own clock says, or what is left of its present minute: they must be there on both sides, whatever their value. */
const MACHINE_CLOCK = ['date', 'x-ratelimit-reset', 'x-ratelimit-remaining'];

/** A place in an answer whose value may differ because it is a published noisy number, or follows from one. Index-free: `histogram[].customers`. */
export interface AllowedPath {
  /** Matches the label up to the first blank after the method and path, such as `GET /v1/campaigns/:campaignId/report`. */
  readonly endpoint: RegExp;
  readonly paths: readonly RegExp[];
}

/** Everything in which two runs differ. */
export interface Comparison {
  /** Differences that no allowed path explains, one sentence each. */
  readonly problems: readonly string[];
  /** `endpoint path` of every allowed difference that was met. */
  readonly noisy: ReadonlySet<string>;
}

/**
 * Compares two runs answer by answer: the same questions in the same order, equal states, header names and values, and bodies that are equal byte for
 * byte once the allowed places hold the same. A length may differ only by the digits of allowed numbers, and must be the body's own.
 */
export function compareTranscripts(left: readonly Answer[], right: readonly Answer[], allowed: readonly AllowedPath[]): Comparison {
  const problems: string[] = [];
  const noisy = new Set<string>();
  if (left.length !== right.length) problems.push(`${left.length} answers against ${right.length}`);
  left.forEach((one, index) => {
    const other = right[index];
    if (other === undefined) return;
    if (one.label !== other.label) problems.push(`question ${index}: ${one.label} against ${other.label}`);
    if (one.status !== other.status) problems.push(`${one.label}: status ${one.status} against ${other.status}`);
    problems.push(...headerProblems(one, other));
    problems.push(...bodyProblems(one, other, allowed, noisy));
  });
  return { problems, noisy };
}

function headerProblems(one: Answer, other: Answer): readonly string[] {
  const problems: string[] = [];
  for (const name of new Set([...Object.keys(one.headers), ...Object.keys(other.headers)])) {
    const [left, right] = [one.headers[name], other.headers[name]];
    if (left === right) continue;
    if (left !== undefined && right !== undefined && MACHINE_CLOCK.includes(name)) continue;
    const isOwnLength =
      name === 'content-length' && left === String(Buffer.byteLength(one.body)) && right === String(Buffer.byteLength(other.body));
    if (!isOwnLength) problems.push(`${one.label}: header ${name} ${left} against ${right}`);
  }
  return problems;
}

function bodyProblems(one: Answer, other: Answer, allowed: readonly AllowedPath[], noisy: Set<string>): readonly string[] {
  if (one.body === other.body) return [];
  const paths = allowed.filter(({ endpoint }) => endpoint.test(one.label)).flatMap((each) => each.paths);
  const problems: string[] = [];
  const [left, right] = [parsed(one.body), parsed(other.body)];
  if (left === undefined || right === undefined) return [`${one.label}: bodies differ`];
  const masked = [left, right].map((value) => JSON.stringify(mask(value, '', paths)));
  if (masked[0] !== masked[1]) {
    for (const path of differingPaths(left, right, ''))
      if (!paths.some((pattern) => pattern.test(path))) problems.push(`${one.label}: ${path} differs`);
    if (problems.length === 0) problems.push(`${one.label}: the order or the presence of fields differs`);
  }
  for (const path of differingPaths(left, right, ''))
    if (paths.some((pattern) => pattern.test(path))) noisy.add(`${one.label.split(' as ')[0]} ${path}`);
  return problems;
}

function parsed(body: string): JsonValue | undefined {
  try {
    return JSON.parse(body) as JsonValue; // what JSON.parse returns
  } catch {
    return undefined;
  }
}

/** The value with every allowed place filled alike. */
function mask(value: JsonValue, path: string, allowed: readonly RegExp[]): JsonValue {
  if (path !== '' && allowed.some((pattern) => pattern.test(path))) return '(noisy)';
  if (Array.isArray(value)) return value.map((each: JsonValue) => mask(each, `${path}[]`, allowed));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mask(each ?? null, join(path, key), allowed)]));
  return value;
}

function differingPaths(left: JsonValue, right: JsonValue, path: string): readonly string[] {
  if (JSON.stringify(left) === JSON.stringify(right)) return [];
  if (Array.isArray(left) && Array.isArray(right) && left.length === right.length)
    return [...new Set(left.flatMap((each: JsonValue, index) => differingPaths(each, right[index] ?? null, `${path}[]`)))];
  if (isObject(left) && isObject(right))
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) => {
      const [one, other] = [left[key], right[key]];
      return one === undefined || other === undefined ? [join(path, key)] : differingPaths(one, other, join(path, key));
    });
  return [path];
}

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
