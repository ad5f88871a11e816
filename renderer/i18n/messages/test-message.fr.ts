import type { testMessageEn } from './test-message.en.ts';

export const testMessageFr = {
  'test-message.send': 'Envoyer un test',
  'test-message.sending': 'Envoi…',
  'test-message.hint':
    'Va dans la boîte de test de la banque, exactement comme un client le recevrait, précédé de TEST. Aucun client ne le reçoit et rien ne le compte.',
  'test-message.sent': 'Dans la boîte de test sous « {title} ».',
  'test-message.incomplete': 'Un test peut être envoyé dès que la campagne est complète.',
  'test-message.offline': 'Un test peut être envoyé quand la banque répondra à nouveau.',
} as const satisfies Readonly<Record<keyof typeof testMessageEn, string>>;
