import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { v7 as uuidv7 } from 'uuid';
import { ConnectionFile } from '#shared/contracts/connection.ts';
import { assertEverythingCharged } from './artefacts/assert-charged.ts';
import { buildServer } from './http/server.ts';
import { tokenVerifier } from './identity/access-token.ts';
import { identityKeys } from './identity/keys.ts';
import { createProvider, DESKTOP_CLIENT_ID, OIDC_PATH } from './identity/provider.ts';
import { type AnswerTick, systemTick } from './quotes/answer-tick.ts';
import { osRandomBits } from './privacy/noise/os-random-bits.ts';
import type { RandomBits } from './privacy/noise/random-bits.ts';
import { quoteDesk } from './quotes/quote-desk.ts';
import type { CountSource } from './privacy/quotes/ports.ts';
import { releaseShelf } from './releases/release-shelf.ts';
import { openSigningKey } from './releases/signing-key.ts';
import { segmentsOfBank } from './segments/bank-segments.ts';
import type { BankServices } from './services.ts';
import type { Bank } from './storage/data-directory.ts';
import { deleteExpiredOidcRecords } from './storage/repositories/oidc-records.ts';
import { ownTestInbox } from './test-messages/test-inbox.ts';

export interface ServeOptions {
  /** TCP port on 127.0.0.1; 0 for any free one. */
  readonly port: number;
  /** The public origin where a reverse proxy stands in front; the loopback address otherwise. */
  readonly origin?: string;
  readonly bankName?: string;
  readonly requestsPerMinute?: number;
  /** Delay of the event loop, in milliseconds, from which the service says that it is busy. */
  readonly mostDelayMs?: number;
  readonly logTo?: NodeJS.WritableStream;
  /** The machine's clock, epoch milliseconds. */
  readonly now?: () => number;
  /** Makes the ids of new records; UUID version 7 where left out. */
  readonly newId?: () => string;
  /** What quotes count with: the bank's payments unless said. */
  readonly counts?: CountSource;
  /** When answers to quotes leave: every 250 ms unless said. */
  readonly tick?: AnswerTick;
  /** Where the noise of quotes comes from: the operating system unless said. */
  readonly random?: RandomBits;
}

export interface RunningBank {
  readonly url: string;
  readonly issuer: string;
  readonly services: BankServices;
  /** What the desktop application needs to find and trust this bank. */
  readonly connection: ConnectionFile;
  /** Finishes the requests that are under way, takes no new ones, and lets go of the port. The bank itself stays open. */
  stop(): Promise<void>;
}

/** How long requests under way may take when the service stops. */
const STOP_TIMEOUT_MS = 10_000;
/** How long a request may take to arrive whole. */
const REQUEST_TIMEOUT_MS = 30_000;
/** How often expired sessions, codes and tokens are deleted. */
const HOUSEKEEPING_MS = 3_600_000;

/** What commands work with on an open bank. `counts` is asked by quotes alone. */
export function bankServices(bank: Bank, counts: CountSource, options: Pick<ServeOptions, 'newId' | 'random' | 'tick'> = {}): BankServices {
  const newId = options.newId ?? uuidv7;
  const releases = releaseShelf(bank.database, async () => (await openSigningKey(bank.keysDirectory)).checks);
  return {
    database: bank.database,
    profile: bank.profile,
    clock: bank.clock,
    newId,
    releases,
    testInbox: ownTestInbox(bank),
    quotes: quoteDesk({
      database: bank.database,
      profile: bank.profile,
      releases,
      counts,
      signingKey: () => openSigningKey(bank.keysDirectory),
      tick: options.tick ?? systemTick(),
      newId,
      random: options.random ?? osRandomBits(),
    }),
  };
}

/** Serves an open bank's interface and its OpenID provider under one origin on 127.0.0.1. Resolves when it answers. */
export async function serveBank(bank: Bank, options: ServeOptions): Promise<RunningBank> {
  const now = options.now ?? Date.now;
  const segments = segmentsOfBank(bank);
  const services = bankServices(bank, options.counts ?? segments, options);
  const [keys, signingKey] = await Promise.all([identityKeys(bank.keysDirectory), openSigningKey(bank.keysDirectory)]);
  const forgetExpired = () => deleteExpiredOidcRecords(bank.database, new Date(now()).toISOString());
  await Promise.all([forgetExpired(), assertEverythingCharged(bank.database)]);

  // The issuer names the port, so the port is taken before anything that knows the issuer is made.
  const server = createServer();
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  const url = await listen(server, options.port);
  const origin = options.origin ?? url;
  const issuer = `${origin}${OIDC_PATH}`;
  const logError = (error: Error) =>
    options.logTo?.write(`${JSON.stringify({ level: 50, msg: 'identity provider failed', err: error.message })}\n`);
  const provider = createProvider({ origin, database: bank.database, keys, now, onError: logError });
  const app = await buildServer({
    services,
    origin,
    provider,
    verifyToken: tokenVerifier(issuer, keys, now),
    now,
    server,
    ...(options.requestsPerMinute === undefined ? {} : { requestsPerMinute: options.requestsPerMinute }),
    ...(options.mostDelayMs === undefined ? {} : { mostDelayMs: options.mostDelayMs }),
    ...(options.logTo === undefined ? {} : { logTo: options.logTo }),
  });
  const connection = ConnectionFile.parse({
    format: 'florin-connection/1',
    bankName: options.bankName ?? (bank.profile.demo ? 'Florin demo bank' : 'Florin bank'),
    bankUrl: origin,
    issuer,
    clientId: DESKTOP_CLIENT_ID,
    releaseKey: signingKey.publicPem,
  });
  const housekeeping = setInterval(() => forgetExpired().catch(logError), HOUSEKEEPING_MS);
  const stop = async () => {
    clearInterval(housekeeping);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    const force = setTimeout(() => server.closeAllConnections(), STOP_TIMEOUT_MS);
    await closed;
    clearTimeout(force);
    await app.close();
    await segments.close();
  };
  return { url, issuer, services, connection, stop };
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  const { port: taken } = server.address() as AddressInfo; // a TCP server has an address of this shape once it listens
  return `http://127.0.0.1:${taken}`;
}
