import { partsOfAudience } from '../audience/audience.ts';
import type { CampaignContent } from './content.ts';

/**
 * An offer may not tell its reader why he was chosen: whoever shows it at a till, or forwards it, would give away a spend band.
 * Phrases that speak of what the reader bought or spent, in the languages of a creative. Whoever adds one adds a test sentence.
 */
const PHRASES: readonly RegExp[] = [
  // English
  /\bbecause (?:you|of your)\b[^.!?]{0,40}\b(?:bought|buy|spen[dt]|spending|paid|pay|purchases?d?|shopped|shop)\b/i,
  /\b(?:since|as|now that) you (?:\w+ ){0,2}(?:bought|spent|paid|purchased|shopped)\b/i,
  /\byou(?:['’]ve| have)? (?:\w+ ){0,2}(?:bought|spent|purchased)\b/i,
  /\byour (?:past|previous|earlier|recent|last) (?:purchases?|spending|payments?)\b/i,
  /\b(?:spend(?:ing)? band|segment|target group)\b/i,
  // Dutch
  /\b(?:omdat|aangezien|doordat|nu) (?:je|jij|u)\b[^.!?]{0,60}\b(?:kocht|koopt|gekocht|besteed(?:t|de|den)?|uitgaf|uitgeeft|uitgegeven|betaalde|betaald|betaalt|winkelde)\b/i,
  /\b(?:je|jij|u) (?:hebt|heeft|had)\b[^.!?]{0,60}\b(?:gekocht|besteed|uitgegeven|betaald)\b/i,
  /\b(?:heb|hebt|heeft) (?:je|jij|u)\b[^.!?]{0,60}\b(?:gekocht|besteed|uitgegeven|betaald)\b/i,
  /\b(?:je|jij|u) (?:kocht|besteedde|betaalde|gaf)\b/i,
  /\b(?:je|jouw|uw) (?:eerdere|vorige|laatste|recente) (?:aankopen?|uitgaven?|bestedingen?|betalingen?)\b/i,
  /\b(?:bestedingsklasse|doelgroep|uitgavenklasse)\b/i,
  // French (no \b beside accented letters)
  /\bparce (?:que vous|qu[’']vous)\b[^.!?]{0,60}(?:achet|dépens|pay)/i,
  /\bvous avez (?:\S+ ){0,3}(?:acheté|dépensé|payé)/i,
  /\bvos (?:achats|dépenses|paiements) (?:précédent|passé|récent|antérieur|dernier)/i,
  /\b(?:tranche de dépenses|groupe cible)\b/i,
  // German
  /\bweil (?:Sie|du)\b[^.!?]{0,60}\b(?:kauf\w*|gekauft|ausgegeben|bezahl\w*|ausgeben)\b/i,
  /\b(?:Sie haben|du hast)\b[^.!?]{0,60}\b(?:gekauft|ausgegeben|bezahlt)\b/i,
  /\b(?:Ihre|deine) (?:früheren|letzten|bisherigen) (?:Einkäufe|Käufe|Ausgaben|Zahlungen)\b/i,
  /\bZielgruppe\b/i,
];

/** Said of a rule with a relationship only: who was away, who comes back, who is new. */
const RELATION_PHRASES: readonly RegExp[] = [
  /\b(?:we(?:['’]ve| have)? miss(?:ed)? you|welcome back|long time no see|come back to us)\b/i,
  /\b(?:loyal|returning|regular|former|lapsed|new) customers?\b/i,
  /\b(?:haven['’]t|have not) (?:seen you|(?:\w+ ){0,2}(?:visited|shopped|been))\b/i,
  /\b(?:we missen (?:je|jou|u)|(?:je|jou|u) gemist|welkom terug|lang niet (?:gezien|geweest)|kom (?:weer )?terug bij ons)\b/i,
  /\b(?:trouwe|vaste|nieuwe|oude|voormalige) klant(?:en)?\b/i,
  /(?:vous nous (?:avez )?manqu|bon retour|cela fait longtemps|clients? (?:fidèle|réguli|nouveau)|nouveaux? clients?|anciens? clients?)/i,
  /(?:wir (?:vermissen|haben) (?:dich|Sie)|willkommen zurück|(?:treue|neue|ehemalige)[rn]? Kund|Stammkund|Neukund)/i,
];
/** Said of a rule with visits only: how often the reader came. */
const VISIT_PHRASES: readonly RegExp[] = [
  /\b(?:your (?:\w+ )?visits?|you (?:often|regularly|frequently|rarely|seldom) (?:visit|come|shop)|you (?:visited|came))\b/i,
  /\b(?:(?:je|jouw|uw) (?:\w+ )?bezoek(?:en|je|jes)?|(?:je|u) (?:komt?|kwam|bezocht|bezoekt?) (?:ons )?(?:vaak|regelmatig|zelden|\d+))\b/i,
  /(?:vos (?:\S+ )?visites|vous (?:venez|êtes venu)\S* (?:souvent|régulièrement|rarement|\d+))/i,
  /\b(?:Ihre?n? (?:\w+ )?Besuche?|Sie (?:kommen|kamen) (?:oft|häufig|regelmäßig|selten)|du kommst (?:oft|häufig|regelmäßig|selten))\b/i,
];

/** `€100`, `€ 1.250,00`, `100 euro`, `EUR 100`, `100 €`. */
const AMOUNT = /(?:€|\bEUR)\s?(\d[\d.,]*)|(\d[\d.,]*)\s?(?:€|\beuros?\b|\bEUR\b)/gi;

/**
 * Whether a text names the criterion of its audience: a phrase about what the reader bought, about being new, loyal or away where the rule holds a
 * relationship, about visits where it holds those, or an amount that is an edge of the chosen bands of any condition and none of the offer's own amounts.
 * @param categories with their lower band edges in whole currency units
 */
export function namesCriterion(
  text: string,
  content: Pick<CampaignContent, 'audience' | 'offer'>,
  categories: readonly { readonly id: string; readonly bandEdges: readonly number[] }[],
): boolean {
  const { spends, relation, visits } = partsOfAudience(content.audience);
  const phrases = [
    ...PHRASES,
    ...(relation === undefined || relation === 'any' ? [] : RELATION_PHRASES),
    ...(visits === undefined ? [] : VISIT_PHRASES),
  ];
  if (phrases.some((phrase) => phrase.test(text))) return true;
  const edges = spends.flatMap(({ category, bands }) => {
    const known = categories.find((candidate) => candidate.id === category)?.bandEdges ?? [];
    return [known[bands.from], known[bands.to + 1]].filter((edge) => edge !== undefined && edge > 0);
  });
  const own = ownAmountsCents(content.offer);
  return amountsCents(text).some((cents) => edges.some((edge) => edge !== undefined && edge * 100 === cents) && !own.includes(cents));
}

function ownAmountsCents(offer: CampaignContent['offer']): readonly number[] {
  const reward = offer.reward.template === 'flat_amount' ? [offer.reward.amountCents] : [];
  return [...reward, offer.minimumSpendCents, offer.capPerRedemptionCents, offer.capPerCustomerCents];
}

function amountsCents(text: string): readonly number[] {
  return [...text.matchAll(AMOUNT)].map((match) => {
    const written = (match[1] ?? match[2] ?? '').replace(/[.,]$/, '');
    const decimals = /[.,](\d{2})$/.exec(written);
    const whole = (decimals === null ? written : written.slice(0, -3)).replace(/[.,]/g, '');
    return Number(whole) * 100 + (decimals === null ? 0 : Number(decimals[1]));
  });
}
