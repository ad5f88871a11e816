import type { CooperationTerms, Invitation } from '#shared/contracts/http/cooperation.ts';
import type { InvitationView } from '../../campaigns/cooperation.ts';
import type { CooperationRow } from '../../storage/repositories/cooperations.ts';

export function presentTerms({ campaignId, name, terms, leadSharePercent, partners }: CooperationRow): CooperationTerms {
  return {
    campaignId,
    name,
    terms,
    leadSharePercent,
    partners: partners.map(({ merchantId, shopName, sharePercent, state }) => ({ merchantId, shopName, sharePercent, state })),
  };
}

/** For an invited shop: names and shares; what others answered and who they are beyond the name stays with the leading shop. */
export function presentInvitation({ campaignId, leadShopName, state, invitedAt, mySharePercent, cooperation }: InvitationView): Invitation {
  return {
    campaignId,
    name: cooperation.name,
    leadShopName,
    terms: cooperation.terms,
    state,
    invitedAt,
    mySharePercent,
    shares: [
      { shopName: leadShopName, sharePercent: cooperation.leadSharePercent },
      ...cooperation.partners.map(({ shopName, sharePercent }) => ({ shopName, sharePercent })),
    ],
  };
}
