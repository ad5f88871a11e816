import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Every rule of WCAG 2.2 A and AA that axe knows, and where it is broken. */
export async function violations(page: Page): Promise<readonly string[]> {
  return found(axe(page).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']));
}

/** The rules that a change of the theme alone can break: the same page was held against all of them before. */
export async function colourViolations(page: Page): Promise<readonly string[]> {
  return found(axe(page).withRules(['color-contrast', 'link-in-text-block']));
}

function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
}

async function found(builder: AxeBuilder): Promise<readonly string[]> {
  const { violations: broken } = await builder.analyze();
  return broken.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/** What stands on the screen after a step of a test, whatever the step was about. */
export async function stepIsAccessible(page: Page, step: string): Promise<void> {
  expect.soft(await violations(page), `axe after “${step}”`).toEqual([]);
}
