import { randomUUID } from 'node:crypto';
import type { Call, CallGroup, CallResult, Handlers } from '#shared/contracts/ipc/define.ts';
import { AppError, type ErrorCode, type ErrorDetail } from '#shared/errors.ts';
import type { z } from 'zod';
import type { Log } from '../log.ts';

/** Electron's `ipcMain.handle`, or a fake in tests. */
export interface CallPort<Event> {
  readonly handle: (channel: string, answer: (event: Event, request: unknown) => Promise<unknown>) => void;
}

export interface GatePorts<Event> {
  readonly port: CallPort<Event>;
  /** Whether the call comes from the main frame of the application's own window, showing the application's own page. */
  readonly isOwnFrame: (event: Event) => boolean;
  readonly log: Log;
}

type Handle = (request: unknown) => unknown;

/**
 * Answers every call of a group behind four gates: the frame it comes from, its request schema, the handler, and its response schema. A call always
 * resolves: to the value, or to a refusal with a code, its facts and the id under which the log says more.
 */
export function registerGroup<Group extends CallGroup, Event>(group: Group, handlers: Handlers<Group>, gates: GatePorts<Event>): void {
  for (const [name, call] of Object.entries(group)) {
    // Handlers<Group> has exactly the names of Group; each handler takes what its own request schema gives.
    const handle = (handlers as Readonly<Record<string, Handle>>)[name];
    if (handle === undefined) throw new Error(`no handler for ${call.channel}`);
    gates.port.handle(call.channel, (event, request) => answerCall(call, handle, event, request, gates));
  }
}

async function answerCall<Event>(
  call: Call<z.ZodType, z.ZodType>,
  handle: Handle,
  event: Event,
  request: unknown,
  gates: GatePorts<Event>,
): Promise<CallResult<unknown>> {
  const correlationId = randomUUID();
  try {
    if (!gates.isOwnFrame(event)) throw new AppError('not_permitted', { action: call.channel });
    const parsed = call.request.safeParse(request);
    if (!parsed.success) throw new AppError('invalid_input', { issues: issuesOf(parsed.error) });
    const response = call.response.safeParse(await handle(parsed.data));
    if (!response.success)
      throw new Error(`answer of ${call.channel} does not match its schema`, { cause: new TypeError(pathsOf(response.error)) });
    return { ok: true, value: response.data };
  } catch (error) {
    const refusal = error instanceof AppError ? error : new AppError('internal', { correlationId }, { cause: error });
    gates.log.problem(
      'call refused',
      { channel: call.channel, code: refusal.code, correlationId },
      isExpected(refusal.code) ? undefined : refusal,
    );
    return { ok: false, error: { code: refusal.code, detail: factsOf(refusal.detail), correlationId } };
  }
}

function issuesOf(error: z.ZodError): readonly { readonly path: string; readonly problem: string }[] {
  return error.issues.slice(0, 20).map((issue) => ({ path: issue.path.join('.'), problem: issue.message }));
}

function pathsOf(error: z.ZodError): string {
  return error.issues.map((issue) => issue.path.join('.')).join(' ');
}

function factsOf(detail: ErrorDetail[ErrorCode]): Readonly<Record<string, unknown>> {
  return { ...detail };
}

function isExpected(code: ErrorCode): boolean {
  return code !== 'internal' && code !== 'bank_answer_invalid';
}
