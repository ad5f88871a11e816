import type { PageLanguage } from './page.ts';

interface Words {
  readonly signInTitle: string;
  readonly signInIntro: string;
  readonly login: string;
  readonly password: string;
  readonly signIn: string;
  readonly cancel: string;
  readonly wrong: string;
  readonly wait: (seconds: number) => string;
  readonly grant: string;
  readonly consentTitle: string;
  readonly consentIntro: (name: string) => string;
  readonly proceed: string;
  readonly errorTitle: string;
  readonly errorText: string;
  readonly expiredText: string;
  readonly signOutTitle: string;
  readonly signOutText: string;
  readonly signOut: string;
  readonly signedOutTitle: string;
  readonly signedOutText: string;
}

export const WORDS: Readonly<Record<PageLanguage, Words>> = {
  en: {
    signInTitle: 'Sign in',
    signInIntro: 'Use the account that your bank gave you.',
    login: 'E-mail address',
    password: 'Password',
    signIn: 'Sign in',
    cancel: 'Cancel',
    wrong: 'This e-mail address and password do not belong together. Check both and try again.',
    wait: (seconds) => `Too many wrong passwords. Try again in ${seconds} seconds.`,
    grant: 'By signing in you let the Florin application on this computer work at the bank in your name, until you sign out there.',
    consentTitle: 'Continue to Florin',
    consentIntro: (name) => `You are signed in as ${name}. Let the Florin application on this computer work at the bank in your name?`,
    proceed: 'Continue',
    errorTitle: 'This did not work',
    errorText: 'Close this window and start again from the Florin application.',
    expiredText: 'This sign-in page is no longer valid. Close this window and start again from the Florin application.',
    signOutTitle: 'Sign out',
    signOutText: 'Sign out of the bank in this browser?',
    signOut: 'Sign out',
    signedOutTitle: 'Signed out',
    signedOutText: 'You can close this window.',
  },
  nl: {
    signInTitle: 'Inloggen',
    signInIntro: 'Gebruik het account dat je van je bank kreeg.',
    login: 'E-mailadres',
    password: 'Wachtwoord',
    signIn: 'Inloggen',
    cancel: 'Annuleren',
    wrong: 'Dit e-mailadres en wachtwoord horen niet bij elkaar. Controleer beide en probeer het opnieuw.',
    wait: (seconds) => `Te veel verkeerde wachtwoorden. Probeer het over ${seconds} seconden opnieuw.`,
    grant: 'Door in te loggen laat je de Florin-app op deze computer namens jou bij de bank werken, tot je daar uitlogt.',
    consentTitle: 'Verder naar Florin',
    consentIntro: (name) => `Je bent ingelogd als ${name}. Mag de Florin-app op deze computer namens jou bij de bank werken?`,
    proceed: 'Verder',
    errorTitle: 'Dit is niet gelukt',
    errorText: 'Sluit dit venster en begin opnieuw vanuit de Florin-app.',
    expiredText: 'Deze inlogpagina is niet meer geldig. Sluit dit venster en begin opnieuw vanuit de Florin-app.',
    signOutTitle: 'Uitloggen',
    signOutText: 'Uitloggen bij de bank in deze browser?',
    signOut: 'Uitloggen',
    signedOutTitle: 'Uitgelogd',
    signedOutText: 'Je kunt dit venster sluiten.',
  },
};
