import type { DraftContent } from '#shared/campaign/draft.ts';
import type { Language } from '#shared/units.ts';
import { emptyText } from './new-draft.ts';

export type VersionId = 'a' | 'b';
type DraftCreative = Pick<DraftContent, 'creative' | 'images'>;

/** Before the paths of a version's fields. */
export function rootOf(version: VersionId): '' | 'alternative.' {
  return version === 'a' ? '' : 'alternative.';
}

export function creativeOf(content: DraftContent, version: VersionId): DraftCreative {
  return version === 'b' && content.alternative !== null ? content.alternative : content;
}

/** Changes the words and pictures of one version; nothing where there is no second one. */
export function withCreative(content: DraftContent, version: VersionId, change: (creative: DraftCreative) => DraftCreative): DraftContent {
  if (version === 'a') return { ...content, ...change({ creative: content.creative, images: content.images }) };
  return content.alternative === null ? content : { ...content, alternative: change(content.alternative) };
}

/** Starts a second version as a copy of the first: a person changes what is to be compared. */
export function withSecondVersion(content: DraftContent): DraftContent {
  return { ...content, alternative: { creative: content.creative, images: content.images } };
}

/** Adds a language to every version. */
export function withLanguage(content: DraftContent, language: Language): DraftContent {
  return inEveryVersion(content, (creative) => ({ ...creative, [language]: emptyText() }));
}

/** Takes a language from every version. */
export function withoutLanguage(content: DraftContent, language: Language): DraftContent {
  return inEveryVersion(content, ({ [language]: _removed, ...kept }) => kept);
}

function inEveryVersion(content: DraftContent, change: (creative: DraftContent['creative']) => DraftContent['creative']): DraftContent {
  return {
    ...content,
    creative: change(content.creative),
    alternative: content.alternative === null ? null : { ...content.alternative, creative: change(content.alternative.creative) },
  };
}
