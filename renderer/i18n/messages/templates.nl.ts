import type { templatesEn } from './templates.en.ts';

export const templatesNl = {
  'templates.title': 'Hoe wil je beginnen?',
  'templates.lead': 'Alles kan daarna nog anders. Categorieën, periodes en aandelen komen uit je markt en de publicaties ervan.',
  'templates.name.winter': '{season} en de feestdagen',
  'templates.name.win_back': 'Klanten terugwinnen',
  'templates.name.blank': 'Leeg',
  'templates.blank-text': 'Je eigen categorie, iedereen daarin, nog geen datums.',
  'templates.audience': '{category}, {band}, {season}',
  'templates.audience-lapsed': 'Kocht eerder in je winkels, niet in de laatste 6 maanden · {category}, {season}',
  'templates.share': '{share} ± {halfWidth} van de klantmaanden van het jaar',
  'templates.arriving': 'De cijfers van dit seizoen zijn nog onderweg.',
  'templates.not-released': 'De cijfers van dit seizoen zijn nog niet gepubliceerd.',
  'templates.no-dates': 'Te ver vooruit om te plannen: kies de datums later.',
  'templates.draft.season': '{category}, {season}',
  'templates.draft.win-back': '{category}: klanten terugwinnen',
} as const satisfies Readonly<Record<keyof typeof templatesEn, string>>;
