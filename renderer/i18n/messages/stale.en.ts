/** A reach that stands on a newer release than the one it was seen on. */
export const staleEn = {
  'stale.title': 'The reach stands on a newer release',
  'stale.published-anew': 'This reach was published anew since you saw it',
  'stale.successor': 'A newer release of this period is out',
  'stale.compared': 'It was {was} on {from}; it is {is} on {to}.',
  'stale.within': 'The difference of {difference} is within the noise (± {noise}).',
  'stale.larger': 'The difference of {difference} is larger than the noise (± {noise}).',
  'stale.accept': 'Accept the new figure',
  'stale.take': 'Use {release}',
  'stale.keep': 'Stay with {release}',
  'stale.until': 'A campaign on {release} can be submitted until {date}.',
  'stale.over': 'A campaign on {release} can no longer be submitted.',
  'stale.finding': 'It stands on a newer release than the one you saw. Look at the difference and choose.',
} as const;
