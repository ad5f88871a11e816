import type { creativeEn } from './creative.en.ts';

export const creativeNl = {
  'creative.channel': 'Kanaal van de voorvertoning',
  'creative.push-opens': 'Wie de melding aanraakt, opent het bericht in de app, met de reden en de manier om te stoppen.',
  'creative.picture-unreachable': 'De afbeelding kan nu niet worden geladen.',
  'creative.pictures': 'Afbeeldingen',
  'creative.pictures-same':
    'De afbeeldingen zijn in elke taal dezelfde; de woorden die in hun plaats worden voorgelezen niet. Een bericht mag zonder afbeeldingen.',
  'creative.picture.logo': 'Logo',
  'creative.picture.hero': 'Grote afbeelding',
  'creative.picture.hint':
    'PNG of JPEG, minstens {width, number} × {height, number} pixels. Kies er een of sleep hem hierheen; hij wordt op die maat gesneden.',
  'creative.picture.kept': '{width, number} × {height, number} pixels, {kilobytes, number} kB, zonder metadata',
  'creative.picture.working': 'De afbeelding wordt gecontroleerd en gesneden…',
  'creative.picture.choose': 'Kies een afbeelding',
  'creative.picture.replace': 'Vervangen',
  'creative.picture.remove': 'Verwijderen',
  'creative.alt.logo': 'Logo in woorden ({language})',
  'creative.alt.hero': 'Grote afbeelding in woorden ({language})',
  'creative.alt.hint': 'Wordt voorgelezen aan klanten die de afbeelding niet zien.',
  'creative.refused.not_an_image': 'Dit is geen PNG of JPEG die kan worden gelezen.',
  'creative.refused.unexpected': 'De afbeelding heeft niet het formaat of de maat die werd genoemd.',
  'creative.refused.not_clean': 'Het bestand bevat meer dan een afbeelding en is niet overgenomen.',
  'creative.refused.too_large': 'Het bestand is te groot.',
  'creative.refused.too_many_pixels': 'De afbeelding heeft te veel pixels: hoogstens 40 miljoen.',
  'creative.refused.too_small': 'De afbeelding is te klein voor deze plek en zou onscherp worden.',
  'creative.refused.not_reducible': 'De afbeelding kan niet klein genoeg worden gemaakt. Kies een rustiger beeld.',
  'creative.refused.wrong_hash': 'Het bestand is onderweg veranderd. Probeer het opnieuw.',
  'creative.refused.unreadable': 'Het bestand staat niet meer op deze computer. Kies het opnieuw.',
} as const satisfies Readonly<Record<keyof typeof creativeEn, string>>;
