export const seasonEn = {
  'season.title': 'Season',
} as const;
