import type { Offer } from '../campaign/content.ts';
import type { Profile } from './profile.ts';

type Template = Offer['reward']['template'];
type Planning = Pick<Profile['planning'], 'redemptionPrior' | 'activationPrior' | 'priors'>;

/** What an offer is expected to do by published constants alone: Beta priors of two shares of the delivered customers. */
export interface OfferPriors {
  readonly redemptionPrior: Planning['redemptionPrior'];
  /** Of customers who switch the offer on, where it asks for that. */
  readonly activationPrior: Planning['activationPrior'];
}

/**
 * The priors of an offer: the profile's entry for the merchant's category and the kind of reward, else for the category, else for the kind of reward, else
 * the profile's general ones. The application and the bank ask here, so that both forecast the same.
 */
export function priorsOf(planning: Planning, offer: { readonly category: string | undefined; readonly template: Template }): OfferPriors {
  const entryOf = (category: string | undefined, template: Template | undefined) =>
    planning.priors.find((entry) => entry.category === category && entry.template === template);
  const { category, template } = offer;
  const entry =
    (category === undefined ? undefined : (entryOf(category, template) ?? entryOf(category, undefined))) ?? entryOf(undefined, template);
  return {
    redemptionPrior: entry?.redemption ?? planning.redemptionPrior,
    activationPrior: entry?.activation ?? planning.activationPrior,
  };
}
