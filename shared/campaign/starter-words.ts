import { addDays } from '../market/working-days.ts';
import { Language } from '../units.ts';
import { CAMPAIGN_LIMITS } from './content.ts';
import type { DraftContent, DraftText } from './draft.ts';

/** What starter words are made of. Everything they say stands in the draft; nothing is promised that the offer does not hold. */
export type StarterFacts = Pick<
  DraftContent,
  | 'reward'
  | 'minimumSpendCents'
  | 'capPerRedemptionCents'
  | 'capPerCustomerCents'
  | 'redemptionsPerCustomer'
  | 'activation'
  | 'where'
  | 'returnPeriodDays'
  | 'declarations'
  | 'endsOn'
  | 'redemptionExtraDays'
>;

type StarterField = 'title' | 'shortText' | 'longText' | 'terms';
const FIELDS: readonly StarterField[] = ['title', 'shortText', 'longText', 'terms'];

/** Stands where the draft says nothing yet; the text follows as soon as it does. */
const OPEN = '…';

/**
 * A message to start from in one of the customers' languages, in the words of the offer alone: reward, lowest spend, caps, where, until when, when it is paid.
 * It names no criterion of the audience. A person may keep it as it is.
 * @param shopName as customers know the shop; left out of the title where it does not fit
 */
export function starterWords(facts: StarterFacts, language: Language, shopName: string): Pick<DraftText, StarterField> {
  const say = WORDS[language];
  const { money, percent, day } = figures(language);
  const amount = (cents: number | null) => (cents === null ? OPEN : money(cents));
  const { template, percent: share, amountCents } = facts.reward;
  const reward = template === 'flat_amount' ? amount(amountCents) : share === null ? OPEN : percent(share);
  const parts: Parts = {
    reward,
    cap: template === 'flat_amount' ? undefined : amount(facts.capPerRedemptionCents),
    customerCap: (facts.redemptionsPerCustomer ?? 1) === 1 ? undefined : amount(facts.capPerCustomerCents),
    minimum: facts.minimumSpendCents === 0 ? undefined : amount(facts.minimumSpendCents),
    times: facts.redemptionsPerCustomer ?? 1,
    isSwitchedOn: facts.activation.kind === 'required',
    where: facts.where,
    until: facts.endsOn === null ? OPEN : day(addDays(facts.endsOn, facts.redemptionExtraDays ?? 0)),
    payDays: facts.returnPeriodDays === null ? OPEN : String(facts.returnPeriodDays),
  };
  const titles = [say.title(reward, shopName), say.title(reward, undefined)];
  return {
    title: titles.find((title) => title.length <= CAMPAIGN_LIMITS.titleLength) ?? reward,
    shortText: `${say.shortText(parts)}${facts.declarations.alcohol ? ' 18+' : ''}`,
    longText: say.longText(parts),
    terms: say.terms(parts).join(' '),
  };
}

/** The four texts of a language with those that are empty written from the offer. */
export function withStarterWords(words: DraftText, facts: StarterFacts, language: Language, shopName: string): DraftText {
  const starter = starterWords(facts, language, shopName);
  return { ...words, ...pick((field) => (words[field].trim() === '' ? starter[field] : undefined)) };
}

/**
 * After a change of the offer or its dates, starter words that nobody touched say what the offer says now; what somebody wrote stays as it is.
 * @returns `after` itself where there is nothing to follow
 */
export function followOffer(before: DraftContent, after: DraftContent, shopName: string): DraftContent {
  if (SOURCES.every((source) => before[source] === after[source])) return after;
  const creative = follow(before, after, after.creative, shopName);
  const second = after.alternative === null ? undefined : follow(before, after, after.alternative.creative, shopName);
  if (creative === after.creative && second === after.alternative?.creative) return after;
  return {
    ...after,
    creative,
    ...(after.alternative === null || second === undefined ? {} : { alternative: { ...after.alternative, creative: second } }),
  };
}

const SOURCES = [
  'reward',
  'minimumSpendCents',
  'capPerRedemptionCents',
  'capPerCustomerCents',
  'redemptionsPerCustomer',
  'activation',
  'where',
  'returnPeriodDays',
  'declarations',
  'endsOn',
  'redemptionExtraDays',
] as const satisfies readonly (keyof StarterFacts)[];

function follow(before: StarterFacts, after: StarterFacts, creative: DraftContent['creative'], shopName: string): DraftContent['creative'] {
  let followed = creative;
  for (const language of Language.options) {
    const words = creative[language];
    if (words === undefined) continue;
    const [was, is] = [starterWords(before, language, shopName), starterWords(after, language, shopName)];
    const changed = pick((field) => (words[field] === was[field] && is[field] !== was[field] ? is[field] : undefined));
    if (Object.keys(changed).length > 0) followed = { ...followed, [language]: { ...words, ...changed } };
  }
  return followed;
}

function pick(textOf: (field: StarterField) => string | undefined): Partial<Pick<DraftText, StarterField>> {
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const text = textOf(field);
      return text === undefined ? [] : [[field, text]];
    }),
  );
}

interface Parts {
  readonly reward: string;
  /** The most of one purchase; a flat amount says it by itself. */
  readonly cap: string | undefined;
  /** The most of all purchases of one customer, where there can be several. */
  readonly customerCap: string | undefined;
  readonly minimum: string | undefined;
  readonly times: number;
  readonly isSwitchedOn: boolean;
  readonly where: DraftContent['where'];
  readonly until: string;
  readonly payDays: string;
}

interface Words {
  readonly title: (reward: string, shop: string | undefined) => string;
  readonly shortText: (parts: Parts) => string;
  readonly longText: (parts: Parts) => string;
  readonly terms: (parts: Parts) => readonly string[];
}

const upTo = (word: string, cap: string | undefined) => (cap === undefined ? '' : `, ${word} ${cap}`);

const WORDS: Readonly<Record<Language, Words>> = {
  nl: {
    title: (reward, shop) => (shop === undefined ? `${reward} terug met je pas` : `${reward} terug bij ${shop}`),
    shortText: ({ reward, cap }) => `Betaal met je pas en krijg ${reward} terug${upTo('tot', cap)}.`,
    longText: ({ reward, cap, minimum, isSwitchedOn, where }) =>
      `${isSwitchedOn ? 'Activeer de aanbieding, koop' : 'Koop'} ${PLACES.nl[where]} en betaal met je pas. ` +
      `Bij een aankoop${minimum === undefined ? '' : ` vanaf ${minimum}`} stort de bank ${reward} terug${upTo('tot', cap)}.`,
    terms: ({ cap, customerCap, minimum, times, where, until, payDays }) => [
      `${times === 1 ? 'Eén keer' : `Hoogstens ${times} keer`} per klant, ${PLACES.nl[where]}, tot en met ${until}.`,
      ...(minimum === undefined ? [] : [`Minimale besteding ${minimum}.`]),
      ...(cap === undefined ? [] : [`Hoogstens ${cap} terug per aankoop.`]),
      ...(customerCap === undefined ? [] : [`Hoogstens ${customerCap} terug per klant.`]),
      `Uitbetaling ${payDays} dagen na de aankoop.`,
    ],
  },
  fr: {
    title: (reward, shop) => (shop === undefined ? `${reward} remboursés par carte` : `${reward} remboursés chez ${shop}`),
    shortText: ({ reward, cap }) => `Payez par carte et recevez ${reward} en retour${upTo('jusqu’à', cap)}.`,
    longText: ({ reward, cap, minimum, isSwitchedOn, where }) =>
      `${isSwitchedOn ? 'Activez l’offre, achetez' : 'Achetez'} ${PLACES.fr[where]} et payez avec votre carte. ` +
      `Pour un achat${minimum === undefined ? '' : ` à partir de ${minimum}`}, la banque vous rembourse ${reward}${upTo('jusqu’à', cap)}.`,
    terms: ({ cap, customerCap, minimum, times, where, until, payDays }) => [
      `${times === 1 ? 'Une fois' : `${times} fois au plus`} par client, ${PLACES.fr[where]}, jusqu’au ${until} inclus.`,
      ...(minimum === undefined ? [] : [`Achat minimal de ${minimum}.`]),
      ...(cap === undefined ? [] : [`Au plus ${cap} remboursés par achat.`]),
      ...(customerCap === undefined ? [] : [`Au plus ${customerCap} remboursés par client.`]),
      `Remboursement ${payDays} jours après l’achat.`,
    ],
  },
  de: {
    title: (reward, shop) => (shop === undefined ? `${reward} zurück mit Ihrer Karte` : `${reward} zurück bei ${shop}`),
    shortText: ({ reward, cap }) => `Mit Karte zahlen und ${reward} zurückbekommen${upTo('bis', cap)}.`,
    longText: ({ reward, cap, minimum, isSwitchedOn, where }) =>
      `${isSwitchedOn ? 'Aktivieren Sie das Angebot, kaufen Sie' : 'Kaufen Sie'} ${PLACES.de[where]} und zahlen Sie mit Ihrer Karte. ` +
      `Bei einem Einkauf${minimum === undefined ? '' : ` ab ${minimum}`} erstattet die Bank ${reward}${upTo('bis', cap)}.`,
    terms: ({ cap, customerCap, minimum, times, where, until, payDays }) => [
      `${times === 1 ? 'Einmal' : `Höchstens ${times}-mal`} pro Kunde, ${PLACES.de[where]}, bis einschließlich ${until}.`,
      ...(minimum === undefined ? [] : [`Mindesteinkauf ${minimum}.`]),
      ...(cap === undefined ? [] : [`Höchstens ${cap} zurück pro Einkauf.`]),
      ...(customerCap === undefined ? [] : [`Höchstens ${customerCap} zurück pro Kunde.`]),
      `Auszahlung ${payDays} Tage nach dem Einkauf.`,
    ],
  },
  en: {
    title: (reward, shop) => (shop === undefined ? `${reward} back on your card` : `${reward} back at ${shop}`),
    shortText: ({ reward, cap }) => `Pay by card and get ${reward} back${upTo('up to', cap)}.`,
    longText: ({ reward, cap, minimum, isSwitchedOn, where }) =>
      `${isSwitchedOn ? 'Activate the offer, buy' : 'Buy'} ${PLACES.en[where]} and pay by card. ` +
      `On a purchase${minimum === undefined ? '' : ` of ${minimum} or more`} the bank pays ${reward} back${upTo('up to', cap)}.`,
    terms: ({ cap, customerCap, minimum, times, where, until, payDays }) => [
      `${times === 1 ? 'Once' : `At most ${times} times`} per customer, ${PLACES.en[where]}, until ${until} at the latest.`,
      ...(minimum === undefined ? [] : [`Minimum purchase ${minimum}.`]),
      ...(cap === undefined ? [] : [`At most ${cap} back per purchase.`]),
      ...(customerCap === undefined ? [] : [`At most ${customerCap} back per customer.`]),
      `Paid ${payDays} days after the purchase.`,
    ],
  },
};

const PLACES: Readonly<Record<Language, Readonly<Record<DraftContent['where'], string>>>> = {
  nl: { in_store: 'in een van onze winkels', online: 'in onze webwinkel', both: 'in onze winkels of webwinkel' },
  fr: { in_store: 'dans l’un de nos magasins', online: 'dans notre boutique en ligne', both: 'en magasin ou en ligne chez nous' },
  de: { in_store: 'in einem unserer Geschäfte', online: 'in unserem Online-Shop', both: 'in unseren Geschäften oder online' },
  en: { in_store: 'in one of our shops', online: 'in our online shop', both: 'in our shops or online' },
};

interface Figures {
  readonly money: (cents: number) => string;
  readonly percent: (percent: number) => string;
  readonly day: (date: string) => string;
}

const known = new Map<Language, Figures>();

/** Figures of one language; made once, since making a formatter is slow. */
function figures(language: Language): Figures {
  const found = known.get(language) ?? makeFigures(language);
  known.set(language, found);
  return found;
}

function makeFigures(language: Language): Figures {
  const money = (minimumFractionDigits: number) =>
    new Intl.NumberFormat(language, {
      style: 'currency',
      currency: 'EUR',
      minimumFractionDigits,
      maximumFractionDigits: minimumFractionDigits,
    });
  const [whole, cents] = [money(0), money(2)];
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return {
    money: (value) => (value % 100 === 0 ? whole : cents).format(value / 100),
    percent: (value) => percent.format(value / 100),
    // The first of a month is an ordinal in French, which Intl does not write.
    day: (date) => day.format(new Date(`${date}T00:00:00Z`)).replace(/^1(?= )/, language === 'fr' ? '1er' : '1'),
  };
}
