import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyAudit } from '#bank/audit/verify.ts';
import { aContent } from '../fixtures/campaign-content.ts';
import { hashed, pdf } from '../fixtures/pdfs.ts';
import { aPicture } from '../fixtures/pictures.ts';
import { type CooperativeBank, startCooperativeBank } from '../support/cooperative-bank.ts';

let bank: CooperativeBank;

beforeAll(async () => {
  bank = await startCooperativeBank();
});
afterAll(() => bank.stop());

const campaign = (shop: 'lead' | 'toys' | 'bikes' | 'stranger', id: string) => bank.as(shop, 'GET', `/v1/campaigns/${id}`);
const waiting = async (shop: 'lead' | 'toys' | 'bikes') => (await bank.as(shop, 'GET', '/v1/waiting-work')).json;
const stateOf = async (id: string) => (await campaign('lead', id)).json.summary.state;
const isQueued = async (id: string) =>
  (await bank.call('GET', '/v1/review/queue', { as: 'reviewerA' })).json.items.some(
    (item: { summary: { id: string } }) => item.summary.id === id,
  );

async function inReview() {
  const { id, hash } = await bank.frozen();
  await bank.accept('toys', id, hash);
  const last = await bank.accept('bikes', id, hash);
  return { id, hash, version: last.json.summary.version as number };
}

async function scheduled() {
  const { id, hash, version } = await inReview();
  const taken = await bank.call('POST', `/v1/review/campaigns/${id}/take`, { as: 'reviewerA', body: { expectedVersion: version } });
  const approved = await bank.call('POST', `/v1/review/campaigns/${id}/decisions`, {
    as: 'reviewerA',
    body: { expectedVersion: taken.json.detail.summary.version, decision: { kind: 'approve', revisionHash: hash } },
  });
  expect(approved.json.summary.state, approved.text).toBe('scheduled');
  return { id, hash };
}

test('three shops are invited, join, and accept the frozen revision; only then does a reviewer see it, with all shops and shares', async () => {
  const id = uuidv7();
  const shops = await bank.as('lead', 'GET', '/v1/joinable-shops');
  expect(shops.json.shops.map((shop: { shopName: string }) => shop.shopName)).toEqual(['Boeken Proef', 'Fietsen Proef', 'Speelgoed Proef']);
  const before = { toys: await waiting('toys'), bikes: await waiting('bikes') };
  const proposed = await bank.propose(id, { toys: 30, bikes: 20 });
  expect(proposed.json).toMatchObject({ terms: 1, leadSharePercent: 50 });
  expect((await waiting('toys')).invitations).toBe(before.toys.invitations + 1);
  const [invitation] = (await bank.as('toys', 'GET', '/v1/invitations')).json.invitations;
  expect(invitation).toEqual({
    campaignId: id,
    name: 'Spring in our street',
    leadShopName: 'Tuincentrum Proef',
    terms: 1,
    state: 'invited',
    invitedAt: expect.any(String),
    mySharePercent: 30,
    shares: [
      { shopName: 'Tuincentrum Proef', sharePercent: 50 },
      { shopName: 'Fietsen Proef', sharePercent: 20 },
      { shopName: 'Speelgoed Proef', sharePercent: 30 },
    ],
  });
  await bank.join('toys', id);
  const early = await bank.submit(id);
  expect([early.status, early.json.code, early.json.detail]).toEqual([422, 'partners_not_agreed', { waiting: 1 }]);
  await bank.join('bikes', id);
  expect((await waiting('toys')).invitations).toBe(before.toys.invitations);

  const submitted = await bank.submit(id);
  expect(submitted.status, submitted.text).toBe(201);
  expect(submitted.json.summary).toMatchObject({ state: 'awaiting_partners', shops: 3 });
  expect(submitted.json.content.cooperation.shares).toEqual([
    { merchantId: bank.shops.lead, shopName: 'Tuincentrum Proef', sharePercent: 50 },
    { merchantId: bank.shops.bikes, shopName: 'Fietsen Proef', sharePercent: 20 },
    { merchantId: bank.shops.toys, shopName: 'Speelgoed Proef', sharePercent: 30 },
  ]);
  expect(submitted.json.legal).toEqual(['revise', 'withdraw']);
  expect(await isQueued(id)).toBe(false);
  expect((await waiting('toys')).invitations).toBe(before.toys.invitations + 1);

  const hash = submitted.json.summary.revisionHash;
  const seen = await campaign('toys', id);
  expect(seen.json.legal).toEqual(['agree', 'disagree', 'leave']);
  expect(seen.json.content).toEqual(submitted.json.content);
  const first = await bank.accept('toys', id, hash);
  expect(first.json.summary.state).toBe('awaiting_partners');
  expect(first.json.legal).toEqual(['disagree', 'leave']);
  expect(await isQueued(id)).toBe(false);
  const last = await bank.accept('bikes', id, hash);
  expect(last.json.summary.state).toBe('submitted');
  expect(
    last.json.shops.map((shop: { shopName: string; accepted: boolean; isMine: boolean }) => [shop.shopName, shop.accepted, shop.isMine]),
  ).toEqual([
    ['Tuincentrum Proef', true, false],
    ['Fietsen Proef', true, true],
    ['Speelgoed Proef', true, false],
  ]);
  expect(await isQueued(id)).toBe(true);
  expect((await waiting('lead')).campaigns).toBeGreaterThan(0);
  const reviewed = await bank.call('GET', `/v1/review/campaigns/${id}`, { as: 'reviewerA' });
  expect(reviewed.json.detail.shops.map((shop: { sharePercent: number }) => shop.sharePercent)).toEqual([50, 20, 30]);
  expect(reviewed.json.messages[0].payer).toBe('betaald door Tuincentrum Proef, Fietsen Proef en Speelgoed Proef');
  const events = await bank.bank.database.selectFrom('audit_events').select('event').where('subject', '=', id).orderBy('seq').execute();
  expect(events.map((entry) => entry.event)).toEqual([
    'cooperation.terms_proposed',
    'cooperation.joined',
    'cooperation.joined',
    'campaign.transition',
    'campaign.revision_frozen',
    'campaign.revision_accepted',
    'campaign.revision_accepted',
    'campaign.transition',
  ]);
  expect(await verifyAudit(bank.bank.database)).toMatchObject({ kind: 'intact' });
});

test('a picture of the leading shop is seen by those who joined, once it is in their frozen revision, and by nobody else', async () => {
  const picture = aPicture('hero', [3, 1, 4]);
  const body = { kind: 'hero', mediaType: 'image/png', base64: picture.bytes.toString('base64') };
  expect((await bank.as('lead', 'PUT', `/v1/files/${picture.sha256}`, body)).status).toBe(200);
  const read = async (shop: 'toys' | 'stranger') => (await bank.as(shop, 'GET', `/v1/files/${picture.sha256}`)).status;
  const id = uuidv7();
  await bank.propose(id, { toys: 40 });
  await bank.join('toys', id);
  expect(await read('toys')).toBe(404);
  const { nl } = aContent().creative;
  if (nl === undefined) throw new Error('the fixture is written in Dutch');
  const submitted = await bank.submit(id, {
    creative: { nl: { ...nl, heroAlt: 'Een balkon vol bloemen' } },
    images: { hero: { sha256: picture.sha256, mediaType: 'image/png', sizeBytes: picture.bytes.length } },
  });
  expect(submitted.status, submitted.text).toBe(201);
  expect([await read('toys'), await read('stranger')]).toEqual([200, 404]);
});

test('evidence of the leading shop is named in the frozen revision that the others accept, and only the bank and itself read it', async () => {
  const { bytes, sha256 } = hashed(pdf());
  const body = { mediaType: 'application/pdf', base64: bytes.toString('base64') };
  expect((await bank.as('lead', 'PUT', `/v1/evidence/${sha256}`, body)).status).toBe(200);
  const id = uuidv7();
  await bank.propose(id, { toys: 40 });
  await bank.join('toys', id);
  const evidence = [{ sha256, name: 'prijslijst.pdf', mediaType: 'application/pdf' as const, sizeBytes: bytes.length }];
  const submitted = await bank.submit(id, { evidence });
  expect(submitted.status, submitted.text).toBe(201);
  const seen = await bank.as('toys', 'GET', `/v1/campaigns/${id}`);
  expect(seen.json.content.evidence).toEqual(evidence);
  for (const address of [`/v1/evidence/${sha256}`, `/v1/files/${sha256}`])
    for (const shop of ['toys', 'stranger'] as const) expect((await bank.as(shop, 'GET', address)).status).toBe(404);
  expect((await bank.as('lead', 'GET', `/v1/evidence/${sha256}`)).status).toBe(200);
  expect((await bank.call('GET', `/v1/evidence/${sha256}`, { as: 'reviewerA' })).status).toBe(200);
});

test('a changed revision needs every acceptance anew', async () => {
  const { id, hash } = await bank.frozen();
  await bank.accept('toys', id, hash);
  const declined = await bank.as('bikes', 'POST', `/v1/campaigns/${id}/acceptance`, { revisionHash: hash, answer: 'decline' });
  expect(declined.json.summary.state).toBe('draft');
  const again = await bank.submit(id, { budgetCents: 2_000_000 });
  expect(again.json.summary).toMatchObject({ state: 'awaiting_partners', revision: 2 });
  expect(again.json.shops.map((shop: { accepted: boolean }) => shop.accepted)).toEqual([true, false, false]);
  const old = await bank.accept('toys', id, hash);
  expect([old.status, old.json.code]).toEqual([409, 'hash_mismatch']);
  await bank.accept('bikes', id, again.json.summary.revisionHash);
  expect(await stateOf(id)).toBe('awaiting_partners');
  await bank.accept('toys', id, again.json.summary.revisionHash);
  expect(await stateOf(id)).toBe('submitted');
});

test('a shop that leaves before the campaign is live sends it back to draft without its approval, and the others must agree anew', async () => {
  const { id } = await scheduled();
  const left = await bank.as('bikes', 'POST', `/v1/campaigns/${id}/leave`);
  expect(left.status, left.text).toBe(200);
  const row = await bank.bank.database.selectFrom('campaigns').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  expect(row).toMatchObject({ state: 'draft', approved_revision: null, approved_hash: null, reward_price_cents: null, claimed_by: null });
  expect((await campaign('bikes', id)).status).toBe(404);
  expect((await bank.submit(id)).json.code).toBe('partners_not_agreed');
  const anew = await bank.propose(id, { toys: 40 }, 1);
  expect(anew.json).toMatchObject({ terms: 2, leadSharePercent: 60, partners: [{ state: 'invited', sharePercent: 40 }] });
  expect((await bank.submit(id)).json.code).toBe('partners_not_agreed');
  await bank.join('toys', id, 2);
  expect((await bank.submit(id)).json.summary).toMatchObject({ state: 'awaiting_partners', revision: 2, shops: 2 });
});

test('nobody can leave a campaign that is live', async () => {
  const { id } = await scheduled();
  await bank.bank.database.updateTable('campaigns').set({ state: 'live' }).where('id', '=', id).execute();
  const before = await bank.state();
  const left = await bank.as('bikes', 'POST', `/v1/campaigns/${id}/leave`);
  expect([left.status, left.json.code]).toEqual([409, 'transition_refused']);
  expect(await bank.state()).toBe(before);
});

test('a shop declines an invitation and the proposal cannot be submitted; ending the cooperation makes it one shop’s own again', async () => {
  const id = uuidv7();
  await bank.propose(id, { toys: 50 });
  await bank.as('toys', 'POST', `/v1/campaigns/${id}/invitation`, { terms: 1, answer: 'decline' });
  expect(
    (await bank.as('toys', 'GET', '/v1/invitations')).json.invitations.map((each: { campaignId: string }) => each.campaignId),
  ).not.toContain(id);
  expect((await bank.submit(id)).json).toMatchObject({ code: 'partners_not_agreed', detail: { waiting: 1 } });
  const ended = await bank.propose(id, {}, 1);
  expect(ended.json).toMatchObject({ terms: 2, partners: [] });
  const own = await bank.submit(id);
  expect(own.json.summary.state).toBe('submitted');
  expect(own.json.content.cooperation).toBeUndefined();
  expect(own.json.shops).toBeUndefined();
});

test('a proposal that changes nothing keeps every answer; one that does asks everybody anew', async () => {
  const id = uuidv7();
  await bank.propose(id, { toys: 30, bikes: 20 });
  await bank.join('toys', id);
  const same = await bank.propose(id, { bikes: 20, toys: 30 }, 1);
  expect(same.json).toMatchObject({ terms: 1 });
  expect(same.json.partners.map((partner: { state: string }) => partner.state)).toEqual(['invited', 'joined']);
  const changed = await bank.propose(id, { bikes: 21, toys: 30 }, 1);
  expect(changed.json).toMatchObject({ terms: 2 });
  expect(changed.json.partners.map((partner: { state: string }) => partner.state)).toEqual(['invited', 'invited']);
  const stale = await bank.join('toys', id, 1);
  expect([stale.status, stale.json.code]).toEqual([409, 'version_conflict']);
});

test('the leading shop takes a revision back while it waits, and a partner keeps its place', async () => {
  const { id } = await bank.frozen();
  const { json } = await campaign('lead', id);
  const revised = await bank.as('lead', 'POST', `/v1/campaigns/${id}/revise`, { expectedVersion: json.summary.version });
  expect(revised.json.summary.state).toBe('draft');
  expect((await bank.submit(id)).json.summary.state).toBe('awaiting_partners');
});

test('a rule about one shop’s own customers, or about visits, is refused with the field that holds it', async () => {
  const id = uuidv7();
  await bank.propose(id, { toys: 50 });
  await bank.join('toys', id);
  const before = await bank.state();
  const [spend] = aContent().audience.conditions;
  if (spend === undefined) throw new Error('the fixture has a spend condition');
  const withCondition = (condition: typeof spend) =>
    bank.submit(id, { audience: { format: 'florin-audience/1', conditions: [spend, condition] } });
  const lapsed = await withCondition({ kind: 'relationship', relation: 'lapsed' });
  expect([lapsed.status, lapsed.json.code]).toEqual([422, 'campaign_invalid']);
  expect(lapsed.json.detail.findings).toEqual([{ code: 'relationship_in_cooperation', path: 'audience.relationship' }]);
  const visits = await withCondition({ kind: 'visits', category: 'garden', window: '2025-spring', visits: { from: 1, to: 3 } });
  expect(visits.json.detail.findings).toEqual([{ code: 'visits_in_cooperation', path: 'audience.visits' }]);
  expect(await bank.state()).toBe(before);
});

test('the report is the same bytes for every shop and the bank', async () => {
  const { id } = await scheduled();
  const { now } = await bank.bank.clock.read();
  const figure = { value: 0, halfWidth: 1 };
  const rate = { value: 0, low: 0, high: 1 };
  const cells = (['assigned', 'activated', 'redeemed'] as const).flatMap((step) =>
    [true, false].map((bought) => ({ arm: 'delivered', step, bought, customers: -3 })),
  );
  const body = {
    format: 'florin-report/1',
    campaignId: id,
    publishedAt: now,
    histogram: cells,
    noise: { countSigma2: '150', spendSigma2: '1', rewardSigma2: '1' },
    delivered: figure,
    holdout: figure,
    activations: figure,
    redeemingCustomers: figure,
    spendCents: figure,
    rewardCents: figure,
    buyingRateDelivered: rate,
    lift: { kind: 'no_effect_could_be_shown' },
    invoice: { redeemingCustomers: -6, rewardPriceCents: 900, feeCents: 40, amountCents: -5_640, creditAppliedCents: 0, shares: [] },
    rho: '1/240',
    method: { outcome: 'bought_at_merchant', attributionDays: 14, clipSpendCents: 1, clipRewardCents: 1 },
  };
  await bank.bank.database
    .insertInto('reports')
    .values({ campaign_id: id, published_at: now, body: JSON.stringify(body) })
    .execute();
  const address = `/v1/campaigns/${id}/report`;
  const answers = [
    await bank.as('lead', 'GET', address),
    await bank.as('toys', 'GET', address),
    await bank.as('bikes', 'GET', address),
    await bank.call('GET', address, { as: 'reviewerA' }),
  ];
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
  expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
  expect((await bank.as('stranger', 'GET', address)).status).toBe(404);
});
