import { expect, type Page } from '@playwright/test';
import type { Application } from '../../test/e2e/harness/application.ts';
import { ask } from '../../test/e2e/harness/bridge.ts';
import { openSection, reachPanel } from '../../test/e2e/harness/designer.ts';
import { isReady } from '../../test/e2e/harness/walk.ts';
import { DEMO_PASSWORD } from '../../bank/market/synthetic/demo-people.ts';
import type { DemoMarket } from './bank.ts';
import { actionsSince, countOf, Hands, MOST_ACTIONS } from './hands.ts';
import { EDITOR } from './sign-ins.ts';
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

/** What the later steps look for, as the bank has it. */
export interface TourCampaign {
  readonly id: string;
  readonly wish: { readonly name: string; readonly shortText: string };
}

/**
 * A new user of the garden centre, from the sign-in screen of the first start to a campaign that is with the bank: the draft that the season suggests, one
 * region taken out, two weeks instead of a month, every section looked at, name, reward and words kept. Its clicks and key presses are counted.
 */
export async function playMerchant(recorder: TourRecorder, merchant: Application, audience: TourAudience): Promise<TourCampaign> {
  const { page } = merchant;
  const hands = new Hands();
  const startedMs = performance.now();
  await recorder.step('merchant signs in', merchant, () => signInByHand(hands, merchant));
  const signedIn = hands.done;
  await recorder.step('season', merchant, async () => {
    await expect(page.getByText(/verified/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Show as table' }).first()).toBeVisible();
    await isReady(page);
  });
  await recorder.step('a new campaign', merchant, async () => {
    await hands.click(page.getByRole('button', { name: 'Draft this offer' }));
    await expect(page.getByRole('textbox', { name: 'Name of the campaign' })).not.toHaveValue('');
  });
  await recorder.step('audience', merchant, async () => {
    await setLowestBand(hands, page, audience.lowestBand);
    await hands.click(page.getByRole('group', { name: 'Regions' }).getByRole('button', { name: audience.withoutRegion, exact: true }));
    await expect(reachPanel(page)).toContainText('If every customer redeemed');
  });
  await recorder.step('offer', merchant, () => hands.click(tab(page, 'Offer')));
  await recorder.step('message', merchant, () => hands.click(tab(page, 'Message')));
  await recorder.step('when and budget', merchant, async () => {
    await hands.click(tab(page, 'When and budget'));
    await hands.click(page.getByRole('radio', { name: '2 weeks' }));
  });
  await recorder.step('check', merchant, async () => {
    await hands.click(tab(page, 'Check and submit'));
    await expect(page.getByText('Everything is filled in and within the bank’s rules')).toBeVisible();
  });
  recorder.note({ reachOnScreen: (await reachPanel(page).innerText()).split('\n').slice(0, 6).join(' ') });
  const campaign = await recorder.step('submitted', merchant, async () => {
    await hands.click(page.getByRole('button', { name: 'Submit to the bank' }));
    await expect(page.getByText('Handed to the bank').first()).toBeVisible();
    const { campaigns } = await ask(page, 'campaigns.listCampaigns');
    const mine = campaigns[0];
    if (mine === undefined || campaigns.length > 1) throw new Error('the bank lists not just this campaign');
    return mine;
  });
  noteActions(recorder, hands, signedIn, performance.now() - startedMs);
  const { id } = campaign;
  const { summary, content } = await ask(page, 'campaigns.readCampaign', { campaignId: id });
  expect(summary.state).toBe('submitted');
  const { name, startsOn, endsOn, revisionHash } = summary;
  recorder.note({ campaign: { id, name, startsOn, endsOn }, revisionHash });
  await recorder.step('explore', merchant, async () => {
    await page.getByRole('link', { name: /^Explore/ }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Explore' })).toBeVisible();
    await isReady(page);
  });
  return { id, wish: { name, shortText: content.creative.nl?.shortText ?? '' } };
}

/** The provider's page has the cursor where the login goes. */
async function signInByHand(hands: Hands, { electron, page }: Application): Promise<void> {
  const opening = electron.waitForEvent('window');
  await hands.click(page.getByRole('button', { name: /^Sign in/ }));
  const provider = await opening;
  await hands.type(provider.locator('input[name="login"]'), EDITOR);
  await hands.press(provider, 'Tab');
  await hands.type(provider.locator('input[name="password"]'), DEMO_PASSWORD);
  await hands.press(provider, 'Enter');
  await page.getByRole('navigation').waitFor();
  await isReady(page);
}

function tab(page: Page, name: Parameters<typeof openSection>[1]) {
  return page.getByRole('tab', { name: new RegExp(`^${name}`) });
}

/** Moves the lowest band by the arrow keys, where the suggestion has another one. */
async function setLowestBand(hands: Hands, page: Page, wanted: number): Promise<void> {
  const slider = page.getByRole('slider', { name: 'Lowest band' });
  const now = Number(await slider.getAttribute('aria-valuenow'));
  if (now === wanted) return;
  await hands.click(slider);
  for (let band = Number(await slider.getAttribute('aria-valuenow')); band !== wanted; band += Math.sign(wanted - band))
    await hands.press(page, band < wanted ? 'ArrowRight' : 'ArrowLeft');
}

/** Prints and notes what it took. @throws Error where it took more than is allowed */
function noteActions(recorder: TourRecorder, hands: Hands, signedIn: ReturnType<typeof actionsSince>, durationMs: number): void {
  const all = hands.done;
  const afterwards = actionsSince(signedIn, all);
  recorder.note({
    firstCampaign: {
      ...all,
      actions: countOf(all),
      atMost: MOST_ACTIONS,
      afterSigningIn: { ...afterwards, actions: countOf(afterwards) },
      drivenSeconds: Number((durationMs / 1000).toFixed(1)),
    },
  });
  recorder.say(
    `  From first start to submitted: ${all.clicks} clicks and ${all.keystrokes} keystrokes, ${countOf(all)} of at most ${MOST_ACTIONS}; ` +
      `without signing in ${afterwards.clicks} and ${afterwards.keystrokes}.`,
  );
  if (countOf(all) > MOST_ACTIONS)
    throw new Error(`a first campaign took ${countOf(all)} clicks and keystrokes, at most ${MOST_ACTIONS} are allowed`);
}
