import { mkdirSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Application } from './harness/application.ts';
import { openSection } from './harness/designer.ts';
import { expect, test } from './harness/fixtures.ts';
import { GARDEN_EDITOR, REVIEWER_A, designCampaign, signInAs, submitCampaign, wishFor } from './harness/people.ts';

const PICTURES = path.resolve(import.meta.dirname, '../../test-results/e2e/screens');

async function show(application: Application, size: { readonly width: number; readonly height: number }): Promise<void> {
  await application.electron.evaluate(
    ({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
    size,
  );
}

async function useTheme(application: Application, theme: 'light' | 'dark', language: 'en' | 'nl'): Promise<void> {
  await application.page.evaluate(
    ([chosenTheme, chosenLanguage]) =>
      Reflect.get(globalThis, 'florin').calls.settings.saveSettings({ theme: chosenTheme, language: chosenLanguage }),
    [theme, language],
  );
  await expect(application.page.locator('html')).toHaveAttribute('lang', language);
}

/** Every rule of WCAG 2.2 A and AA that axe knows. */
async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

async function lookAt(application: Application, name: string): Promise<void> {
  const { page } = application;
  const found: string[] = [];
  for (const language of ['en', 'nl'] as const)
    for (const theme of ['light', 'dark'] as const) {
      await useTheme(application, theme, language);
      for (const size of [
        { width: 1280, height: 800 },
        { width: 1024, height: 700 },
      ]) {
        await show(application, size);
        await page.mouse.move(1, 1);
        await page.screenshot({ path: path.join(PICTURES, `${name}-${language}-${theme}-${size.width}.png`) });
      }
      if (language === 'en') found.push(...(await violations(page)).map((violation) => `${name}, ${theme}: ${violation}`));
      expect
        .soft(
          await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth'),
          `${name} fits its width in ${language}`,
        )
        .toBe(true);
    }
  expect.soft(found).toEqual([]);
  await useTheme(application, 'light', 'en');
}

test('sign-in, season, explore, lists and settings are accessible, fit their window and have their picture', async ({ bank, open }) => {
  test.setTimeout(300_000);
  mkdirSync(PICTURES, { recursive: true });
  const merchant = await open({ connectionFile: bank.connectionFile });
  await merchant.page.getByRole('button', { name: /^Sign in/ }).waitFor();
  await lookAt(merchant, 'sign-in');
  await signInAs(merchant, GARDEN_EDITOR);
  for (const screen of ['Season', 'Explore', 'Campaigns', 'Results', 'Settings']) {
    await merchant.page.getByRole('link', { name: new RegExp(`^${screen}`) }).click();
    await expect(merchant.page.getByRole('heading', { level: 1 })).toBeVisible();
    await lookAt(merchant, screen.toLowerCase());
  }
});

test('designer, campaign, queue and review are accessible, fit their window and have their picture', async ({ bank, open }) => {
  test.setTimeout(300_000);
  mkdirSync(PICTURES, { recursive: true });
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
