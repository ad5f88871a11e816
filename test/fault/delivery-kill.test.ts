import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InboxService, startInbox } from '#bank/delivery/inbox/server.ts';
import { openJobs } from '#bank/jobs/jobs.ts';
import {
  aBankDirectory,
  anApprovedCampaign,
  customers,
  grantConsents,
  members,
  setClock,
  type TestBank,
  testPorts,
} from '../support/delivery-bank.ts';

const CHILD = path.join(import.meta.dirname, '../fixtures/draining-child.ts');
let place: TestBank;
let inbox: InboxService;

beforeAll(async () => {
  place = await aBankDirectory();
  inbox = await startInbox(place.bank);
});
afterAll(async () => {
  await inbox.close();
  await place.remove();
});

/** Stands before the inbox: hands the n-th webhook on, or not, and kills the sender before it can hear the answer. */
async function killerAt(nth: number, handsOn: boolean, kill: () => void): Promise<{ readonly server: Server; readonly url: string }> {
  let count = 0;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      count += 1;
      const isLast = count === nth;
      if (isLast && !handsOn) return void kill();
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(([name]) => name.startsWith('webhook-') || name === 'content-type'),
      );
      const answer = await fetch(`${inbox.url}${request.url ?? ''}`, {
        method: 'POST',
        headers: headers as Record<string, string>,
        body: Buffer.concat(parts),
      }); // single-valued headers only
      if (isLast) kill();
      else response.writeHead(answer.status).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server that listens
  return { server, url: `http://127.0.0.1:${port}` };
}

test('a sender killed before and after the inbox took a batch leaves every customer with exactly one message', {
  timeout: 180_000,
}, async () => {
  const ids = customers(350);
  await grantConsents(place.bank, ids);
  await anApprovedCampaign(place.bank, {
    content: {
      channels: ['app_feed'],
      holdoutPercent: 0,
      schedule: { startsOn: '2026-03-16', endsOn: '2026-03-29', redemptionExtraDays: 7, pacing: 'asap' },
    },
  });
  const jobs = await openJobs(place.bank, testPorts(place.bank, { members: members(ids), payments: [] }));
  await jobs.runDailyWork(await setClock(place.bank, '2026-03-16'));

  for (const handsOn of [true, false]) {
    const senders: ChildProcess[] = [];
    const { server, url } = await killerAt(2, handsOn, () => senders.forEach((sender) => sender.kill('SIGKILL')));
    const child = spawn(process.execPath, [CHILD, place.directory, url], { stdio: 'ignore' });
    senders.push(child);
    const [, signal] = await once(child, 'exit');
    expect(signal).toBe('SIGKILL');
    server.closeAllConnections();
    server.close();
  }

  await jobs.drain(inbox.url, 'all');
  await jobs.close();
  const messages = await place.bank.database.selectFrom('inbox.messages').select('customer_id').orderBy('customer_id').execute();
  expect(messages.map((row) => row.customer_id)).toEqual(ids);
  const states = await place.bank.database.selectFrom('deliveries').select('state').distinct().execute();
  expect(states).toEqual([{ state: 'delivered' }]);
});
