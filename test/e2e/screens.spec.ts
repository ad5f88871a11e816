import path from 'node:path';
import { violations } from './harness/accessibility.ts';
import { expect, test } from './harness/fixtures.ts';
import { designCampaign, filledDraft, GARDEN_EDITOR, REVIEWER_A, signInAs, submitCampaign, wishFor } from './harness/people.ts';
import { lookAt, overflowing, PICTURES, showAt, takePicture, useLook } from './harness/pictures.ts';
import { DESIGNER_SECTIONS, goTo, showSection } from './harness/walk.ts';

test('sign-in, season, explore, lists and settings are accessible, fit their window and have their picture', async ({ bank, open }) => {
  test.setTimeout(300_000);
  const merchant = await open({ connectionFile: bank.connectionFile });
  await merchant.page.getByRole('button', { name: /^Sign in/ }).waitFor();
  await lookAt(merchant, 'sign-in');
  await signInAs(merchant, GARDEN_EDITOR);
  for (const screen of ['season', 'explore', 'campaigns', 'results', 'privacy', 'settings']) {
    await goTo(merchant.page, `/${screen}`);
    await lookAt(merchant, screen);
  }
});

test('zoomed to 200 % every screen of the smallest window is as wide as the window, in the longest language', async ({ bank, open }) => {
  test.setTimeout(120_000);
  const merchant = await open({ connectionFile: bank.connectionFile });
  await signInAs(merchant, GARDEN_EDITOR);
  const draft = await filledDraft(merchant, 'Dubbel zo groot');
  await useLook(merchant, 'fr', 'light');
  await showAt(merchant, { width: 1024, height: 700 });
  await merchant.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2));
  for (const screen of ['season', 'explore', 'campaigns', 'results', 'privacy', 'settings', `designer/${draft}`]) {
    await goTo(merchant.page, `/${screen}`);
    const name = screen.replace(/\/.*/, '');
    expect.soft(await overflowing(merchant.page), `${name} at 200 %`).toEqual([]);
    await takePicture(merchant, path.join(PICTURES, `zoom-${name}.png`));
  }
});

test('high contrast and the system’s own colours leave every mark on the screen', async ({ bank, open }) => {
  test.setTimeout(120_000);
  const merchant = await open({ connectionFile: bank.connectionFile });
  await signInAs(merchant, GARDEN_EDITOR);
  await useLook(merchant, 'en', 'contrast');
  await goTo(merchant.page, '/explore');
  const card = merchant.page.getByRole('region', { name: 'Twelve months' });
  const border = () => card.evaluate((element) => Reflect.get(globalThis, 'getComputedStyle')(element).borderTopColor);
  await expect.poll(border).toBe('rgb(74, 85, 78)');
  expect(await violations(merchant.page)).toEqual([]);
  await takePicture(merchant, path.join(PICTURES, 'contrast-explore.png'));
  await useLook(merchant, 'en', 'light');
  await expect.poll(border).toBe('rgb(227, 225, 216)');
  await merchant.page.emulateMedia({ contrast: 'more' });
  await expect.poll(border).toBe('rgb(74, 85, 78)');
  await merchant.page.emulateMedia({ contrast: null, forcedColors: 'active' });
  const bar = merchant.page.locator('.fl-bar-fill').first();
  const paint = (side: 'fill' | 'track') =>
    (side === 'fill' ? bar : bar.locator('..')).evaluate((element) => Reflect.get(globalThis, 'getComputedStyle')(element).backgroundColor);
  expect(await paint('fill')).not.toBe(await paint('track'));
  await takePicture(merchant, path.join(PICTURES, 'forced-colors-explore.png'));
});

test('designer, campaign, queue and review are accessible, fit their window and have their picture', async ({ bank, open }) => {
  test.setTimeout(300_000);
  const merchant = await open({ connectionFile: bank.connectionFile });
  await signInAs(merchant, GARDEN_EDITOR);
  const wish = await wishFor(merchant, 'Foto van de ontwerper');
  await designCampaign(merchant, wish);
  for (const section of DESIGNER_SECTIONS) {
    await showSection(merchant.page, section);
    await lookAt(merchant, `designer-${section}`);
  }
  await submitCampaign(merchant);
  await merchant.page.getByRole('link', { name: /^Campaigns/ }).click();
  await merchant.page.getByRole('link', { name: wish.name }).click();
  await expect(merchant.page.getByRole('heading', { name: 'Timeline' })).toBeVisible();
  await merchant.page.getByRole('textbox', { name: 'Write a comment' }).fill('Kan de actie een week later beginnen?');
  await merchant.page.getByRole('button', { name: 'Send' }).click();
  await expect(merchant.page.getByText('Sent.')).toBeVisible();
  await lookAt(merchant, 'campaign');
  await merchant.close();

  const reviewer = await open({ connectionFile: bank.connectionFile });
  await signInAs(reviewer, REVIEWER_A);
  await expect(reviewer.page.getByRole('link', { name: wish.name })).toBeVisible();
  await lookAt(reviewer, 'queue');
  await reviewer.page.getByRole('link', { name: wish.name }).click();
  await expect(reviewer.page.getByText(wish.shortText).first()).toBeVisible();
  await lookAt(reviewer, 'review');
});
