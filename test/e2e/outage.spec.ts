import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ask } from './harness/bridge.ts';
import { chooseAudience, openSection, reachPanel, startCampaign } from './harness/designer.ts';
import { expect, test } from './harness/fixtures.ts';
import { designCampaign, GARDEN_EDITOR, signInAs, wishFor } from './harness/people.ts';

test('while the bank is down the draft is kept, reach goes on, and a submission queues and is sent exactly once', async ({
  ownBank,
  open,
}) => {
  test.setTimeout(240_000);
  const merchant = await open({ connectionFile: ownBank.connectionFile });
  const { page } = merchant;
  await signInAs(merchant, GARDEN_EDITOR);
  const wish = await wishFor(merchant, 'Ook zonder bank');
  await designCampaign(merchant, wish);
  const online = await reachPanel(page).innerText();
  await ownBank.stop();

  await openSection(page, 'Audience');
  await page.getByRole('group', { name: 'Regions' }).getByRole('button', { name: 'North' }).click();
  await expect.poll(() => reachPanel(page).innerText()).not.toBe(online);
  await expect(reachPanel(page)).toContainText('±');
  await page.getByRole('group', { name: 'Regions' }).getByRole('button', { name: 'North' }).click();
  await openSection(page, 'Check and submit');
  await page.getByRole('button', { name: /^Submit/ }).click();
  await expect(page.getByText('Waiting for the bank', { exact: true })).toBeVisible();
  const { drafts } = await ask(page, 'drafts.listDrafts');
  expect(drafts.find(({ content }) => content.name === wish.name)).toMatchObject({ submission: { phase: 'queued' } });

  await ownBank.start();
  await expect(page.getByText('Handed to the bank').first()).toBeVisible({ timeout: 60_000 });
  const { campaigns } = await ask(page, 'campaigns.listCampaigns');
  expect(campaigns.filter(({ name }) => name === wish.name)).toMatchObject([{ state: 'submitted', revision: 1 }]);
});

test('a draft survives the end of the application', async ({ bank, open }) => {
  const first = await open({ connectionFile: bank.connectionFile });
  await signInAs(first, GARDEN_EDITOR);
  await startCampaign(first.page);
  await first.page.getByRole('textbox', { name: 'Name of the campaign' }).fill('Blijft bestaan');
  await chooseAudience(first.page, 'South');
  const saved = async () => (await ask(first.page, 'drafts.listDrafts')).drafts[0]?.content;
  await expect.poll(saved).toMatchObject({ name: 'Blijft bestaan', spend: { window: '2025-spring', bands: { from: 2, to: 4 } } });
  const before = await saved();
  await first.close();
  const second = await open({ connectionFile: bank.connectionFile, profileDirectory: first.profileDirectory });
  await signInAs(second, GARDEN_EDITOR);
  expect((await ask(second.page, 'drafts.listDrafts')).drafts.map(({ content }) => content)).toEqual([before]);
});

test('the application is killed while somebody types: all that was typed a second before is found again', async ({ bank, open }) => {
  const first = await open({ connectionFile: bank.connectionFile });
  await signInAs(first, GARDEN_EDITOR);
  await startCampaign(first.page);
  await openSection(first.page, 'Message');
  const field = first.page.locator('[data-path="creative.nl.longText"]').locator('visible=true').first();
  await field.focus();
  const typed: { readonly atMs: number; readonly text: string }[] = [];
  const program = first.electron.process();
  const ended = new Promise<void>((resolve) => program.once('exit', () => resolve()));
  // Without a pause, so that no save can wait for one.
  for (let text = '', word = 1; word <= 60; word += 1) {
    await first.page.keyboard.type(`w${word} `);
    text += `w${word} `;
    typed.push({ atMs: Date.now(), text });
  }
  const killedMs = Date.now();
  program.kill('SIGKILL');
  await ended;
  const safe = typed.findLast(({ atMs }) => atMs <= killedMs - 1_000);
  expect(safe, 'typing took longer than the second that may be lost').toBeDefined();

  const second = await open({ connectionFile: bank.connectionFile, profileDirectory: first.profileDirectory });
  await signInAs(second, GARDEN_EDITOR);
  const { drafts, damaged } = await ask(second.page, 'drafts.listDrafts');
  expect(damaged).toEqual([]);
  const found = drafts.map(({ content }) => content.creative.nl?.longText ?? '').find((text) => text.startsWith('w1 ')) ?? '';
  expect(found.startsWith((safe?.text ?? '').trimEnd())).toBe(true);
  expect((typed.at(-1)?.text ?? '').startsWith(found)).toBe(true);
});

test('a stored release with one flipped byte is refused, said on screen, and not used', async ({ bank, open }) => {
  const first = await open({ connectionFile: bank.connectionFile });
  await signInAs(first, GARDEN_EDITOR);
  // Twelve months, four seasons, and the shop's own slice of each season.
  await expect.poll(async () => (await ask(first.page, 'releases.readShelf')).releases.length).toBe(20);
  await first.close();
  const file = storedRelease(first.profileDirectory, '2025-spring');
  const bytes = readFileSync(file);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  const second = await open({ connectionFile: bank.connectionFile, profileDirectory: first.profileDirectory });
  await second.page.getByRole('button', { name: /^Sign in/ }).waitFor();
  const shelf = await ask(second.page, 'releases.readShelf');
  expect(shelf.refused).toHaveLength(1);
  expect(shelf.releases.map(({ window }) => window)).not.toContain('2025-spring');
});

/** The file of one window's release below the application's folder. */
function storedRelease(profileDirectory: string, window: string): string {
  const files = readdirSync(profileDirectory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(`-${window}.release`));
  expect(files).toHaveLength(1);
  return path.join(profileDirectory, files[0] ?? '');
}
