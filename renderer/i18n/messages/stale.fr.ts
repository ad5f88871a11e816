import type { staleEn } from './stale.en.ts';

export const staleFr = {
  'stale.title': 'La portée repose sur une publication plus récente',
  'stale.published-anew': 'Cette portée a été publiée à nouveau depuis que vous l’avez vue',
  'stale.successor': 'Une publication plus récente de cette période est disponible',
  'stale.compared': 'Elle était de {was} selon {from} ; elle est de {is} selon {to}.',
  'stale.within': 'La différence de {difference} reste dans le bruit (± {noise}).',
  'stale.larger': 'La différence de {difference} dépasse le bruit (± {noise}).',
  'stale.accept': 'Accepter le nouveau chiffre',
  'stale.take': 'Utiliser {release}',
  'stale.keep': 'Rester avec {release}',
  'stale.until': 'Une campagne sur {release} peut être soumise jusqu’au {date} inclus.',
  'stale.over': 'Une campagne sur {release} ne peut plus être soumise.',
  'stale.finding': 'Elle repose sur une publication plus récente que celle que vous avez vue. Regardez la différence et choisissez.',
} as const satisfies Readonly<Record<keyof typeof staleEn, string>>;
