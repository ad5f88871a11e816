import type { CallResult } from '#shared/contracts/ipc/define.ts';
import type { ErrorCode } from '#shared/errors.ts';

/** A refused call as the query cache carries it: the code to translate, its facts, and the reference for the log. */
export class CallFailure extends Error {
  readonly code: ErrorCode;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly correlationId: string;

  constructor(code: ErrorCode, detail: Readonly<Record<string, unknown>>, correlationId: string) {
    super(code);
    this.name = 'CallFailure';
    this.code = code;
    this.detail = detail;
    this.correlationId = correlationId;
  }
}

/** The value of a call, for queries and mutations. @throws CallFailure where it was refused */
export async function unwrap<Value>(call: Promise<CallResult<Value>>): Promise<Value> {
  const result = await call;
  if (result.ok) return result.value;
  throw new CallFailure(result.error.code, result.error.detail, result.error.correlationId);
}

/** Any error as a call failure: what is not one counts as `internal`. */
export function failureOf(error: unknown): CallFailure {
  return error instanceof CallFailure ? error : new CallFailure('internal', {}, '');
}
