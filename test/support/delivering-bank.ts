import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type InboxService, startInbox } from '#bank/delivery/inbox/server.ts';
import { type Jobs, openJobs } from '#bank/jobs/jobs.ts';
import type { JobPorts } from '#bank/jobs/ports.ts';
import type { Bank } from '#bank/storage/data-directory.ts';
import { CampaignReport } from '#shared/results/report.ts';
import { aBankDirectory, customers, type FakeMarket, forgetCampaigns, grantConsents, members, testPorts } from './delivery-bank.ts';

export interface DeliveringBank {
  readonly bank: Bank;
  readonly directory: string;
  readonly ports: JobPorts;
  readonly jobs: Jobs;
  /** The customers and payments there are; none at the beginning of a test. */
  readonly market: FakeMarket;
  readonly inbox: InboxService;
  /** Opens an inbox in the place of the one that was closed. */
  reopenInbox(): Promise<void>;
  /** So many customers who opted in and are the whole audience. */
  audienceOf(count: number): Promise<readonly string[]>;
  reportOf(campaignId: string): Promise<CampaignReport>;
}

/**
 * A bank for one file of tests whose jobs run on a market that each test chooses. Every test begins without campaigns, with an inbox of its own.
 * @param adjust what is different about the ports, such as noise that is left out so that exact expectations can be written
 */
export function aDeliveringBank(adjust: (ports: JobPorts) => JobPorts = (ports) => ports): DeliveringBank {
  const market: FakeMarket = { members: [], payments: [] };
  let started: (Pick<DeliveringBank, 'bank' | 'directory' | 'ports' | 'jobs'> & { remove(): Promise<void> }) | undefined;
  let inbox: InboxService | undefined;
  const running = () => there(started);
  beforeAll(async () => {
    const { bank, directory, remove } = await aBankDirectory();
    const ports = adjust(testPorts(bank, market));
    started = { bank, directory, ports, jobs: await openJobs(bank, ports), remove };
  });
  afterAll(async () => {
    await started?.jobs.close();
    await started?.remove();
  });
  beforeEach(async () => {
    await forgetCampaigns(running().bank);
    market.members = [];
    market.payments = [];
    inbox = await startInbox(running().bank);
  });
  afterEach(() => inbox?.close());
  return {
    market,
    get bank() {
      return running().bank;
    },
    get directory() {
      return running().directory;
    },
    get ports() {
      return running().ports;
    },
    get jobs() {
      return running().jobs;
    },
    get inbox() {
      return there(inbox);
    },
    async reopenInbox() {
      inbox = await startInbox(running().bank);
    },
    async audienceOf(count) {
      const ids = customers(count);
      await grantConsents(running().bank, ids);
      market.members = members(ids);
      return ids;
    },
    async reportOf(campaignId) {
      const reports = running().bank.database.selectFrom('reports').select('body').where('campaign_id', '=', campaignId);
      return CampaignReport.parse((await reports.executeTakeFirstOrThrow()).body);
    },
  };
}

function there<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('the bank of these tests has not started yet');
  return thing;
}
