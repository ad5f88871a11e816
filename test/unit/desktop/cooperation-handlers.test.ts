import { beforeEach, expect, test } from 'vitest';
import type { BankSide } from '../../../electron/main/bank-side.ts';
import { cooperationHandlers } from '../../../electron/main/ipc/handlers/cooperation-handlers.ts';
import { campaignEndpoints } from '#shared/contracts/http/campaigns.ts';
import { cooperationEndpoints } from '#shared/contracts/http/cooperation.ts';
import type { AnyEndpoint } from '#shared/contracts/http/define.ts';
import { AppError } from '#shared/errors.ts';

const ID = '01960000-0000-7000-8000-000000000001';
const [HASH, OTHER] = ['a'.repeat(64), 'b'.repeat(64)];

let sent: { readonly path: string; readonly input: unknown }[];
let asked: unknown[];
let confirmed: boolean;
/** What the bank has: the answer to every call but the one that is refused. */
let refusal: AppError | undefined;

beforeEach(() => {
  sent = [];
  asked = [];
  confirmed = true;
  refusal = undefined;
});

const bank = {
  call: async (endpoint: AnyEndpoint, input: unknown) => {
    sent.push({ path: endpoint.path, input });
    if (refusal !== undefined) throw refusal;
    return { summary: { name: 'Spring together', revision: 4, revisionHash: HASH } };
  },
};
const handlers = cooperationHandlers(
  // Only the client is used here.
  () => ({ bank }) as unknown as BankSide,
  async (kind, facts) => {
    asked.push({ kind, ...facts });
    return confirmed;
  },
);
const paths = () => sent.map(({ path }) => path);

test('the question before an acceptance names campaign, revision and hash as the bank has them, and the same hash is sent', async () => {
  const answer = await handlers.answerRevision({ campaignId: ID, revisionHash: HASH, answer: 'accept' });
  expect(answer).toMatchObject({ confirmed: true });
  expect(asked).toEqual([{ kind: 'accept_revision', name: 'Spring together', revision: 4, hash: HASH }]);
  expect(sent.at(-1)).toEqual({
    path: cooperationEndpoints.answerRevision.path,
    input: { params: { campaignId: ID }, body: { revisionHash: HASH, answer: 'accept' } },
  });
});

test('a hash that the bank does not have is refused before anybody is asked', async () => {
  await expect(handlers.answerRevision({ campaignId: ID, revisionHash: OTHER, answer: 'accept' })).rejects.toMatchObject({
    code: 'hash_mismatch',
  });
  expect(asked).toEqual([]);
  expect(paths()).toEqual([campaignEndpoints.campaign.path]);
});

test('an answer or a leaving that is not confirmed sends nothing', async () => {
  confirmed = false;
  expect(await handlers.answerRevision({ campaignId: ID, revisionHash: HASH, answer: 'decline' })).toEqual({ confirmed: false });
  expect(await handlers.leaveCampaign({ campaignId: ID, campaignName: 'Spring together' })).toEqual({ confirmed: false });
  expect(paths()).toEqual([campaignEndpoints.campaign.path]);
  expect(asked).toHaveLength(2);
});

test('a draft that the bank does not know has no cooperation; any other failure is one', async () => {
  refusal = new AppError('not_found', {});
  expect(await handlers.readCooperation({ campaignId: ID })).toEqual({ cooperation: null });
  refusal = new AppError('bank_unreachable', { attempts: 3 });
  await expect(handlers.readCooperation({ campaignId: ID })).rejects.toMatchObject({ code: 'bank_unreachable' });
});
