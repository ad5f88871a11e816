import type { deskEn } from './desk.en.ts';

export const deskNl = {
  'desk.title': 'Desk',
} as const satisfies Readonly<Record<keyof typeof deskEn, string>>;
