import type { testMessageEn } from './test-message.en.ts';

export const testMessageNl = {
  'test-message.send': 'Test versturen',
  'test-message.sending': 'Wordt verstuurd…',
  'test-message.hint':
    'Gaat naar de testinbox van de bank, precies zoals een klant het krijgt, met TEST ervoor. Geen klant krijgt het en niets telt het mee.',
  'test-message.sent': 'In de testinbox als “{title}”.',
  'test-message.incomplete': 'Een test kan worden verstuurd zodra de campagne volledig is.',
  'test-message.offline': 'Een test kan worden verstuurd als de bank weer antwoordt.',
} as const satisfies Readonly<Record<keyof typeof testMessageEn, string>>;
