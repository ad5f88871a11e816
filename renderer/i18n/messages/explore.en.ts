export const exploreEn = {
  'explore.title': 'Explore',
} as const;
