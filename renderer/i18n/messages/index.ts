import { campaignPageEn } from './campaign-page.en.ts';
import { campaignPageFr } from './campaign-page.fr.ts';
import { campaignPageNl } from './campaign-page.nl.ts';
import { campaignsEn } from './campaigns.en.ts';
import { campaignsFr } from './campaigns.fr.ts';
import { campaignsNl } from './campaigns.nl.ts';
import { commonEn } from './common.en.ts';
import { commonFr } from './common.fr.ts';
import { commonNl } from './common.nl.ts';
import { commentsEn } from './comments.en.ts';
import { contentEn } from './content.en.ts';
import { commentsFr } from './comments.fr.ts';
import { contentFr } from './content.fr.ts';
import { commentsNl } from './comments.nl.ts';
import { contentNl } from './content.nl.ts';
import { creativeEn } from './creative.en.ts';
import { creativeFr } from './creative.fr.ts';
import { creativeNl } from './creative.nl.ts';
import { cooperationEn } from './cooperation.en.ts';
import { cooperationFr } from './cooperation.fr.ts';
import { cooperationNl } from './cooperation.nl.ts';
import { designerEn } from './designer.en.ts';
import { designerFr } from './designer.fr.ts';
import { designerNl } from './designer.nl.ts';
import { deskEn } from './desk.en.ts';
import { deskFr } from './desk.fr.ts';
import { deskNl } from './desk.nl.ts';
import { errorsEn } from './errors.en.ts';
import { errorsFr } from './errors.fr.ts';
import { errorsNl } from './errors.nl.ts';
import { evidenceEn } from './evidence.en.ts';
import { evidenceFr } from './evidence.fr.ts';
import { evidenceNl } from './evidence.nl.ts';
import { exploreEn } from './explore.en.ts';
import { exploreFr } from './explore.fr.ts';
import { exploreNl } from './explore.nl.ts';
import { exportsEn } from './exports.en.ts';
import { exportsFr } from './exports.fr.ts';
import { exportsNl } from './exports.nl.ts';
import { privacyEn } from './privacy.en.ts';
import { privacyFr } from './privacy.fr.ts';
import { privacyNl } from './privacy.nl.ts';
import { quotesEn } from './quotes.en.ts';
import { quotesFr } from './quotes.fr.ts';
import { quotesNl } from './quotes.nl.ts';
import { reachEn } from './reach.en.ts';
import { reachFr } from './reach.fr.ts';
import { reachNl } from './reach.nl.ts';
import { receiptEn } from './receipt.en.ts';
import { receiptFr } from './receipt.fr.ts';
import { receiptNl } from './receipt.nl.ts';
import { resultsEn } from './results.en.ts';
import { resultsFr } from './results.fr.ts';
import { resultsNl } from './results.nl.ts';
import { seasonEn } from './season.en.ts';
import { seasonFr } from './season.fr.ts';
import { seasonNl } from './season.nl.ts';
import { shellEn } from './shell.en.ts';
import { staleEn } from './stale.en.ts';
import { shellFr } from './shell.fr.ts';
import { staleFr } from './stale.fr.ts';
import { shellNl } from './shell.nl.ts';
import { staleNl } from './stale.nl.ts';
import { testMessageEn } from './test-message.en.ts';
import { testMessageFr } from './test-message.fr.ts';
import { testMessageNl } from './test-message.nl.ts';
import { templatesEn } from './templates.en.ts';
import { templatesFr } from './templates.fr.ts';
import { templatesNl } from './templates.nl.ts';

const en = {
  ...commonEn,
  ...shellEn,
  ...seasonEn,
  ...exploreEn,
  ...campaignsEn,
  ...campaignPageEn,
  ...commentsEn,
  ...contentEn,
  ...creativeEn,
  ...cooperationEn,
  ...designerEn,
  ...evidenceEn,
  ...resultsEn,
  ...privacyEn,
  ...quotesEn,
  ...reachEn,
  ...receiptEn,
  ...staleEn,
  ...exportsEn,
  ...templatesEn,
  ...deskEn,
  ...testMessageEn,
  ...errorsEn,
} as const;

/** Every message there is; a key that is not here does not compile. */
export type MessageKey = keyof typeof en;
export type Messages = Readonly<Record<MessageKey, string>>;

const nl = {
  ...commonNl,
  ...shellNl,
  ...seasonNl,
  ...exploreNl,
  ...campaignsNl,
  ...campaignPageNl,
  ...commentsNl,
  ...contentNl,
  ...creativeNl,
  ...cooperationNl,
  ...designerNl,
  ...evidenceNl,
  ...resultsNl,
  ...privacyNl,
  ...quotesNl,
  ...reachNl,
  ...receiptNl,
  ...staleNl,
  ...exportsNl,
  ...templatesNl,
  ...deskNl,
  ...testMessageNl,
  ...errorsNl,
} as const satisfies Messages;

const fr = {
  ...commonFr,
  ...shellFr,
  ...seasonFr,
  ...exploreFr,
  ...campaignsFr,
  ...campaignPageFr,
  ...commentsFr,
  ...contentFr,
  ...creativeFr,
  ...cooperationFr,
  ...designerFr,
  ...evidenceFr,
  ...resultsFr,
  ...privacyFr,
  ...quotesFr,
  ...reachFr,
  ...receiptFr,
  ...staleFr,
  ...exportsFr,
  ...templatesFr,
  ...deskFr,
  ...testMessageFr,
  ...errorsFr,
} as const satisfies Messages;

/** Languages with complete messages. Adding one here is all that the settings screen needs to offer it. */
export const MESSAGES = { en, nl, fr } as const satisfies Readonly<Record<string, Messages>>;
export type UiLanguage = keyof typeof MESSAGES;
export const UI_LANGUAGES: readonly UiLanguage[] = ['en', 'nl', 'fr'];

/** The language a screen is shown in for a stored setting: one without complete messages falls back to English. */
export function uiLanguageOf(language: string): UiLanguage {
  return UI_LANGUAGES.find((known) => known === language) ?? 'en';
}
