import type { evidenceEn } from './evidence.en.ts';

export const evidenceNl = {
  'evidence.claim': 'Claim',
  'evidence.claim.none': 'geen claim',
  'evidence.claim.was_now': 'van / voor',
  'evidence.claim.from_price': 'vanafprijs',
  'evidence.claim.free_gift': 'gratis geschenk',
  'evidence.claim.was_now-value': 'van {from} voor {to}; laagste van de laatste 30 dagen {lowest}',
  'evidence.was-now-rule':
    'De wet neemt als “van” de laagste prijs van de 30 dagen vóór de verlaging. Een van/voor-claim kan niet zonder bewijs daarvan worden ingediend.',
  'evidence.title': 'Bewijs',
  'evidence.files': 'Bijgevoegd bewijs',
  'evidence.hint':
    'Hoogstens {files, number} bestanden, PDF, PNG of JPEG, elk hoogstens {megabytes, number} MB: prijslijsten, bonnen, foto’s van het schap. Alleen de beoordelaars van de bank kunnen ze lezen; klanten zien ze nooit.',
  'evidence.attach': 'Bestand bijvoegen',
  'evidence.working': 'Het bestand wordt gecontroleerd…',
  'evidence.full': 'Hoogstens {files, number} bestanden.',
  'evidence.line': '{kind}, {kilobytes, number} kB, {hash}',
  'evidence.kind.application/pdf': 'PDF',
  'evidence.kind.image/png': 'PNG',
  'evidence.kind.image/jpeg': 'JPEG',
  'evidence.picture': 'Bewijs: {name}',
  'evidence.show': 'Tonen',
  'evidence.hide': 'Verbergen',
  'evidence.save': 'Kopie opslaan',
  'evidence.saved': 'Opgeslagen als {name}.',
  'evidence.remove': 'Eruit halen',
  'evidence.partner-note':
    'Je ziet welke bestanden bij deze revisie horen. Wat erin staat kunnen alleen de leidende winkel en de beoordelaars van de bank lezen.',
  'evidence.officer-note': 'Alleen beoordelaars kunnen deze bestanden openen.',
  'evidence.review-note':
    'PDF’s worden hier niet getekend: sla een kopie op en open die met een lezer die je vertrouwt. De bank weigert scripts, formulieren en bestanden erin, en ziet niet elk gebrek.',
} as const satisfies Readonly<Record<keyof typeof evidenceEn, string>>;
