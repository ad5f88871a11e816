import type { campaignsEn } from './campaigns.en.ts';

export const campaignsNl = {
  'campaigns.title': 'Campaigns',
} as const satisfies Readonly<Record<keyof typeof campaignsEn, string>>;
