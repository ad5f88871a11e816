import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { attributesOf, readCsv, readWorkbook } from '../support/read-back.ts';
import { bankCommand } from '../../scripts/demo/bank.ts';
import { readPdf } from '../support/pdf-text.ts';
import type { Application } from './harness/application.ts';
import { png } from '../fixtures/pictures.ts';
import { ask, call } from './harness/bridge.ts';
import { openSection } from './harness/designer.ts';
import { answerFileDialogs, chooseMenu, drop, isPictureCopied, proposedPaths } from './harness/exports.ts';
import { expect, test } from './harness/fixtures.ts';
import {
  campaignId,
  designCampaign,
  GARDEN_EDITOR,
  GARDEN_VIEWER,
  REVIEWER_A,
  signInAs,
  submitCampaign,
  wishFor,
} from './harness/people.ts';
import { lookAt, PICTURES, takePicture } from './harness/pictures.ts';
import { violations } from './harness/accessibility.ts';

const without = (text: string) => text.replace(/\s+/g, '');

async function choose(page: Page, menu: RegExp | string, item: string): Promise<void> {
  await page.getByRole('button', { name: menu }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** Kept by name, to be looked at and compared. */
const KEPT = path.resolve(import.meta.dirname, '../../test-results/e2e/files');

/** A menu or a choice that stands open: accessible, and its picture taken, in one language and theme. */
async function lookOnce(application: Application, name: string): Promise<void> {
  await expect(application.page.getByRole('menu')).toHaveCSS('opacity', '1');
  await takePicture(application, path.join(PICTURES, `${name}.png`));
  expect.soft(await violations(application.page), name).toEqual([]);
}

/** A large picture for the message, and a second version of it with another title. */
async function illustrate(application: Application, directory: string, otherTitle: string): Promise<void> {
  const { page } = application;
  const source = path.join(directory, 'garden.png');
  writeFileSync(source, png({ width: 1_500, height: 1_000 }));
  await answerFileDialogs(application, { open: source });
  await openSection(page, 'Message');
  await page
    .getByRole('group', { name: 'Large picture' })
    .getByRole('button', { name: /^Choose a picture/ })
    .click();
  await page.getByRole('textbox', { name: /^Large picture in words/ }).fill('Een balkon vol bloemen');
  await page.getByRole('button', { name: 'Try a second version' }).click();
  await page.locator('[data-path="alternative.creative.nl.title"]').fill(otherTitle);
  await openSection(page, 'Check and submit');
}

/** Answers the next dialog for saving, saves, and gives the bytes once the page says the name. */
async function saved(application: Application, file: string, save: () => Promise<void>): Promise<Buffer> {
  await answerFileDialogs(application, { save: file });
  await save();
  await expect(application.page.getByText(`Saved as ${path.basename(file)}`)).toBeVisible();
  mkdirSync(KEPT, { recursive: true });
  copyFileSync(file, path.join(KEPT, path.basename(file)));
  return readFileSync(file);
}

test('the months of a category leave as CSV, workbook, clipboard, SVG and PNG, with what the screen says and no more', async ({
  bank,
  open,
  directory,
}) => {
  test.setTimeout(180_000);
  const application = await open({ connectionFile: bank.connectionFile });
  const { page, electron } = application;
  await signInAs(application, GARDEN_EDITOR);
  await page.getByRole('link', { name: /^Explore/ }).click();
  const card = page.getByRole('region', { name: 'Twelve months' });
  await card.getByRole('button', { name: /^Show as table/ }).click();
  await expect(card.locator('tbody tr')).toHaveCount(12);
  const onScreen = await card
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent ?? '')));

  const save = (item: string) => () => choose(page, /^Save ?: Customers per month who bought/, item);
  const csv = readCsv((await saved(application, path.join(directory, 'months.csv'), save('Table as CSV…'))).toString('utf8').slice(1));
  expect(csv[0]).toEqual(['Month', 'Customers', 'Customers: ± (95%)', 'Customers: fewer than']);
  const told = (customers: string, halfWidth: string, fewer: string) => {
    const grouped = (digits: string) => Number(digits).toLocaleString('en-GB');
    return fewer === '' ? `${grouped(customers)} ± ${grouped(halfWidth)}` : `fewer than ${grouped(fewer)}`;
  };
  expect(csv.slice(1, 13).map(([month = '', ...figures]) => [month, told(figures[0] ?? '', figures[1] ?? '', figures[2] ?? '')])).toEqual(
    onScreen,
  );
  const { releases } = await ask(page, 'releases.readShelf');
  const months = releases.filter(({ window }) => /^\d{4}-\d{2}$/.test(window));
  const notes = csv.slice(14).map(([first = '']) => first);
  for (const { id, sha256 } of months) expect(notes.filter((note) => note.includes(id) && note.includes(sha256))).toHaveLength(1);

  const [sheet, receipt] = readWorkbook(await saved(application, path.join(directory, 'months.xlsx'), save('Table for Excel…')));
  expect(sheet?.rows.slice(1).map((row) => row.map((cell) => (cell === null ? '' : String(cell))))).toEqual(
    csv.slice(1, 13).map((row) => row.map(String)),
  );
  expect(receipt?.rows).toHaveLength(1 + months.length);

  await choose(page, /^Save ?: Customers per month who bought/, 'Copy the table');
  await expect(page.getByText('Copied')).toBeVisible();
  const copied = (await electron.evaluate(({ clipboard }) => clipboard.readText())).split('\n').map((line) => line.split('\t'));
  expect(copied).toEqual(csv.slice(0, 13));

  await card.getByRole('button', { name: /^Show as chart/ }).click();
  const svg = (await saved(application, path.join(directory, 'months.svg'), save('Picture as SVG…'))).toString('utf8');
  expect(attributesOf(svg, 'circle').length).toBe(onScreen.filter(([, words]) => words?.includes('±')).length);
  expect(attributesOf(svg, 'text').length).toBeGreaterThan(12);
  expect(svg).not.toMatch(/var\(|color-mix|<style|href/);
  for (const { id } of months) expect(svg).toContain(id);
  const png = await saved(application, path.join(directory, 'months.png'), save('Picture as PNG…'));
  const [{ width = '0', height = '0' } = {}] = attributesOf(svg, 'svg');
  expect([png.toString('latin1', 1, 4), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([
    'PNG',
    2 * Number(width),
    2 * Number(height),
  ]);
  await choose(page, /^Save ?: Customers per month who bought/, 'Copy the picture');
  await expect.poll(() => isPictureCopied(application)).toBe(true);
  expect(readdirSync(directory).filter((name) => name.startsWith('.'))).toEqual([]);
  expect(application.complaints).toEqual([]);
});

test('a campaign leaves as PDF, calendar, shop sheet and file, and the file comes back as a new draft', async ({
  bank,
  open,
  directory,
}) => {
  test.setTimeout(240_000);
  const application = await open({ connectionFile: bank.connectionFile });
  const { page } = application;
  await signInAs(application, GARDEN_EDITOR);
  const wish = await wishFor(application, 'Lente uit een bestand');
  await designCampaign(application, wish);
  const otherTitle = '10 % terug, kom gauw langs';
  await illustrate(application, directory, otherTitle);
  const draftFile = path.join(directory, 'draft.florin-campaign');
  await saved(application, draftFile, () => choose(page, 'Save and copy', 'Save as a campaign file…'));
  await submitCampaign(application);
  const id = await campaignId(application, wish.name);
  await page.getByRole('link', { name: /^Campaigns/ }).click();
  await page.getByRole('link', { name: wish.name }).click();
  await expect(page.getByRole('heading', { name: 'Timeline' })).toBeVisible();

  const paper = await saved(application, path.join(directory, 'campaign.pdf'), () => choose(page, 'Save and copy', 'Save as PDF…'));
  const pdf = readPdf(paper);
  expect(paper.toString('latin1')).toMatch(/\/Subtype\s*\/Image/);
  const { summary, content } = await ask(page, 'campaigns.readCampaign', { campaignId: id });
  expect(pdf.title).toBe(wish.name);
  // Every glyph has its character: what cannot be read back cannot be searched or read aloud.
  expect(pdf.pages.join('')).not.toContain('\u0000');
  for (const words of [
    wish.name,
    wish.title,
    otherTitle,
    'version B',
    wish.shortText,
    summary.revisionHash,
    'What the customer reads',
    '€10,000',
  ])
    expect(without(pdf.pages.join(''))).toContain(without(words));
  pdf.pages.forEach((words, index) => expect(words).toContain(`Page${index + 1}of${pdf.pages.length}`));

  const sheet = readPdf(
    await saved(application, path.join(directory, 'shop.pdf'), async () => chooseMenu(application, 'Save the sheet for the shop…')),
  );
  expect(sheet.pages).toHaveLength(1);
  for (const words of ['The bank pays it back', 'We cannot see who got it', 'Ask your bank', wish.title])
    expect(sheet.pages[0]).toContain(without(words));
  // The sheet hangs in the shop: nothing on it says why a customer was chosen.
  for (const words of ['Garden', 'Audience', '€100', 'Spring', without(wish.name)]) expect(sheet.pages[0]).not.toContain(words);

  const ics = (
    await saved(application, path.join(directory, 'flight.ics'), () => choose(page, 'Save and copy', 'Save the dates for a calendar…'))
  ).toString('utf8');
  expect(ics).toContain(`UID:${id}@florin\r\n`);
  expect(ics).toContain(`DTSTART;VALUE=DATE:${wish.startsOn.replaceAll('-', '')}\r\n`);
  expect(await proposedPaths(application)).toEqual([path.join(directory, `${wish.name}.ics`)]);

  const file = path.join(directory, 'campaign.florin-campaign');
  await saved(application, file, () => choose(page, 'Save and copy', 'Save as a campaign file…'));
  expect(readFileSync(file, 'utf8')).toBe(readFileSync(draftFile, 'utf8'));
  await answerFileDialogs(application, { open: file });
  await page.getByRole('link', { name: /^Campaigns/ }).click();
  await page.getByRole('button', { name: 'Open a campaign file' }).click();
  await expect(page.getByRole('textbox', { name: 'Name of the campaign' })).toHaveValue(wish.name);
  const { drafts } = await ask(page, 'drafts.listDrafts');
  const taken = drafts.filter((draft) => draft.id !== id && draft.content.name === wish.name);
  expect(taken).toMatchObject([
    { version: 1, submission: { phase: 'none' }, content: { spend: content.audience.conditions[0], creative: content.creative } },
  ]);
  // Encoded anew here, which changes nothing of a picture that was encoded so before.
  expect(taken[0]?.content).toMatchObject({ images: content.images, alternative: content.alternative });
  await openSection(page, 'Message');
  await expect(page.getByRole('article').first().getByRole('img', { name: 'Een balkon vol bloemen' })).toBeVisible();

  await page.getByRole('link', { name: /^Campaigns/ }).click();
  await drop(page, 'dropped.florin-campaign', readFileSync(file, 'utf8'));
  await expect(page.getByRole('textbox', { name: 'Name of the campaign' })).toHaveValue(wish.name);
  await page.getByRole('link', { name: /^Campaigns/ }).click();
  await drop(page, 'broken.florin-campaign', readFileSync(file, 'utf8').replace('Lente', 'Herfst'));
  await expect(page.getByRole('alert')).toHaveText(/broken\.florin-campaign is damaged: line 1/);
  await page
    .getByRole('button', { name: `Duplicate ${wish.name}` })
    .first()
    .click();
  await expect(page.getByRole('textbox', { name: 'Name of the campaign' })).toHaveValue(`${wish.name} (copy)`);
  const copies = (await ask(page, 'drafts.listDrafts')).drafts.filter((draft) => draft.id !== id);
  expect(copies).toHaveLength(3);
  expect(application.complaints).toEqual([]);
});

test('a template begins with its season’s audience and dates; the choice and the menus are accessible', async ({ bank, open }) => {
  test.setTimeout(240_000);
  const application = await open({ connectionFile: bank.connectionFile });
  const { page } = application;
  await signInAs(application, GARDEN_EDITOR);
  await chooseMenu(application, 'New campaign');
  await expect(page.getByRole('dialog', { name: 'How do you want to begin?' })).toBeVisible();
  await lookAt(application, 'templates');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Summer/ })
    .click();
  await expect(page.getByRole('textbox', { name: 'Name of the campaign' })).toHaveValue(/^Garden, Summer \d{4}$/);
  const [draft] = (await ask(page, 'drafts.listDrafts')).drafts;
  expect(draft?.content).toMatchObject({
    spend: { category: 'garden', window: '2025-summer' },
    startsOn: '2026-06-01',
    budgetCents: null,
    reward: { percent: null },
  });
  await page.getByRole('button', { name: 'Save and copy' }).click();
  await expect(page.getByRole('menuitem', { name: 'Save as PDF…' })).toBeDisabled();
  await lookOnce(application, 'designer-files');
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await expect(page.getByRole('textbox', { name: 'Name of the campaign' })).toHaveValue(/\(copy\)$/);
  await page.getByRole('link', { name: /^Season/ }).click();
  await expect(page.getByRole('heading', { name: /^Your season/ })).toBeVisible();
  await page.getByRole('button', { name: /^Save ?:/ }).click();
  await expect(page.getByRole('menuitem', { name: 'Picture as PNG…' })).toBeVisible();
  await lookOnce(application, 'season-save');
  await page.keyboard.press('Escape');
  await chooseMenu(application, 'Save as PDF…');
  await expect(page.getByRole('dialog', { name: 'Which campaign?' })).toBeVisible();
  expect(application.complaints).toEqual([]);
});

test('the page cannot name a path, and a viewer takes nothing in', async ({ bank, open, directory }) => {
  const application = await open({ connectionFile: bank.connectionFile });
  const { page } = application;
  await signInAs(application, GARDEN_VIEWER);
  await answerFileDialogs(application, { save: path.join(directory, 'x.csv') });
  const table = { title: 't', columns: ['a'], rows: [['1']], notes: [] };
  for (const more of [{ path: '/tmp/x.csv' }, { file: '../x.csv' }, { fileName: '/etc/x' }])
    expect(await call(page, 'exports.saveTable', { table, format: 'csv', ...more })).toMatchObject({
      ok: false,
      error: { code: 'invalid_input' },
    });
  expect(await call(page, 'exports.saveTable', { table: { ...table, title: '../../../etc/x' }, format: 'csv' })).toMatchObject({
    ok: true,
  });
  expect((await proposedPaths(application)).map((proposed) => path.basename(proposed))).toEqual(['etc x.csv']);
  writeFileSync(path.join(directory, 'text.png'), 'x');
  expect(await call(page, 'exports.savePicture', { title: 't', png: Buffer.from('<script>').toString('base64') })).toMatchObject({
    ok: false,
  });
  await page.getByRole('link', { name: /^Campaigns/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Campaigns' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Open a campaign file' })).toHaveCount(0);
});

test('a reported campaign leaves as a PDF with its results: charts, tables with their errors, invoice and receipt', async ({
  ownBank,
  open,
  directory,
}) => {
  test.setTimeout(400_000);
  const application = await open({ connectionFile: ownBank.connectionFile });
  const { page } = application;
  await signInAs(application, GARDEN_EDITOR);
  const wish = await wishFor(application, 'Lente met uitslag');
  await designCampaign(application, wish);
  await submitCampaign(application);
  const id = await campaignId(application, wish.name);
  const reviewer = await open({ connectionFile: ownBank.connectionFile });
  await signInAs(reviewer, REVIEWER_A);
  await reviewer.page.getByRole('link', { name: wish.name }).click();
  await reviewer.page.getByRole('button', { name: /^Take/ }).click();
  await reviewer.answerMessageBoxes('confirm');
  await reviewer.page.getByRole('button', { name: /^Approve/ }).click();
  await expect(reviewer.page.getByText(/^Approved\./)).toBeVisible();
  await reviewer.close();

  const state = async () => (await ask(page, 'campaigns.readCampaign', { campaignId: id })).summary.state;
  const bank = (...command: string[]) => bankCommand([...command, '--data', ownBank.directory]);
  await bank('clock', 'advance', '--days', '14');
  await expect.poll(state, { timeout: 60_000 }).toBe('live');
  await bank('simulate', '--days', '21');
  for (let week = 0; week < 8 && (await state()) !== 'reported'; week += 1) await bank('clock', 'advance', '--days', '7');
  expect(await state()).toBe('reported');
  const report = await ask(page, 'campaigns.readReport', { campaignId: id });

  await page.evaluate((campaign) => {
    window.location.hash = `#/results/${campaign}`;
  }, id);
  await expect(page.getByRole('heading', { name: 'Did it work?' })).toBeVisible({ timeout: 60_000 });
  await lookAt(application, 'result');
  // The paper is white in the dark theme too, and holds the charts while the screen shows tables.
  await call(page, 'settings.saveSettings', { language: 'en', theme: 'dark' });
  await page
    .getByRole('button', { name: /^Show as table/ })
    .first()
    .click();
  const pdf = readPdf(await saved(application, path.join(directory, 'results.pdf'), () => choose(page, 'Save and copy', 'Save as PDF…')));
  const words = pdf.pages.join('');
  const table = readCsv(
    (await saved(application, path.join(directory, 'results.csv'), () => choose(page, 'Save and copy', 'Results as CSV…')))
      .toString('utf8')
      .slice(1),
  );
  const [book] = readWorkbook(
    await saved(application, path.join(directory, 'results.xlsx'), () => choose(page, 'Save and copy', 'Results for Excel…')),
  );
  // A workbook holds numbers, a CSV their digits.
  const plain = (cell: unknown) => (cell === null || cell === '' ? '' : Number.isNaN(Number(cell)) ? String(cell) : Number(cell));
  expect(book?.rows.map((row) => row.map(plain))).toEqual(table.slice(0, book?.rows.length).map((row) => row.map(plain)));
  const figure = (value: number) => Math.round(Math.max(0, value)).toLocaleString('en-GB');
  for (const { value, halfWidth } of [report.delivered, report.activations, report.redeemingCustomers]) {
    // In the chart, in the table, and where a sentence names it; what is lost in its noise has no number in any.
    const said = words.split(`${figure(value)}±${figure(halfWidth)}`).length - 1;
    if (halfWidth <= value / 2) expect(said).toBeGreaterThanOrEqual(2);
    else expect(said).toBe(0);
  }
  const lost = [report.delivered, report.activations, report.redeemingCustomers, report.holdout].filter(
    ({ value, halfWidth }) => halfWidth > value / 2,
  );
  expect(words.match(/fewerthan\d/g)?.length ?? 0).toBeGreaterThanOrEqual(lost.length);
  for (const said of [report.rho, report.campaignId, 'Did it work?', 'Why every number is noisy']) expect(words).toContain(without(said));
  expect(words).not.toContain('\u0000');
  pdf.pages.forEach((one, index) => expect(one).toContain(`Page${index + 1}of${pdf.pages.length}`));
  await page
    .getByRole('button', { name: /^Save ?: From delivery/ })
    .first()
    .waitFor();
  const funnel = await saved(application, path.join(directory, 'funnel.svg'), () =>
    choose(page, /^Save ?: From delivery/, 'Picture as SVG…'),
  );
  // The ground, and a bar for each step that has a number.
  const given = [report.delivered, report.activations, report.redeemingCustomers].filter(({ value, halfWidth }) => halfWidth <= value / 2);
  expect(attributesOf(funnel.toString('utf8'), 'rect')).toHaveLength(1 + given.length);
  expect(application.complaints).toEqual([]);
});
