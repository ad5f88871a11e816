import type { AnyEndpoint } from '#shared/contracts/http/define.ts';
import { Problem } from '#shared/contracts/http/problem.ts';
import { isErrorCode } from '#shared/error-codes.ts';
import { AppError, type ErrorCode, type ErrorDetail } from '#shared/errors.ts';
import { parseJson } from '../files/json-file.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/**
 * The value of a success, parsed with the endpoint's answer schema; a refusal becomes the AppError that its problem document names.
 * @throws AppError `bank_answer_invalid` for anything that the contract does not allow
 */
export function answerOf(endpoint: AnyEndpoint, answer: HttpAnswer): unknown {
  const invalid = (): AppError => new AppError('bank_answer_invalid', { endpoint: endpoint.path });
  if (answer.status !== (endpoint.status ?? 200)) throw refusalOf(answer) ?? invalid();
  const json = answer.status === 204 ? {} : parseJson(answer.text);
  const parsed = endpoint.answer.safeParse(json);
  if (!parsed.success) throw invalid();
  return parsed.data;
}

function refusalOf(answer: HttpAnswer): AppError | undefined {
  if (mediaTypeOf(answer.contentType) !== 'application/problem+json') return undefined;
  const parsed = Problem.safeParse(parseJson(answer.text));
  if (!parsed.success) return undefined;
  const { code, detail, correlationId } = parsed.data;
  if (!isErrorCode(code) || code === 'internal') return new AppError('internal', { correlationId });
  return refusal(code, detail);
}

function refusal(code: ErrorCode, detail: Readonly<Record<string, unknown>>): AppError {
  // The facts of a code are only ever shown as text by the screen; a fact that is missing is shown as missing.
  return new AppError(code, detail as unknown as ErrorDetail[ErrorCode]);
}

function mediaTypeOf(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}
