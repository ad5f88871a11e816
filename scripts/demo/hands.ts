import { expect, type Locator, type Page } from '@playwright/test';

/** The most that a new user needs from the first start to a campaign that is with the bank, signing in included. */
export const MOST_ACTIONS = 60;

/** What hands did so far. */
export interface Actions {
  readonly clicks: number;
  readonly keystrokes: number;
}

/** What a US keyboard writes with Shift held down. */
const SHIFTED = /[A-Z~!@#$%^&*()_+{}|:"<>?]/;

/**
 * The hands of a new user: the one place through which the tour's first campaign clicks and types, so that what it prints is what was done.
 * Counted are every press of a mouse button, and every key that goes down: each character typed is one, one that needs Shift is two, Tab, Enter and
 * arrows are one each, a chord is as many as it has keys. Not counted are moving the mouse, scrolling and waiting.
 */
export class Hands {
  #clicks = 0;
  #keystrokes = 0;

  /** Clicks once, as soon as the target can be clicked. */
  async click(target: Locator): Promise<void> {
    await target.click();
    this.#clicks += 1;
  }

  /** Types into whatever has the focus, which must be the target: nothing is focused without a click or a key that counts. */
  async type(target: Locator, text: string): Promise<void> {
    await expect(target).toBeFocused();
    await target.page().keyboard.type(text);
    await expect(target).toHaveValue(text);
    this.#keystrokes += [...text].reduce((keys, character) => keys + (SHIFTED.test(character) ? 2 : 1), 0);
  }

  /** Presses a key or a chord (`Tab`, `Control+K`). */
  async press(page: Page, chord: string): Promise<void> {
    await page.keyboard.press(chord);
    this.#keystrokes += chord.split('+').length;
  }

  get done(): Actions {
    return { clicks: this.#clicks, keystrokes: this.#keystrokes };
  }
}

/** All actions, each as one. */
export function countOf({ clicks, keystrokes }: Actions): number {
  return clicks + keystrokes;
}

/** What was done between two moments. */
export function actionsSince(before: Actions, after: Actions): Actions {
  return { clicks: after.clicks - before.clicks, keystrokes: after.keystrokes - before.keystrokes };
}
