import { partsOfAudience } from '#shared/audience/audience.ts';
import type { CampaignContent } from '#shared/campaign/content.ts';
import type { Profile } from '#shared/market/profile.ts';
import { addDays } from '../clock/clock.ts';
import type { DeliveredOffer } from './webhook/payload.ts';

/** The label of the category that a message gives as its reason, as far as the profile has it. */
export function categoryLabel(
  profile: Profile,
  { audience }: Pick<CampaignContent, 'audience'>,
): { readonly en: string; readonly nl?: string; readonly fr?: string } {
  const categoryId = partsOfAudience(audience).spend.category;
  const label = profile.categories.find((category) => category.id === categoryId)?.label ?? categoryId;
  if (typeof label === 'string') return { en: label };
  return { en: label.en, ...(label.nl !== undefined && { nl: label.nl }), ...(label.fr !== undefined && { fr: label.fr }) };
}

/** What goes with a message besides its text, for somebody who gets it on this local date. */
export function deliveredOffer(
  { schedule, offer }: Pick<CampaignContent, 'schedule' | 'offer'>,
  shopNames: readonly string[],
  receivedOn: string,
): DeliveredOffer {
  const redeemUntil = addDays(schedule.endsOn, schedule.redemptionExtraDays);
  const { activation } = offer;
  const lastActivation = activation.kind === 'required' ? addDays(receivedOn, activation.withinDays) : null;
  return {
    shopName: shopNames.join(', '),
    startsOn: schedule.startsOn,
    redeemUntil,
    activateUntil: lastActivation !== null && lastActivation > redeemUntil ? redeemUntil : lastActivation,
    minimumSpendCents: offer.minimumSpendCents,
  };
}
