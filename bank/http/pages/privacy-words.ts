import type { NOT_PROMISED, PublicArtefact } from '#shared/contracts/http/privacy.ts';

export type PageLanguage = 'en' | 'nl' | 'fr';

/** The words of the public page; figures come formatted. */
export interface PrivacyWords {
  readonly title: string;
  readonly lead: string;
  readonly demo: string;
  readonly meaningTitle: string;
  readonly meaning: (guess: string) => string;
  readonly severalYears: (years: string, replaceOne: string) => string;
  readonly years: (count: number, guess: string) => string;
  readonly rho: (cap: string, epsilon: string) => string;
  readonly accountTitle: (after: string, until: string) => string;
  readonly bar: (share: string) => string;
  readonly account: Readonly<
    Record<'releases' | 'quotes' | 'reports' | 'spent' | 'releasesToCome' | 'quotesKept' | 'reportsKept' | 'free' | 'cap', string>
  >;
  readonly quotesLeft: (left: string, perYear: string) => string;
  readonly reports: (published: string, perCustomer: string) => string;
  readonly cap: string;
  readonly publishedTitle: string;
  readonly published: (categories: number, merchants: number) => string;
  readonly nothing: string;
  readonly old: string;
  readonly kind: Readonly<Record<PublicArtefact['kind'], string>>;
  readonly state: Readonly<Record<Exclude<PublicArtefact['state'], 'published'>, string>>;
  readonly season: Readonly<Record<string, string>>;
  readonly planTitle: string;
  readonly plan: string;
  /** Tables of the profile by their id; another one is shown by its id. */
  readonly table: Readonly<Record<string, string>>;
  readonly notPromisedTitle: string;
  readonly notPromised: Readonly<Record<(typeof NOT_PROMISED)[number], string>>;
  readonly choiceTitle: string;
  readonly choice: string;
  readonly machine: string;
  readonly column: Readonly<Record<'what' | 'rho' | 'share' | 'day' | 'perYear' | 'each' | 'yearly', string>>;
}

const en: PrivacyWords = {
  title: 'What the bank has published about its customers’ spending',
  lead: 'Shops can ask this bank to send offers to customers who spend in a certain way. A shop never receives a list, a name or a purchase. It sees counts of customers, such as “about 360 people spend €100 or more on garden goods in spring”, and each count is blurred with random noise before it leaves the bank. Everything that was ever published is on this page, with what it cost in privacy and how much is left.',
  demo: 'This is a demonstration market: its customers are invented.',
  meaningTitle: 'What the promise is worth to one person',
  meaning: (guess) =>
    `Take everything that all shops together see in twelve months, and somebody who knows everything about you except whether you are in the data. With a coin toss that person would be right half of the time. With everything published here, and the best possible calculation, at most ${guess} of the time.`,
  severalYears: (years, replaceOne) =>
    `Years add up: for somebody who takes part for ${years}. Telling your whole year of purchases from somebody else’s works at most ${replaceOne} of the time.`,
  years: (count, guess) => `${count} years it is ${guess}`,
  rho: (cap, epsilon) =>
    `The measure behind these figures is called ρ (zero-concentrated differential privacy). One year may cost at most ρ = ${cap} per customer, for all shops and all publications together; in the older measure that is ε = ${epsilon} at δ = 10⁻⁹. The percentages hold because every publication here uses Gaussian noise.`,
  accountTitle: (after, until) => `The account from ${after} to ${until}`,
  bar: (share) => `${share} of the year’s budget is spent. The lighter part is kept for what is still to come.`,
  account: {
    releases: 'Published: releases of counts',
    quotes: 'Published: single answers (quotes)',
    reports: 'Published: reports on campaigns',
    spent: 'Spent',
    releasesToCome: 'Kept: releases of this year still to come',
    quotesKept: 'Kept: quotes',
    reportsKept: 'Kept: reports on campaigns',
    free: 'Planned for nothing',
    cap: 'The cap of a year',
  },
  quotesLeft: (left, perYear) => `Of ${perYear} quotes a year, ${left} are left for the whole bank.`,
  reports: (published, perCustomer) =>
    `Campaign reports published in these twelve months: ${published}. A customer is in at most ${perCustomer} campaigns a year, and that is what reports are charged for.`,
  cap: 'The bank’s program refuses to compute anything that would go over the cap. Nothing is ever refunded, also not when a release is withdrawn.',
  publishedTitle: 'Every publication and what it cost',
  published: (categories, merchants) =>
    `In each month and season a customer counts in at most ${categories} kinds of shops, once each, and in the figures of at most ${merchants} single shops. Which cells are published was fixed beforehand and does not depend on what customers do.`,
  nothing: 'Nothing has been published yet.',
  old: 'older than twelve months, no longer counted',
  kind: { release: 'Release', quote: 'Quote', campaign_report: 'Campaign report', correction: 'Correction' },
  state: { charged: 'paid for, not published', withdrawn: 'withdrawn' },
  season: { spring: 'spring', summer: 'summer', autumn: 'autumn', winter: 'winter' },
  planTitle: 'What a whole year can cost',
  plan: 'This plan was fixed before the first figure was published. Its sum stays within the cap.',
  table: {
    'month-category-band': 'Customers by month, kind of shop and amount spent',
    'month-category-band-region': 'The same by province',
    'season-category-band': 'Customers by season, kind of shop and amount spent',
    'season-category-band-region': 'The same by region',
    'season-relationship-band': 'A shop’s own figures: customers who stayed away or kept coming',
    'season-category-pairs': 'Customers by two kinds of shops',
    'season-population': 'Customers with an opt-in, by region and channel',
    'month-population': 'Customers with an opt-in, by province and channel',
    quotes: 'Quotes',
    'campaign-reports': 'Campaign reports, per customer',
  },
  notPromisedTitle: 'What is not promised',
  notPromised: {
    groups:
      'Facts about groups stay visible. That people in a region buy garden goods in April can be learned, and may be true of you, whether or not you take part.',
    bank_staff:
      'The bank itself has your payments, as every bank does. These rules bind what leaves it; they do not replace its duty to keep its own staff from misusing them.',
    till: 'What you show at a till yourself is outside this promise. Rewards are paid by the bank on your card, so that you need to show nothing.',
    consent:
      'The figures are about customers who said yes. The promise protects what they bought; it does not hide that a shop’s offer reached you when you tell others.',
  },
  choiceTitle: 'Your choice',
  choice:
    'Only customers of 18 or older who gave an opt-in are counted or get offers. You can withdraw it at any time, in the same place and as easily as you gave it; from then on you are in no new figure and get no new offer. Figures that were published before stay as they are: that is why they are blurred.',
  machine:
    'The same account as data: ask this address for application/json. Fractions are exact; percentages are rounded. One page for customers and journalists comes with the program: docs/privacy/for-customers.md.',
  column: {
    what: 'What',
    rho: 'Cost ρ',
    share: 'Share of the year',
    day: 'Published',
    perYear: 'Times',
    each: 'ρ each',
    yearly: 'ρ a year',
  },
};

const nl: PrivacyWords = {
  title: 'Wat de bank heeft gepubliceerd over de uitgaven van haar klanten',
  lead: 'Winkels kunnen deze bank vragen aanbiedingen te sturen aan klanten die op een bepaalde manier uitgeven. Een winkel krijgt nooit een lijst, een naam of een aankoop. Hij ziet aantallen klanten, zoals “ongeveer 360 mensen geven in de lente €100 of meer uit aan tuinartikelen”, en elk aantal wordt met willekeurige ruis vervaagd voordat het de bank verlaat. Alles wat ooit is gepubliceerd staat op deze pagina, met wat het aan privacy heeft gekost en hoeveel er over is.',
  demo: 'Dit is een demonstratiemarkt: de klanten zijn verzonnen.',
  meaningTitle: 'Wat de belofte voor één persoon waard is',
  meaning: (guess) =>
    `Neem alles wat alle winkels samen in twaalf maanden zien, en iemand die alles van u weet behalve of u in de gegevens zit. Met het opgooien van een munt heeft die persoon de helft van de tijd gelijk. Met alles wat hier is gepubliceerd, en de best mogelijke berekening, hooguit ${guess} van de tijd.`,
  severalYears: (years, replaceOne) =>
    `Jaren tellen op: voor wie meedoet is het ${years}. Uw hele jaar aan aankopen onderscheiden van dat van een ander lukt hooguit ${replaceOne} van de tijd.`,
  years: (count, guess) => `na ${count} jaar ${guess}`,
  rho: (cap, epsilon) =>
    `De maat achter deze cijfers heet ρ (zero-concentrated differential privacy). Een jaar mag per klant hooguit ρ = ${cap} kosten, voor alle winkels en alle publicaties samen; in de oudere maat is dat ε = ${epsilon} bij δ = 10⁻⁹. De percentages gelden omdat elke publicatie hier Gaussische ruis gebruikt.`,
  accountTitle: (after, until) => `De rekening van ${after} tot ${until}`,
  bar: (share) => `${share} van het jaarbudget is uitgegeven. Het lichtere deel is bewaard voor wat nog komt.`,
  account: {
    releases: 'Gepubliceerd: releases met aantallen',
    quotes: 'Gepubliceerd: losse antwoorden (opvragingen)',
    reports: 'Gepubliceerd: rapporten over campagnes',
    spent: 'Uitgegeven',
    releasesToCome: 'Bewaard: releases van dit jaar die nog komen',
    quotesKept: 'Bewaard: opvragingen',
    reportsKept: 'Bewaard: rapporten over campagnes',
    free: 'Nergens voor bestemd',
    cap: 'Het plafond van een jaar',
  },
  quotesLeft: (left, perYear) => `Van ${perYear} opvragingen per jaar zijn er voor de hele bank nog ${left} over.`,
  reports: (published, perCustomer) =>
    `Campagnerapporten die in deze twaalf maanden zijn gepubliceerd: ${published}. Een klant zit in hooguit ${perCustomer} campagnes per jaar, en daarvoor worden rapporten aangerekend.`,
  cap: 'Het programma van de bank weigert iets te berekenen dat boven het plafond zou komen. Er wordt nooit iets teruggegeven, ook niet als een release wordt ingetrokken.',
  publishedTitle: 'Elke publicatie en wat zij heeft gekost',
  published: (categories, merchants) =>
    `In elke maand en elk seizoen telt een klant mee in hooguit ${categories} soorten winkels, elk één keer, en in de cijfers van hooguit ${merchants} afzonderlijke winkels. Welke cellen worden gepubliceerd lag van tevoren vast en hangt niet af van wat klanten doen.`,
  nothing: 'Er is nog niets gepubliceerd.',
  old: 'ouder dan twaalf maanden, telt niet meer mee',
  kind: { release: 'Release', quote: 'Opvraging', campaign_report: 'Campagnerapport', correction: 'Correctie' },
  state: { charged: 'betaald, niet gepubliceerd', withdrawn: 'ingetrokken' },
  season: { spring: 'lente', summer: 'zomer', autumn: 'herfst', winter: 'winter' },
  planTitle: 'Wat een heel jaar kan kosten',
  plan: 'Dit plan lag vast voordat het eerste cijfer werd gepubliceerd. De som blijft binnen het plafond.',
  table: {
    'month-category-band': 'Klanten per maand, soort winkel en uitgegeven bedrag',
    'month-category-band-region': 'Hetzelfde per provincie',
    'season-category-band': 'Klanten per seizoen, soort winkel en uitgegeven bedrag',
    'season-category-band-region': 'Hetzelfde per regio',
    'season-relationship-band': 'De eigen cijfers van een winkel: klanten die wegbleven of bleven komen',
    'season-category-pairs': 'Klanten naar twee soorten winkels',
    'season-population': 'Klanten met een opt-in, per regio en kanaal',
    'month-population': 'Klanten met een opt-in, per provincie en kanaal',
    quotes: 'Opvragingen',
    'campaign-reports': 'Campagnerapporten, per klant',
  },
  notPromisedTitle: 'Wat niet wordt beloofd',
  notPromised: {
    groups:
      'Feiten over groepen blijven zichtbaar. Dat mensen in een regio in april tuinartikelen kopen is te leren, en kan ook voor u gelden, of u nu meedoet of niet.',
    bank_staff:
      'De bank zelf heeft uw betalingen, zoals elke bank. Deze regels binden wat de bank verlaat; ze vervangen niet haar plicht om misbruik door eigen medewerkers te voorkomen.',
    till: 'Wat u zelf bij een kassa laat zien valt buiten deze belofte. Beloningen betaalt de bank op uw kaart, zodat u niets hoeft te laten zien.',
    consent:
      'De cijfers gaan over klanten die ja hebben gezegd. De belofte beschermt wat zij kochten; zij verbergt niet dat een aanbieding u bereikte als u het anderen vertelt.',
  },
  choiceTitle: 'Uw keuze',
  choice:
    'Alleen klanten van 18 jaar of ouder die een opt-in gaven worden geteld of krijgen aanbiedingen. U kunt die altijd intrekken, op dezelfde plek en even makkelijk als u haar gaf; vanaf dan zit u in geen nieuw cijfer en krijgt u geen nieuwe aanbieding. Cijfers van daarvoor blijven zoals ze zijn: daarom zijn ze vervaagd.',
  machine:
    'Dezelfde rekening als gegevens: vraag dit adres om application/json. Breuken zijn exact; percentages zijn afgerond. Eén bladzijde voor klanten en journalisten hoort bij het programma: docs/privacy/for-customers.nl.md.',
  column: {
    what: 'Wat',
    rho: 'Kosten ρ',
    share: 'Deel van het jaar',
    day: 'Gepubliceerd',
    perYear: 'Keer',
    each: 'ρ per keer',
    yearly: 'ρ per jaar',
  },
};

const fr: PrivacyWords = {
  title: 'Ce que la banque a publié sur les dépenses de ses clients',
  lead: 'Des commerces peuvent demander à cette banque d’envoyer des offres aux clients qui dépensent d’une certaine façon. Un commerce ne reçoit jamais une liste, un nom ou un achat. Il voit des nombres de clients, par exemple « environ 360 personnes dépensent 100 € ou plus en articles de jardin au printemps », et chaque nombre est brouillé par un bruit aléatoire avant de quitter la banque. Tout ce qui a été publié figure sur cette page, avec son coût en vie privée et ce qu’il reste.',
  demo: 'Ceci est un marché de démonstration : ses clients sont inventés.',
  meaningTitle: 'Ce que la promesse vaut pour une personne',
  meaning: (guess) =>
    `Prenez tout ce que tous les commerces ensemble voient en douze mois, et quelqu’un qui sait tout de vous sauf si vous êtes dans les données. À pile ou face, cette personne aurait raison une fois sur deux. Avec tout ce qui est publié ici, et le meilleur calcul possible, au plus ${guess} du temps.`,
  severalYears: (years, replaceOne) =>
    `Les années s’additionnent : pour qui participe, c’est ${years}. Distinguer votre année entière d’achats de celle d’un autre réussit au plus ${replaceOne} du temps.`,
  years: (count, guess) => `${guess} après ${count} ans`,
  rho: (cap, epsilon) =>
    `La mesure derrière ces chiffres s’appelle ρ (zero-concentrated differential privacy). Une année peut coûter au plus ρ = ${cap} par client, pour tous les commerces et toutes les publications ensemble ; dans l’ancienne mesure, c’est ε = ${epsilon} pour δ = 10⁻⁹. Les pourcentages sont valables parce que chaque publication utilise ici un bruit gaussien.`,
  accountTitle: (after, until) => `Le compte du ${after} au ${until}`,
  bar: (share) => `${share} du budget de l’année est dépensé. La partie plus claire est réservée à ce qui viendra encore.`,
  account: {
    releases: 'Publié : nombres de clients (publications)',
    quotes: 'Publié : réponses isolées (interrogations)',
    reports: 'Publié : rapports de campagne',
    spent: 'Dépensé',
    releasesToCome: 'Réservé : publications de l’année encore à venir',
    quotesKept: 'Réservé : interrogations',
    reportsKept: 'Réservé : rapports de campagne',
    free: 'Sans affectation',
    cap: 'Le plafond d’une année',
  },
  quotesLeft: (left, perYear) => `Sur ${perYear} interrogations par an, il en reste ${left} pour toute la banque.`,
  reports: (published, perCustomer) =>
    `Rapports de campagne publiés pendant ces douze mois : ${published}. Un client est dans au plus ${perCustomer} campagnes par an, et c’est pour cela que les rapports sont comptés.`,
  cap: 'Le programme de la banque refuse de calculer ce qui dépasserait le plafond. Rien n’est jamais remboursé, même si une publication est retirée.',
  publishedTitle: 'Chaque publication et son coût',
  published: (categories, merchants) =>
    `Chaque mois et chaque saison, un client compte dans au plus ${categories} types de commerces, une fois chacun, et dans les chiffres d’au plus ${merchants} commerces particuliers. Les cases publiées ont été fixées à l’avance et ne dépendent pas de ce que font les clients.`,
  nothing: 'Rien n’a encore été publié.',
  old: 'plus ancien que douze mois, ne compte plus',
  kind: { release: 'Publication', quote: 'Interrogation', campaign_report: 'Rapport de campagne', correction: 'Correction' },
  state: { charged: 'payée, non publiée', withdrawn: 'retirée' },
  season: { spring: 'printemps', summer: 'été', autumn: 'automne', winter: 'hiver' },
  planTitle: 'Ce qu’une année entière peut coûter',
  plan: 'Ce plan a été fixé avant la publication du premier chiffre. Sa somme reste sous le plafond.',
  table: {
    'month-category-band': 'Clients par mois, type de commerce et montant dépensé',
    'month-category-band-region': 'De même par province',
    'season-category-band': 'Clients par saison, type de commerce et montant dépensé',
    'season-category-band-region': 'De même par région',
    'season-relationship-band': 'Les chiffres propres d’un commerce : clients partis ou fidèles',
    'season-category-pairs': 'Clients selon deux types de commerces',
    'season-population': 'Clients ayant consenti, par région et canal',
    'month-population': 'Clients ayant consenti, par province et canal',
    quotes: 'Interrogations',
    'campaign-reports': 'Rapports de campagne, par client',
  },
  notPromisedTitle: 'Ce qui n’est pas promis',
  notPromised: {
    groups:
      'Les faits sur des groupes restent visibles. Que les habitants d’une région achètent des articles de jardin en avril peut s’apprendre, et être vrai de vous, que vous participiez ou non.',
    bank_staff:
      'La banque elle-même a vos paiements, comme toute banque. Ces règles lient ce qui en sort ; elles ne remplacent pas son devoir d’empêcher les abus de son personnel.',
    till: 'Ce que vous montrez vous-même à une caisse est hors de cette promesse. Les avantages sont versés par la banque sur votre carte : vous n’avez rien à montrer.',
    consent:
      'Les chiffres portent sur des clients qui ont dit oui. La promesse protège ce qu’ils ont acheté ; elle ne cache pas qu’une offre vous est parvenue si vous le racontez.',
  },
  choiceTitle: 'Votre choix',
  choice:
    'Seuls les clients de 18 ans ou plus qui ont donné leur accord sont comptés ou reçoivent des offres. Vous pouvez le retirer à tout moment, au même endroit et aussi facilement que vous l’avez donné ; dès lors vous n’êtes dans aucun nouveau chiffre et ne recevez aucune nouvelle offre. Les chiffres déjà publiés restent tels quels : c’est pour cela qu’ils sont brouillés.',
  machine:
    'Le même compte comme données : demandez application/json à cette adresse. Les fractions sont exactes ; les pourcentages sont arrondis. Une page pour clients et journalistes accompagne le programme : docs/privacy/for-customers.md (en anglais).',
  column: {
    what: 'Quoi',
    rho: 'Coût ρ',
    share: 'Part de l’année',
    day: 'Publié',
    perYear: 'Fois',
    each: 'ρ chacun',
    yearly: 'ρ par an',
  },
};

export const PRIVACY_WORDS: Readonly<Record<PageLanguage, PrivacyWords>> = { en, nl, fr };
