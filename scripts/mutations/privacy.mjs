// Mistakes that would break the privacy promise, each a small change to the product and the tests that must notice it. A text that is replaced stands
// exactly once in its file; `npm run mutate -- privacy` says so where it does not, and the list has to be brought up to date.

const BUILD = 'bank/privacy/release/build-release.ts';
const PUBLISH = 'bank/privacy/release/publish-release.ts';
const LEDGER = 'bank/privacy/ledger/ledger.ts';
const RELEASE_TEST = 'test/unit/privacy/release.test.ts';
const LEDGER_TEST = 'test/unit/privacy/ledger.test.ts';
const AUDIT_TEST = 'test/statistical/release-audit.test.ts';
const COUNTS = 'counts: encodeCounts(withNoise(exact, table.sigma2, random)),';

/**
 * @typedef {object} Mutation
 * @property {string} name what goes wrong
 * @property {string} file relative to the checkout
 * @property {readonly (readonly [from: string, to: string])[]} edits
 * @property {readonly string[]} tests files of tests; the first one that fails is printed
 * @property {string} [only] pattern of the names of the tests that are run, where the file holds slow ones beside them
 */

/** @type {readonly Mutation[]} */
export const mutations = [
  {
    name: 'no charge',
    file: PUBLISH,
    edits: [
      [
        "await chargeLedger(ports.ledger, profile, { chargedAt: request.publishedAt, kind: 'release', artefactId: id, rho });",
        'void [chargeLedger, rho];',
      ],
    ],
    tests: [RELEASE_TEST],
  },
  {
    name: 'no noise in one table',
    file: BUILD,
    edits: [[COUNTS, "counts: encodeCounts(table.dimensions.includes('channels') ? exact : withNoise(exact, table.sigma2, random)),"]],
    tests: [AUDIT_TEST],
    only: 'twelve rebuilds',
  },
  {
    name: 'no margin',
    file: 'shared/reach/reach.ts',
    edits: [['const MINIMUM_MARGIN_SD = 4.753425;', 'const MINIMUM_MARGIN_SD = 0;']],
    tests: ['test/unit/reach/reach.test.ts'],
    only: 'the minimum is met',
  },
  {
    name: 'no canonical form',
    file: 'bank/privacy/quotes/quotable.ts',
    edits: [
      ['      return canonical;', '      return audience;'],
      ['? canonical : refuse(reach.reason)', '? audience : refuse(reach.reason)'],
    ],
    tests: ['test/attack/quotes.test.ts'],
    only: 'fifty spellings',
  },
  {
    name: 'σ for σ²',
    file: BUILD,
    edits: [
      [
        'const gaussian = discreteGaussian(random, parseFraction(sigma2));',
        'const gaussian = discreteGaussian(random, { numerator: integerRoot(BigInt(sigma2)), denominator: 1n });',
      ],
      ['import { discreteGaussian }', 'import { discreteGaussian, integerRoot }'],
    ],
    tests: [AUDIT_TEST],
    only: 'twelve rebuilds',
  },
  {
    name: 'clamped cells',
    file: BUILD,
    edits: [['    return Number(noisy);', '    return Math.max(0, Number(noisy));']],
    tests: [AUDIT_TEST],
    only: 'empty cells go below',
  },
  {
    name: 'noise seeded from data',
    file: BUILD,
    edits: [
      [
        'const gaussian = discreteGaussian(random, parseFraction(sigma2));',
        'const gaussian = discreteGaussian(bitsOfData(exact), parseFraction(sigma2));',
      ],
      [
        '/** Adds noise in exact integers',
        `function bitsOfData(exact: Int32Array): RandomBits {
  let state = exact.reduce((mixed, count) => (Math.imul(mixed, 31) + count) >>> 0, 17);
  const bit = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 15), state | 1);
    return BigInt((mixed ^ (mixed >>> 14)) & 1);
  };
  return { next: (bitCount) => Array.from({ length: Number(bitCount) }, bit).reduce((bits, one) => (bits << 1n) | one, 0n) };
}

/** Adds noise in exact integers`,
      ],
    ],
    tests: [AUDIT_TEST],
    only: 'identical snapshots',
  },
  {
    name: 'per-merchant ledger',
    file: LEDGER,
    edits: [
      [
        'await store.appendExclusively((entries) => {',
        'await store.appendExclusively((all) => {\n    const entries = all.filter((known) => known.merchantId === entry.merchantId);',
      ],
    ],
    tests: [LEDGER_TEST],
  },
  {
    name: 'refund after a refusal',
    file: LEDGER,
    edits: [
      [
        'for (const lastDate of spanEnds(entries, entry)) assertFits(entries, profile, entry, lastDate);',
        `try {
      for (const lastDate of spanEnds(entries, entry)) assertFits(entries, profile, entry, lastDate);
    } catch (error) {
      refusal = error;
      return { ...entry, artefactId: \`\${entry.artefactId} refunded\`, rho: \`-\${entry.rho}\` };
    }`,
      ],
      ['  let isNew = false;\n', '  let isNew = false;\n  let refusal: unknown;\n'],
      ['  return isNew;\n', '  if (refusal !== undefined) throw refusal;\n  return isNew;\n'],
    ],
    tests: [LEDGER_TEST],
  },
  {
    name: 'support depending on data',
    file: BUILD,
    edits: [
      [
        'const tables = planned.map((table): ReleaseTablePayload => {',
        'const tables = planned.filter((table) => cells.find((candidate) => candidate.tableId === table.id)?.counts.some((count) => count > 0)).map((table): ReleaseTablePayload => {',
      ],
    ],
    tests: [AUDIT_TEST],
    only: 'which cells are published',
  },
  {
    name: 'unbounded contribution',
    file: 'bank/segments/duckdb/schema.ts',
    edits: [['<= ${profile.categoriesPerCustomer} AS kept', '<= 1000 AS kept']],
    tests: ['test/integration/segments/eligible-cells.test.ts'],
  },
  {
    name: 'report numbers charged as if free',
    file: 'bank/privacy/accountant/charges.ts',
    edits: [
      [
        'return { countSigma2: multiplyFractions(sigma2, fraction(10n, 8n)), clippedSigma2: multiplyFractions(sigma2, fraction(10n)) };',
        'return { countSigma2: sigma2, clippedSigma2: sigma2 };',
      ],
    ],
    tests: ['test/unit/privacy/accountant.test.ts'],
  },
  {
    name: 'going live depends on the true count',
    file: 'bank/delivery/go-live.ts',
    edits: [
      [
        "return { kind: 'live', campaignId: campaign.id, ...selection };",
        "if (selection.delivered === 0) throw new Error('nobody to deliver to');\n        return { kind: 'live', campaignId: campaign.id, ...selection };",
      ],
    ],
    tests: ['test/integration/delivery/delivery.test.ts'],
    only: 'going live',
  },
  {
    name: 'a seat for another customer when one is gone',
    file: 'bank/delivery/selection.ts',
    edits: [
      [
        ".filter(({ customerId }) => placeOf('selection', customerId, campaign.id) < share)",
        ".toSorted((left, right) => placeOf('selection', left.customerId, campaign.id) - placeOf('selection', right.customerId, campaign.id))\n    .slice(0, Math.floor(candidatesAtMost * share * 0.4))",
      ],
    ],
    tests: ['test/integration/delivery/selection.test.ts'],
    only: 'judges each customer alone',
  },
];
