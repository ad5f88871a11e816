import { expect } from '@playwright/test';
import { Temporal } from 'temporal-polyfill';
import type { Application } from '../../test/e2e/harness/application.ts';
import { ask } from '../../test/e2e/harness/bridge.ts';
import {
  chooseAudience,
  openSection,
  reachPanel,
  setSchedule,
  SPRING_WISH,
  startCampaign,
  type Wish,
  writeMessage,
  writeOffer,
} from '../../test/e2e/harness/designer.ts';
import { isReady } from '../../test/e2e/harness/walk.ts';
import type { DemoMarket } from './bank.ts';
import type { TourRecorder } from './tour-recorder.ts';

export interface TourAudience {
  readonly withoutRegion: string;
  /** 0-based; customers of this band and those above. */
  readonly lowestBand: number;
}

/** Garden in spring: above the bank's minimum, and below the size that needs a second reviewer. */
export function audienceFor({ market, customers }: DemoMarket): TourAudience {
  if (market === 'pilot') return { withoutRegion: 'South', lowestBand: 2 };
  return { withoutRegion: 'South Holland', lowestBand: customers < 20_000 ? 2 : customers < 1_000_000 ? 4 : 5 };
}

export interface TourCampaign {
  readonly id: string;
  readonly wish: Wish;
}

/** The garden centre's marketer looks at the year, designs the campaign and hands it to the bank. */
export async function playMerchant(recorder: TourRecorder, merchant: Application, audience: TourAudience): Promise<TourCampaign> {
  const { page } = merchant;
  await recorder.step('season', merchant, async () => {
    await page.getByRole('link', { name: /^Season/ }).click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByText(/verified/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Show as table' }).first()).toBeVisible();
    await isReady(page);
  });
  await recorder.step('explore', merchant, async () => {
    await page.getByRole('link', { name: /^Explore/ }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Explore' })).toBeVisible();
    await isReady(page);
  });
  const { market } = await ask(page, 'market.readMarket');
  const start = Temporal.PlainDate.from(market.today).add({ days: 14 });
  const wish: Wish = { ...SPRING_WISH, startsOn: start.toString(), endsOn: start.add({ days: 13 }).toString() };
  await recorder.step('a new campaign', merchant, async () => {
    await startCampaign(page);
    await page.getByRole('textbox', { name: 'Name of the campaign' }).fill(wish.name);
  });
  await recorder.step('audience', merchant, () => chooseAudience(page, audience.withoutRegion, audience.lowestBand));
  await recorder.step('offer', merchant, () => writeOffer(page, wish));
  await recorder.step('message', merchant, () => writeMessage(page, wish));
  await recorder.step('when and budget', merchant, () => setSchedule(page, wish));
  await recorder.step('designer', merchant, async () => {
    await openSection(page, 'Audience');
    await expect(reachPanel(page)).toContainText('If every customer redeemed');
  });
  await recorder.step('check', merchant, async () => {
    await openSection(page, 'Check and submit');
    await expect(page.getByText('Everything is filled in and within the bank’s rules')).toBeVisible();
  });
  recorder.note({ reachOnScreen: (await reachPanel(page).innerText()).split('\n').slice(0, 6).join(' ') });
  const id = await recorder.step('submitted', merchant, async () => {
    await page.getByRole('button', { name: 'Submit to the bank' }).click();
    await expect(page.getByText('Handed to the bank').first()).toBeVisible();
    const { campaigns } = await ask(page, 'campaigns.listCampaigns');
    const mine = campaigns.find((campaign) => campaign.name === wish.name);
    if (mine === undefined) throw new Error('the bank does not list the campaign');
    return mine.id;
  });
  const { summary } = await ask(page, 'campaigns.readCampaign', { campaignId: id });
  expect(summary.state).toBe('submitted');
  recorder.note({ campaign: { id, name: wish.name, startsOn: wish.startsOn, endsOn: wish.endsOn }, revisionHash: summary.revisionHash });
  return { id, wish };
}
