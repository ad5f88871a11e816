import { randomUUID } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { announceInbox, runningInbox, withInbox } from '#bank/delivery/inbox/address.ts';
import { type InboxService, startInbox } from '#bank/delivery/inbox/server.ts';
import { inboxToken, webhookSigningKey } from '#bank/delivery/webhook/keys.ts';
import type { DeliveryWebhook } from '#bank/delivery/webhook/payload.ts';
import { signWebhook } from '#bank/delivery/webhook/signature.ts';
import { aBankDirectory, forgetCampaigns, setClock, type TestBank } from '../../support/delivery-bank.ts';

let place: TestBank;
let inbox: InboxService;

beforeAll(async () => {
  place = await aBankDirectory();
});
afterAll(() => place.remove());
beforeEach(async () => {
  await forgetCampaigns(place.bank);
  await setClock(place.bank, '2026-03-16');
  inbox = await startInbox(place.bank);
});
afterEach(() => inbox.close());

const CUSTOMER = 'customer 1/a';

function aWebhook(activateUntil: string | null = '2026-03-20'): DeliveryWebhook {
  return {
    type: 'offer.delivered',
    timestamp: '2026-03-16T08:30:00.000Z',
    data: {
      campaignId: v7(),
      offer: { shopName: 'De Linde', startsOn: '2026-03-16', redeemUntil: '2026-04-05', activateUntil, minimumSpendCents: 5_000 },
      messages: [
        {
          language: 'nl',
          label: 'Advertentie',
          payer: 'betaald door De Linde',
          title: 't',
          shortText: 's',
          longText: 'l',
          terms: 'v',
          action: 'Activeer',
          why: 'w',
          stop: 'Stop hiermee',
        },
      ],
      alternativeMessages: [],
      images: [],
      deliveries: [{ deliveryId: v7(), customerId: CUSTOMER, channel: 'app_feed', version: 'a' }],
    },
  };
}

async function send(
  webhook: unknown,
  changes: { id?: string; body?: string; secondsAgo?: number } = {},
): Promise<{ status: number; answer: unknown }> {
  const signed = JSON.stringify(webhook);
  const seconds = Math.floor(Date.parse((await place.bank.clock.read()).now) / 1_000) - (changes.secondsAgo ?? 0);
  const headers = signWebhook(webhookSigningKey(place.bank.keysDirectory), changes.id ?? randomUUID(), seconds, signed);
  const answer = await fetch(`${inbox.url}/v1/webhooks`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: changes.body ?? signed,
  });
  return { status: answer.status, answer: await answer.json() };
}

const stored = () => place.bank.database.selectFrom('inbox.messages').selectAll().execute();

async function asCustomer(method: 'GET' | 'POST', route: string, token = inboxToken(place.bank.keysDirectory)) {
  const answer = await fetch(`${inbox.url}/v1/customers/${encodeURIComponent(CUSTOMER)}/messages${route}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
  });
  return { status: answer.status, answer: (await answer.json()) as Record<string, unknown> }; // the service's own answer
}

describe('the inbox takes webhooks', () => {
  test('a signed one is stored, and the same one again changes nothing', async () => {
    const webhook = aWebhook();
    const id = randomUUID();
    expect(await send(webhook, { id })).toEqual({ status: 200, answer: { result: 'stored' } });
    expect(await send(webhook, { id })).toEqual({ status: 200, answer: { result: 'repeated' } });
    // A repetition under another id finds its deliveries there already.
    expect(await send(webhook)).toMatchObject({ status: 200 });
    expect(await stored()).toHaveLength(1);
  });

  test('a changed body, an old one, an unsigned one and one of another shape are refused and store nothing', async () => {
    const webhook = aWebhook();
    expect(await send(webhook, { body: JSON.stringify(webhook).replace('De Linde', 'De Eik') })).toMatchObject({
      status: 401,
      answer: { code: 'webhook_signature' },
    });
    expect(await send(webhook, { secondsAgo: 301 })).toMatchObject({ status: 401, answer: { code: 'webhook_age' } });
    expect(await send({ ...webhook, extra: 1 })).toMatchObject({ status: 400, answer: { code: 'invalid_input' } });
    const unsigned = await fetch(`${inbox.url}/v1/webhooks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(webhook),
    });
    expect(unsigned.status).toBe(401);
    expect(await stored()).toEqual([]);
  });

  test('a captured webhook that is sent again later is refused for its age', async () => {
    const webhook = aWebhook();
    const signed = JSON.stringify(webhook);
    const seconds = Math.floor(Date.parse((await place.bank.clock.read()).now) / 1_000);
    const headers = signWebhook(webhookSigningKey(place.bank.keysDirectory), randomUUID(), seconds, signed);
    await setClock(place.bank, '2026-03-17');
    const answer = await fetch(`${inbox.url}/v1/webhooks`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: signed,
    });
    expect(answer.status).toBe(401);
    expect(await stored()).toEqual([]);
  });
});

describe('the customers’ app of a demonstration market', () => {
  test('lists, opens and switches on, each once', async () => {
    const webhook = aWebhook();
    await send(webhook);
    const deliveryId = webhook.data.deliveries[0]?.deliveryId ?? '';
    expect((await asCustomer('GET', '')).answer).toMatchObject({
      messages: [
        // No pictures in this message, so no place for them.
        { deliveryId, openedAt: null, activatedAt: null, parts: ['label', 'title', 'shortText', 'action', 'longText', 'terms', 'why'] },
      ],
    });
    expect(await asCustomer('POST', `/${deliveryId}/open`)).toMatchObject({ status: 200 });
    expect(await asCustomer('POST', `/${deliveryId}/activate`)).toMatchObject({ status: 200, answer: { result: 'activated' } });
    const [first] = await stored();
    await setClock(place.bank, '2026-03-18');
    await asCustomer('POST', `/${deliveryId}/activate`);
    expect((await stored())[0]?.activated_at).toBe(first?.activated_at);
  });

  test('refuses a wrong token, another customer’s message and an activation that comes too late', async () => {
    const webhook = aWebhook();
    await send(webhook);
    const deliveryId = webhook.data.deliveries[0]?.deliveryId ?? '';
    expect((await asCustomer('GET', '', 'guess')).status).toBe(401);
    expect((await asCustomer('POST', `/${v7()}/open`)).status).toBe(404);
    await setClock(place.bank, '2026-03-21');
    expect(await asCustomer('POST', `/${deliveryId}/activate`)).toMatchObject({ status: 409, answer: { code: 'activation_too_late' } });
    expect((await stored())[0]?.activated_at).toBeNull();
  });

  test('does not exist outside demonstrations', async () => {
    const real = await aBankDirectory({ demo: false });
    const service = await startInbox(real.bank);
    const answer = await fetch(`${service.url}/v1/customers/x/messages`, {
      headers: { authorization: `Bearer ${inboxToken(real.bank.keysDirectory)}` },
    });
    expect(answer.status).toBe(404);
    await service.close();
    await real.remove();
  });
});

describe('finding the inbox', () => {
  test('an announced service that answers is used, a dead one is replaced for as long as the work takes', async () => {
    await announceInbox(place.bank, inbox.url);
    expect(await withInbox(place.bank, async (url) => url)).toBe(inbox.url);
    await inbox.close();
    expect(await runningInbox(place.bank)).toBeUndefined();
    expect(await withInbox(place.bank, async (url) => (await fetch(`${url}/v1/health`)).status)).toBe(200);
    inbox = await startInbox(place.bank);
  });

  test('keys and token are readable by their owner alone', async () => {
    webhookSigningKey(place.bank.keysDirectory);
    inboxToken(place.bank.keysDirectory);
    const files = await readdir(place.bank.keysDirectory);
    expect(files).toEqual(expect.arrayContaining(['inbox-token', 'webhook-ed25519.pem']));
    for (const file of ['inbox-token', 'webhook-ed25519.pem'])
      expect((await stat(path.join(place.bank.keysDirectory, file))).mode & 0o777).toBe(0o600);
  });
});
