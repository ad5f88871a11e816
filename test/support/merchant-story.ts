import type { CampaignContent } from '#shared/campaign/content.ts';
import { aContent } from '../fixtures/campaign-content.ts';
import type { Viewer, YearBank } from './merchant-year.ts';
import type { Answer } from './transcript.ts';

/** So small that it binds: not everybody is selected. */
export const BUDGET_CENTS = 40_000;
export const ID = (number: number) => `018fe000-0000-7000-8000-${String(number).padStart(12, '0')}`;
export const [FIRST, SECOND] = [ID(1), ID(2)] as const;
const REFUSED = ID(3);
export const AUDIENCE: CampaignContent['audience'] = {
  format: 'florin-audience/1',
  conditions: [{ kind: 'spend', category: 'garden', window: '2025-summer', bands: { from: 1, to: 4 } }],
};
/** A rule that no release answers. */
const visitsRule = (from: number, to: number): CampaignContent['audience'] => ({
  format: 'florin-audience/1',
  conditions: [
    ...AUDIENCE.conditions,
    { kind: 'regions', regions: ['noord', 'west'] },
    { kind: 'visits', category: 'garden', window: '2025-summer', visits: { from, to } },
  ],
});
export const CHANNELS: CampaignContent['channels'] = ['app_feed', 'email'];

/** A campaign whose budget binds, so that not everybody is selected. */
function content(name: string, startsOn: string, endsOn: string, changes: Partial<CampaignContent> = {}): CampaignContent {
  return aContent({
    name,
    audience: AUDIENCE,
    channels: CHANNELS,
    schedule: { startsOn, endsOn, redemptionExtraDays: 7, pacing: 'even' },
    budgetCents: BUDGET_CENTS,
    ...changes,
  });
}
const FIRST_CONTENT = content('Balcony gardens', '2026-03-16', '2026-03-29');
const SECOND_CONTENT = content('Terrace season', '2026-04-20', '2026-05-03', { holdoutPercent: 30 });
export const STUB_CONTENT = content('Late spring', '2026-06-16', '2026-06-29');

const submit = (side: YearBank, id: string, wanted: CampaignContent, viewer: Viewer = 'editor') =>
  side.call(viewer, 'POST', `/v1/campaigns/${id}/submissions`, {
    submissionId: id.replace('018fe000', '018fe001'),
    content: wanted,
    releaseId: 'nl-pilot-2025-summer',
  });

const accepted = (answer: Answer): Answer => {
  if (answer.status >= 300) throw new Error(`${answer.label}: ${answer.body}`);
  return answer;
};

export async function submitAndApprove(side: YearBank, id: string, wanted: CampaignContent): Promise<void> {
  accepted(await submit(side, id, wanted));
  await approve(side, id);
}

async function approve(side: YearBank, id: string): Promise<void> {
  const { version } = JSON.parse((await side.call('reviewer', 'GET', `/v1/review/campaigns/${id}`)).body).detail.summary;
  const taken = await side.call('reviewer', 'POST', `/v1/review/campaigns/${id}/take`, { expectedVersion: version });
  accepted(taken);
  const { detail } = JSON.parse(taken.body);
  accepted(
    await side.call('reviewer', 'POST', `/v1/review/campaigns/${id}/decisions`, {
      expectedVersion: detail.summary.version,
      decision: { kind: 'approve', revisionHash: detail.summary.revisionHash },
    }),
  );
}

const versionOf = async (side: YearBank, id: string) =>
  (await side.bank.database.selectFrom('campaigns').select('version').where('id', '=', id).executeTakeFirstOrThrow()).version;

/**
 * What happens in the year, the same on every side: refusals, two campaigns from submission to report, quotes, a pause, a limit, purchases of the shoppers.
 * Who they are may not depend on the side.
 */
export async function liveTheYear(side: YearBank, shoppers: readonly string[]): Promise<void> {
  await side.publish();
  // Refusals first: their texts are part of what a merchant sees.
  await submit(side, REFUSED, {
    ...FIRST_CONTENT,
    audience: {
      ...AUDIENCE,
      conditions: [
        { kind: 'spend', category: 'garden', window: '2025-summer', bands: { from: 4, to: 4 } },
        { kind: 'regions', regions: ['zuid'] },
      ],
    },
  });
  await submit(side, REFUSED, {
    ...FIRST_CONTENT,
    audience: { ...AUDIENCE, conditions: [{ kind: 'spend', category: 'garden', window: '2026-spring', bands: { from: 1, to: 4 } }] },
  });
  await submit(side, REFUSED, { ...FIRST_CONTENT, schedule: { ...FIRST_CONTENT.schedule, startsOn: '2026-03-03' } });
  accepted(await submit(side, FIRST, FIRST_CONTENT));
  await submit(side, FIRST, FIRST_CONTENT, 'otherEditor');
  await side.lookAtEverything([FIRST, REFUSED]);
  await approve(side, FIRST);
  await side.lookAtEverything([FIRST]);

  // Two quotes are this month's; the second merchant reads the first one for free, and the third rule is refused.
  for (const [viewer, audience] of [
    ['editor', visitsRule(0, 2)],
    ['otherEditor', visitsRule(0, 2)],
    ['editor', visitsRule(0, 1)],
    ['editor', visitsRule(1, 2)],
    ['editor', AUDIENCE],
  ] as const)
    await side.call(viewer, 'POST', '/v1/quotes', { audience });
  await side.lookAtEverything([FIRST]);

  side.setTime('2026-03-16');
  await side.work();
  await side.lookAtEverything([FIRST]);
  side.setTime('2026-03-23');
  await side.work();
  await side.activateAll();
  await side.call('editor', 'POST', `/v1/campaigns/${FIRST}/control`, { expectedVersion: await versionOf(side, FIRST), action: 'pause' });
  await side.call('editor', 'POST', `/v1/campaigns/${FIRST}/control`, { expectedVersion: await versionOf(side, FIRST), action: 'resume' });
  await side.buy(shoppers, '2026-03-25', 8_000);
  side.setTime('2026-03-29');
  await side.work();
  await side.call('editor', 'POST', `/v1/campaigns/${FIRST}/control`, { expectedVersion: await versionOf(side, FIRST), action: 'limit' });
  await side.lookAtEverything([FIRST]);
  side.setTime('2026-04-06');
  await side.publish();
  await side.work();
  await submitAndApprove(side, SECOND, SECOND_CONTENT);
  await side.lookAtEverything([FIRST, SECOND]);
  side.setTime('2026-04-13');
  await side.work();
  await side.lookAtEverything([FIRST, SECOND]);
  side.setTime('2026-04-20');
  await side.work();
  side.setTime('2026-04-28');
  await side.work();
  await side.activateAll();
  await side.buy(shoppers.slice(0, 12), '2026-04-28', 12_000);
  side.setTime('2026-05-18');
  await side.publish();
  await side.work();
  await side.lookAtEverything([FIRST, SECOND]);
  side.setTime('2026-06-03');
  await side.publish();
  await side.work();
  await side.lookAtEverything([FIRST, SECOND, REFUSED]);
}
