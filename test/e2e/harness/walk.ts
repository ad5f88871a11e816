import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** Goes to a screen by its address, in whatever language, and waits until the one before is gone and nothing is loading. */
export async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate(
    `if (location.hash !== '#${address}') { document.querySelector('#content > *')?.setAttribute('data-leaving', ''); location.hash = '#${address}'; }`,
  );
  await expect(page.locator('[data-leaving]')).toHaveCount(0);
  await isReady(page);
}

/** The screen has its heading and no grey shapes. */
export async function isReady(page: Page): Promise<void> {
  await expect(page.locator('h1').first()).toBeAttached();
  await expect(page.locator('.mantine-Skeleton-root, .mantine-Loader-root')).toHaveCount(0, { timeout: 60_000 });
}

/** The sections of the designer, by the ids of their tabs. */
export const DESIGNER_SECTIONS = ['audience', 'offer', 'message', 'when', 'check'] as const;

/** Opens one of the designer's sections, in whatever language. */
export async function showSection(page: Page, section: (typeof DESIGNER_SECTIONS)[number]): Promise<void> {
  await page.locator(`#designer-tab-${section}`).click();
  await page.locator(`#designer-panel[aria-labelledby="designer-tab-${section}"]`).waitFor();
}
