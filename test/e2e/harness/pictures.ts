import { mkdirSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Application } from './application.ts';
import { expect } from './fixtures.ts';

const PICTURES = path.resolve(import.meta.dirname, '../../../test-results/e2e/screens');

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

/** Takes a screen's pictures in two languages, two themes and two sizes, and checks that it is accessible and fits its width. */
export async function lookAt(application: Application, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
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
