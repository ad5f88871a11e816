/** `npm run bench -- api`: requests per second of a running bank service on loopback, and what a verified token and the strict contract cost. */
import { createServer } from 'node:http';
import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { v7 as uuidv7 } from 'uuid';
import { aContent } from '../fixtures/campaign-content.ts';
import { startTestBank } from '../fixtures/running-bank.ts';
import { atLeast, atMost, printBench } from '../support/bench.ts';

const AT_ONCE = 16;
const WARM_UP = 300;
const REQUESTS = 3_000;
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

interface Load {
  readonly perSecond: number;
  readonly medianMs: number;
  readonly slowMs: number;
}

function get(url: string, token: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }) }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** Sixteen callers, each asking again as soon as it was answered. */
async function load(url: string, token: string | undefined, count: number): Promise<Load> {
  const times: number[] = [];
  let left = count;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left > 0) {
        left -= 1;
        const from = performance.now();
        const status = await get(url, token);
        if (status !== 200) throw new Error(`${url} answered ${status}`);
        times.push(performance.now() - from);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  times.sort((left, right) => left - right);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN;
  return { perSecond: times.length / seconds, medianMs: at(0.5), slowMs: at(0.99) };
}

async function measure(url: string, token?: string): Promise<Load> {
  await load(url, token, WARM_UP);
  return load(url, token, REQUESTS);
}

const plain = createServer((_request, response) => response.end('{}'));
await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', () => resolve()));
const bank = await startTestBank({}, { requestsPerMinute: 10_000_000 });
try {
  const token = await bank.token('editor');
  for (let index = 0; index < 20; index += 1)
    await bank.call('POST', `/v1/campaigns/${uuidv7()}/submissions`, {
      as: 'editor',
      body: { submissionId: uuidv7(), content: aContent({ name: `Campaign ${index}` }), releaseId: bank.releaseId },
    });
  const { port } = plain.address() as AddressInfo; // a TCP server has an address of this shape once it listens
  const empty = await measure(`http://127.0.0.1:${port}/`);
  const account = await measure(`${bank.running.url}/v1/account`, token);
  const market = await measure(`${bank.running.url}/v1/market`, token);
  const list = await measure(`${bank.running.url}/v1/campaigns`, token);
  printBench('api', [
    atLeast('GET /v1/account with a token', account.perSecond, 500, 'requests/s'),
    atMost('GET /v1/account, 99 of 100', account.slowMs, 100, 'ms'),
    atLeast('GET /v1/market with a token', market.perSecond, 500, 'requests/s'),
    atLeast('GET /v1/campaigns, 20 campaigns', list.perSecond, 150, 'requests/s'),
    atMost('GET /v1/campaigns, median', list.medianMs, 100, 'ms'),
    atMost('an empty answer of Node against GET /v1/account', empty.perSecond / account.perSecond, 12, 'times'),
    atMost('an empty answer of Node against GET /v1/campaigns', empty.perSecond / list.perSecond, 30, 'times'),
  ]);
} finally {
  agent.destroy();
  await bank.stop();
  plain.close();
}
