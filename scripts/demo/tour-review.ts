import { expect } from '@playwright/test';
import type { Application } from '../../test/e2e/harness/application.ts';
import { ask } from '../../test/e2e/harness/bridge.ts';
import type { TourCampaign } from './tour-merchant.ts';
import type { TourRecorder } from './tour-recorder.ts';

/** A reviewer reads the revision and its checks, and approves it with a confirmation that names the hash. */
export async function playReview(recorder: TourRecorder, reviewer: Application, campaign: TourCampaign): Promise<void> {
  const { page } = reviewer;
  const { id, wish } = campaign;
  await recorder.step('queue', reviewer, () => expect(page.getByRole('link', { name: wish.name })).toBeVisible());
  await recorder.step('review', reviewer, async () => {
    await page.getByRole('link', { name: wish.name }).click();
    await expect(page.getByText(wish.shortText).first()).toBeVisible();
    await expect(page.getByText('Advertentie').first()).toBeVisible();
    await page.getByRole('button', { name: 'Take into review' }).click();
    await expect(page.getByRole('button', { name: /^Approve/ })).toBeEnabled();
  });
  const reviewCase = await ask(page, 'review.readCase', { campaignId: id });
  const hash = reviewCase.detail.summary.revisionHash;
  const { reach, checks } = reviewCase;
  expect(checks.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  recorder.note({
    reach: {
      customers: reach.customers,
      halfWidth: reach.halfWidth,
      interval: [reach.customers - reach.halfWidth, reach.customers + reach.halfWidth],
      releaseId: reach.releaseId,
      required: reach.required,
    },
    checks: {
      passed: checks.filter(({ verdict }) => verdict === 'pass').length,
      needEyes: checks.filter(({ verdict }) => verdict === 'needs_eyes').length,
    },
    worstCaseCents: reviewCase.liability.worstCaseCents,
  });
  await recorder.step('approved', reviewer, async () => {
    await reviewer.answerMessageBoxes('confirm');
    await page.getByRole('button', { name: /^Approve/ }).click();
    await expect(page.getByText(/^Approved\./)).toBeVisible();
  });
  const [box] = await reviewer.messageBoxes();
  const said = `${box?.message} ${box?.detail}`;
  for (const part of [hash, wish.name]) expect(said).toContain(part);
  const { summary } = await ask(page, 'campaigns.readCampaign', { campaignId: id });
  expect(summary.state).toBe('scheduled');
  recorder.note({ decision: { kind: 'approve', state: summary.state, hash: summary.revisionHash, confirmation: said } });
}
