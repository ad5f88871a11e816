import { reachPanel, startCampaign } from './harness/designer.ts';
import { expect, test } from './harness/fixtures.ts';
import { GARDEN_EDITOR, REVIEWER_A, signInAs } from './harness/people.ts';
import { lookAt } from './harness/pictures.ts';

test('the public account is a page for a browser, and the same on a screen of both sides; offline it stays', async ({ ownBank, open }) => {
  test.setTimeout(300_000);
  const merchant = await open({ connectionFile: ownBank.connectionFile });
  await signInAs(merchant, GARDEN_EDITOR);
  await merchant.page.getByRole('link', { name: 'Privacy' }).click();
  await expect(merchant.page.getByText('16 of 16')).toBeVisible();
  await expect(merchant.page.getByText(/69\.1\s?%/)).toBeVisible();
  await lookAt(merchant, 'privacy');
  const page = await fetch(`${ownBank.served().connection.bankUrl}/v1/privacy`, {
    headers: { accept: 'text/html', 'accept-language': 'nl' },
  });
  expect(await page.text()).toContain('Wat de belofte voor één persoon waard is');
  await ownBank.stop();
  await merchant.page.getByRole('link', { name: 'Season' }).click();
  await merchant.page.getByRole('link', { name: 'Privacy' }).click();
  await expect(merchant.page.getByText('16 of 16')).toBeVisible();
  await merchant.close();
  await ownBank.start();
  const reviewer = await open({ connectionFile: ownBank.connectionFile });
  await signInAs(reviewer, REVIEWER_A);
  await reviewer.page.getByRole('link', { name: 'Privacy' }).click();
  await expect(reviewer.page.getByText(/ε = 6\.474/)).toBeVisible();
  await lookAt(reviewer, 'privacy-bank');
});

test('a rule that no table counts is rough until the bank answers with a quote, which then works offline', async ({ ownBank, open }) => {
  test.setTimeout(300_000);
  const merchant = await open({ connectionFile: ownBank.connectionFile });
  const { page } = merchant;
  await signInAs(merchant, GARDEN_EDITOR);
  await startCampaign(page);
  const reach = reachPanel(page);
  await page.getByRole('radio', { name: 'Lapsed', exact: true }).click();
  await expect(reach.getByTestId('reach-customers')).toHaveText(/^fewer than /);
  await lookAt(merchant, 'designer-relationship', 'state');
  await reach.getByRole('button', { name: 'Receipt' }).click();
  await expect(page.getByText('A shop’s own: lapsed and loyal customers')).toBeVisible();
  await expect(page.getByText('at most 10 shops')).toBeVisible();
  await lookAt(merchant, 'designer-receipt', 'state');
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: 'Anyone' }).click();

  await page.getByRole('button', { name: 'Add a second category' }).click();
  await page.getByRole('group', { name: 'Regions' }).getByRole('button', { name: 'South' }).click();
  await expect(reach.getByTestId('reach-rough')).toHaveText(/^Between \d[\d,]* and \d[\d,]*$/);
  await expect(reach.getByText('rough', { exact: true })).toBeVisible();
  await lookAt(merchant, 'designer-rough', 'state');
  await reach.getByRole('button', { name: 'Ask the bank for a quote' }).click();
  const dialog = page.getByRole('dialog', { name: 'Spend a quote?' });
  await expect(dialog.getByText('The whole bank’s, of 16')).toBeVisible();
  await lookAt(merchant, 'designer-quote', 'state');
  await dialog.getByRole('button', { name: 'Spend one quote' }).click();
  await expect(dialog).toBeHidden({ timeout: 30_000 });
  await expect(reach.getByText(/^Answered by a quote/)).toBeVisible();
  const answered = await reach.getByTestId('reach-customers').textContent();
  expect(answered).toMatch(/\d/);
  await lookAt(merchant, 'designer-answered', 'state');

  await ownBank.stop();
  await page.getByRole('link', { name: 'Privacy' }).click();
  await page.goBack();
  await expect(reach.getByText(/^Answered by a quote/)).toBeVisible();
  await expect(reach.getByTestId('reach-customers')).toHaveText(answered ?? '');
});
