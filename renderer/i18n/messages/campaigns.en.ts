export const campaignsEn = {
  'campaigns.title': 'Campaigns',
} as const;
