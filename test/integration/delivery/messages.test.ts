import { expect, test } from 'vitest';
import { z } from 'zod';
import { versionOf } from '#bank/delivery/holdout.ts';
import { inboxToken } from '#bank/delivery/webhook/keys.ts';
import { RenderedMessage } from '#shared/contracts/http/campaigns.ts';
import { aContent } from '../../fixtures/campaign-content.ts';
import { hashed, pdf } from '../../fixtures/pdfs.ts';
import { aPicture } from '../../fixtures/pictures.ts';
import { anApprovedCampaign, setClock } from '../../support/delivery-bank.ts';
import { aDeliveringBank } from '../../support/delivering-bank.ts';

const place = aDeliveringBank();
const NO_HOLDOUT = { holdoutPercent: 0 as const, channels: ['app_feed' as const] };
const ASAP = { startsOn: '2026-03-16', endsOn: '2026-03-29', redemptionExtraDays: 7, pacing: 'asap' as const };

const received = () => place.bank.database.selectFrom('inbox.messages').selectAll().orderBy('customer_id').execute();

test('the pictures of the approved revision arrive with its messages, byte for byte; changed bytes stop everything', async () => {
  await place.audienceOf(3);
  const hero = aPicture('hero');
  const { nl } = aContent().creative;
  if (nl === undefined) throw new Error('the fixture is written in Dutch');
  const content = {
    ...NO_HOLDOUT,
    schedule: ASAP,
    creative: { nl: { ...nl, heroAlt: 'Een balkon' } },
    images: { hero: { sha256: hero.sha256, mediaType: 'image/png' as const, sizeBytes: hero.bytes.length } },
  };
  const { id } = await anApprovedCampaign(place.bank, { content });
  const { merchant_id } = await place.bank.database
    .selectFrom('campaigns')
    .select('merchant_id')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const file = { merchant_id, sha256: hero.sha256, kind: 'hero', media_type: 'image/png', uploaded_at: '2026-03-01T08:00:00.000Z' };
  await place.bank.database
    .insertInto('files')
    .values({ ...file, bytes: Buffer.concat([hero.bytes, Buffer.from('x')]) })
    .execute();
  const time = await setClock(place.bank, '2026-03-16');
  await place.jobs.runDailyWork(time);
  expect(await place.jobs.drain(place.inbox.url, 'all')).toMatchObject({
    delivered: 0,
    postponed: [expect.stringContaining('hash_mismatch')],
  });
  expect(await received()).toEqual([]);
  await place.bank.database.deleteFrom('files').execute();
  await place.bank.database
    .insertInto('files')
    .values({ ...file, bytes: hero.bytes })
    .execute();
  expect(await place.jobs.drain(place.inbox.url, 'all')).toMatchObject({ delivered: 3 });
  expect((await received())[0]?.messages).toMatchObject([{ hero: { sha256: hero.sha256, alt: 'Een balkon' } }]);
  const image = await fetch(`${place.inbox.url}/v1/images/${hero.sha256}`, {
    headers: { authorization: `Bearer ${inboxToken(place.bank.keysDirectory)}` },
  });
  expect(image.headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(await image.arrayBuffer()).equals(hero.bytes)).toBe(true);
  expect((await fetch(`${place.inbox.url}/v1/images/${hero.sha256}`)).status).toBe(401);
  await place.bank.database.deleteFrom('files').execute();
});

test('evidence of the approved revision goes to no customer: neither its bytes nor its name leave with a message', async () => {
  await place.audienceOf(2);
  const paper = hashed(pdf({ objects: ['<< /Title (Inkoopprijzen) >>'] }));
  const content = {
    ...NO_HOLDOUT,
    schedule: ASAP,
    evidence: [{ sha256: paper.sha256, name: 'inkoopprijzen.pdf', mediaType: 'application/pdf' as const, sizeBytes: paper.bytes.length }],
  };
  await anApprovedCampaign(place.bank, { content });
  await place.jobs.runDailyWork(await setClock(place.bank, '2026-03-16'));
  expect(await place.jobs.drain(place.inbox.url, 'all')).toMatchObject({ delivered: 2 });
  const arrived = JSON.stringify(await received());
  for (const secret of [paper.sha256, 'inkoopprijzen']) expect(arrived).not.toContain(secret);
  expect(await place.bank.database.selectFrom('inbox.images').where('sha256', '=', paper.sha256).select('sha256').execute()).toEqual([]);
});

test('of two versions each customer gets the one that the approved revision draws, and about half get each', async () => {
  const ids = await place.audienceOf(120);
  const { nl } = aContent().creative;
  if (nl === undefined) throw new Error('the fixture is written in Dutch');
  const content = { ...NO_HOLDOUT, schedule: ASAP, alternative: { creative: { nl: { ...nl, title: 'Nu 10 % terug' } } } };
  const { id } = await anApprovedCampaign(place.bank, { content });
  await place.jobs.runDailyWork(await setClock(place.bank, '2026-03-16'));
  await place.jobs.drain(place.inbox.url, 'all');
  const { approved_hash } = await place.bank.database
    .selectFrom('campaigns')
    .select('approved_hash')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const titles = new Map((await received()).map((row) => [row.customer_id, z.array(RenderedMessage).parse(row.messages)[0]?.title]));
  expect(titles.size).toBe(120);
  for (const customer of ids)
    expect(titles.get(customer)).toBe(versionOf(customer, approved_hash ?? '') === 'b' ? 'Nu 10 % terug' : nl.title);
  // Binomial with 120 draws of one half: outside 35 to 85 about twice in a million.
  const second = [...titles.values()].filter((title) => title === 'Nu 10 % terug').length;
  expect(second).toBeGreaterThan(34);
  expect(second).toBeLessThan(86);
});
