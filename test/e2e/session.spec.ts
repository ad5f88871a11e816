import { rmSync } from 'node:fs';
import path from 'node:path';
import { openBank } from '../../bank/storage/data-directory.ts';
import { bankCommand, serveBank } from '../../scripts/demo/bank.ts';
import { ask } from './harness/bridge.ts';
import { startCampaign } from './harness/designer.ts';
import { expect, test } from './harness/fixtures.ts';
import { GARDEN_EDITOR, signInAs } from './harness/people.ts';

test('a session that the bank no longer knows ends with a clear sentence, and the draft is still there after signing in again', async ({
  ownBank,
  open,
}) => {
  test.setTimeout(180_000);
  const merchant = await open({ connectionFile: ownBank.connectionFile });
  const { page } = merchant;
  await signInAs(merchant, GARDEN_EDITOR);
  await startCampaign(page);
  await page.getByRole('textbox', { name: 'Name of the campaign' }).fill('Overleeft de sessie');
  const names = async () => (await ask(page, 'drafts.listDrafts')).drafts.map(({ content }) => content.name);
  await expect.poll(names).toEqual(['Overleeft de sessie']);

  await ownBank.stop();
  const bank = await openBank(ownBank.directory);
  await bank.database.deleteFrom('oidc_records').execute();
  await bank.close();
  rmSync(path.join(ownBank.directory, 'keys', 'identity.json'));
  await ownBank.start();

  await expect(page.getByRole('alert').filter({ hasText: 'Your session has expired' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('everything you typed is kept')).toBeVisible();
  await signInAs(merchant, GARDEN_EDITOR);
  await expect.poll(names).toEqual(['Overleeft de sessie']);
});

test('an empty bank opens, refuses an unknown login in words, and signing in can be given up', async ({ directory, open }) => {
  const data = path.join(directory, 'empty-bank');
  await bankCommand(['init', '--profile', 'pilot', '--data', data]);
  const served = await serveBank(data);
  try {
    const { electron, page } = await open({ connectionFile: served.connectionFile });
    const opening = electron.waitForEvent('window');
    await page.getByRole('button', { name: /^Sign in/ }).click();
    const provider = await opening;
    await expect(provider.locator('input[name="login"]')).toBeFocused();
    await provider.locator('input[name="login"]').fill(GARDEN_EDITOR);
    await provider.locator('input[name="password"]').fill('nobody has this one');
    await provider.locator('button[value="sign-in"]').click();
    await expect(provider.getByRole('alert')).toBeVisible();
    await expect(provider.locator('input[name="password"]')).toBeFocused();
    await expect(provider.locator('body')).not.toContainText(/at .*\.ts:|Error:/);
    await provider.locator('button[value="cancel"]').click();
    await expect(page.getByRole('button', { name: /^Sign in/ })).toBeEnabled();
  } finally {
    await served.running.stop();
  }
});
