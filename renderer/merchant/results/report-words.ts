import { saysNothing } from '#shared/results/intervals.ts';
import { Z_95 } from '#shared/reach/normal.ts';
import { showCount } from '#shared/reach/show-count.ts';
import type { ShownCount } from '#shared/reach/types.ts';
import type { CampaignReport, NoisyFigure } from '#shared/results/report.ts';
import type { MessageKey } from '../../i18n/messages/index.ts';
import type { Text } from '../../i18n/text.tsx';

type Interval = { readonly value: number; readonly low: number; readonly high: number };

/** Why no effect could be shown. */
export type NoEffectReason = 'interval' | 'no-holdout' | 'too-small';

export type Verdict =
  | { readonly kind: 'shown'; readonly direction: 'up' | 'down'; readonly points: Interval }
  | { readonly kind: 'no-effect'; readonly reason: NoEffectReason; readonly points: Interval | undefined };

/** What a report says about the effect of a campaign. */
export function verdictOf(report: CampaignReport): Verdict {
  const { lift } = report;
  if (lift.kind === 'shown') return { kind: 'shown', direction: lift.points.value >= 0 ? 'up' : 'down', points: lift.points };
  if (report.buyingRateHoldout === undefined) return { kind: 'no-effect', reason: 'no-holdout', points: undefined };
  return lift.points === undefined || saysNothing(lift.points)
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

/**
 * A published figure with its ±, or "fewer than L" where the half-width exceeds half of it.
 * @param unit money is said in whole currency units: its noise is far larger than a cent
 */
export function figureText(figure: NoisyFigure, unit: 'customers' | 'money', text: Text): string {
  const { shown, format } = shownFigure(figure, unit, text);
  if (shown.kind === 'released')
    return text.t('common.count-with-interval', { customers: format(shown.customers), halfWidth: format(shown.halfWidth) });
  return unit === 'money'
    ? text.t('results.less-than', { amount: format(shown.fewerThan) })
    : text.t('common.fewer-than', { limit: format(shown.fewerThan) });
}

/** Published customers as what may be shown of them: without any estimate where it is lost in its noise. */
export function shownCustomers(figure: NoisyFigure): ShownCount {
  return shownIn(figure, 1);
}

/** Published money as what may be shown of it, in whole currency units. */
export function shownMoney(figure: NoisyFigure): ShownCount {
  return shownIn(figure, 100);
}

/** Whether a published figure is lost in its noise. */
export function isSuppressed(figure: NoisyFigure): boolean {
  return shownCustomers(figure).kind === 'suppressed';
}

function shownIn({ value, halfWidth }: NoisyFigure, scale: number): ShownCount {
  return showCount({ estimate: value / scale, halfWidth: halfWidth / scale, sd: halfWidth / scale / Z_95 });
}

function shownFigure(figure: NoisyFigure, unit: 'customers' | 'money', text: Text) {
  const scale = unit === 'money' ? 100 : 1;
  return {
    shown: shownIn(figure, scale),
    format: (whole: number) => (unit === 'money' ? text.money(whole * scale) : text.count(whole)),
  };
}

/** A buying rate with one digit; in words that it is not shown where its interval says nothing. */
export function rateText(rate: Interval, text: Text): string {
  return saysNothing(rate) ? text.t('results.not-shown') : text.percent(rate.value, 1);
}

/**
 * The number that the prices were multiplied by, with its error: it is named even where the report calls the same figure "fewer than", because it is what
 * is paid for.
 */
export function billedCountText({ invoice, redeemingCustomers }: CampaignReport, text: Text): string {
  return text.t('results.invoice-count-value', {
    customers: text.count(invoice.redeemingCustomers),
    halfWidth: text.count(redeemingCustomers.halfWidth),
  });
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
