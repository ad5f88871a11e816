import type { templatesEn } from './templates.en.ts';

export const templatesFr = {
  'templates.title': 'Comment voulez-vous commencer ?',
  'templates.lead': 'Tout peut être modifié ensuite. Les catégories, les périodes et les parts viennent de votre marché et de ses relevés.',
  'templates.name.winter': '{season} et les fêtes',
  'templates.name.win_back': 'Reconquérir des clients',
  'templates.name.blank': 'Vierge',
  'templates.blank-text': 'Votre propre catégorie, tous ses clients, pas encore de dates.',
  'templates.audience': '{category}, {band}, {season}',
  'templates.audience-lapsed': 'A déjà acheté dans vos magasins, mais pas ces 6 derniers mois · {category}, {season}',
  'templates.share': '{share} ± {halfWidth} des mois-clients de l’année',
  'templates.arriving': 'Les chiffres de cette saison arrivent.',
  'templates.not-released': 'Les chiffres de cette saison ne sont pas encore publiés.',
  'templates.no-dates': 'Trop loin pour être planifié : choisissez les dates plus tard.',
  'templates.draft.season': '{category}, {season}',
  'templates.draft.win-back': '{category} : reconquérir des clients',
} as const satisfies Readonly<Record<keyof typeof templatesEn, string>>;
