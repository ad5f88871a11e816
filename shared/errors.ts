import type { CampaignFileProblem } from './campaign/campaign-file.ts';
import type { FileProblem } from './campaign/files.ts';

/** Why a file of a person was not written. `picture_missing`: a picture that belongs into it is neither here nor to be had from the bank now. */
export type SaveProblem = 'disk_full' | 'no_permission' | 'folder_missing' | 'file_in_use' | 'picture_missing' | 'other';

/**
 * The error catalogue. Every refusal that a person or a program can meet has a code here, with the facts its message needs.
 * Screens translate the code (`error.<code>`); nobody shows `message`. HTTP answers carry the code in problem+json.
 */
export interface ErrorDetail {
  /** Input did not match its schema: where, and what was expected. */
  invalid_input: { readonly issues: readonly { readonly path: string; readonly problem: string }[] };
  /** Not signed in, or the token is expired or revoked. */
  not_signed_in: Record<string, never>;
  /** Signed in, but this role may not do this. */
  not_permitted: { readonly action: string };
  /** Missing, or not yours: the same answer for both. */
  not_found: Record<string, never>;
  /** The bank cannot be reached from this machine at the moment. */
  bank_unreachable: { readonly attempts: number };
  /** The bank answered something that its contract does not allow. */
  bank_answer_invalid: { readonly endpoint: string };
  /** Something else changed this first; nothing was overwritten. */
  version_conflict: { readonly currentVersion: number };
  /** The campaign's state does not allow this. */
  transition_refused: { readonly from: string; readonly transition: string };
  /** The campaign breaks a rule; each is listed with its field. */
  campaign_invalid: { readonly findings: readonly { readonly code: string; readonly path: string }[] };
  /** Fewer deliverable customers than the profile's minimum with its margin, judged on the published noisy value. */
  audience_too_small: { readonly minimum: number; readonly required: number };
  /** No published release can answer this audience. */
  audience_not_answerable: { readonly reason: string };
  release_expired: { readonly releaseId: string };
  /** Bytes, signature or signer of a release are not what they should be. `problem` is one of a closed list, never file content. */
  release_invalid: { readonly problem: string };
  /** The same of a quote. */
  quote_invalid: { readonly problem: string };
  window_already_published: { readonly window: string };
  window_not_closed: { readonly window: string; readonly closesOn: string };
  window_too_old: { readonly window: string };
  /** `spent + charge` would exceed the yearly cap; nothing was computed and nothing recorded. Fractions as text. */
  ledger_cap_reached: { readonly spent: string; readonly charge: string; readonly cap: string };
  /** The bank-wide quote balance, or this merchant's ration of it, is too short; nothing was computed and nothing recorded. */
  quote_balance_exhausted: { readonly quotesLeft: number };
  /** Something about customers is stored that the ledger was never charged for; the bank is not served. */
  artefact_not_charged: { readonly artefact: string; readonly artefactId: string };
  /** The revision's hash is not the one that was shown or approved. */
  hash_mismatch: { readonly expected: string; readonly actual: string };
  /** The submitter of a revision may not decide on it. */
  maker_may_not_approve: Record<string, never>;
  claimed_by_another: Record<string, never>;
  profile_invalid: { readonly problem: string };
  mapping_invalid: { readonly problem: string };
  import_failed: { readonly problem: string };
  data_directory_missing: { readonly directory: string };
  data_directory_exists: { readonly directory: string };
  data_directory_busy: { readonly directory: string };
  /** The command exists only where the profile was created with `demo: true`. */
  demo_only: { readonly command: string };
  file_unreadable: { readonly file: string };
  database_unavailable: { readonly problem: string };
  /** A file of the application is damaged; it was set aside and kept. */
  store_damaged: { readonly file: string };
  /** A file that a person wanted to save could not be written; what was there before is still there. `file` is its name without its folder. */
  file_not_written: { readonly file: string; readonly reason: SaveProblem };
  /** A campaign file was not taken in; nothing was changed. `where` names what does not fit; of a refused picture `picture` says why. */
  campaign_file_refused: {
    readonly file: string;
    readonly problem: CampaignFileProblem;
    readonly where: string;
    readonly picture?: FileProblem;
  };
  sign_in_failed: { readonly reason: string };
  sign_in_cancelled: Record<string, never>;
  /** The request was given up by the person or by a newer request. */
  cancelled: Record<string, never>;
  /** The address exists, but not with this method. */
  method_not_allowed: { readonly allowed: readonly string[] };
  too_large: { readonly limitBytes: number };
  unsupported_media_type: { readonly expected: string };
  too_many_requests: { readonly retryAfterSeconds: number };
  /** The bank has more work than it can answer in time; nothing was done. */
  bank_busy: Record<string, never>;
  /** The id of a submission, or of a comment, was used before for something else. */
  submission_id_reused: Record<string, never>;
  /** Second eyes are another person's: whoever gave the first approval, or made the suspension, may not give the second. */
  second_person_required: Record<string, never>;
  /** The shares of a cooperative campaign are not 100 per cent together. */
  shares_not_whole: { readonly sum: number };
  /** A shop cannot be invited: it is not published as joinable, is the inviting shop itself, or is named twice. */
  shop_not_joinable: { readonly merchantId: string };
  /** A campaign takes no more comments. */
  too_many_comments: { readonly most: number };
  /** Not every invited shop has joined with the shares as they are now. */
  partners_not_agreed: { readonly waiting: number };
  /** The audit log does not hold together: `seq` is the first entry that is wrong. */
  audit_broken: { readonly seq: number; readonly problem: string };
  /** A file is not what may be used here. `problem` is one of a closed list (`FileProblem` in shared/campaign/files). */
  file_refused: { readonly problem: string };
  /** The bank does not have these files of the content yet: hand them over and submit again. Nothing was recorded. */
  files_missing: { readonly hashes: readonly string[] };
  /** The bank's own inbox does not take messages at the moment; a test message was not sent. */
  inbox_unreachable: Record<string, never>;
  /** Anything else. The detail is in the log under the correlation id. */
  internal: { readonly correlationId: string };
}

export type ErrorCode = keyof ErrorDetail;

export class AppError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: Code;
  readonly detail: ErrorDetail[Code];

  constructor(code: Code, detail: ErrorDetail[Code], options?: { readonly cause?: unknown }) {
    super(`${code} ${JSON.stringify(detail)}`, options);
    this.name = 'AppError';
    this.code = code;
    this.detail = detail;
  }
}

export function isAppError<Code extends ErrorCode>(error: unknown, code?: Code): error is AppError<Code> {
  return error instanceof AppError && (code === undefined || error.code === code);
}
