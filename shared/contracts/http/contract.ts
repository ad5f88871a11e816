import { campaignEndpoints, reviewEndpoints } from './campaigns.ts';
import { dialogueEndpoints } from './dialogue.ts';
import { fileEndpoints } from './files.ts';
import { cooperationEndpoints } from './cooperation.ts';
import { marketEndpoints } from './market.ts';
import { privacyEndpoints } from './privacy.ts';
import { quoteEndpoints } from './quotes.ts';
import { testMessageEndpoints } from './test-messages.ts';

/** Every endpoint of the bank, by name. */
export const httpContract = {
  ...marketEndpoints,
  ...privacyEndpoints,
  ...campaignEndpoints,
  ...cooperationEndpoints,
  ...dialogueEndpoints,
  ...quoteEndpoints,
  ...fileEndpoints,
  ...testMessageEndpoints,
  review: reviewEndpoints,
} as const;
