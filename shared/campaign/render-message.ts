import type { RenderedMessage } from '../contracts/http/campaigns.ts';
import { Language } from '../units.ts';
import { type CampaignContent, type Creative, type CreativeText, messageVersions } from './content.ts';
import { partnerNames } from './cooperation.ts';
import type { CreativeImages, ImageKind } from './files.ts';

/** What the bank adds to every offer, per language: label, payer, action, reason and way out (DSA art. 26(1); ePrivacy opt-out). */
const BANK_TEXT: Readonly<Record<Language, { label: string; paidBy: string; action: string; why: string; stop: string }>> = {
  nl: {
    label: 'Advertentie',
    paidBy: 'betaald door',
    action: 'Activeer',
    why: 'Waarom zie ik dit? Je doet mee aan aanbiedingen van je bank en betaalt weleens in de categorie',
    stop: 'Stop hiermee',
  },
  fr: {
    label: 'Publicité',
    paidBy: 'payée par',
    action: 'Activer',
    why: 'Pourquoi ce message\u202f? Vous participez aux offres de votre banque et payez parfois dans la catégorie',
    stop: 'Ne plus recevoir',
  },
  de: {
    label: 'Anzeige',
    paidBy: 'bezahlt von',
    action: 'Aktivieren',
    why: 'Warum sehe ich das? Sie nehmen an Angeboten Ihrer Bank teil und zahlen gelegentlich in der Kategorie',
    stop: 'Nicht mehr erhalten',
  },
  en: {
    label: 'Advertisement',
    paidBy: 'paid for by',
    action: 'Activate',
    why: 'Why do I see this? You take part in your bank’s offers and sometimes pay in the category',
    stop: 'Stop these offers',
  },
};

export interface MessageSource {
  readonly creative: Partial<Creative>;
  /** The pictures of the creative, the same in every language. */
  readonly images?: CreativeImages | undefined;
  readonly shopName: string;
  /** Names of the other shops of a cooperative campaign: they pay as well. */
  readonly partnerNames?: readonly string[];
  /** Label of the audience's category per language; English stands in where one is missing. */
  readonly categoryLabel: Readonly<Partial<Record<Language, string>>> & { readonly en: string };
}

/** Renders every language of a creative exactly as it is delivered: preview, review and delivery all call this. */
export function renderMessages(source: MessageSource): readonly RenderedMessage[] {
  return Language.options.flatMap((language) => {
    const text = source.creative[language];
    if (text === undefined) return [];
    const bank = BANK_TEXT[language];
    return [
      {
        language,
        label: bank.label,
        payer: `${bank.paidBy} ${new Intl.ListFormat(language).format([source.shopName, ...(source.partnerNames ?? [])])}`,
        title: text.title,
        shortText: text.shortText,
        longText: text.longText,
        terms: text.terms,
        action: bank.action,
        why: `${bank.why} ${source.categoryLabel[language] ?? source.categoryLabel.en}.`,
        stop: bank.stop,
        ...imageOf('logo', source.images, text),
        ...imageOf('hero', source.images, text),
      },
    ];
  });
}

/** Both versions of a content's message, every language of each; the second is empty where there is none. */
export function renderVersions(
  content: CampaignContent,
  source: Pick<MessageSource, 'shopName' | 'categoryLabel'>,
): { readonly messages: RenderedMessage[]; readonly alternativeMessages: RenderedMessage[] } {
  const [messages = [], alternativeMessages = []] = messageVersions(content).map(({ creative, images }) => [
    ...renderMessages({ ...source, creative, images, partnerNames: partnerNames(content) }),
  ]);
  return { messages, alternativeMessages };
}

function imageOf(kind: ImageKind, images: CreativeImages | undefined, text: CreativeText): Pick<RenderedMessage, ImageKind> {
  const image = images?.[kind];
  return image === undefined ? {} : { [kind]: { sha256: image.sha256, mediaType: image.mediaType, alt: text[`${kind}Alt`] ?? '' } };
}
