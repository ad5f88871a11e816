export const designerEn = {
  'designer.title': 'Designer',
} as const;
