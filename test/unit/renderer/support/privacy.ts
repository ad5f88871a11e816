import { presentPrivacy } from '#bank/http/presenters/privacy.ts';
import { releaseRho } from '#bank/privacy/accountant/charges.ts';
import { ledgerYear } from '#bank/privacy/ledger/ledger.ts';
import type { LedgerEntry } from '#bank/privacy/ledger/ports.ts';
import type { PrivacyAccount } from '#shared/contracts/http/privacy.ts';
import { formatFraction } from '#shared/fraction.ts';
import { Profile } from '#shared/market/profile.ts';
import { windowKind } from '#shared/market/window.ts';

const PROFILE = Profile.parse({
  name: 'pilot',
  currency: 'EUR',
  demo: true,
  categories: Array.from({ length: 12 }, (_, index) => ({ id: `category-${index}` })),
  regions: [{ id: 'noord' }],
});
const TODAY = '2026-03-02';

/** The bank's own account of a pilot that published these windows on these days, drew quotes and published reports. */
export function anAccountOf(
  windows: readonly (readonly [window: string, day: string])[],
  others: { readonly quotes?: number; readonly reports?: number } = {},
): PrivacyAccount {
  const at = (day: string) => `${day}T07:00:00.000Z`;
  const repeated = (count: number, entry: (index: number) => LedgerEntry) => Array.from({ length: count }, (_, index) => entry(index));
  const entries: readonly LedgerEntry[] = [
    ...windows.map(
      ([window, day]): LedgerEntry => ({
        chargedAt: at(day),
        kind: 'release',
        artefactId: `nl-pilot-${window}`,
        rho: formatFraction(releaseRho(PROFILE, windowKind(window))),
      }),
    ),
    ...repeated(others.quotes ?? 0, (index) => ({ chargedAt: at(TODAY), kind: 'quote', artefactId: `quote-${index}`, rho: '1/800' })),
    ...repeated(others.reports ?? 0, (index) => ({
      chargedAt: at(TODAY),
      kind: 'campaign_report',
      artefactId: `campaign-${index}`,
      rho: '1/240',
    })),
  ];
  const published = windows.map(([window]) => ({ id: `nl-pilot-${window}`, window, withdrawn: false }));
  return presentPrivacy(PROFILE, { entries, published, year: ledgerYear(entries, PROFILE, TODAY) }, TODAY);
}

/** A year with two releases, one quote and one report. */
export const ACCOUNT: PrivacyAccount = anAccountOf(
  [
    ['2026-01', '2026-02-02'],
    ['2025-autumn', '2025-12-02'],
    ['2024-12', '2025-01-02'],
  ],
  { quotes: 1, reports: 1 },
);
