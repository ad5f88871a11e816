import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyAudit } from '#bank/audit/verify.ts';
import { revisionHash } from '#bank/campaigns/queries.ts';
import type { CampaignContent } from '#shared/campaign/content.ts';
import { aContent } from '../fixtures/campaign-content.ts';
import { type Called, startTestBank, type TestBank } from '../fixtures/running-bank.ts';

let bank: TestBank;

beforeAll(async () => {
  bank = await startTestBank({ limits: { fourEyesReach: 4_000 } });
});
afterAll(() => bank.stop());

const submit = (content: CampaignContent, campaignId = uuidv7(), submissionId = uuidv7()) =>
  bank.call('POST', `/v1/campaigns/${campaignId}/submissions`, {
    as: 'editor',
    body: { submissionId, content, releaseId: bank.releaseId },
  });
const step = (as: 'editor' | 'reviewerA' | 'reviewerB' | 'privacyOfficer', address: string, body: object) =>
  bank.call('POST', address, { as, body });
const versionOf = (called: Called): number => called.json.summary?.version ?? called.json.detail.summary.version;
const review = (id: string) => `/v1/review/campaigns/${id}`;

async function submitted(content = aContent()): Promise<{ readonly id: string; readonly version: number; readonly hash: string }> {
  const called = await submit(content);
  expect(called.status, called.text).toBe(201);
  return { id: called.json.summary.id, version: called.json.summary.version, hash: called.json.summary.revisionHash };
}

async function taken(content = aContent()) {
  const campaign = await submitted(content);
  const called = await step('reviewerA', `${review(campaign.id)}/take`, { expectedVersion: campaign.version });
  expect(called.status, called.text).toBe(200);
  return { ...campaign, version: versionOf(called) };
}

const counts = async () => {
  const tables = ['campaigns', 'revisions', 'submissions', 'decisions', 'audit_events'] as const;
  const rows = await Promise.all(
    tables.map((table) =>
      bank.bank.database
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .executeTakeFirstOrThrow(),
    ),
  );
  return rows.map((row) => Number(row.count));
};

test('a campaign is submitted, taken, approved and scheduled, each step in the timeline and in an intact audit log', async () => {
  const { id, version, hash } = await taken();
  expect(hash).toBe(revisionHash(aContent()));
  const approved = await step('reviewerA', `${review(id)}/decisions`, {
    expectedVersion: version,
    decision: { kind: 'approve', revisionHash: hash },
  });
  expect(approved.status, approved.text).toBe(200);
  expect(approved.json.summary.state).toBe('scheduled');
  expect(approved.json.prices).toEqual({ rewardPriceCents: expect.any(Number), feeCents: 40 });
  expect(approved.json.timeline.map((entry: { transition: string; by: string }) => [entry.transition, entry.by])).toEqual([
    ['submit', 'merchant'],
    ['take', 'bank'],
    ['approve', 'bank'],
    ['schedule', 'system'],
  ]);
  const row = await bank.bank.database.selectFrom('campaigns').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  expect(row).toMatchObject({ approved_revision: 1, approved_hash: hash, claimed_by: null });
  expect(await verifyAudit(bank.bank.database)).toMatchObject({ kind: 'intact' });
});

test('the reviewer sees what the customer will read, the checks, the reach and the liability', async () => {
  const { id } = await taken();
  const { json } = await bank.call('GET', review(id), { as: 'reviewerA' });
  expect(json.messages).toEqual([
    expect.objectContaining({ language: 'nl', label: 'Advertentie', payer: 'betaald door Tuincentrum Proef' }),
  ]);
  expect(json.checks.filter((check: { verdict: string }) => check.verdict !== 'pass')).toEqual([]);
  expect(json.reach.customers).toBeGreaterThan(json.reach.required);
  expect(json.liability).toMatchObject({ budgetCents: 1_500_000 });
  expect(json.liability.worstCaseCents).toBeGreaterThan(json.reach.customers * 2_040);
  expect(json.approvals).toEqual({ given: 0, needed: 1, reasons: [] });
  expect(json).toMatchObject({ claimed: true, claimedByMe: true });
  expect((await bank.call('GET', review(id), { as: 'reviewerB' })).json).toMatchObject({ claimed: true, claimedByMe: false });
});

test('requested changes reach the merchant with their reason; the next revision shows what differs', async () => {
  const { id, version, hash } = await taken();
  const text = 'Please say until when the offer can be used.';
  const asked = await step('reviewerA', `${review(id)}/decisions`, {
    expectedVersion: version,
    decision: { kind: 'request_changes', revisionHash: hash, reason: 'terms_incomplete', text },
  });
  expect(asked.json.summary.state).toBe('changes_requested');
  expect(asked.json.timeline.at(-1)).toMatchObject({ reason: 'terms_incomplete', text });
  const waiting = await bank.call('GET', '/v1/waiting-work', { as: 'editor' });
  expect(waiting.json.campaigns).toBeGreaterThanOrEqual(1);
  const revised = await step('editor', `/v1/campaigns/${id}/revise`, { expectedVersion: versionOf(asked) });
  expect(revised.json.summary.state).toBe('draft');
  const again = await submit(aContent({ budgetCents: 2_000_000 }), id);
  expect(again.status, again.text).toBe(201);
  expect(again.json.summary).toMatchObject({ state: 'submitted', revision: 2 });
  const opened = await bank.call('GET', review(id), { as: 'reviewerB' });
  expect(opened.json).toMatchObject({ previousRevision: 1, changes: [{ path: 'budgetCents', before: '1500000', after: '2000000' }] });
  const queue = await bank.call('GET', '/v1/review/queue', { as: 'reviewerB' });
  expect(queue.json.items.find((item: { summary: { id: string } }) => item.summary.id === id).flags).toContain('resubmitted');
});

test('above the bank’s limit a second reviewer must approve the same hash', async () => {
  const { id, version, hash } = await taken(aContent({ budgetCents: 2_500_001 }));
  const decision = { kind: 'approve', revisionHash: hash };
  const first = await step('reviewerA', `${review(id)}/decisions`, { expectedVersion: version, decision });
  expect(first.json.summary.state).toBe('approved');
  expect(first.json.prices).toBeUndefined();
  const waiting = await bank.call('GET', review(id), { as: 'reviewerB' });
  expect(waiting.json.approvals).toEqual({ given: 1, needed: 2, reasons: ['budget'] });
  expect(waiting.json.detail.legal).toContain('schedule');
  expect(first.json.legal).not.toContain('schedule');
  const same = await step('reviewerA', `${review(id)}/decisions`, { expectedVersion: versionOf(first), decision });
  expect([same.status, same.json.code]).toEqual([403, 'second_person_required']);
  const wrong = await step('reviewerB', `${review(id)}/decisions`, {
    expectedVersion: versionOf(first),
    decision: { kind: 'approve', revisionHash: 'a'.repeat(64) },
  });
  expect([wrong.status, wrong.json.code]).toEqual([409, 'hash_mismatch']);
  const second = await step('reviewerB', `${review(id)}/decisions`, { expectedVersion: versionOf(first), decision });
  expect(second.json.summary.state).toBe('scheduled');
  expect(second.json.timeline.at(-1)).toMatchObject({ transition: 'schedule', by: 'bank' });
});

test('a decision on another hash, an older version, or another reviewer’s case is refused and changes nothing', async () => {
  const { id, version, hash } = await taken();
  const before = await counts();
  const decide = (as: 'reviewerA' | 'reviewerB', expectedVersion: number, revisionHash: string) =>
    step(as, `${review(id)}/decisions`, { expectedVersion, decision: { kind: 'approve', revisionHash } });
  expect((await decide('reviewerA', version, 'f'.repeat(64))).json).toMatchObject({ code: 'hash_mismatch', detail: { expected: hash } });
  expect((await decide('reviewerA', version - 1, hash)).json).toMatchObject({
    code: 'version_conflict',
    detail: { currentVersion: version },
  });
  expect((await decide('reviewerB', version, hash)).json).toMatchObject({ code: 'claimed_by_another' });
  expect((await step('reviewerB', `${review(id)}/release`, { expectedVersion: version })).json).toMatchObject({
    code: 'claimed_by_another',
  });
  expect(await counts()).toEqual(before);
});

test('whoever submitted a revision may not approve it, whatever role the account has by then', async () => {
  const { id, version, hash } = await taken();
  // The same person, now on the bank's side.
  await bank.bank.database
    .updateTable('accounts')
    .set({ role: 'bank_reviewer', merchant_id: null })
    .where('id', '=', bank.accounts.editor.id)
    .execute();
  await bank.bank.database.updateTable('campaigns').set({ claimed_by: bank.accounts.editor.id }).where('id', '=', id).execute();
  const refused = await step('editor', `${review(id)}/decisions`, {
    expectedVersion: version,
    decision: { kind: 'approve', revisionHash: hash },
  });
  await bank.bank.database
    .updateTable('accounts')
    .set({ role: 'merchant_editor', merchant_id: bank.merchants.own })
    .where('id', '=', bank.accounts.editor.id)
    .execute();
  expect([refused.status, refused.json.code]).toEqual([403, 'maker_may_not_approve']);
});

test('a suspension takes effect at once and only another person lifts it', async () => {
  const { id, version, hash } = await taken();
  const approved = await step('reviewerA', `${review(id)}/decisions`, {
    expectedVersion: version,
    decision: { kind: 'approve', revisionHash: hash },
  });
  const suspended = await step('privacyOfficer', `${review(id)}/suspend`, {
    expectedVersion: versionOf(approved),
    text: 'A complaint is being looked at.',
  });
  expect(suspended.json.summary.state).toBe('suspended');
  const own = await step('privacyOfficer', `${review(id)}/lift-suspension`, { expectedVersion: versionOf(suspended) });
  expect([own.status, own.json.code]).toEqual([403, 'second_person_required']);
  const lifted = await step('reviewerB', `${review(id)}/lift-suspension`, { expectedVersion: versionOf(suspended) });
  expect(lifted.json.summary.state).toBe('scheduled');
});

test('the same submission twenty times at once is one campaign with one revision', async () => {
  const before = await counts();
  const [campaignId, submissionId, content] = [uuidv7(), uuidv7(), aContent({ name: 'Twenty at once' })];
  const answers = await Promise.all(Array.from({ length: 20 }, () => submit(content, campaignId, submissionId)));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
  expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
  expect(await counts()).toEqual(before.map((count, index) => count + ([1, 1, 1, 0, 2][index] ?? 0)));
  const reused = await submit(aContent({ name: 'Something else' }), campaignId, submissionId);
  expect([reused.status, reused.json.code]).toEqual([409, 'submission_id_reused']);
});

test('of two reviewers who take a submission at the same moment one gets it', async () => {
  const { id, version } = await submitted();
  const answers = await Promise.all(
    (['reviewerA', 'reviewerB'] as const).map((as) => step(as, `${review(id)}/take`, { expectedVersion: version })),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
  expect(answers.find((answer) => answer.status === 409)?.json.code).toBe('claimed_by_another');
});

test('the case of a reviewer whose account was disabled goes back to the queue by another’s hand', async () => {
  const { id, version } = await taken();
  const release = () => step('reviewerB', `${review(id)}/release`, { expectedVersion: version });
  expect((await release()).json.code).toBe('claimed_by_another');
  const disable = (disabled_at: string | null) =>
    bank.bank.database.updateTable('accounts').set({ disabled_at }).where('id', '=', bank.accounts.reviewerA.id).execute();
  await disable(new Date().toISOString());
  const released = await release();
  await disable(null);
  expect(released.json.detail.summary.state).toBe('submitted');
});

test('a merchant withdraws a campaign while it is in review, and the reviewer’s decision comes too late', async () => {
  const { id, version, hash } = await taken();
  const withdrawn = await step('editor', `/v1/campaigns/${id}/withdraw`, { expectedVersion: version });
  expect(withdrawn.json.summary.state).toBe('withdrawn');
  const late = await step('reviewerA', `${review(id)}/decisions`, {
    expectedVersion: versionOf(withdrawn),
    decision: { kind: 'approve', revisionHash: hash },
  });
  expect([late.status, late.json.code]).toEqual([409, 'transition_refused']);
});

test('a submission that breaks rules is refused with every finding, and leaves nothing behind', async () => {
  const before = await counts();
  const content = aContent();
  const bad = await submit(
    aContent({
      schedule: { ...content.schedule, startsOn: '2026-03-03' },
      offer: { ...content.offer, declarations: { ...content.offer.declarations, tobacco: true } },
    }),
  );
  expect([bad.status, bad.json.code]).toEqual([422, 'campaign_invalid']);
  expect(bad.json.detail.findings).toEqual([
    { code: 'start_too_soon', path: 'schedule.startsOn' },
    { code: 'prohibited_goods', path: 'offer.declarations.tobacco' },
  ]);
  const spend = { kind: 'spend', window: '2025-spring', bands: { from: 2, to: 4 } } as const;
  const audience = (category: string, window = spend.window as string) =>
    aContent({ audience: { format: 'florin-audience/1', conditions: [{ ...spend, category, window }] } });
  const sensitive = await submit(audience('health'));
  expect(sensitive.json.detail.findings).toContainEqual({ code: 'sensitive_category', path: 'audience.spend.category' });
  const hidden = await submit(
    aContent({
      audience: {
        format: 'florin-audience/1',
        conditions: [
          { ...spend, category: 'garden' },
          { ...spend, category: 'health' },
        ],
      },
    }),
  );
  expect(hidden.json.detail.findings).toContainEqual({ code: 'sensitive_category', path: 'audience.second.category' });
  const unreleased = await submit(audience('garden', '2025-summer'));
  expect([unreleased.status, unreleased.json.code]).toEqual([422, 'audience_not_answerable']);
  const narrow = await submit(
    aContent({
      channels: ['letter'],
      holdoutPercent: 50,
      audience: {
        format: 'florin-audience/1',
        conditions: [
          { ...spend, category: 'garden', bands: { from: 0, to: 0 } },
          { kind: 'regions', regions: ['oost'] },
        ],
      },
    }),
  );
  expect([narrow.status, narrow.json.code]).toEqual([422, 'audience_too_small']);
  const foreign = await bank.call('POST', `/v1/campaigns/${uuidv7()}/submissions`, {
    as: 'editor',
    body: { submissionId: uuidv7(), content, releaseId: 'nl-old' },
  });
  expect([foreign.status, foreign.json.code]).toEqual([422, 'release_expired']);
  const pharmacy = await bank.call('POST', `/v1/campaigns/${uuidv7()}/submissions`, {
    as: 'sensitiveEditor',
    body: { submissionId: uuidv7(), content, releaseId: bank.releaseId },
  });
  expect(pharmacy.json.detail.findings).toContainEqual({ code: 'sensitive_category', path: 'audience.spend.category' });
  expect(await counts()).toEqual(before);
});

test('badges count what waits and go away when it was seen', async () => {
  const { id, version, hash } = await taken();
  await step('reviewerA', `${review(id)}/decisions`, { expectedVersion: version, decision: { kind: 'approve', revisionHash: hash } });
  const before = (await bank.call('GET', '/v1/waiting-work', { as: 'viewer' })).json.campaigns;
  expect((await bank.call('POST', `/v1/campaigns/${id}/seen`, { as: 'viewer' })).status).toBe(200);
  expect((await bank.call('GET', '/v1/waiting-work', { as: 'viewer' })).json.campaigns).toBe(before - 1);
  const queue = (await bank.call('GET', '/v1/waiting-work', { as: 'reviewerA' })).json.queue;
  await submitted();
  expect((await bank.call('GET', '/v1/waiting-work', { as: 'reviewerA' })).json.queue).toBe(queue + 1);
});

test('of two people of one shop who change the same revision, the later one is refused and undoes nothing; sent again, the first one stays', async () => {
  const { id, version, hash } = await taken();
  const asked = await step('reviewerA', `${review(id)}/decisions`, {
    expectedVersion: version,
    decision: { kind: 'request_changes', revisionHash: hash, reason: 'other', text: 'Please change something.' },
  });
  await step('editor', `/v1/campaigns/${id}/revise`, { expectedVersion: versionOf(asked) });
  const send = (submissionId: string, budgetCents: number, baseRevision: number) =>
    bank.call('POST', `/v1/campaigns/${id}/submissions`, {
      as: 'editor',
      body: { submissionId, content: aContent({ budgetCents }), releaseId: bank.releaseId, baseRevision },
    });
  const [first, second] = [uuidv7(), uuidv7()];
  expect((await send(first, 2_000_000, 1)).status).toBe(201);
  const before = await counts();
  const late = await send(second, 1_800_000, 1);
  expect([late.status, late.json.code, late.json.detail]).toEqual([409, 'version_conflict', { currentVersion: 2 }]);
  const again = await send(first, 2_000_000, 1);
  expect([again.status, again.json.content.budgetCents]).toEqual([201, 2_000_000]);
  expect(await counts()).toEqual(before);
});
