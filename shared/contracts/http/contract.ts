import { campaignEndpoints, reviewEndpoints } from './campaigns.ts';
import { marketEndpoints } from './market.ts';

/** Every endpoint of the bank, by name. */
export const httpContract = { ...marketEndpoints, ...campaignEndpoints, review: reviewEndpoints } as const;
