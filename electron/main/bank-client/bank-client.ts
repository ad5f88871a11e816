import type { AnyEndpoint, EndpointAnswer, EndpointInput } from '#shared/contracts/http/define.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import { z } from 'zod';
import { answerOf, type HttpAnswer } from './answer.ts';
import { requestOf } from './request.ts';
import { exchange } from './exchange.ts';

/** Where access tokens come from. Both throw `not_signed_in` where nobody is signed in, `bank_unreachable` where none can be had now. */
export interface TokenSource {
  readonly accessToken: () => Promise<string>;
  /** The bank refused this token: another one, if there is one to be had. */
  readonly replacementFor: (refused: string) => Promise<string>;
  /** The bank refused the replacement as well: the session is over. */
  readonly expire: () => Promise<void>;
}

/** The rest of the application sees the bank as this. */
export interface Bank {
  /**
   * Calls one endpoint. Input and answer match the endpoint's schemas.
   * @throws AppError the bank's refusal by its code; `bank_unreachable`, `bank_answer_invalid`, `not_signed_in`, `cancelled`
   */
  call<E extends AnyEndpoint>(endpoint: E, input: EndpointInput<E>, options?: CallOptions): Promise<EndpointAnswer<E>>;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** The bank treats a repetition as the same call, so it may be sent again when no answer came. GET always is. */
  readonly idempotent?: boolean;
}

export interface BankClientPorts {
  readonly baseUrl: string;
  readonly tokens: TokenSource;
  readonly reachable: () => void;
  readonly unreachable: () => void;
  readonly wait: (delayMs: number) => Promise<void>;
  readonly timeoutMs: number;
}

const RETRY_DELAYS_MS: readonly number[] = [150, 600];
const Anything = z.record(z.string(), z.unknown());

/** The application's only way to the bank's HTTP interface; built from the contract, so there is no call that it does not name. */
export class BankClient implements Bank {
  readonly #ports: BankClientPorts;

  constructor(ports: BankClientPorts) {
    this.#ports = ports;
  }

  async call<E extends AnyEndpoint>(endpoint: E, input: EndpointInput<E>, options: CallOptions = {}): Promise<EndpointAnswer<E>> {
    const request = requestOf(this.#ports.baseUrl, endpoint, Anything.parse(input));
    const isRepeatable = endpoint.method === 'GET' || options.idempotent === true;
    const send = async (token: string | undefined): Promise<HttpAnswer> =>
      this.#sendRepeatedly({ ...request, token }, isRepeatable, options.signal);
    if (endpoint.access === 'public') return this.#read(endpoint, await send(undefined));
    const token = await this.#ports.tokens.accessToken();
    const first = await send(token);
    if (first.status !== 401) return this.#read(endpoint, first);
    // Refused before it was handled: sending it again with a fresh token repeats nothing.
    const second = await send(await this.#ports.tokens.replacementFor(token));
    if (second.status === 401) await this.#ports.tokens.expire();
    return this.#read(endpoint, second);
  }

  async #sendRepeatedly(
    request: Parameters<typeof exchange>[0],
    isRepeatable: boolean,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer> {
    const attemptsAllowed = isRepeatable ? RETRY_DELAYS_MS.length + 1 : 1;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await exchange(request, this.#ports.timeoutMs, signal);
        this.#ports.reachable();
        return answer;
      } catch (error) {
        if (!isAppError(error, 'bank_unreachable')) throw error;
        if (attempt < attemptsAllowed) {
          await this.#ports.wait(RETRY_DELAYS_MS[attempt - 1] ?? 0);
          continue;
        }
        this.#ports.unreachable();
        throw new AppError('bank_unreachable', { attempts: attempt }, { cause: error });
      }
    }
  }

  #read<E extends AnyEndpoint>(endpoint: E, answer: HttpAnswer): EndpointAnswer<E> {
    // answerOf parsed the value with this endpoint's own answer schema.
    return answerOf(endpoint, answer) as EndpointAnswer<E>;
  }
}
