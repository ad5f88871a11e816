import type { AppError, ErrorCode, ErrorDetail } from '#shared/errors.ts';

type Words = { readonly [Code in ErrorCode]?: (detail: ErrorDetail[Code]) => string };

const RELEASE_PROBLEMS: Readonly<Record<string, string>> = {
  signature_wrong: 'its signature does not match its content: at least one byte was changed after the bank signed it',
  signature_malformed: 'its signature line is not one that the bank writes',
  key_unknown: 'it was signed with a key that is not this bank’s',
};

const NO_REACH: Readonly<Record<string, string>> = {
  window_not_released: 'no release of its month or season is at hand',
  shape_needs_other_tables: 'the releases at hand hold no table for it',
  unknown_category: 'the release does not hold its category',
  unknown_region: 'the release does not hold one of its regions',
  unknown_band: 'the release does not hold its bands',
  contradictory: 'its conditions exclude each other, so that nobody can meet them all',
  no_slice: 'a relationship needs the merchant’s slice of the season, in the category of the spend condition; name it with --slice',
  needs_quote: 'no table counts it, only a quote does; name one with --quote',
};

/** What an operator reads on standard error. A code without words of its own is shown with its facts. */
const WORDS: Words = {
  invalid_input: ({ issues }) => issues.map(({ path, problem }) => `${path}: ${problem}`).join('; '),
  release_invalid: ({ problem }) => `the release is not valid: ${RELEASE_PROBLEMS[problem] ?? problem.replaceAll('_', ' ')}`,
  quote_invalid: ({ problem }) => `the quote is not valid: ${RELEASE_PROBLEMS[problem] ?? problem.replaceAll('_', ' ')}`,
  audience_not_answerable: ({ reason }) => `the audience cannot be answered: ${NO_REACH[reason] ?? reason.replaceAll('_', ' ')}`,
  release_expired: ({ releaseId }) => `the release ${releaseId} has expired`,
  window_already_published: ({ window }) => `${window} was published already; a window is published once`,
  window_not_closed: ({ window, closesOn }) => `${window} is not over yet; it can be published from ${closesOn} on`,
  window_too_old: ({ window }) => `${window} ended more than fifteen months ago and stays closed`,
  artefact_not_charged: ({ artefact, artefactId }) =>
    `the ${artefact.replaceAll('_', ' ')} ${artefactId} is stored without a charge in the privacy ledger; the bank is not served until an operator has looked at it`,
  quote_balance_exhausted: ({ quotesLeft }) =>
    `the quote balance is short: ${quotesLeft} left in these twelve months; nothing was computed and nothing recorded`,
  ledger_cap_reached: ({ spent, charge, cap }) =>
    `the year’s privacy budget does not allow this: ${spent} is spent, this needs ${charge}, the cap is ${cap}; nothing was computed`,
  profile_invalid: ({ problem }) => `the profile has a mistake: ${problem}`,
  mapping_invalid: ({ problem }) => `the mapping has a mistake: ${problem}`,
  import_failed: ({ problem }) => `nothing was imported: ${problem}`,
  data_directory_missing: ({ directory }) => `${directory} is not a bank’s data directory; make one with bank init`,
  data_directory_exists: ({ directory }) => `${directory} is not empty; nothing was changed`,
  data_directory_busy: ({ directory }) => `another command is writing to ${directory}; try again when it has ended`,
  demo_only: ({ command }) => `${command} exists only in a demonstration market (a profile created with demo: true)`,
  file_unreadable: ({ file }) => `${file} cannot be read`,
  database_unavailable: ({ problem }) => `the database is not available: ${problem}`,
  audit_broken: ({ seq, problem }) => `the audit log is broken at entry ${seq}: ${problem.replaceAll('_', ' ')}`,
};

/** One sentence for a failure, or undefined where the catalogue's code and facts say all there is. */
export function failureWords(failure: AppError): string | undefined {
  const words = WORDS[failure.code] as ((detail: unknown) => string) | undefined; // the code picks the detail's type
  return words?.(failure.detail);
}
