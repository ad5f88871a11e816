import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyAudit } from '#bank/audit/verify.ts';
import { makeTransition, TRANSITION_EVENT } from '#bank/campaigns/transition.ts';
import { readAuditEntries } from '#bank/storage/repositories/audit-events.ts';
import { type Actor, CampaignState, isTransitionLegal, TRANSITION_NAMES, TRANSITIONS } from '#shared/campaign/transitions.ts';
import { startTestBank, type TestBank } from '../fixtures/running-bank.ts';

/**
 * The lifecycle of the product's description, written down a second time by hand: a change of the table must be made here as well.
 * transition: from → to, actors.
 */
const LIFECYCLE: readonly (readonly [string, readonly CampaignState[], CampaignState | 'former', readonly Actor[]])[] = [
  ['submit', ['draft'], 'submitted', ['merchant_editor']],
  ['propose', ['draft'], 'awaiting_partners', ['merchant_editor']],
  ['agree', ['awaiting_partners'], 'submitted', ['merchant_editor']],
  ['disagree', ['awaiting_partners'], 'draft', ['merchant_editor']],
  ['leave', ['awaiting_partners', 'submitted', 'in_review', 'changes_requested', 'approved', 'scheduled'], 'draft', ['merchant_editor']],
  ['take', ['submitted'], 'in_review', ['bank_reviewer']],
  ['release', ['in_review'], 'submitted', ['bank_reviewer']],
  ['request_changes', ['in_review'], 'changes_requested', ['bank_reviewer']],
  ['reject', ['in_review'], 'rejected', ['bank_reviewer']],
  ['approve', ['in_review'], 'approved', ['bank_reviewer']],
  ['revise', ['changes_requested', 'awaiting_partners'], 'draft', ['merchant_editor']],
  ['schedule', ['approved'], 'scheduled', ['system', 'bank_reviewer']],
  ['go_live', ['scheduled'], 'live', ['system']],
  ['fail_guard', ['scheduled'], 'changes_requested', ['system']],
  ['pause', ['live'], 'paused', ['merchant_editor', 'bank_reviewer']],
  ['resume', ['paused'], 'live', ['merchant_editor', 'bank_reviewer']],
  ['limit', ['live', 'paused'], 'limited', ['merchant_editor', 'bank_reviewer']],
  ['suspend', ['approved', 'scheduled', 'live', 'paused', 'limited'], 'suspended', ['bank_reviewer', 'bank_privacy_officer']],
  ['lift_suspension', ['suspended'], 'former', ['bank_reviewer', 'bank_privacy_officer']],
  ['end', ['live', 'paused', 'limited', 'suspended'], 'ended', ['system']],
  ['measure', ['ended'], 'measuring', ['system']],
  ['report', ['measuring'], 'reported', ['system']],
  ['archive', ['reported'], 'archived', ['merchant_editor', 'system']],
  [
    'withdraw',
    ['draft', 'awaiting_partners', 'submitted', 'in_review', 'changes_requested', 'approved', 'scheduled'],
    'withdrawn',
    ['merchant_editor'],
  ],
];
const ACTORS: readonly Actor[] = ['merchant_editor', 'bank_reviewer', 'bank_privacy_officer', 'system'];

let bank: TestBank;

beforeAll(async () => {
  bank = await startTestBank();
});
afterAll(() => bank.stop());

async function campaignIn(state: CampaignState): Promise<string> {
  const { now } = await bank.bank.clock.read();
  const id = uuidv7();
  await bank.bank.database
    .insertInto('campaigns')
    .values({
      id,
      merchant_id: bank.merchants.own,
      state,
      former_state: state === 'suspended' ? 'paused' : null,
      created_at: now,
      updated_at: now,
    })
    .execute();
  return id;
}

const stored = (id: string) =>
  bank.bank.database.selectFrom('campaigns').select(['state', 'version', 'former_state']).where('id', '=', id).executeTakeFirstOrThrow();
const auditLength = async () =>
  Number(
    (
      await bank.bank.database
        .selectFrom('audit_events')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .executeTakeFirstOrThrow()
    ).count,
  );

test('the table is the lifecycle of the product', () => {
  expect(Object.entries(TRANSITIONS).map(([name, { from, to, actors }]) => [name, from, to, actors])).toEqual(LIFECYCLE);
});

test('every state × transition × actor: the legal ones move the campaign and are audited, the others change nothing', async () => {
  const time = await bank.bank.clock.read();
  let legalCount = 0;
  const entries = await auditLength();
  for (const state of CampaignState.options) {
    const id = await campaignIn(state);
    for (const transition of TRANSITION_NAMES)
      for (const actor of ACTORS) {
        const row = LIFECYCLE.find(([name]) => name === transition);
        const isLegal = row !== undefined && row[1].includes(state) && row[3].includes(actor);
        expect(isTransitionLegal(transition, state, actor)).toBe(isLegal);
        const attempt = bank.bank.database
          .transaction()
          .execute((transaction) =>
            makeTransition(transaction, { campaignId: id, transition, actor, time, accountId: bank.accounts.editor.id }),
          );
        if (!isLegal) {
          await expect(attempt).rejects.toMatchObject({ code: 'transition_refused', detail: { from: state, transition } });
          continue;
        }
        legalCount += 1;
        const to = row[2] === 'former' ? 'paused' : row[2];
        expect((await attempt).state).toBe(to);
        expect(await stored(id)).toEqual({ state: to, version: 2, former_state: transition === 'suspend' ? state : null });
        const last = (await readAuditEntries(bank.bank.database, { subject: id, event: TRANSITION_EVENT })).at(-1);
        expect(last?.body).toMatchObject({ transition, from: state, to, version: 2 });
        await bank.bank.database
          .updateTable('campaigns')
          .set({ state, version: 1, former_state: state === 'suspended' ? 'paused' : null })
          .where('id', '=', id)
          .execute();
      }
    // Nothing that was refused left a trace.
    expect(await stored(id)).toMatchObject({ state, version: 1 });
    expect(await auditLength()).toBe(entries + legalCount);
  }
  expect(legalCount).toBe(LIFECYCLE.reduce((sum, [, from, , actors]) => sum + from.length * actors.length, 0));
  expect(await verifyAudit(bank.bank.database)).toMatchObject({ kind: 'intact' });
});

test('a transition that fails after it was made is not in the log either', async () => {
  const time = await bank.bank.clock.read();
  const id = await campaignIn('live');
  const entries = await auditLength();
  await expect(
    bank.bank.database.transaction().execute(async (transaction) => {
      await makeTransition(transaction, { campaignId: id, transition: 'pause', actor: 'merchant_editor', time });
      throw new Error('cut off');
    }),
  ).rejects.toThrow('cut off');
  expect(await stored(id)).toMatchObject({ state: 'live', version: 1 });
  expect(await auditLength()).toBe(entries);
});

test('of ten parallel pauses with the version that all of them saw one is made', async () => {
  const time = await bank.bank.clock.read();
  const id = await campaignIn('live');
  const pause = () =>
    bank.bank.database
      .transaction()
      .execute((transaction) =>
        makeTransition(transaction, { campaignId: id, transition: 'pause', actor: 'merchant_editor', time, expectedVersion: 1 }),
      );
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, pause));
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled').length).toBe(1);
  expect(await stored(id)).toMatchObject({ state: 'paused', version: 2 });
});
