import type { exploreEn } from './explore.en.ts';

export const exploreFr = {
  'explore.title': 'Explorer',
  'explore.sub':
    'Une catégorie à la fois. Chaque chiffre compte des clients consentants et porte son intervalle à 95 % ; ce qui est dessiné vaut pour tout le graphique à la fois.',
  'explore.category': 'Catégorie',
  'explore.months': 'Douze mois',
  'explore.months-chart': 'Clients par mois ayant acheté dans la catégorie {category}, {band}',
  'explore.rough': 'Là où il y a une bande sans ligne, le bruit dépasse la moitié du chiffre.',
  'explore.grid': 'Dépenses par client',
  'explore.grid-by': 'Période',
  'explore.grid-months': 'Par mois',
  'explore.grid-seasons': 'Par saison',
  'explore.grid-caption': 'Clients par tranche de dépenses et par période, {category}',
  'explore.band': 'Tranche de dépenses',
  'explore.not-released': 'non publié',
  'explore.cell': '{customers} ± {halfWidth}',
  'explore.cell-fewer': '< {limit}',
  'explore.grid-help':
    'Plus c’est foncé, plus il y a de clients. « < » signifie moins que le nombre affiché : le bruit ne permet pas d’en dire plus.',
  'explore.regions': 'Régions',
  'explore.regions-season': 'Saison',
  'explore.regions-caption': 'Clients par région, {category}, {window}',
  'explore.region': 'Région',
  'explore.regions-none': 'Les régions sont publiées par saison ; aucune saison n’est encore publiée.',
  'explore.own': 'Clients de vos propres magasins',
  'explore.own-caption': 'Clients de vos propres magasins dans votre catégorie, {window}, {band}',
  'explore.own-relation': 'Relation',
  'explore.own-none': 'La banque compte vos propres clients par saison, dans votre catégorie ; aucune de vos saisons n’est encore publiée.',
  'explore.own-why':
    'Pourquoi « moins de » : les chiffres propres à chaque magasin sont payés sur l’unique budget de confidentialité de la banque et portent donc beaucoup de bruit, ici jusqu’à ± {halfWidth}. Dans un pilote avec peu de clients, c’est plus que le chiffre lui-même. Cela ne veut pas dire que personne n’est venu.',
  'explore.draft': 'Créer une campagne à partir d’ici',
  'explore.truncated':
    'Au plus {count} catégories sont comptées par client, la plus rare d’abord. Pour {category}, le nombre réel est plus élevé.',
} as const satisfies Readonly<Record<keyof typeof exploreEn, string>>;
