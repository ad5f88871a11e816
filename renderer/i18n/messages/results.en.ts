export const resultsEn = {
  'results.title': 'Results',
} as const;
