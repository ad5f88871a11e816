import type { Profile } from '#shared/market/profile.ts';

type Labelled = Pick<Profile['categories'][number], 'id' | 'label'>;

/** A label in the three languages of the screens; the id where the profile gives none. */
export function labels(item: Labelled): { readonly en: string; readonly nl: string; readonly fr: string } {
  const label = item.label ?? item.id;
  if (typeof label === 'string') return { en: label, nl: label, fr: label };
  return { en: label.en, nl: label.nl ?? label.en, fr: label.fr ?? label.en };
}
