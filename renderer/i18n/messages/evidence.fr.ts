import type { evidenceEn } from './evidence.en.ts';

export const evidenceFr = {
  'evidence.claim': 'Allégation',
  'evidence.claim.none': 'aucune allégation',
  'evidence.claim.was_now': 'prix barré',
  'evidence.claim.from_price': 'à partir de',
  'evidence.claim.free_gift': 'cadeau',
  'evidence.claim.was_now-value': '{from} avant, {to} maintenant ; le plus bas des 30 derniers jours {lowest}',
  'evidence.was-now-rule':
    'La loi retient comme prix antérieur le plus bas des 30 jours précédant la réduction. Un prix barré ne peut pas être soumis sans justificatif.',
  'evidence.title': 'Justificatifs',
  'evidence.files': 'Justificatifs joints',
  'evidence.hint':
    'Au plus {files, number} fichiers, PDF, PNG ou JPEG, de {megabytes, number} Mo au plus : tarifs, tickets, photos du rayon. Seuls les examinateurs de la banque peuvent les lire ; les clients ne les voient jamais.',
  'evidence.attach': 'Joindre un fichier',
  'evidence.working': 'Le fichier est vérifié…',
  'evidence.full': 'Au plus {files, number} fichiers.',
  'evidence.line': '{kind}, {kilobytes, number} ko, {hash}',
  'evidence.kind.application/pdf': 'PDF',
  'evidence.kind.image/png': 'PNG',
  'evidence.kind.image/jpeg': 'JPEG',
  'evidence.picture': 'Justificatif : {name}',
  'evidence.show': 'Afficher',
  'evidence.hide': 'Masquer',
  'evidence.save': 'Enregistrer une copie',
  'evidence.saved': 'Enregistré sous {name}.',
  'evidence.remove': 'Retirer',
  'evidence.partner-note':
    'Vous voyez quels fichiers font partie de cette révision. Seuls le magasin responsable et les examinateurs de la banque peuvent en lire le contenu.',
  'evidence.officer-note': 'Seuls les examinateurs peuvent ouvrir ces fichiers.',
  'evidence.review-note':
    'Les PDF ne sont pas affichés ici : enregistrez une copie et ouvrez-la avec un lecteur de confiance. La banque refuse scripts, formulaires et fichiers inclus, et ne voit pas tous les défauts.',
} as const satisfies Readonly<Record<keyof typeof evidenceEn, string>>;
