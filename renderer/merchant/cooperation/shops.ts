import type { CampaignDetail, CampaignShop } from '#shared/contracts/http/campaigns.ts';

/** The caller's own row where its shop joined another's campaign; undefined for the leading shop and for one shop's own campaign. */
export function joinedShop(detail: Pick<CampaignDetail, 'shops'>): CampaignShop | undefined {
  return detail.shops?.find((shop) => shop.isMine && !shop.isLead);
}
