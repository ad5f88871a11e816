import type { Page } from '@playwright/test';
import { PSEUDO_CLOSE, PSEUDO_OPEN } from '../../support/pseudo-locale.ts';

/** What a walk over a screen found. */
export interface WordsFound {
  /** Visible words, labels and hints outside every pseudo-translated message, customers' texts apart. */
  readonly bare: readonly string[];
  /** Text that its box cuts off or that pokes out of it. */
  readonly clipped: readonly string[];
  /** Labels of one drawing that lie on each other. */
  readonly colliding: readonly string[];
}

// Text for the page: the tests' own code has no document. What is written in a customer's language carries `lang`.
const WALK = `(() => {
  const [open, close] = ['${PSEUDO_OPEN}', '${PSEUDO_CLOSE}'];
  const isShown = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  };
  const isOthers = (element) => element.closest('[lang]')?.tagName !== 'HTML' || element.closest('script, style, kbd') !== null;
  const outside = (words, depth) => {
    let bare = '';
    for (const letter of words) {
      if (letter === open) depth += 1;
      else if (letter === close) depth = Math.max(0, depth - 1);
      else if (depth === 0) bare += letter;
    }
    return { bare: bare.trim(), depth };
  };
  const bare = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let depth = 0;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent === null || isOthers(parent)) continue;
    const found = outside(node.data, depth);
    depth = found.depth;
    if (found.bare !== '') bare.push(found.bare);
  }
  for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]'))
    for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
      const found = outside(element.getAttribute(name) ?? '', 0).bare;
      if (found !== '' && !isOthers(element) && element.ariaHidden !== 'true') bare.push(found);
    }
  const clipped = [];
  for (const element of document.body.querySelectorAll('*')) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
    if (!hasText || !isShown(element) || element.closest('svg, select') !== null) continue;
    const style = getComputedStyle(element);
    if (style.display === 'inline' || element.clientWidth === 0) continue;
    if (element.scrollWidth > element.clientWidth + 1 || (style.overflowY !== 'visible' && style.overflowY !== 'auto' && element.scrollHeight > element.clientHeight + 3))
      clipped.push(element.textContent.trim().slice(0, 60) + ' (' + (element.className || element.tagName) + ')');
  }
  const colliding = [];
  for (const drawing of document.querySelectorAll('svg')) {
    const frame = drawing.getBoundingClientRect();
    const labels = [...drawing.querySelectorAll('text')].filter(isShown).map((label) => ({ words: label.textContent, box: label.getBoundingClientRect() }));
    for (const [index, { words, box }] of labels.entries()) {
      if (box.left < frame.left - 2 || box.right > frame.right + 2) clipped.push(words + ' (drawing)');
      for (const other of labels.slice(index + 1)) {
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (across > 1 && down > 3) colliding.push(words + ' on ' + other.words);
      }
    }
  }
  return { bare, clipped, colliding };
})()`;

/**
 * Walks over everything that is on the screen.
 * @param data phrases that are no words of the application: names, what somebody typed, dates; digits and punctuation are none in any case
 */
export async function visibleWords(page: Page, data: readonly (string | RegExp)[]): Promise<WordsFound> {
  const found: WordsFound = await page.evaluate(WALK);
  return { ...found, bare: [...new Set(found.bare.map((words) => withoutData(words, data)).filter((rest) => /\p{L}/u.test(rest)))] };
}

function withoutData(words: string, data: readonly (string | RegExp)[]): string {
  return data.reduce<string>((rest, phrase) => (phrase === '' ? rest : rest.replaceAll(phrase, ' ')), words).trim();
}
