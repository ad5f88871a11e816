/** Decimals that the currency has: 2 for EUR, 0 for JPY. Unknown codes have 2. Amounts are always kept in hundredths. */
export function currencyDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
