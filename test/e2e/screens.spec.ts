import { openSection } from './harness/designer.ts';
import { expect, test } from './harness/fixtures.ts';
import { GARDEN_EDITOR, REVIEWER_A, designCampaign, signInAs, submitCampaign, wishFor } from './harness/people.ts';
import { lookAt } from './harness/pictures.ts';

test('sign-in, season, explore, lists and settings are accessible, fit their window and have their picture', async ({ bank, open }) => {
  test.setTimeout(300_000);
  const merchant = await open({ connectionFile: bank.connectionFile });
  await merchant.page.getByRole('button', { name: /^Sign in/ }).waitFor();
  await lookAt(merchant, 'sign-in');
  await signInAs(merchant, GARDEN_EDITOR);
  for (const screen of ['Season', 'Explore', 'Campaigns', 'Results', 'Privacy', 'Settings']) {
    await merchant.page.getByRole('link', { name: new RegExp(`^${screen}`) }).click();
    await expect(merchant.page.getByRole('heading', { level: 1 })).toBeVisible();
    await lookAt(merchant, screen.toLowerCase());
  }
});

test('designer, campaign, queue and review are accessible, fit their window and have their picture', async ({ bank, open }) => {
  test.setTimeout(300_000);
  const merchant = await open({ connectionFile: bank.connectionFile });
  await signInAs(merchant, GARDEN_EDITOR);
  const wish = await wishFor(merchant, 'Foto van de ontwerper');
  await designCampaign(merchant, wish);
  for (const section of ['Audience', 'Offer', 'Message', 'When and budget', 'Check and submit'] as const) {
    await openSection(merchant.page, section);
    await lookAt(merchant, `designer-${section.toLowerCase().replaceAll(' ', '-')}`);
  }
  await submitCampaign(merchant);
  await merchant.page.getByRole('link', { name: /^Campaigns/ }).click();
  await merchant.page.getByRole('link', { name: wish.name }).click();
  await expect(merchant.page.getByRole('heading', { name: 'Timeline' })).toBeVisible();
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
