import { monthsOfWindow, windowKind, type Window } from '../market/window.ts';
import { type Audience, partsOfAudience, type Relation, type SpendCondition, VISIT_BANDS, type VisitsCondition } from './audience.ts';

/** Languages in which a rule can be said. */
export type WordsLanguage = 'en' | 'nl' | 'fr';

type Labels = Readonly<Record<WordsLanguage, string>>;

/** The names a sentence needs; `MarketInfo` fits. Band edges are lower edges in whole currency units, ascending, the first 0. */
export interface AudienceLabels {
  readonly currency: string;
  readonly categories: readonly { readonly id: string; readonly label: Labels; readonly bandEdges: readonly number[] }[];
  readonly regions: readonly { readonly id: string; readonly label: Labels }[];
}

interface Phrases {
  readonly locale: string;
  readonly sentence: (conditions: string) => string;
  readonly spend: (amount: string, category: string, window: string) => string;
  readonly anything: (category: string, window: string) => string;
  readonly orMore: (edge: string) => string;
  readonly lessThan: (edge: string) => string;
  readonly between: (low: string, high: string) => string;
  readonly living: (regions: string) => string;
  readonly relations: Readonly<Record<Exclude<Relation, 'any'>, string>>;
  readonly visits: (payments: string, category: string, window: string) => string;
  readonly payments: (fewest: number, most: number | undefined) => string;
  readonly everywhere: string;
  readonly seasons: Readonly<Record<string, string>>;
  readonly season: (name: string, years: string, months: string) => string;
  readonly allBands: string;
}

const PHRASES: Readonly<Record<WordsLanguage, Phrases>> = {
  en: {
    locale: 'en-GB',
    sentence: (conditions) => `Customers who ${conditions}`,
    spend: (amount, category, window) => `spent ${amount} on ${category} in ${window}`,
    anything: (category, window) => `bought anything in ${category} in ${window}`,
    orMore: (edge) => `${edge} or more`,
    lessThan: (edge) => `less than ${edge}`,
    between: (low, high) => `from ${low} to just under ${high}`,
    living: (regions) => `live in ${regions}`,
    relations: {
      new: 'are new to the merchant’s shops (bought nothing there in the twelve months to the end of the season)',
      lapsed: 'are lapsed customers of the merchant’s shops (bought there seven to twelve months before the end of the season, not since)',
      loyal: 'are loyal customers of the merchant’s shops (bought there in the six months to the end of the season)',
      not_lapsed: 'are new or loyal customers of the merchant’s shops',
      not_loyal: 'are no loyal customers of the merchant’s shops (bought nothing there in the six months to the end of the season)',
    },
    visits: (payments, category, window) => `made ${payments} in ${category} in ${window}`,
    payments: (fewest, most) =>
      most === undefined ? `${fewest} or more payments` : most === 1 ? 'one payment' : `${fewest} to ${most} payments`,
    everywhere: 'live anywhere in the market',
    seasons: { spring: 'spring', summer: 'summer', autumn: 'autumn', winter: 'winter' },
    season: (name, years, months) => `${name} ${years} (${months})`,
    allBands: 'any amount',
  },
  nl: {
    locale: 'nl-NL',
    sentence: (conditions) => `Klanten die ${conditions}`,
    spend: (amount, category, window) => `${amount} uitgaven aan ${category} in ${window}`,
    anything: (category, window) => `iets kochten in ${category} in ${window}`,
    orMore: (edge) => `${edge} of meer`,
    lessThan: (edge) => `minder dan ${edge}`,
    between: (low, high) => `${low} tot net onder ${high}`,
    living: (regions) => `in ${regions} wonen`,
    relations: {
      new: 'nieuw zijn bij de winkels van de winkelier (daar niets kochten in de twaalf maanden tot het einde van het seizoen)',
      lapsed:
        'bij de winkels van de winkelier wegbleven (daar kochten zeven tot twaalf maanden voor het einde van het seizoen, daarna niet)',
      loyal: 'vaste klant zijn bij de winkels van de winkelier (daar kochten in de zes maanden tot het einde van het seizoen)',
      not_lapsed: 'nieuw of vaste klant zijn bij de winkels van de winkelier',
      not_loyal:
        'geen vaste klant zijn bij de winkels van de winkelier (daar niets kochten in de zes maanden tot het einde van het seizoen)',
    },
    visits: (payments, category, window) => `${payments} deden in ${category} in ${window}`,
    payments: (fewest, most) =>
      most === undefined ? `${fewest} of meer betalingen` : most === 1 ? 'één betaling' : `${fewest} tot en met ${most} betalingen`,
    everywhere: 'ergens in de markt wonen',
    seasons: { spring: 'de lente van', summer: 'de zomer van', autumn: 'de herfst van', winter: 'de winter van' },
    season: (name, years, months) => `${name} ${years} (${months})`,
    allBands: 'elk bedrag',
  },
  fr: {
    locale: 'fr-BE',
    sentence: (conditions) => `Clients qui ${conditions}`,
    spend: (amount, category, window) => `ont dépensé ${amount} dans la catégorie ${category}, ${window}`,
    anything: (category, window) => `ont acheté dans la catégorie ${category}, ${window}`,
    orMore: (edge) => `${edge} ou plus`,
    lessThan: (edge) => `moins de ${edge}`,
    between: (low, high) => `de ${low} à un peu moins de ${high}`,
    living: (regions) => `habitent la région ${regions}`,
    relations: {
      new: 'sont nouveaux dans les magasins du commerçant (n’y ont rien acheté dans les douze mois avant la fin de la saison)',
      lapsed: 'ne viennent plus dans les magasins du commerçant (y ont acheté sept à douze mois avant la fin de la saison, pas depuis)',
      loyal: 'sont fidèles aux magasins du commerçant (y ont acheté dans les six mois avant la fin de la saison)',
      not_lapsed: 'sont nouveaux ou fidèles dans les magasins du commerçant',
      not_loyal: 'ne sont pas fidèles aux magasins du commerçant (n’y ont rien acheté dans les six mois avant la fin de la saison)',
    },
    visits: (payments, category, window) => `ont fait ${payments} dans la catégorie ${category}, ${window}`,
    payments: (fewest, most) =>
      most === undefined ? `${fewest} paiements ou plus` : most === 1 ? 'un paiement' : `${fewest} à ${most} paiements`,
    everywhere: 'habitent n’importe où dans le marché',
    seasons: { spring: 'printemps', summer: 'été', autumn: 'automne', winter: 'hiver' },
    season: (name, years, months) => `${name} ${years} (${months})`,
    allBands: 'un montant quelconque',
  },
};

/**
 * A merchant's rule as one sentence without a full stop:
 * "Customers who spent €100 or more on garden in spring 2025 (March–May) and live in Oost, West or Zuid". Every condition is said, in a fixed order.
 * A category, band or region that the labels do not hold is said by its id.
 */
export function audienceInWords(audience: Audience, labels: AudienceLabels, language: WordsLanguage): string {
  const phrases = PHRASES[language];
  const { spends, regions, relation, visits } = partsOfAudience(audience);
  const conditions = [
    ...spends.map((spend) => spendInWords(spend, labels, language)),
    ...(visits === undefined ? [] : [visitsInWords(visits, labels, language)]),
    ...(relation === undefined || relation === 'any' ? [] : [relationInWords(relation, language)]),
    livingInWords(regions, labels, language),
  ];
  return phrases.sentence(new Intl.ListFormat(phrases.locale, { type: 'conjunction' }).format(conditions));
}

/** "are lapsed customers of the merchant's shops (…)", with the months that the word stands for. */
export function relationInWords(relation: Exclude<Relation, 'any'>, language: WordsLanguage): string {
  return PHRASES[language].relations[relation];
}

/** "made 2 to 6 payments in garden in spring 2025 (March–May)". */
export function visitsInWords(visits: VisitsCondition, labels: AudienceLabels, language: WordsLanguage): string {
  const phrases = PHRASES[language];
  const category = lowerFirst(categoryInWords(visits.category, labels, language), phrases.locale);
  return phrases.visits(paymentsInWords(visits.visits, language), category, windowInWords(visits.window, language));
}

/** "one payment", "2 to 6 payments", "4 or more payments"; both bands included. */
export function paymentsInWords(run: VisitsCondition['visits'], language: WordsLanguage): string {
  const next = VISIT_BANDS[run.to + 1];
  return PHRASES[language].payments(VISIT_BANDS[run.from] ?? 1, next === undefined ? undefined : next - 1);
}

/** "spent €100 or more on garden in spring 2025 (March–May)". */
export function spendInWords(spend: SpendCondition, labels: AudienceLabels, language: WordsLanguage): string {
  const phrases = PHRASES[language];
  const category = lowerFirst(categoryInWords(spend.category, labels, language), phrases.locale);
  const window = windowInWords(spend.window, language);
  const edges = bandEdges(spend.category, labels);
  if (edges !== undefined && spend.bands.from === 0 && spend.bands.to >= edges.length - 1) return phrases.anything(category, window);
  return phrases.spend(bandsInWords(spend, labels, language), category, window);
}

/** "€100 or more", "less than €50", "from €50 to just under €150", "any amount". */
export function bandsInWords(spend: Pick<SpendCondition, 'category' | 'bands'>, labels: AudienceLabels, language: WordsLanguage): string {
  const phrases = PHRASES[language];
  const edges = bandEdges(spend.category, labels);
  const { from, to } = spend.bands;
  if (edges === undefined) return `${from}–${to}`;
  const euros = (edge: number) => money(edge, labels.currency, phrases.locale);
  const low = edges[from] ?? 0;
  const high = edges[to + 1];
  if (high === undefined) return from === 0 ? phrases.allBands : phrases.orMore(euros(low));
  return low === 0 ? phrases.lessThan(euros(high)) : phrases.between(euros(low), euros(high));
}

/** "March 2025", "spring 2025 (March–May)", "winter 2025/26 (December–February)". */
export function windowInWords(window: Window, language: WordsLanguage): string {
  const phrases = PHRASES[language];
  const months = monthsOfWindow(window);
  if (windowKind(window) === 'month') return monthName(window, phrases.locale, true);
  const [year = '', season = ''] = window.split('-');
  const lastYear = (months.at(-1) ?? '').slice(0, 4);
  const years = lastYear === year ? year : `${year}/${lastYear.slice(2)}`;
  const span = `${monthName(months[0] ?? '', phrases.locale, false)}–${monthName(months.at(-1) ?? '', phrases.locale, false)}`;
  return phrases.season(phrases.seasons[season] ?? season, years, span);
}

/** "live in Oost, West or Zuid"; no regions, or all of them, is "live anywhere in the market". */
export function livingInWords(regions: readonly string[] | undefined, labels: AudienceLabels, language: WordsLanguage): string {
  const phrases = PHRASES[language];
  const everywhere = regions === undefined || (labels.regions.length > 0 && labels.regions.every((region) => regions.includes(region.id)));
  return everywhere ? phrases.everywhere : phrases.living(regionsInWords(regions, labels, language));
}

/** "Oost, West or Zuid", in the market's order. */
export function regionsInWords(regions: readonly string[], labels: AudienceLabels, language: WordsLanguage): string {
  const known = labels.regions.filter((region) => regions.includes(region.id)).map((region) => region.label[language]);
  const unknown = regions.filter((id) => !labels.regions.some((region) => region.id === id));
  return new Intl.ListFormat(PHRASES[language].locale, { type: 'disjunction' }).format([...known, ...unknown]);
}

export function categoryInWords(category: string, labels: AudienceLabels, language: WordsLanguage): string {
  return labels.categories.find((candidate) => candidate.id === category)?.label[language] ?? category;
}

function bandEdges(category: string, labels: AudienceLabels): readonly number[] | undefined {
  return labels.categories.find((candidate) => candidate.id === category)?.bandEdges;
}

function money(units: number, currency: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 }).format(units);
}

function monthName(month: string, locale: string, withYear: boolean): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  return new Intl.DateTimeFormat(locale, { month: 'long', ...(withYear ? { year: 'numeric' } : {}), timeZone: 'UTC' }).format(date);
}

/** Labels start with a capital on their own and with a small letter inside a sentence; an abbreviation such as DIY keeps its capitals. */
function lowerFirst(label: string, locale: string): string {
  const [first = '', second = ''] = label;
  const isAbbreviation = second !== '' && second === second.toLocaleUpperCase(locale) && second !== second.toLocaleLowerCase(locale);
  return isAbbreviation ? label : first.toLocaleLowerCase(locale) + label.slice(first.length);
}
