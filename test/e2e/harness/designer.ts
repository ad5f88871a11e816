import { expect, type Locator, type Page } from '@playwright/test';
import { stepIsAccessible } from './accessibility.ts';

/** What the tour's merchant wants; the texts name neither the category nor the spend that chose the audience. */
export interface Wish {
  readonly name: string;
  readonly percent: string;
  readonly minimumSpend: string;
  readonly cap: string;
  readonly title: string;
  readonly shortText: string;
  readonly longText: string;
  readonly terms: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly budget: string;
}

export const SPRING_WISH: Omit<Wish, 'startsOn' | 'endsOn'> = {
  name: 'Lente begint bij ons',
  percent: '10',
  minimumSpend: '50',
  cap: '20',
  title: '10 % terug bij Tuincentrum Voorbeeld',
  shortText: 'Betaal met je pas en krijg 10 % terug, tot € 20.',
  longText:
    'Activeer de aanbieding, kom langs in een van onze winkels en betaal met je pas. Bij een aankoop vanaf € 50 stort de bank 10 % terug, tot € 20.',
  terms:
    'Eén keer per klant, in alle winkels van Tuincentrum Voorbeeld. Minimale besteding € 50, hoogstens € 20 terug. Uitbetaling 14 dagen na de aankoop. Niet geldig op cadeaubonnen.',
  budget: '10000',
};

/** The field that belongs to a path of the campaign's content. */
function field(page: Page, path: string): Locator {
  return page.locator(`[data-path="${path}"]`).locator('visible=true').first();
}

async function fill(page: Page, path: string, value: string): Promise<void> {
  await field(page, path).fill(value);
  await field(page, path).blur();
}

/** Opens one of the designer's five sections. */
export async function openSection(
  page: Page,
  name: 'Audience' | 'Offer' | 'Message' | 'When and budget' | 'Check and submit',
): Promise<void> {
  await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  await stepIsAccessible(page, `open ${name}`);
}

/** Starts a campaign from the list and waits for the designer. */
export async function startCampaign(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Campaigns/ }).click();
  const blank = page.getByRole('button', { name: /^Blank/ });
  // An empty list offers the beginnings itself.
  await blank.or(page.getByRole('table')).first().waitFor();
  if (!(await blank.isVisible())) await page.getByRole('button', { name: 'New campaign' }).click();
  await blank.click();
  await expect(page.getByRole('textbox', { name: 'Name of the campaign' })).toBeVisible();
  await stepIsAccessible(page, 'start a campaign');
}

/** Garden in spring from a band upwards (of the pilot's five, the third begins at € 100), everywhere but one region. */
export async function chooseAudience(page: Page, withoutRegion: string, lowestBand = 2): Promise<void> {
  await openSection(page, 'Audience');
  await page.getByRole('combobox', { name: 'Category' }).selectOption({ label: 'Garden' });
  await page.getByRole('combobox', { name: 'Period' }).selectOption({ value: '2025-spring' });
  const lowest = page.getByRole('slider', { name: 'Lowest band' });
  await lowest.focus();
  for (let band = 0; band < lowestBand; band += 1) await lowest.press('ArrowRight');
  await page.getByRole('group', { name: 'Regions' }).getByRole('button', { name: withoutRegion, exact: true }).click();
}

export async function writeOffer(page: Page, wish: Wish): Promise<void> {
  await openSection(page, 'Offer');
  await fill(page, 'offer.reward.percent', wish.percent);
  await fill(page, 'offer.minimumSpendCents', wish.minimumSpend);
  await fill(page, 'offer.capPerRedemptionCents', wish.cap);
  await fill(page, 'offer.capPerCustomerCents', wish.cap);
}

export async function writeMessage(page: Page, wish: Wish): Promise<void> {
  await openSection(page, 'Message');
  await fill(page, 'creative.nl.title', wish.title);
  await fill(page, 'creative.nl.shortText', wish.shortText);
  await fill(page, 'creative.nl.longText', wish.longText);
  await fill(page, 'creative.nl.terms', wish.terms);
}

export async function setSchedule(page: Page, wish: Wish): Promise<void> {
  await openSection(page, 'When and budget');
  await fill(page, 'schedule.startsOn', wish.startsOn);
  await fill(page, 'schedule.endsOn', wish.endsOn);
  await fill(page, 'budgetCents', wish.budget);
}

/** The reach panel's figure as it stands on screen. */
export function reachPanel(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Reach' });
}
