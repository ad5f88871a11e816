import { type Audience, partsOfAudience } from '#shared/audience/audience.ts';
import { formatFraction, parseFraction } from '#shared/fraction.ts';
import { lastDateOfWindow } from '#shared/market/window.ts';
import type { ReleaseChecks } from '#shared/reach/decode-release.ts';
import { openQuote, writeQuoteFile } from '#shared/reach/quote.ts';
import { quoteRho } from '../accountant/charges.ts';
import { chargeLedger } from '../ledger/ledger.ts';
import type { SliceMerchant } from '../release/ports.ts';
import type { ReleaseSigner } from '../release/signature.ts';
import { quoteKey } from './key.ts';
import type { NoisePool } from './noise-pool.ts';
import { type AnsweredQuote, type CountSource, isAnswered, type QuoteReservation, type QuoteStore, type StoredQuote } from './ports.ts';
import { type AskedRule, isAboutMerchant, quotableRule } from './quotable.ts';
import { assertQuoteLeft } from './ration.ts';

export interface QuoteRequest extends AskedRule {
  /** Id of the newest release. */
  readonly snapshot: string;
  /** Merchants under contract, in the fixed public order. */
  readonly merchants: readonly SliceMerchant[];
  /** ISO 8601 in UTC: the charge's date, and the instant at which consents are judged. */
  readonly now: string;
}

export interface QuotePorts {
  /** Runs work in a time that does not tell how long it took. */
  readonly pace: <Result>(work: () => Promise<Result>) => Promise<Result>;
  readonly quotes: QuoteStore;
  readonly counts: CountSource;
  readonly noise: NoisePool;
  readonly signer: ReleaseSigner;
  readonly checks: ReleaseChecks;
  /** UUID version 7. */
  readonly newId: () => string;
  /** Runs work while no other quote of the bank, in whatever process, is drawn. */
  readonly alone: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

/**
 * The answer to a rule that no release can answer. A stored answer is given again, free and byte for byte. Otherwise the ledger is charged and the key
 * reserved in one step, and only then the count is read, noise added, the answer signed and stored; cut off in between, the next request for the same key
 * goes on under the charge. Nothing is ever refunded.
 * @throws AppError `audience_not_answerable`, `quote_balance_exhausted`, `ledger_cap_reached`; nothing was computed or recorded then
 */
export async function askQuote(request: QuoteRequest, ports: QuotePorts): Promise<AnsweredQuote> {
  const audience = quotableRule(request);
  const subject = {
    audience,
    snapshot: request.snapshot,
    ...(isAboutMerchant(audience) && request.merchant !== undefined ? { merchantId: request.merchant.id } : {}),
  };
  const key = quoteKey(subject);
  const known = (await ports.quotes.findByKey(key)) ?? (await charge({ ...subject, key }, request, ports));
  if (isAnswered(known)) return known;
  return ports.alone(async () => {
    // Whoever waited here finds the answer of the one before.
    const current = await ports.quotes.findByKey(key);
    if (current === undefined) throw new TypeError('a reserved key stays');
    return isAnswered(current) ? current : draw(current, request, ports);
  });
}

async function charge(
  subject: Pick<QuoteReservation, 'audience' | 'merchantId' | 'snapshot' | 'key'>,
  { profile, merchant, merchants, now }: QuoteRequest,
  { quotes, newId }: QuotePorts,
): Promise<StoredQuote> {
  const reservation: QuoteReservation = { ...subject, id: newId(), chargedAt: now };
  const payer = merchant === undefined ? {} : { merchantId: merchant.id };
  await chargeLedger(
    quotes.ledgerReserving(reservation),
    profile,
    { chargedAt: now, kind: 'quote', artefactId: reservation.id, rho: formatFraction(quoteRho(profile)), ...payer },
    (entries) => assertQuoteLeft(entries, profile, { ...payer, contractedMerchants: merchants.length, now }),
  );
  const reserved = await quotes.findByKey(subject.key);
  if (reserved === undefined) throw new TypeError('a charge reserves its key');
  return reserved;
}

async function draw(quote: StoredQuote, { profile, merchants, now }: QuoteRequest, ports: QuotePorts): Promise<AnsweredQuote> {
  const exact = await ports.pace(() =>
    ports.counts.countOfAudience({
      audience: quote.audience,
      asOf: now,
      ...(quote.merchantId === undefined ? {} : { merchant: { id: quote.merchantId, merchants } }),
    }),
  );
  const customers = Number(BigInt(exact) + ports.noise.take());
  const file = writeQuoteFile(
    {
      format: 'florin-quote/1',
      id: quote.id,
      profile: profile.name,
      audience: quote.audience,
      ...(quote.merchantId === undefined ? {} : { merchantId: quote.merchantId }),
      snapshot: quote.snapshot,
      dataUntil: lastDateOf(quote.audience),
      answeredAt: now,
      customers,
      sigma2: formatFraction(parseFraction(profile.quotes.sigma2)),
      rho: formatFraction(quoteRho(profile)),
      privacyCap: formatFraction(parseFraction(profile.privacyCap)),
      categoriesPerCustomer: profile.categoriesPerCustomer,
      keyId: ports.signer.keyId,
    },
    (message) => ports.signer.sign(message),
  );
  // Read back as every reader will, so that a file that cannot be opened is never given out.
  const { sha256 } = openQuote(file, ports.checks);
  return ports.quotes.answer(quote.id, { answeredAt: now, sha256, file });
}

/** Last local date of the windows that a rule names. */
function lastDateOf(audience: Audience): string {
  const { spends, visits } = partsOfAudience(audience);
  const dates = [...spends, ...(visits === undefined ? [] : [visits])].map(({ window }) => lastDateOfWindow(window));
  return dates.reduce((last, date) => (date > last ? date : last));
}
