import type { staleEn } from './stale.en.ts';

export const staleNl = {
  'stale.title': 'Het bereik staat op een nieuwere publicatie',
  'stale.published-anew': 'Dit bereik is opnieuw gepubliceerd sinds je het zag',
  'stale.successor': 'Er is een nieuwere publicatie van deze periode',
  'stale.compared': 'Het was {was} volgens {from}; het is {is} volgens {to}.',
  'stale.within': 'Het verschil van {difference} valt binnen de ruis (± {noise}).',
  'stale.larger': 'Het verschil van {difference} is groter dan de ruis (± {noise}).',
  'stale.accept': 'Het nieuwe cijfer aanvaarden',
  'stale.take': '{release} gebruiken',
  'stale.keep': 'Bij {release} blijven',
  'stale.until': 'Een campagne op {release} kan worden ingediend tot en met {date}.',
  'stale.over': 'Een campagne op {release} kan niet meer worden ingediend.',
  'stale.finding': 'Het staat op een nieuwere publicatie dan die je zag. Bekijk het verschil en kies.',
} as const satisfies Readonly<Record<keyof typeof staleEn, string>>;
