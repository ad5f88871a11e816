import type { Page } from '@playwright/test';
import type { CampaignDetail, CampaignSummary, ReviewCase } from '#shared/contracts/http/campaigns.ts';
import type { MarketInfo } from '#shared/contracts/http/market.ts';
import type { ReleaseShelf, SessionState } from '#shared/contracts/ipc/contract.ts';
import type { Draft } from '#shared/campaign/draft.ts';
import type { CampaignReport } from '#shared/results/report.ts';

/** What the bridge of the running application answers, by call. */
interface Answers {
  readonly 'session.readSession': SessionState;
  readonly 'market.readMarket': { readonly market: MarketInfo; readonly fresh: boolean };
  readonly 'releases.readShelf': ReleaseShelf;
  readonly 'drafts.listDrafts': { readonly drafts: readonly Draft[]; readonly damaged: readonly string[] };
  readonly 'drafts.createDraft': Draft;
  readonly 'campaigns.listCampaigns': { readonly campaigns: readonly CampaignSummary[] };
  readonly 'campaigns.readCampaign': CampaignDetail;
  readonly 'campaigns.readReport': CampaignReport;
  readonly 'review.readCase': ReviewCase;
}

/** One call of the page's bridge, exactly as a screen makes it. */
export async function call(page: Page, name: string, request: unknown): Promise<unknown> {
  return page.evaluate(
    async ({ name: path, request: body }) => {
      const [group = '', verb = ''] = path.split('.');
      return Reflect.get(Reflect.get(Reflect.get(globalThis, 'florin').calls, group), verb)(body);
    },
    { name, request },
  );
}

/** A call that has to succeed; the contract's schemas have checked the answer in the main process. */
export async function ask<Name extends keyof Answers>(page: Page, name: Name, request: unknown = {}): Promise<Answers[Name]> {
  const answer = await call(page, name, request);
  if (typeof answer === 'object' && answer !== null && Reflect.get(answer, 'ok') === true) return Reflect.get(answer, 'value');
  throw new Error(`${name} was refused: ${JSON.stringify(answer)}`);
}
