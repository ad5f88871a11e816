import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bankTime, type Clock, instantOf } from '#bank/clock/clock.ts';
import { type InboxService, startInbox } from '#bank/delivery/inbox/server.ts';
import type { ReachGuard } from '#bank/delivery/ports.ts';
import { webhookSigningKey } from '#bank/delivery/webhook/keys.ts';
import { contractEndpoints } from '#bank/http/contract-routes.ts';
import { openJobs } from '#bank/jobs/jobs.ts';
import { type JobPorts, portsOf } from '#bank/jobs/ports.ts';
import { loadProfile } from '#bank/market/load-profile.ts';
import { DEMO_PASSWORD } from '#bank/market/synthetic/demo-people.ts';
import { seedMarket } from '#bank/market/synthetic/seed.ts';
import { discreteGaussian } from '#bank/privacy/noise/discrete-gaussian.ts';
import { publishDueWindows } from '#bank/releases/publish-window.ts';
import { openSigningKey } from '#bank/releases/signing-key.ts';
import { segmentsOfBank } from '#bank/segments/bank-segments.ts';
import { publishNext } from '#bank/segments/duckdb/build.ts';
import { type RunningBank, serveBank } from '#bank/serve.ts';
import { type Bank, createDataDirectory, openBank } from '#bank/storage/data-directory.ts';
import type { AnyEndpoint } from '#shared/contracts/http/define.ts';
import { signIn } from '../fixtures/sign-in.ts';
import { seededBits } from './seeded-bits.ts';
import type { Answer } from './transcript.ts';

/** Who looks at the bank from outside its own machine. */
export const VIEWERS = {
  editor: { login: 'editor@tuincentrum.example', role: 'merchant_editor' },
  otherEditor: { login: 'editor@dierenwinkel.example', role: 'merchant_editor' },
  reviewer: { login: 'reviewer-a@bank.example', role: 'bank_reviewer' },
  privacyOfficer: { login: 'privacy@bank.example', role: 'bank_privacy_officer' },
} as const;
export type Viewer = keyof typeof VIEWERS;

/** The garden centre's payment merchant that purchases of the test are made at. */
const GARDEN_SHOP_PREFIX = 'garden-1-';

/** One bank with a seeded market, served for real, with a clock, ids and noise that the test decides. */
export interface YearBank {
  readonly bank: Bank;
  readonly running: RunningBank;
  readonly transcript: Answer[];
  /** The ports of its jobs, noise from the seed. */
  readonly ports: JobPorts;
  setTime(localDate: string, localTime?: string): void;
  /** Publishes every window that is due. */
  publish(): Promise<void>;
  /** The day's work and everything in the outbox, as on the day that the clock shows. */
  work(ports?: Partial<JobPorts>): Promise<void>;
  /** Calls the service and writes the answer into the transcript. */
  call(viewer: Viewer, method: string, address: string, body?: object): Promise<Answer>;
  /** Every reading endpoint of the contract by every viewer, for these campaigns and releases. */
  lookAtEverything(campaignIds: readonly string[]): Promise<void>;
  /** Everybody who has a message switches its offer on. */
  activateAll(): Promise<void>;
  /** Changes the payments of some months by SQL on each month's table, and brings months and seasons up to date. */
  changePayments(statement: (payments: string) => string, months: readonly number[]): Promise<void>;
  /** These customers buy at the garden centre at noon. */
  buy(customerIds: readonly string[], localDate: string, cents: number): Promise<void>;
  stop(): Promise<void>;
}

export interface YearOptions {
  readonly customers: number;
  /** Of market, ids and noise: equal on both sides. */
  readonly seed: number;
  /** The side whose keys this one takes, so that both sign alike. */
  readonly keysOf?: Bank;
  /**
   * What the guard before going live said of each campaign, by name; the first side that asks fills it. Published numbers are given when a report is
   * drawn (composition is adaptive): were the size of a selection taken from two releases that differ by one, others than the one customer
   * could be selected, without any leak beyond those releases.
   */
  readonly guards: Map<string, ReachGuard>;
}

export async function openYearBank({ customers, seed, keysOf, guards }: YearOptions): Promise<YearBank> {
  const folder = await mkdtemp(path.join(tmpdir(), 'florin-year-'));
  const directory = path.join(folder, 'bank');
  await createDataDirectory(directory, await loadProfile('pilot'));
  const opened = await openBank(directory);
  await seedMarket(opened, { customers, seed });
  if (keysOf !== undefined)
    for (const name of await readdir(keysOf.keysDirectory))
      await copyFile(path.join(keysOf.keysDirectory, name), path.join(opened.keysDirectory, name));
  await openSigningKey(opened.keysDirectory);
  webhookSigningKey(opened.keysDirectory);

  let nowMs = Date.parse(instantOf('2026-03-02', '09:30', opened.profile.timeZone));
  const clock: Clock = { read: () => Promise.resolve(bankTime(nowMs, opened.profile.timeZone)) };
  const bank: Bank = { ...opened, clock };
  const newId = countingIds(seed);
  const running = await serveBank(bank, {
    port: 0,
    requestsPerMinute: 100_000,
    // Making clusters and markets keeps the event loop busy; a slow machine is no finding.
    mostDelayMs: 300_000,
    newId,
    random: seededBits(`quotes ${seed}`),
    tick: { next: () => Promise.resolve(), pace: (work) => work() },
  });
  const inbox: InboxService = await startInbox(bank);
  const random = seededBits(`releases ${seed}`);
  const reportBits = seededBits(`reports ${seed}`);
  const real = portsOf(bank);
  const ports: JobPorts = {
    ...real,
    privacy: { ...real.privacy, discreteGaussian: (sigma2) => discreteGaussian(reportBits, sigma2).sample() },
    reach: {
      async meetsMinimum(content, time, merchantId) {
        const said = guards.get(content.name) ?? (await real.reach.meetsMinimum(content, time, merchantId));
        guards.set(content.name, said);
        return said;
      },
    },
    newId,
  };
  const transcript: Answer[] = [];
  const fetched = new Set<string>();
  const tokens = new Map<Viewer, { readonly token: string; readonly atMs: number }>();
  const tokenOf = async (viewer: Viewer): Promise<string> => {
    const known = tokens.get(viewer);
    if (known !== undefined && Date.now() - known.atMs < 120_000) return known.token;
    const { accessToken } = await signIn(running.issuer, VIEWERS[viewer].login, DEMO_PASSWORD);
    tokens.set(viewer, { token: accessToken, atMs: Date.now() });
    return accessToken;
  };
  const correlation = countingIds(seed + 1);
  const call = async (viewer: Viewer, method: string, address: string, body?: object, label = `${method} ${address}`): Promise<Answer> => {
    const response = await fetch(`${running.url}${address}`, {
      method,
      headers: {
        authorization: `Bearer ${await tokenOf(viewer)}`,
        'x-correlation-id': correlation(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { today } = bankTime(nowMs, bank.profile.timeZone);
    const answer: Answer = {
      label: `${label} as ${viewer} on ${today}`,
      status: response.status,
      headers: Object.fromEntries([...response.headers].sort()),
      body: await response.text(),
    };
    transcript.push(answer);
    return answer;
  };
  const changePayments = async (statement: (payments: string) => string, months: readonly number[]): Promise<void> => {
    await publishNext(bank.segmentsDirectory, async (build) => {
      for (const month of months) {
        const payments = await build.openPayments(month);
        await build.connection.run(statement(payments));
      }
      await build.computeSpend(bank.profile, months);
      return { publish: true, result: undefined };
    });
  };
  return {
    bank,
    running,
    transcript,
    ports,
    setTime(localDate, localTime = '09:30') {
      nowMs = Date.parse(instantOf(localDate, localTime, bank.profile.timeZone));
    },
    async publish() {
      const segments = segmentsOfBank(bank);
      try {
        await publishDueWindows(bank, segments, random);
      } finally {
        await segments.close();
      }
    },
    async work(changes = {}) {
      const jobs = await openJobs(bank, { ...ports, ...changes, close: async () => undefined });
      await jobs.runDailyWork(await clock.read());
      await jobs.drain(inbox.url, 'all');
      await jobs.runDailyWork(await clock.read());
      await jobs.close();
    },
    call,
    async lookAtEverything(campaignIds) {
      const releases = await bank.database.selectFrom('releases').select('id').orderBy('published_at').orderBy('id').execute();
      for (const viewer of Object.keys(VIEWERS) as Viewer[]) // keys of a closed literal
        for (const [, endpoint] of contractEndpoints().filter(([, each]) => each.method === 'GET'))
          for (const address of addressesOf(
            endpoint,
            campaignIds,
            releases.map((row) => row.id),
          )) {
            // A release's file never changes: each person fetches it once, as the application does.
            const key = `${viewer} ${address}`;
            if (fetched.has(key)) continue;
            if (endpoint.path.includes(':releaseId')) fetched.add(key);
            await call(viewer, 'GET', address, undefined, `GET ${endpoint.path} (${address})`);
          }
    },
    async activateAll() {
      const { now } = await clock.read();
      await bank.database.updateTable('inbox.messages').set({ activated_at: now }).where('activated_at', 'is', null).execute();
    },
    changePayments,
    async buy(customerIds, localDate, cents) {
      const month = Number(localDate.slice(0, 7).replace('-', ''));
      const category = bank.profile.categories.findIndex(({ id }) => id === 'garden');
      const day = Number(localDate.replaceAll('-', ''));
      await changePayments(
        (payments) =>
          `INSERT INTO ${payments} (id_high, id_low, customer, merchant, category, month, counted_month, paid_at, cents, region, sensitive)
           SELECT ${day}::UBIGINT, number::UBIGINT, number,
             (SELECT min(number) FROM payment_merchants WHERE merchant_id LIKE '${GARDEN_SHOP_PREFIX}%'),
             ${category}::UTINYINT, ${month}, ${month}, TIMESTAMP '${localDate} 12:00:00', ${cents}::BIGINT, region, false
           FROM customers WHERE customer_id IN (${customerIds.map((id) => `'${id}'`).join(', ')})`,
        [month],
      );
    },
    async stop() {
      await running.stop();
      await inbox.close();
      await ports.close();
      await opened.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The addresses of an endpoint, one for each campaign or release that it is about. */
function addressesOf(endpoint: AnyEndpoint, campaignIds: readonly string[], releaseIds: readonly string[]): readonly string[] {
  const values: Readonly<Record<string, readonly string[]>> = { campaignId: campaignIds, releaseId: releaseIds };
  const name = /:([A-Za-z]+)/.exec(endpoint.path)?.[1];
  if (name === undefined) return [endpoint.path];
  return (values[name] ?? ['unknown']).map((value) => endpoint.path.replace(`:${name}`, value));
}

/** Ids of version 7 that count up: equal on both sides. */
export function countingIds(seed: number): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `018fd${seed.toString(16).padStart(3, '0').slice(-3)}-0000-7000-8000-${count.toString(16).padStart(12, '0')}`;
  };
}
