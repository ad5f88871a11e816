import type { Locator, Page } from '@playwright/test';
import { reachPanel } from './harness/designer.ts';
import { expect, test } from './harness/fixtures.ts';
import { GARDEN_EDITOR, signInAs } from './harness/people.ts';
import { isReady } from './harness/walk.ts';

const MOST_TABS = 60;

/** Presses Tab, or Shift and Tab, until the target has the focus, and sees to it that one can see that it has. */
async function tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const page = target.page();
  await target.waitFor();
  for (let presses = 0; presses < MOST_TABS; presses += 1) {
    if (await target.evaluate((element) => element.matches(':focus'))) {
      const isSeen = await target.evaluate((element) => {
        const { outlineStyle, outlineWidth } = Reflect.get(globalThis, 'getComputedStyle')(element);
        return (
          element.matches(':focus-visible') && (element.matches('input, textarea') || (outlineStyle !== 'none' && outlineWidth !== '0px'))
        );
      });
      expect.soft(isSeen, `the focus on ${String(target)} can be seen`).toBe(true);
      return;
    }
    await page.keyboard.press(key);
  }
  throw new Error(`${String(target)} was not reached by ${MOST_TABS} presses of ${key}`);
}

async function write(target: Locator, text: string): Promise<void> {
  await tabTo(target);
  await target.page().keyboard.press('Control+A');
  await target.page().keyboard.type(text);
}

/** Back to the sections, which are one stop, and one of them on. */
async function nextSection(page: Page, from: string, to: string): Promise<void> {
  const name = (section: string) => page.getByRole('tab', { name: new RegExp(`^${section}`) });
  await tabTo(name(from), 'Shift+Tab');
  await page.keyboard.press('ArrowRight');
  await expect(name(to)).toBeFocused();
  await expect(name(to)).toHaveAttribute('aria-selected', 'true');
}

test('a campaign is designed and submitted without a mouse, each stop visible', async ({ ownBank, open }) => {
  test.setTimeout(120_000);
  const merchant = await open({ connectionFile: ownBank.connectionFile });
  const { page } = merchant;
  await signInAs(merchant, GARDEN_EDITOR);
  await isReady(page);
  await tabTo(page.getByRole('button', { name: 'Draft this offer' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Name of the campaign' })).toHaveValue(/Spring 2026/);

  const customers = reachPanel(page).getByTestId('reach-customers');
  const before = await customers.innerText();
  await tabTo(page.getByRole('tab', { name: /^Audience/ }));
  await tabTo(page.getByRole('slider', { name: 'Lowest band' }));
  await page.keyboard.press('ArrowLeft');
  await expect(customers).not.toHaveText(before);
  await page.keyboard.press('ArrowRight');
  await expect(customers).toHaveText(before);
  await tabTo(page.getByRole('group', { name: 'Regions' }).getByRole('button', { name: 'South', exact: true }));
  await page.keyboard.press('Space');
  await expect(customers).not.toHaveText(before);

  await nextSection(page, 'Audience', 'Offer');
  await write(page.getByRole('textbox', { name: 'Percentage back' }), '15');
  await nextSection(page, 'Offer', 'Message');
  await write(page.getByRole('textbox', { name: /^Title/ }), 'Het voorjaar begint hier');
  await nextSection(page, 'Message', 'When and budget');
  await tabTo(page.getByRole('radio', { name: '30 days' }));
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('radio', { name: '3 weeks' })).toBeChecked();
  await nextSection(page, 'When and budget', 'Check and submit');
  await tabTo(page.getByRole('button', { name: 'Submit to the bank' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Handed to the bank').first()).toBeVisible();
});
