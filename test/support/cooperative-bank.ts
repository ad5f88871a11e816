import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { hashPassword } from '#bank/identity/password.ts';
import type { SubmittedContent } from '#shared/campaign/content.ts';
import { aContent } from '../fixtures/campaign-content.ts';
import { type Called, PASSWORD, startTestBank, type TestBank } from '../fixtures/running-bank.ts';
import { signIn } from '../fixtures/sign-in.ts';

/** Shops of the test: the leading one, two partners and a merchant that has nothing to do with it. */
export type Shop = 'lead' | 'toys' | 'bikes' | 'stranger';

export interface CooperativeBank extends TestBank {
  readonly shops: Readonly<Record<Shop, string>>;
  /** Calls the interface as the editor of that shop. */
  as(shop: Shop, method: string, address: string, body?: unknown): Promise<Called>;
  /** Shares by shop; the leading one keeps the rest of 100. */
  propose(campaignId: string, shares: Partial<Record<Shop, number>>, expectedTerms?: number, leadSharePercent?: number): Promise<Called>;
  join(shop: Shop, campaignId: string, terms?: number): Promise<Called>;
  submit(campaignId: string, changes?: Partial<SubmittedContent>): Promise<Called>;
  accept(shop: Shop, campaignId: string, revisionHash: string): Promise<Called>;
  /** A campaign of three shops, 50, 30 and 20 per cent, that waits for the acceptance of the other two. */
  frozen(): Promise<{ readonly id: string; readonly hash: string }>;
  /** Everything that a refused call could have changed, as one text. */
  state(): Promise<string>;
}

/** A served bank with four merchants that may be invited, each with an editor. */
export async function startCooperativeBank(): Promise<CooperativeBank> {
  const bank = await startTestBank();
  const { database } = bank.bank;
  const passwordHash = await hashPassword(PASSWORD);
  const more = async (name: string, mcc: string) => {
    const merchantId = uuidv7();
    const login = `${mcc}-${randomUUID().slice(0, 8)}@florin.example`;
    const merchant = { id: merchantId, legal_name: `${name} B.V.`, shop_name: name, mcc, category_id: 'toys' };
    await database
      .insertInto('merchants')
      .values({ ...merchant, contract_from: '2025-01-01', contract_until: null, fee_per_redeeming_customer_cents: 55 })
      .execute();
    const account = { id: uuidv7(), login, display_name: name, role: 'merchant_editor' as const, merchant_id: merchantId };
    await database
      .insertInto('accounts')
      .values({ ...account, password_hash: passwordHash, disabled_at: null })
      .execute();
    return { merchantId, token: (await signIn(bank.running.issuer, login, PASSWORD)).accessToken };
  };
  const bikes = await more('Fietsen Proef', '5940');
  const stranger = await more('Boeken Proef', '5942');
  await database.updateTable('merchants').set({ joinable: true }).execute();
  const shops = { lead: bank.merchants.own, toys: bank.merchants.other, bikes: bikes.merchantId, stranger: stranger.merchantId };
  const tokens = {
    lead: await bank.token('editor'),
    toys: await bank.token('otherEditor'),
    bikes: bikes.token,
    stranger: stranger.token,
  };
  const as: CooperativeBank['as'] = (shop, method, address, body) =>
    bank.call(method, address, { token: tokens[shop], ...(body === undefined ? {} : { body }) });
  const propose: CooperativeBank['propose'] = (campaignId, shares, expectedTerms = 0, leadSharePercent) => {
    const partners = Object.entries(shares).map(([shop, sharePercent]) => ({ merchantId: shops[shop as Shop], sharePercent })); // keys of the shares
    const rest = 100 - partners.reduce((sum, partner) => sum + partner.sharePercent, 0);
    const body = { expectedTerms, name: 'Spring in our street', leadSharePercent: leadSharePercent ?? rest, partners };
    return as('lead', 'PUT', `/v1/campaigns/${campaignId}/cooperation`, body);
  };
  const join: CooperativeBank['join'] = (shop, campaignId, terms = 1) =>
    as(shop, 'POST', `/v1/campaigns/${campaignId}/invitation`, { terms, answer: 'join' });
  const submit: CooperativeBank['submit'] = (campaignId, changes = {}) =>
    as('lead', 'POST', `/v1/campaigns/${campaignId}/submissions`, {
      submissionId: uuidv7(),
      content: aContent(changes),
      releaseId: bank.releaseId,
    });
  return {
    ...bank,
    shops,
    as,
    propose,
    join,
    submit,
    accept: (shop, campaignId, revisionHash) =>
      as(shop, 'POST', `/v1/campaigns/${campaignId}/acceptance`, { revisionHash, answer: 'accept' }),
    frozen: async () => {
      const id = uuidv7();
      await must(propose(id, { toys: 30, bikes: 20 }));
      await must(join('toys', id));
      await must(join('bikes', id));
      const submitted = await must(submit(id));
      return { id, hash: submitted.json.summary.revisionHash };
    },
    state: async () => {
      const tables = [
        'campaigns',
        'revisions',
        'submissions',
        'audit_events',
        'cooperations',
        'campaign_partners',
        'revision_acceptances',
        'comments',
        'comment_marks',
      ] as const;
      const rows = await Promise.all(tables.map((table) => database.selectFrom(table).selectAll().execute()));
      return JSON.stringify(rows.map((list) => list.map((row) => JSON.stringify(row)).sort()));
    },
  };
}

async function must(call: Promise<Called>): Promise<Called> {
  const called = await call;
  if (called.status >= 300) throw new Error(`${called.status} ${called.text}`);
  return called;
}
