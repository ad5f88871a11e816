import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { Application } from './application.ts';
import { colourViolations, violations } from './accessibility.ts';
import { expect } from './fixtures.ts';
import { visibleWords } from './visible-words.ts';

export const PICTURES = path.resolve(import.meta.dirname, '../../../test-results/e2e/screens');

export const LANGUAGES = ['en', 'nl', 'fr'] as const;
export const THEMES = ['light', 'dark'] as const;
/** The ordinary window and the smallest one that everything has to fit. */
export const SIZES = [
  { width: 1280, height: 800 },
  { width: 1024, height: 700 },
] as const;

/** Sets the size of the window's content. */
export async function showAt(application: Application, size: { readonly width: number; readonly height: number }): Promise<void> {
  const set = async () => {
    await application.electron.evaluate(
      ({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
      size,
    );
    return application.page.evaluate(() => Number(Reflect.get(globalThis, 'innerWidth')));
  };
  await expect.poll(set).toBe(size.width);
  // Drawings follow their box one frame later.
  await application.page.evaluate(
    'new Promise((done) => { let left = 4; const next = () => ((left -= 1) === 0 ? done(1) : requestAnimationFrame(next)); next(); })',
  );
}

/** Chooses language and appearance as the settings screen does. */
export async function useLook(
  application: Application,
  language: (typeof LANGUAGES)[number],
  theme: (typeof THEMES)[number] | 'contrast',
): Promise<void> {
  await application.page.evaluate((settings) => Reflect.get(globalThis, 'florin').calls.settings.saveSettings(settings), {
    theme,
    language,
  });
  await expect(application.page.locator('html')).toHaveAttribute('lang', language);
  if (theme !== 'contrast') await expect(application.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
}

export async function takePicture(application: Application, file: string): Promise<void> {
  mkdirSync(path.dirname(file), { recursive: true });
  await application.page.mouse.move(1, 1);
  await application.page.screenshot({ path: file });
}

/** What reaches beyond the right edge of the window and cannot be scrolled to within a box of its own. */
export async function overflowing(page: Page): Promise<readonly string[]> {
  return page.evaluate(`[...document.querySelectorAll('#content *')]
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && element.getBoundingClientRect().width > 1)
    .filter((element) => {
      for (let box = element.parentElement; box !== null && box.id !== 'content'; box = box.parentElement)
        if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(box).overflowX) && box.getBoundingClientRect().right <= innerWidth + 1) return false;
      return true;
    })
    .map((element) => element.tagName + ' ' + element.getAttribute('class'))`);
}

/** Boxes of the frame that do not scroll and yet are taller inside: the keyboard would push their content out of sight. */
const HIDDEN_BELOW = `[...document.querySelectorAll('body, #root, #content, #content > *')]
  .filter((box) => getComputedStyle(box).overflowY === 'hidden' && box.scrollHeight > box.clientHeight + 1)
  .map((box) => box.id || box.className)`;

/**
 * Checks a screen in every language and both themes: accessible by axe's rules, nothing wider than its window in either size; and takes its picture.
 * @param kind a screen's `ready` state is looked at in all of them, one of its other states in English and light, except at night
 */
export async function lookAt(application: Application, name: string, kind: 'ready' | 'state' = 'ready'): Promise<void> {
  const { page } = application;
  const found: string[] = [];
  const isWhole = kind === 'ready' || process.env['FLORIN_NIGHTLY'] === '1';
  for (const language of isWhole ? LANGUAGES : LANGUAGES.slice(0, 1))
    for (const theme of isWhole ? THEMES : THEMES.slice(0, 1)) {
      await useLook(application, language, theme);
      if (theme === 'light')
        for (const size of [...SIZES].reverse()) {
          await showAt(application, size);
          const fits = await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth');
          expect.soft(fits, `${name} fits ${size.width} pixels in ${language}`).toBe(true);
          expect.soft(await page.evaluate(HIDDEN_BELOW), `${name} hides nothing below at ${size.width} pixels`).toEqual([]);
          const { clipped, colliding } = await visibleWords(page, []);
          expect.soft({ clipped, colliding }, `${name} at ${size.width} pixels in ${language}`).toEqual({ clipped: [], colliding: [] });
        }
      await takePicture(application, path.join(PICTURES, `${name}-${language}-${theme}.png`));
      const broken = theme === THEMES[0] ? await violations(page) : await colourViolations(page);
      found.push(...broken.map((violation) => `${name}, ${language}, ${theme}: ${violation}`));
    }
  expect.soft(found).toEqual([]);
  await useLook(application, 'en', 'light');
}
