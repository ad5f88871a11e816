import type { Profile } from '#shared/market/profile.ts';
import { currencyDigits } from '../../market/currency.ts';
import { merchantClassifier } from './merchant-category.ts';
import { accountKey, type KnownMerchant } from './merchant-directory.ts';
import { amountReader } from './parse-amount.ts';
import { timestampReader } from './parse-timestamp.ts';
import { EARLIEST, idProblem, type ParsedRow, refusal, type RowRefusal } from './row-parser.ts';
import type { StatementMapping } from './statement-mapping.ts';

const DAY_MS = 86_400_000;

/** A movement on a customer's account, as text. Without a list of accounts the account's number is the customer's id. */
export interface Movement {
  readonly account: string;
  readonly amount: string;
  readonly currency: string;
  /** 1 where a positive amount is money spent, −1 where it came back. */
  readonly sign: 1 | -1;
  /** Date or time; with a zone it is converted to the market's. */
  readonly at: string;
  readonly key: string | null;
  /** Asked last, when all else is right. */
  merchant(): KnownMerchant | RowRefusal;
}

/** Names of the file's own places, for refusals. */
export interface MovementPlaces {
  readonly account: string;
  readonly amount: string;
  readonly currency: string;
  readonly at: string;
}

/** Makes the function from a movement to a payment or a refusal: the same rules for every format of statements. */
export function createMovementReader(
  profile: Profile,
  mapping: StatementMapping,
  today: string,
  places: MovementPlaces,
): (movement: Movement) => ParsedRow | RowRefusal {
  const readTime = timestampReader('iso', profile.timeZone);
  const readAmount = amountReader({ decimalSign: '.', unit: 'major', invertSign: false }, currencyDigits(profile.currency));
  const classify = merchantClassifier(profile, mapping.category.unknown);
  const earliestMs = Date.parse(`${mapping.dates.earliest ?? EARLIEST}T00:00:00Z`);
  const afterLatestMs = Date.parse(`${mapping.dates.latest ?? today}T00:00:00Z`) + DAY_MS;

  return (movement) => {
    const { currency, at } = movement;
    const customer = accountKey(movement.account);
    const problem = idProblem(customer);
    if (problem !== undefined) return { reason: `customer_${problem}`, column: places.account };
    if (currency !== profile.currency) return refusal('currency_other', places.currency, currency);
    const amount = readAmount([movement.amount]);
    if (typeof amount !== 'number') return refusal(amount, places.amount, movement.amount);
    if (amount === 0) return refusal('amount_zero', places.amount, movement.amount);
    // Dates of XML may carry a zone, which says nothing about a date.
    const localMs = readTime(/^\d{4}-\d\d-\d\d(?:Z|[+-]\d\d:\d\d)$/.test(at) ? at.slice(0, 10) : at);
    if (localMs === undefined) return refusal(at === '' ? 'timestamp_empty' : 'timestamp_invalid', places.at, at);
    if (localMs < earliestMs || localMs >= afterLatestMs) return refusal('date_out_of_range', places.at, at);
    const merchant = movement.merchant();
    if ('reason' in merchant) return merchant;
    const classified = classify(merchant.merchant, merchant.mcc);
    if ('reason' in classified) return classified;
    const cents = amount * movement.sign;
    if (cents < 0 && profile.refunds === 'reject') return refusal('amount_negative', places.amount, movement.amount);
    return {
      customer,
      merchant: merchant.merchant,
      ...classified,
      localMs,
      cents,
      region: null,
      area: null,
      ageBand: null,
      paymentKey: movement.key,
    };
  };
}
