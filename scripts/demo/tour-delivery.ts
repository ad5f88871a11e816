import { expect } from '@playwright/test';
import { Temporal } from 'temporal-polyfill';
import type { Application } from '../../test/e2e/harness/application.ts';
import { daysBetween } from '#shared/market/working-days.ts';
import { ask } from '../../test/e2e/harness/bridge.ts';
import { bankCommand } from './bank.ts';
import type { TourCampaign } from './tour-merchant.ts';
import type { TourRecorder } from './tour-recorder.ts';

/** The demonstration's clock moves: the campaign goes live, customers act, the bank measures and publishes the one report. */
export async function playDelivery(recorder: TourRecorder, merchant: Application, data: string, campaign: TourCampaign): Promise<void> {
  const { page } = merchant;
  const { id, wish } = campaign;
  const state = async () => (await ask(page, 'campaigns.readCampaign', { campaignId: id })).summary.state;
  const openCampaign = async () => {
    await page.getByRole('link', { name: /^Campaigns/ }).click();
    await page.getByRole('link', { name: wish.name }).click();
  };
  /** The page follows the bank's clock by itself, at its next look. */
  const showsDate = async () => {
    const { market } = await ask(page, 'market.readMarket');
    const date = Temporal.PlainDate.from(market.today).toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
    await expect(page.getByText(`the bank’s date is ${date}`)).toBeVisible({ timeout: 60_000 });
  };
  await recorder.step('the merchant sees the approval', merchant, async () => {
    await openCampaign();
    await expect(page.getByText(/^Approved\. It goes live by itself/)).toBeVisible({ timeout: 60_000 });
  });
  await recorder.step('live', merchant, async () => {
    const [{ market }, { summary }] = [await ask(page, 'market.readMarket'), await ask(page, 'campaigns.readCampaign', { campaignId: id })];
    const days = daysBetween(market.today, summary.startsOn);
    await bankCommand(['clock', 'advance', '--days', String(days), '--data', data]);
    await expect.poll(state, { timeout: 60_000 }).toBe('live');
    await openCampaign();
    await expect(page.getByText(/^Customers receive the offer until/)).toBeVisible({ timeout: 60_000 });
    await showsDate();
  });
  await recorder.step('customers act', merchant, async () => {
    recorder.note({ simulated: await bankCommand(['simulate', '--days', '21', '--data', data]) });
    await page.getByRole('link', { name: /^Campaigns/ }).click();
    await showsDate();
  });
  await recorder.step('measuring', merchant, async () => {
    await expect.poll(state).toBe('measuring');
    await openCampaign();
    await expect(page.getByText('The bank is preparing the one report of this campaign.')).toBeVisible({ timeout: 60_000 });
  });
  await recorder.step('results', merchant, async () => {
    // The last redemption's return period, then the report.
    for (let week = 0; week < 8 && (await state()) !== 'reported'; week += 1)
      await bankCommand(['clock', 'advance', '--days', '7', '--data', data]);
    expect(await state()).toBe('reported');
    await page.getByRole('link', { name: /^Results/ }).click();
    await showsDate();
    const report = page.getByRole('link', { name: wish.name });
    await expect(report).toHaveAttribute('href', /results/, { timeout: 60_000 });
    await report.click();
    await expect(page.getByRole('heading', { name: 'Did it work?' })).toBeVisible();
  });
  const report = await ask(page, 'campaigns.readReport', { campaignId: id });
  recorder.note({
    delivered: report.delivered,
    holdout: report.holdout,
    redemptions: report.redeemingCustomers,
    lift: report.lift.kind === 'shown' ? report.lift.points : 'no_effect_could_be_shown',
    invoiceCents: report.invoice.amountCents,
    audit: await bankCommand(['audit', 'verify', '--data', data]),
  });
}
