import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { IMAGE_SIZES } from '../../shared/campaign/files.ts';
import { imageProblem } from '../../shared/files/image-format.ts';
import { pdf } from '../fixtures/pdfs.ts';
import { EXIF, jpegFrame, png, pngChunk } from '../fixtures/pictures.ts';
import type { Application } from './harness/application.ts';
import { ask, call } from './harness/bridge.ts';
import { openSection } from './harness/designer.ts';
import { expect, test } from './harness/fixtures.ts';
import { campaignId, designCampaign, GARDEN_EDITOR, REVIEWER_A, signInAs, submitCampaign, wishFor } from './harness/people.ts';

/** The native dialog for saving, which no test can click, answers with this path from now on. */
async function nextSave(application: Application, file: string): Promise<void> {
  await application.electron.evaluate(({ dialog }, chosen) => {
    Reflect.set(dialog, 'showSaveDialog', () => Promise.resolve({ canceled: false, filePath: chosen }));
  }, file);
}

/** The native dialog, which no test can click, gives this file from now on. */
async function nextChoice(application: Application, file: string): Promise<void> {
  await application.electron.evaluate(({ dialog }, chosen) => {
    Reflect.set(dialog, 'showOpenDialog', () => Promise.resolve({ canceled: false, filePaths: [chosen] }));
  }, file);
}

test('a picture and evidence go from the disk through the designer and the bank to the reviewer, the picture cut and cleaned, the evidence as it was', async ({
  ownBank,
  open,
  directory,
}) => {
  test.setTimeout(240_000);
  const merchant = await open({ connectionFile: ownBank.connectionFile });
  const { page } = merchant;
  await signInAs(merchant, GARDEN_EDITOR);
  const wish = await wishFor(merchant, 'Met een foto');
  await designCampaign(merchant, wish);
  await openSection(page, 'Message');
  const large = page.getByRole('group', { name: 'Large picture' });

  for (const [name, bytes, words] of [
    ['page.png', Buffer.from('<html><script>alert(1)</script></html>'), 'This is not a PNG or JPEG that can be read.'],
    ['bomb.png', png({ width: 50_000, height: 50_000, packedRows: 1 }), 'The picture has too many pixels: at most 40 million.'],
    ['broken.jpg', jpegFrame({ width: 1_300, height: 700 }, [EXIF]), 'This is not a PNG or JPEG that can be read.'],
    ['stamp.png', png({ width: 100, height: 100 }), 'The picture is too small for its place; it would look blurred.'],
  ] as const) {
    const file = path.join(directory, name);
    writeFileSync(file, bytes);
    await nextChoice(merchant, file);
    await large.getByRole('button', { name: /^Choose a picture/ }).click();
    await expect(large.getByText(words)).toBeVisible();
  }

  const source = path.join(directory, 'garden.png');
  writeFileSync(
    source,
    png({ width: 1_500, height: 1_000, extra: [pngChunk('tEXt', Buffer.from('GPS\0' + '52.0116'))], behind: Buffer.from('PK') }),
  );
  await nextChoice(merchant, source);
  await large.getByRole('button', { name: /^Choose a picture/ }).click();
  await page.getByRole('textbox', { name: /^Large picture in words/ }).fill('Een balkon vol bloemen');
  await expect(page.getByRole('article').getByRole('img', { name: 'Een balkon vol bloemen' })).toBeVisible();
  const drawn = await page
    .getByRole('article')
    .getByRole('img')
    .evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight]);
  expect(drawn).toEqual([1_200, 627]);
  await page.getByRole('button', { name: /^Send a test : Dutch, app$/ }).click();
  await expect(page.getByText(/^In the test inbox as “TEST · /)).toBeVisible();

  const paper = path.join(directory, 'prijslijst.pdf');
  await openSection(page, 'Offer');
  await page.getByRole('radio', { name: 'was / now' }).check({ force: true });
  for (const [label, amount] of [
    ['Price before', '120'],
    ['Price now', '90'],
    ['Lowest price of the last 30 days', '120'],
  ] as const)
    await page.getByRole('textbox', { name: label }).fill(amount);
  await nextChoice(merchant, paper);
  writeFileSync(paper, pdf({ objects: ['<< /S /JavaScript /JS (1) >>'] }));
  await page.getByRole('button', { name: 'Attach a file' }).click();
  await expect(page.getByText(/^The PDF can do more than be read/)).toBeVisible();
  writeFileSync(paper, pdf());
  await page.getByRole('button', { name: 'Attach a file' }).click();
  await expect(page.getByRole('list', { name: 'Attached evidence' }).getByText('prijslijst.pdf', { exact: true })).toBeVisible();
  await openSection(page, 'Check and submit');
  await submitCampaign(merchant);
  const { drafts } = await ask(page, 'drafts.listDrafts');
  const hero = drafts.find(({ content }) => content.name === wish.name)?.content.images.hero;
  const id = await campaignId(merchant, wish.name);
  expect(merchant.complaints).toEqual([]);

  const reviewer = await open({ connectionFile: ownBank.connectionFile });
  await signInAs(reviewer, REVIEWER_A);
  await reviewer.page.evaluate((address) => window.location.assign(address), `#/review/${id}`);
  await expect(reviewer.page.getByRole('img', { name: 'Een balkon vol bloemen' })).toBeVisible();
  await reviewer.page.getByRole('button', { name: /^Send a test/ }).click();
  await expect(reviewer.page.getByText(/^In the test inbox as “TEST · /)).toBeVisible();
  const copy = path.join(directory, 'kopie.pdf');
  await nextSave(reviewer, copy);
  await reviewer.page.getByRole('button', { name: /^Save a copy .*prijslijst.pdf$/ }).click();
  await expect(reviewer.page.getByText('Saved as kopie.pdf.')).toBeVisible();
  expect(readFileSync(copy).equals(pdf())).toBe(true);
  const answer = await call(reviewer.page, 'files.readFile', { sha256: hero?.sha256 });
  const { mediaType, base64 } = Reflect.get(Object(answer), 'value');
  const bytes = Buffer.from(base64, 'base64');
  expect(imageProblem(bytes, { mediaType, ...IMAGE_SIZES.hero })).toBeUndefined();
  expect(bytes.includes('GPS')).toBe(false);
});
