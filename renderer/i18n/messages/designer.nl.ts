import type { designerEn } from './designer.en.ts';

export const designerNl = {
  'designer.title': 'Designer',
} as const satisfies Readonly<Record<keyof typeof designerEn, string>>;
