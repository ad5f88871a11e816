import path from 'node:path';
import type { Application } from '../../test/e2e/harness/application.ts';
import { filledDraft } from '../../test/e2e/harness/people.ts';
import { LANGUAGES, showAt, SIZES, takePicture, THEMES, useLook } from '../../test/e2e/harness/pictures.ts';
import { DESIGNER_SECTIONS, goTo, showSection } from '../../test/e2e/harness/walk.ts';
import type { TourCampaign } from './tour-merchant.ts';
import type { TourRecorder } from './tour-recorder.ts';

/**
 * Every merchant screen in three languages, two themes and two sizes, as `screens/<screen>-<language>-<theme>-<width>.png`: names that stay, so that
 * the pictures of two versions can be compared.
 */
export async function playScreens(recorder: TourRecorder, merchant: Application, out: string, { id }: TourCampaign): Promise<void> {
  const { page } = merchant;
  const draft = await filledDraft(merchant, 'Zomer op het terras');
  const screens: readonly { readonly name: string; readonly show: () => Promise<void> }[] = [
    { name: 'season', show: () => goTo(page, '/season') },
    { name: 'explore', show: () => goTo(page, '/explore') },
    { name: 'campaigns', show: () => goTo(page, '/campaigns') },
    ...DESIGNER_SECTIONS.map((section) => ({
      name: `designer-${section}`,
      show: async () => {
        await goTo(page, `/designer/${draft}`);
        await showSection(page, section);
      },
    })),
    { name: 'campaign', show: () => goTo(page, `/campaigns/${id}`) },
    { name: 'results', show: () => goTo(page, '/results') },
    { name: 'report', show: () => goTo(page, `/results/${id}`) },
    { name: 'privacy', show: () => goTo(page, '/privacy') },
    { name: 'settings', show: () => goTo(page, '/settings') },
  ];
  await recorder.step('all screens', merchant, async () => {
    for (const screen of screens) {
      await screen.show();
      for (const size of SIZES) {
        await showAt(merchant, size);
        for (const language of LANGUAGES)
          for (const theme of THEMES) {
            await useLook(merchant, language, theme);
            await takePicture(merchant, path.join(out, 'screens', `${screen.name}-${language}-${theme}-${size.width}.png`));
          }
      }
    }
    await useLook(merchant, 'en', 'light');
    await goTo(page, '/settings');
  });
  recorder.note({ screens: screens.length * SIZES.length * LANGUAGES.length * THEMES.length });
}
