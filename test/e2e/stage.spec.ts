import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { violations } from './harness/accessibility.ts';
import { expect, test } from './harness/fixtures.ts';
import { LANGUAGES, overflowing, PICTURES, THEMES } from './harness/pictures.ts';
import { type OpenStage, openStage, type Place, type State } from './harness/stage.ts';
import { DESIGNER_SECTIONS, showSection } from './harness/walk.ts';

const IS_NIGHT = process.env['FLORIN_NIGHTLY'] === '1';
// One stage for all of them by day; at night every worker has one and takes its share of the looks.
test.describe.configure({ mode: IS_NIGHT ? 'parallel' : 'default' });

let folder: string;
let stage: OpenStage;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  folder = mkdtempSync(path.join(tmpdir(), 'florin-stage-'));
  stage = await openStage(path.join(folder, 'stage'));
});
test.afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Shown {
  readonly place: Place;
  readonly state: State;
  readonly section?: (typeof DESIGNER_SECTIONS)[number];
}

/**
 * At night every screen of every role in every state, the designer by its sections. By day each screen once and without its ready state, which
 * `screens.spec.ts` looks at in the real application in all languages and themes.
 */
function* product(): Generator<Shown> {
  const seen = new Set<string>();
  for (const place of stage.places) {
    if (!IS_NIGHT && seen.has(place.address)) continue;
    seen.add(place.address);
    // Whoever is not signed in asks the bank nothing, so that there is one state.
    if (place.role === 'outside') yield { place, state: 'ready' };
    else
      for (const state of stage.states.slice(IS_NIGHT ? 0 : 1))
        if (IS_NIGHT && place.address.startsWith('/designer/') && ['ready', 'offline', 'together'].includes(state))
          for (const section of DESIGNER_SECTIONS) yield { place, state, section };
        else yield { place, state };
  }
}

const nameOf = ({ place, section, state }: Shown) =>
  [place.role, place.address, section, state].filter((part) => part !== undefined).join(' ');

const LOOKS = IS_NIGHT
  ? LANGUAGES.flatMap((language) => [...THEMES, 'contrast' as const].map((theme) => ({ language, theme })))
  : [{ language: 'en', theme: 'light' } as const];

for (const look of LOOKS)
  test(`axe finds nothing and nothing moves on any screen in any state, in ${look.language} and ${look.theme}`, async () => {
    test.setTimeout(1_200_000);
    const { page } = stage;
    const found: string[] = [];
    let looked = 0;
    for (const shown of product()) {
      const { place, state, section } = shown;
      const name = nameOf(shown);
      if ((await stage.show(place, state, look)) === 'still loading' && place.role !== 'outside') found.push(`${name}: still loading`);
      if (section !== undefined) await showSection(page, section);
      found.push(...(await violations(page)).map((violation) => `${name}: ${violation}`));
      const moving: number = await page.evaluate("document.getAnimations().filter(({ playState }) => playState === 'running').length");
      if (moving > 0) found.push(`${name}: ${moving} animations although motion is reduced`);
      looked += 1;
    }
    test.info().annotations.push({ type: 'screens looked at', description: String(looked) });
    expect(found).toEqual([]);
    expect(looked).toBeGreaterThan(IS_NIGHT ? 200 : 75);
  });

if (IS_NIGHT)
  test('zoomed to 200 % in the smallest window no screen in any state reaches beyond its edge, in the longest language', async () => {
    test.setTimeout(600_000);
    const { page, electron } = stage;
    const found: string[] = [];
    await electron.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0];
      window?.setContentSize(1024, 700);
      window?.webContents.setZoomFactor(2);
    });
    for (const shown of product()) {
      await stage.show(shown.place, shown.state, { language: 'fr', theme: 'light' });
      if (shown.section !== undefined) await showSection(page, shown.section);
      for (const what of await overflowing(page)) found.push(`${nameOf(shown)}: ${what}`);
    }
    await electron.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0];
      window?.webContents.setZoomFactor(1);
      window?.setContentSize(1280, 800);
    });
    expect(found).toEqual([]);
  });

/** Pixels that may differ by more than a shade: none do between runs; the rounding of another processor stays below, a moved corner or a digit does not. */
const SAME_PICTURE = { maxDiffPixels: 20, threshold: 0.1 };

const DAY = { language: 'en', theme: 'light' } as const;
const EVENING = { language: 'fr', theme: 'dark' } as const;
const KEY_SCREENS = [
  ['season', 'merchant_editor', /^\/season$/, DAY],
  ['designer', 'merchant_editor', /^\/designer\//, EVENING],
  ['campaign', 'merchant_editor', /^\/campaigns\/./, DAY],
  ['results', 'merchant_editor', /^\/results\/./, EVENING],
  ['review', 'bank_reviewer', /^\/review\//, DAY],
] as const;

for (const [name, role, address, look] of KEY_SCREENS)
  test(`${name} looks as it did, in ${look.language} and ${look.theme}`, async () => {
    const place = stage.places.find((one) => one.role === role && address.test(one.address));
    if (place === undefined) throw new Error(`no screen of ${role} at ${address}`);
    await stage.show(place, 'ready', look);
    await stage.page.mouse.move(1, 1);
    const file = `${name}-${look.language}-${look.theme}.png`;
    await stage.page.screenshot({ path: path.join(PICTURES, 'baselines', file), animations: 'disabled', caret: 'hide', scale: 'css' });
    await expect(stage.page).toHaveScreenshot(file, SAME_PICTURE);
  });
