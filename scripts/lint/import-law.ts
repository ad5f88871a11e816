/**
 * The import law of ARCHITECTURE.md as one function, read by the lint rule and by the test that walks every import.
 * shared ← {electron, renderer, bank} ← test, and the narrower rules inside them.
 */
export interface ImportEdge {
  /** The importing file, relative to the checkout, with forward slashes. */
  readonly from: string;
  /** As written: a package, `node:…`, or a file of the checkout resolved to its relative path (`isFile`). */
  readonly to: string;
  readonly isFile: boolean;
}

interface Law {
  readonly applies: (from: string) => boolean;
  /** Says why the edge is not allowed; `undefined` when it is. */
  readonly forbids: (edge: ImportEdge) => string | undefined;
}

const PRODUCTION = ['shared', 'electron', 'renderer', 'bank'];
const SHARED_PACKAGES = ['zod', 'temporal-polyfill'];

function isUnder(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function under(folder: string): (from: string) => boolean {
  return (from) => isUnder(from, folder);
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function onlyFolders(side: string, allowed: readonly string[]): Law {
  return {
    applies: under(side),
    forbids: ({ to, isFile }) =>
      isFile && !allowed.some((folder) => isUnder(to, folder)) ? `${side} imports only ${allowed.join(' and ')}` : undefined,
  };
}

/** Reproducible randomness and what is made with it. */
const SEEDED = /^bank\/market\/synthetic\/|(seeded|prng)[^/]*\.ts$/;
const SEEDED_READERS = ['bank/market', 'bank/cli', 'bank/jobs/simulation'];

const LAWS: readonly Law[] = [
  onlyFolders('shared', ['shared']),
  onlyFolders('renderer', ['renderer', 'shared']),
  onlyFolders('electron', ['electron', 'shared']),
  onlyFolders('bank', ['bank', 'shared']),
  {
    applies: under('shared'),
    forbids: ({ to, isFile }) =>
      isFile || SHARED_PACKAGES.includes(packageName(to)) ? undefined : `shared imports no package but ${SHARED_PACKAGES.join(' and ')}`,
  },
  {
    applies: under('renderer'),
    forbids: ({ to, isFile }) =>
      !isFile && (to.startsWith('node:') || packageName(to) === 'electron') ? 'the page has neither Node nor Electron' : undefined,
  },
  {
    applies: under('renderer/merchant'),
    forbids: ({ to }) => (isUnder(to, 'renderer/bank-desk') ? 'merchant screens do not import bank screens' : undefined),
  },
  {
    applies: under('renderer/bank-desk'),
    forbids: ({ to }) => (isUnder(to, 'renderer/merchant') ? 'bank screens do not import merchant screens' : undefined),
  },
  {
    applies: under('bank/privacy'),
    forbids: ({ from, to, isFile }) => {
      if (isFile) return isUnder(to, 'bank/privacy') || isUnder(to, 'shared') ? undefined : 'bank/privacy imports only itself and shared';
      if (to !== 'node:crypto') return 'bank/privacy imports no package, and node:crypto in the noise source and the signature only';
      return /(noise\/random|noise\/os-random|noise\/randomness|signature|signing|sign|hash|verify)[^/]*\.ts$/.test(from)
        ? undefined
        : 'node:crypto is for the noise source and the signature';
    },
  },
  {
    applies: under('bank/privacy/noise'),
    forbids: ({ to, isFile }) =>
      isFile && !isUnder(to, 'bank/privacy/noise') && !isUnder(to, 'shared') ? 'the sampler stands alone' : undefined,
  },
  {
    applies: under('bank/http/routes'),
    forbids: ({ to, isFile }) =>
      isFile && isUnder(to, 'bank/storage') ? 'routes call commands, policies and presenters, never repositories' : undefined,
  },
  {
    applies: (from) => PRODUCTION.some((folder) => isUnder(from, folder)) && !SEEDED_READERS.some((folder) => isUnder(from, folder)),
    forbids: ({ to, isFile }) =>
      isFile && SEEDED.test(to) ? 'reproducible randomness is for the synthetic market and for tests' : undefined,
  },
];

/** Why this import is against the law; `undefined` when it is allowed. */
export function importViolation(edge: ImportEdge): string | undefined {
  for (const law of LAWS) {
    if (!law.applies(edge.from)) continue;
    const problem = law.forbids(edge);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Resolves what stands in an import of `from`: relative paths and the `#shared/`, `#bank/` maps become files, all else stays a package. */
export function resolveImport(from: string, specifier: string): ImportEdge {
  const mapped = /^#(shared|bank)\/(.*)$/.exec(specifier);
  if (mapped !== null) return { from, to: `${mapped[1]}/${mapped[2]}`, isFile: true };
  if (!specifier.startsWith('.')) return { from, to: specifier, isFile: false };
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return { from, to: parts.join('/'), isFile: true };
}
