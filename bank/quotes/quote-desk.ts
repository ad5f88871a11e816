import type { Audience } from '#shared/audience/audience.ts';
import { AppError } from '#shared/errors.ts';
import { parseFraction } from '#shared/fraction.ts';
import type { Profile } from '#shared/market/profile.ts';
import { openQuote, type Quote } from '#shared/reach/quote.ts';
import { appendAudit } from '../audit/append.ts';
import { SYSTEM_ACTOR } from '../audit/entry.ts';
import type { BankTime } from '../clock/clock.ts';
import { QUOTE_LOCK, withLock } from '../jobs/locks.ts';
import type { RandomBits } from '../privacy/noise/random-bits.ts';
import { askQuote } from '../privacy/quotes/ask-quote.ts';
import { noisePool } from '../privacy/quotes/noise-pool.ts';
import type { AnsweredQuote, CountSource } from '../privacy/quotes/ports.ts';
import { type QuoteBalance, quoteBalance } from '../privacy/quotes/ration.ts';
import type { SigningKey } from '../releases/signing-key.ts';
import type { ReleaseShelf } from '../services.ts';
import type { BankDatabase } from '../storage/database.ts';
import { contractedMerchants, findMerchant } from '../storage/repositories/accounts.ts';
import { privacyLedgerStore } from '../storage/repositories/privacy-ledger.ts';
import { quoteStore, storedQuotes } from '../storage/repositories/quotes.ts';
import { releaseStore } from '../storage/repositories/releases.ts';
import { type AnswerTick, atTick } from './answer-tick.ts';

/** Values kept ready: many more than the busiest month of any profile draws between two fillings. */
const POOL_SIZE = 256;

export interface QuoteAnswer {
  readonly quote: AnsweredQuote;
  /** What is left after it. */
  readonly balance: QuoteBalance;
}

export interface QuoteDesk {
  /**
   * The stored or new answer to a rule, for a merchant or for the bank itself.
   * @throws AppError `audience_not_answerable`, `quote_balance_exhausted`, `not_permitted`; answers and refusals leave at the tick
   */
  ask(audience: Audience, merchantId: string | undefined, time: BankTime): Promise<QuoteAnswer>;
  balance(merchantId: string | undefined, time: BankTime): Promise<QuoteBalance>;
  /** Answered quotes that a merchant may read, or all; oldest first. */
  list(merchantId: string | undefined): Promise<readonly AnsweredQuote[]>;
  /** The same, each opened and verified once: what the bank decides on. A file that fails is an error and not a gap. */
  opened(merchantId: string | undefined): Promise<readonly Quote[]>;
}

export interface QuoteDeskParts {
  readonly database: BankDatabase;
  readonly profile: Profile;
  readonly releases: ReleaseShelf;
  readonly counts: CountSource;
  readonly signingKey: () => Promise<SigningKey>;
  readonly tick: AnswerTick;
  /** UUID version 7. */
  readonly newId: () => string;
  /** Where the noise comes from. */
  readonly random: RandomBits;
}

export function quoteDesk({ database, profile, releases, counts, signingKey, tick, newId, random }: QuoteDeskParts): QuoteDesk {
  const noise = noisePool(random, parseFraction(profile.quotes.sigma2), POOL_SIZE);
  const known = new Map<string, Quote>();
  const quotesAt = (time: BankTime) =>
    quoteStore(database, async (transaction, quote) => {
      const { id, snapshot, sha256 } = quote;
      await appendAudit(transaction, {
        at: time.now,
        actor: SYSTEM_ACTOR,
        event: 'quote.answered',
        subject: id,
        body: { snapshot, sha256 },
      });
    });
  const stored = storedQuotes(database);

  async function ask(audience: Audience, merchantId: string | undefined, time: BankTime): Promise<AnsweredQuote> {
    const [merchant, merchants, usable, published, key] = await Promise.all([
      merchantId === undefined ? undefined : askingMerchant(database, profile, merchantId, time),
      contractedMerchants(database, time.today),
      releases.usable(time.now, merchantId),
      releaseStore(database).list(),
      signingKey(),
    ]);
    const snapshot = published.at(-1)?.id;
    if (snapshot === undefined) throw new AppError('audience_not_answerable', { reason: 'window_not_released' });
    return askQuote(
      { profile, audience, releases: usable, ...(merchant === undefined ? {} : { merchant }), ...time, snapshot, merchants },
      {
        quotes: quotesAt(time),
        counts,
        noise,
        signer: key.signer,
        checks: key.checks,
        newId,
        pace: (work) => tick.pace(work),
        alone: (work) => withLock(database, QUOTE_LOCK, work),
      },
    );
  }

  async function balance(merchantId: string | undefined, time: BankTime): Promise<QuoteBalance> {
    const merchants = await contractedMerchants(database, time.today);
    const asker = { ...(merchantId === undefined ? {} : { merchantId }), contractedMerchants: merchants.length, now: time.now };
    return quoteBalance(await privacyLedgerStore(database).entries(), profile, asker);
  }

  return {
    ask: (audience, merchantId, time) =>
      atTick(tick, async () => ({ quote: await ask(audience, merchantId, time), balance: await balance(merchantId, time) })),
    balance,

    list: (merchantId) => stored.listAnswered(merchantId),
    async opened(merchantId) {
      const { checks } = await signingKey();
      return (await stored.listAnswered(merchantId)).map(({ sha256, file }) => {
        const quote = known.get(sha256) ?? openQuote(file, checks);
        known.set(sha256, quote);
        return quote;
      });
    },
  };
}

/** @throws AppError `not_permitted` for a merchant without a contract or of a sensitive category */
async function askingMerchant(
  database: BankDatabase,
  profile: Profile,
  merchantId: string,
  { today }: BankTime,
): Promise<{ readonly id: string; readonly categoryId: string }> {
  const merchant = await findMerchant(database, merchantId);
  if (merchant === undefined) throw new AppError('not_found', {});
  if (merchant.contractFrom > today || (merchant.contractUntil !== undefined && merchant.contractUntil < today))
    throw new AppError('not_permitted', { action: 'quote_without_contract' });
  if (profile.sensitive.mccs.includes(merchant.mcc) || profile.sensitive.categories.includes(merchant.categoryId))
    throw new AppError('not_permitted', { action: 'quote_for_a_sensitive_merchant' });
  return { id: merchant.id, categoryId: merchant.categoryId };
}
