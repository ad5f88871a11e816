import type { z } from 'zod';
import type { ErrorCode } from '../../errors.ts';

/** One call from the page to the main process. The channel is `group:verb-noun`; both schemas are strict. */
export interface Call<Request extends z.ZodType, Response extends z.ZodType> {
  readonly channel: string;
  readonly request: Request;
  readonly response: Response;
}

export function defineCall<Request extends z.ZodType, Response extends z.ZodType>(call: Call<Request, Response>): Call<Request, Response> {
  return call;
}

/** One event from the main process to the page. */
export interface Event<Payload extends z.ZodType> {
  readonly channel: string;
  readonly payload: Payload;
}

export function defineEvent<Payload extends z.ZodType>(event: Event<Payload>): Event<Payload> {
  return event;
}

/** Every call resolves to this; it never rejects and never resolves to undefined. `detail` holds the facts of the code. */
export type CallResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false;
      readonly error: { readonly code: ErrorCode; readonly detail: Readonly<Record<string, unknown>>; readonly correlationId: string };
    };

export type CallGroup = Readonly<Record<string, Call<z.ZodType, z.ZodType>>>;

/** The page's side of a group: one function per call. */
export type Client<Group> = {
  readonly [Name in keyof Group]: Group[Name] extends Call<infer Request, infer Response>
    ? (request: z.input<Request>) => Promise<CallResult<z.output<Response>>>
    : never;
};

/** The main process's side of a group; a missing handler does not compile. */
export type Handlers<Group> = {
  readonly [Name in keyof Group]: Group[Name] extends Call<infer Request, infer Response>
    ? (request: z.output<Request>) => Promise<z.input<Response>> | z.input<Response>
    : never;
};
