import type { receiptEn } from './receipt.en.ts';

export const receiptFr = {
  receipt: 'Justificatif',
  'receipt.title': 'D’où vient ce chiffre',
  'receipt.release': 'Relevé',
  'receipt.quote': 'Comptage',
  'receipt.tables': 'Tableaux',
  'receipt.charge': 'Coût de sa publication (ρ)',
  'receipt.share': 'Part du budget de confidentialité de l’année',
  'receipt.share-value': '{percent} ({fraction}), dépensés une fois pour tous',
  'receipt.bound': 'Compté par client',
  'receipt.bound-value': 'au plus {count} catégories',
  'receipt.bound-merchants': 'au plus {count} magasins',
  'receipt.data': 'Données jusqu’au',
  'receipt.signature': 'Signature',
  'receipt.signature-value': 'vérifiée, clé {key}',
  'receipt.hash': 'SHA-256 du fichier',
  'receipt.drift': 'Ajouté car un segment peut différer de sa région',
  'receipt.channels': 'Taux des canaux selon',
  'receipt.more': '{count, plural, one {et # autre relevé du même type} other {et # autres relevés du même type}}',
  'receipt.sum': 'Les {count} relevés ensemble',
  'receipt.report-bound': 'au plus {count} campagnes par an',
} as const satisfies Readonly<Record<keyof typeof receiptEn, string>>;
