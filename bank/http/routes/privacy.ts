import type { privacyEndpoints } from '#shared/contracts/http/privacy.ts';
import { readPrivacyAccount } from '../../releases/privacy-account.ts';
import type { BankServices } from '../../services.ts';
import type { Answer, PublicInput } from '../endpoint.ts';
import { presentPrivacy } from '../presenters/privacy.ts';

type Privacy = typeof privacyEndpoints.privacy;

/** The public account of the privacy budget; needs no token. */
export function privacyHandler(services: BankServices): (input: PublicInput<Privacy>) => Promise<Answer<Privacy>> {
  return async ({ time }) => presentPrivacy(services.profile, await readPrivacyAccount(services, time.today), time.today);
}
