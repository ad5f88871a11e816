import { AppError } from '#shared/errors.ts';
import type { HttpAnswer } from './answer.ts';
import type { HttpRequest } from './request.ts';

/** Largest answer that is read: a release of the scale profile is below 2 MB. */
const LARGEST_ANSWER_BYTES = 32 * 1024 * 1024;
/** What a proxy or a starting service answers in the bank's place; the same as no answer. */
const NO_ANSWER_STATUSES: readonly number[] = [502, 503, 504];

/**
 * Sends one request and reads its whole answer.
 * @throws AppError `bank_unreachable` where no answer came in time, `cancelled` where the caller gave up, `bank_answer_invalid` above the size limit
 */
export async function exchange(
  request: HttpRequest & { readonly token: string | undefined },
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<HttpAnswer> {
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let text: string;
  try {
    response = await fetch(request.url, {
      method: request.method,
      headers: {
        accept: 'application/json, application/problem+json',
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(request.token === undefined ? {} : { authorization: `Bearer ${request.token}` }),
      },
      ...(request.body === undefined ? {} : { body: request.body }),
      redirect: 'error',
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
    });
    text = await readLimited(response, request.name);
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (signal?.aborted === true) throw new AppError('cancelled', {}, { cause: error });
    throw new AppError('bank_unreachable', { attempts: 1 }, { cause: error });
  }
  if (NO_ANSWER_STATUSES.includes(response.status)) throw new AppError('bank_unreachable', { attempts: 1 });
  return { status: response.status, contentType: response.headers.get('content-type') ?? '', text };
}

async function readLimited(response: Response, endpoint: string): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder('utf-8', { fatal: false });
  let text = '';
  let sizeBytes = 0;
  for await (const chunk of response.body) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > LARGEST_ANSWER_BYTES) throw new AppError('bank_answer_invalid', { endpoint });
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
