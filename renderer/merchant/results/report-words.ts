import type { CampaignReport } from '#shared/results/report.ts';
import type { MessageKey } from '../../i18n/messages/index.ts';
import type { Text } from '../../i18n/text.tsx';

type Interval = { readonly value: number; readonly low: number; readonly high: number };

/** Why no effect could be shown. */
export type NoEffectReason = 'interval' | 'no-holdout' | 'too-small';

export type Verdict =
  | { readonly kind: 'shown'; readonly direction: 'up' | 'down'; readonly points: Interval }
  | { readonly kind: 'no-effect'; readonly reason: NoEffectReason; readonly points: Interval | undefined };

/** A difference whose interval is at least this wide, in shares, says nothing worth repeating. */
const LOST_IN_NOISE = 1;

/** What a report says about the effect of a campaign. */
export function verdictOf(report: CampaignReport): Verdict {
  const { lift } = report;
  if (lift.kind === 'shown') return { kind: 'shown', direction: lift.points.value >= 0 ? 'up' : 'down', points: lift.points };
  if (report.buyingRateHoldout === undefined) return { kind: 'no-effect', reason: 'no-holdout', points: undefined };
  return lift.points === undefined || lift.points.high - lift.points.low >= LOST_IN_NOISE
    ? { kind: 'no-effect', reason: 'too-small', points: undefined }
    : { kind: 'no-effect', reason: 'interval', points: lift.points };
}

/** A share as percentage points with one digit and a true minus sign: `−2.1`. */
export function pointsText(share: number, text: Text): string {
  const rounded = Math.round(share * 1_000) / 10;
  return rounded < 0 ? `−${text.decimal(-rounded, 1)}` : text.decimal(rounded, 1);
}

/** `+1.6 points`, `−0.8 points`. */
export function liftText(share: number, text: Text): string {
  const sign = Math.round(share * 1_000) > 0 ? '+' : share < 0 ? '−' : '';
  return text.t('results.lift-points', { sign, points: text.decimal(Math.abs(share) * 100, 1) });
}

/** `2.4 [0.9, 3.9]` in any format. */
export function intervalText(interval: Interval, format: (value: number) => string, text: Text): string {
  return text.t('results.with-interval', { value: format(interval.value), low: format(interval.low), high: format(interval.high) });
}

/** What an iROAS interval lets a person say. */
export function iroasKey(iroas: Interval): MessageKey {
  if (iroas.low > 1) return 'results.iroas-above';
  return iroas.high < 1 ? 'results.iroas-below' : 'results.iroas-wide';
}

export type InvoiceWords =
  | { readonly kind: 'credit'; readonly amountCents: number }
  | { readonly kind: 'invoice'; readonly amountCents: number; readonly creditAppliedCents: number; readonly isCapped: boolean };

/** An invoice, or a credit where the noise took the number below zero. `isCapped`: the budget stopped it. */
export function invoiceOf({ invoice }: Pick<CampaignReport, 'invoice'>): InvoiceWords {
  if (invoice.amountCents < 0) return { kind: 'credit', amountCents: -invoice.amountCents };
  const uncapped = invoice.redeemingCustomers * (invoice.rewardPriceCents + invoice.feeCents);
  return {
    kind: 'invoice',
    amountCents: invoice.amountCents,
    creditAppliedCents: invoice.creditAppliedCents,
    isCapped: uncapped > invoice.amountCents,
  };
}
