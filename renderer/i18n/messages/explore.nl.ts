import type { exploreEn } from './explore.en.ts';

export const exploreNl = {
  'explore.title': 'Verkennen',
  'explore.sub':
    'Eén categorie tegelijk. Elk getal telt klanten met toestemming en draagt zijn 95%-interval; wat getekend is, geldt voor de hele grafiek tegelijk.',
  'explore.category': 'Categorie',
  'explore.months': 'Twaalf maanden',
  'explore.months-chart': 'Klanten per maand die kochten in {category}, {band}',
  'explore.rough': 'Waar een band staat zonder lijn, is de ruis groter dan het halve getal.',
  'explore.grid': 'Besteding per klant',
  'explore.grid-by': 'Periode',
  'explore.grid-months': 'Per maand',
  'explore.grid-seasons': 'Per seizoen',
  'explore.grid-caption': 'Klanten per bestedingsklasse en periode in {category}',
  'explore.band': 'Bestedingsklasse',
  'explore.not-released': 'niet gepubliceerd',
  'explore.cell': '{customers} ± {halfWidth}',
  'explore.cell-fewer': '< {limit}',
  'explore.grid-help': 'Donkerder is meer klanten. “<” betekent minder dan het getal: de ruis laat niet toe meer te zeggen.',
  'explore.regions': 'Regio’s',
  'explore.regions-season': 'Seizoen',
  'explore.regions-caption': 'Klanten per regio in {category}, {window}',
  'explore.region': 'Regio',
  'explore.regions-none': 'Regio’s worden per seizoen gepubliceerd; er is nog geen seizoen gepubliceerd.',
  'explore.own': 'Klanten van je eigen winkels',
  'explore.own-caption': 'Klanten van je eigen winkels in je categorie, {window}, {band}',
  'explore.own-relation': 'Relatie',
  'explore.own-none': 'De bank telt je eigen klanten per seizoen, in je eigen categorie; er is nog geen seizoen van jou gepubliceerd.',
  'explore.own-why':
    'Waarom “minder dan”: de eigen cijfers van elke winkel worden betaald uit het ene privacybudget van de bank, dus ze dragen veel ruis, hier tot ± {halfWidth}. In een proef met weinig klanten is dat meer dan het getal zelf. Het betekent niet dat er niemand kwam.',
  'explore.draft': 'Ontwerp hiermee een campagne',
  'explore.truncated': 'Per klant tellen hoogstens {count} categorieën, zeldzaamste eerst. Voor {category} ligt het echte aantal hoger.',
} as const satisfies Readonly<Record<keyof typeof exploreEn, string>>;
