import { createHash } from 'node:crypto';
import { canonicalJson } from '#shared/canonical-json.ts';
import { type CampaignContent, messageVersions, type SubmittedContent } from '#shared/campaign/content.ts';
import { partnerNames } from '#shared/campaign/cooperation.ts';
import { picturesOfContent } from '#shared/campaign/files.ts';
import { renderMessages } from '#shared/campaign/render-message.ts';
import type { RenderedMessage } from '#shared/contracts/http/campaigns.ts';
import { TEST_RECIPIENT, type TestChoice, type TestMessageSent } from '#shared/contracts/http/test-messages.ts';
import { AppError } from '#shared/errors.ts';
import { appendAudit } from '../audit/append.ts';
import { requireContract } from '../campaigns/acceptance.ts';
import { viewCampaign } from '../campaigns/queries.ts';
import type { BankTime } from '../clock/clock.ts';
import { deliveredImages } from '../delivery/delivered-images.ts';
import { categoryLabel, deliveredOffer } from '../delivery/delivered-message.ts';
import { testTitle } from '../delivery/inbox/test-messages.ts';
import { TestWebhook } from '../delivery/webhook/payload.ts';
import type { Caller } from '../policy/caller.ts';
import { requireLead, requireMerchant, requireVisible } from '../policy/policy.ts';
import { requireRules } from '../review/judge.ts';
import type { BankServices } from '../services.ts';
import { findMerchant } from '../storage/repositories/accounts.ts';
import { findCampaign } from '../storage/repositories/campaigns.ts';
import { findCooperation } from '../storage/repositories/cooperations.ts';
import { missingFiles } from '../storage/repositories/files.ts';
import { countTestsSince, findTest, insertTest, lockSender } from '../storage/repositories/test-messages.ts';

type Services = Pick<BankServices, 'database' | 'profile' | 'testInbox'>;

interface Asked extends TestChoice {
  readonly campaignId: string;
  /** Made by the application: the same one again sends nothing more. */
  readonly testId: string;
}

const MOST_TESTS = 20;
const TESTS_WITHIN_MS = 3_600_000;

/**
 * Sends one message of a draft to the bank's own inbox. The draft must break no rule; whether anybody would be reached is not asked, so that nothing about
 * customers is read.
 * @throws AppError `not_found` for another merchant's campaign, `campaign_invalid`, `invalid_input` where the content has no such message, `files_missing`,
 *   `too_many_requests`, `submission_id_reused`, `inbox_unreachable`
 */
export async function testDraft(
  services: Services,
  caller: Caller,
  time: BankTime,
  { content, ...asked }: Asked & { readonly content: SubmittedContent },
): Promise<TestMessageSent> {
  const { database, profile } = services;
  const merchantId = requireMerchant(caller, 'testDraft');
  const campaign = await findCampaign(database, asked.campaignId);
  if (campaign !== undefined) requireLead(caller, campaign, 'testDraft');
  const merchant = requireContract(await findMerchant(database, merchantId), time.today);
  const partners = campaign === undefined ? [] : ((await findCooperation(database, campaign.id))?.partners ?? []);
  requireRules({ content, profile, merchant, today: time.today }, partners.length > 0);
  const missing = await missingFiles(database, merchantId, picturesOfContent(content));
  if (missing.length > 0) throw new AppError('files_missing', { hashes: [...new Set(missing.map((file) => file.sha256))] });
  const shopNames = [merchant.shopName, ...partners.map((partner) => partner.shopName)];
  return send(services, caller, time, asked, { content, merchantId, shopNames });
}

/**
 * The same of the newest revision of a campaign, for a reviewer who was shown this hash.
 * @throws AppError `not_found`, `hash_mismatch`, `invalid_input`, `too_many_requests`, `submission_id_reused`, `inbox_unreachable`
 */
export async function testRevision(
  services: Services,
  caller: Caller,
  time: BankTime,
  { revisionHash, ...asked }: Asked & { readonly revisionHash: string },
): Promise<TestMessageSent> {
  const campaign = requireVisible(caller, await findCampaign(services.database, asked.campaignId));
  const { newest } = await viewCampaign(services.database, campaign);
  if (newest.hash !== revisionHash) throw new AppError('hash_mismatch', { expected: newest.hash, actual: revisionHash });
  const { content } = newest;
  const shopNames = [campaign.shopName, ...partnerNames(content)];
  return send(services, caller, time, asked, { content, merchantId: campaign.merchantId, shopNames });
}

interface Subject {
  readonly content: CampaignContent;
  /** Whose pictures they are. */
  readonly merchantId: string;
  /** The leading shop first: all of them pay. */
  readonly shopNames: readonly string[];
}

async function send(services: Services, caller: Caller, time: BankTime, asked: Asked, subject: Subject): Promise<TestMessageSent> {
  const { database, profile, testInbox } = services;
  const { content, merchantId, shopNames } = subject;
  const message = renderedMessage(profile, subject, asked);
  const pictures = picturesOfContent(content).filter(({ kind, sha256 }) => message[kind]?.sha256 === sha256);
  const webhook = TestWebhook.parse({
    type: 'offer.test',
    timestamp: time.now,
    data: {
      testId: asked.testId,
      recipient: TEST_RECIPIENT,
      campaignName: content.name,
      channel: asked.channel,
      version: asked.version,
      offer: deliveredOffer(content, shopNames, time.today > content.schedule.startsOn ? time.today : content.schedule.startsOn),
      message,
      images: await deliveredImages(database, merchantId, pictures),
    },
  } satisfies { readonly type: string; readonly timestamp: string; readonly data: object });
  await note(services, caller, time, asked, content);
  // After it was noted, so that nothing waits on the inbox within a transaction. A repetition is noted once and taken once.
  await testInbox.deliver(webhook, time);
  return { recipient: TEST_RECIPIENT, title: testTitle(message) };
}

function renderedMessage(
  profile: BankServices['profile'],
  { content, shopNames: [shopName = '', ...partners] }: Subject,
  { version, language, channel }: TestChoice,
): RenderedMessage {
  const chosen = messageVersions(content)[version === 'a' ? 0 : 1];
  const [message] = renderMessages({
    creative: { [language]: chosen?.creative[language] },
    images: chosen?.images,
    shopName,
    partnerNames: partners,
    categoryLabel: categoryLabel(profile, content),
  });
  const absent = chosen === undefined ? 'version' : message === undefined ? 'language' : 'channel';
  if (message === undefined || !content.channels.includes(channel))
    throw new AppError('invalid_input', { issues: [{ path: `body.${absent}`, problem: 'the campaign has no such message' }] });
  return message;
}

/** Writes down that this person sends this message; the same one again changes nothing. */
async function note({ database }: Services, caller: Caller, time: BankTime, asked: Asked, content: CampaignContent): Promise<void> {
  const { testId, campaignId, channel, language, version } = asked;
  const contentHash = createHash('sha256').update(canonicalJson(content)).digest('hex');
  const requestHash = createHash('sha256')
    .update(canonicalJson({ campaignId, channel, language, version, contentHash, accountId: caller.accountId }))
    .digest('hex');
  await database.transaction().execute(async (transaction) => {
    await lockSender(transaction, caller.accountId);
    const before = await findTest(transaction, testId);
    if (before !== undefined && before.requestHash !== requestHash) throw new AppError('submission_id_reused', {});
    if (before !== undefined) return;
    const since = new Date(Date.parse(time.now) - TESTS_WITHIN_MS).toISOString();
    if ((await countTestsSince(transaction, caller.accountId, since)) >= MOST_TESTS)
      throw new AppError('too_many_requests', { retryAfterSeconds: TESTS_WITHIN_MS / 1_000 });
    await insertTest(transaction, { id: testId, campaignId, sentBy: caller.accountId, requestHash, at: time.now });
    await appendAudit(transaction, {
      at: time.now,
      actor: { id: caller.accountId, role: caller.role },
      event: 'test_message.requested',
      subject: campaignId,
      body: { testId, channel, language, version, contentHash },
    });
  });
}
