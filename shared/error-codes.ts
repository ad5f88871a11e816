import type { ErrorCode } from './errors.ts';

// A record, so that a code missing here does not compile.
const CODES = {
  invalid_input: true,
  not_signed_in: true,
  not_permitted: true,
  not_found: true,
  bank_unreachable: true,
  bank_answer_invalid: true,
  version_conflict: true,
  transition_refused: true,
  campaign_invalid: true,
  audience_too_small: true,
  audience_not_answerable: true,
  release_expired: true,
  release_invalid: true,
  window_already_published: true,
  window_not_closed: true,
  window_too_old: true,
  ledger_cap_reached: true,
  quote_balance_exhausted: true,
  hash_mismatch: true,
  maker_may_not_approve: true,
  claimed_by_another: true,
  profile_invalid: true,
  mapping_invalid: true,
  import_failed: true,
  data_directory_missing: true,
  data_directory_exists: true,
  data_directory_busy: true,
  demo_only: true,
  file_unreadable: true,
  database_unavailable: true,
  store_damaged: true,
  sign_in_failed: true,
  sign_in_cancelled: true,
  cancelled: true,
  method_not_allowed: true,
  too_large: true,
  unsupported_media_type: true,
  too_many_requests: true,
  bank_busy: true,
  submission_id_reused: true,
  second_person_required: true,
  audit_broken: true,
  internal: true,
} as const satisfies Readonly<Record<ErrorCode, true>>;

/** Whether a text from the wire is a code of the catalogue. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(CODES, text);
}
