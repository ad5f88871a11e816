import { Temporal } from 'temporal-polyfill';
import { DEMO_PASSWORD } from '../../../bank/market/synthetic/demo-people.ts';
import type { DraftContent } from '#shared/campaign/draft.ts';
import { newDraftContent } from '../../../renderer/merchant/designer/new-draft.ts';
import { stepIsAccessible } from './accessibility.ts';
import { type Application, signIn } from './application.ts';
import { ask } from './bridge.ts';
import { chooseAudience, openSection, setSchedule, SPRING_WISH, startCampaign, type Wish, writeMessage, writeOffer } from './designer.ts';
import { expect } from './fixtures.ts';

export const GARDEN_EDITOR = 'editor@tuincentrum.example';
export const GARDEN_VIEWER = 'viewer@tuincentrum.example';
export const PETS_EDITOR = 'editor@dierenwinkel.example';
export const REVIEWER_A = 'reviewer-a@bank.example';

export async function signInAs(application: Application, login: string): Promise<void> {
  await signIn(application, login, DEMO_PASSWORD);
  await stepIsAccessible(application.page, `sign in as ${login}`);
}

/** A wish with dates two weeks ahead of the bank's own date. */
export async function wishFor(application: Application, name: string): Promise<Wish> {
  const { market } = await ask(application.page, 'market.readMarket');
  const start = Temporal.PlainDate.from(market.today).add({ days: 14 });
  return { ...SPRING_WISH, name, startsOn: start.toString(), endsOn: start.add({ days: 13 }).toString() };
}

/** Fills a whole campaign in the designer, up to the section where it can be submitted. */
export async function designCampaign(application: Application, wish: Wish): Promise<void> {
  const { page } = application;
  await startCampaign(page);
  await page.getByRole('textbox', { name: 'Name of the campaign' }).fill(wish.name);
  await chooseAudience(page, 'South');
  await writeOffer(page, wish);
  await writeMessage(page, wish);
  await setSchedule(page, wish);
  await openSection(page, 'Check and submit');
  await expect(page.getByText('Everything is filled in and within the bank’s rules')).toBeVisible();
}

export async function submitCampaign(application: Application): Promise<void> {
  await application.page.getByRole('button', { name: 'Submit to the bank' }).click();
  await expect(application.page.getByText('Handed to the bank').first()).toBeVisible();
  await stepIsAccessible(application.page, 'submit');
}

/** The id under which the bank lists a campaign of this name. */
export async function campaignId(application: Application, name: string): Promise<string> {
  const { campaigns } = await ask(application.page, 'campaigns.listCampaigns');
  const found = campaigns.filter((campaign) => campaign.name === name);
  expect(found).toHaveLength(1);
  return found[0]?.id ?? '';
}

/** Puts a complete draft on the machine without typing it, and returns its id. */
export async function filledDraft(application: Application, name: string): Promise<string> {
  const { page } = application;
  const [wish, { market }, session] = [
    await wishFor(application, name),
    await ask(page, 'market.readMarket'),
    await ask(page, 'session.readSession'),
  ];
  if (session.phase !== 'signed_in') throw new Error('nobody is signed in');
  const fresh = newDraftContent(market, session.account);
  const { title, shortText, longText, terms } = wish;
  const content: DraftContent = {
    ...fresh,
    name,
    spend: fresh.spend === null ? null : { ...fresh.spend, bands: { from: 2, to: fresh.spend.bands.to } },
    reward: { template: 'percent', percent: Number(wish.percent), amountCents: null },
    minimumSpendCents: Number(wish.minimumSpend) * 100,
    capPerRedemptionCents: Number(wish.cap) * 100,
    capPerCustomerCents: Number(wish.cap) * 100,
    redemptionsPerCustomer: 1,
    creative: { nl: { title, shortText, longText, terms } },
    startsOn: wish.startsOn,
    endsOn: wish.endsOn,
    budgetCents: Number(wish.budget) * 100,
  };
  return (await ask(page, 'drafts.createDraft', { content })).id;
}
