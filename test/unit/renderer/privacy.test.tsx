// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { signedIn } from './support/fake-api.ts';
import { REVIEWER } from './support/market.ts';
import { ACCOUNT, anAccountOf } from './support/privacy.ts';
import { renderApp } from './support/render-app.tsx';
import { partsOfBudget } from '../../../renderer/privacy/privacy-tables.ts';

const AT = '2026-03-01T17:05:00.000Z';
const region = (name: string) => within(screen.getByRole('region', { name }));

describe('the privacy screen', () => {
  test('says what is spent, how many quotes are left, and lists every publication with its share of the year', async () => {
    renderApp('/privacy');
    await screen.findByRole('heading', { level: 1, name: 'Privacy' });
    // 1/12·1/12 of ρ for a month, 1/4 of the seasons' for a season: of ½.
    expect(await screen.findByText('15 of 16')).toBeDefined();
    const list = region('Publications, newest first');
    expect(list.getByRole('rowheader', { name: 'Release January 2026' })).toBeDefined();
    expect(list.getByRole('rowheader', { name: 'Release December 2024 (no longer counted)' })).toBeDefined();
    expect(list.getByRole('row', { name: /^Release January 2026 2 February 2026 1\.4\s?%$/ })).toBeDefined();
    expect(list.getByRole('rowheader', { name: 'Campaign report' })).toBeDefined();
    expect(screen.getByText(/69\.1\s?%/)).toBeDefined();
    expect(screen.queryByText(/ε/)).toBeNull();
  });

  test('the bar has a table twin with the same parts', async () => {
    const { user } = renderApp('/privacy');
    await user.click(await screen.findByRole('button', { name: /Show as table: The privacy budget/ }));
    const table = within(screen.getByRole('table', { name: 'The privacy budget of twelve months' }));
    expect(table.getByRole('row', { name: /^The cap of a year 100\.0\s?%$/ })).toBeDefined();
  });

  test('the bank’s people see exact fractions as well, and ε only beside ρ', async () => {
    renderApp('/privacy', { session: signedIn({ ...REVIEWER, role: 'bank_privacy_officer' }) });
    const list = within(await screen.findByRole('region', { name: 'Publications, newest first' }));
    expect(list.getByRole('row', { name: /^Release January 2026 2 February 2026 1\/144 1\.4\s?%$/ })).toBeDefined();
    expect(screen.getByText(/ε = 6\.474/)).toBeDefined();
    expect(screen.getByText(/ρ ≤ 1\/2/)).toBeDefined();
  });

  test('an operator has it too, beside the command line', async () => {
    const { user } = renderApp('/', { session: signedIn({ ...REVIEWER, role: 'bank_operator' }) });
    await user.click(await screen.findByRole('link', { name: 'Privacy' }));
    expect(await screen.findByText('15 of 16')).toBeDefined();
  });

  test('offline it shows the last stored account and says of when it is', async () => {
    renderApp('/privacy', { session: signedIn(undefined, 'offline'), privacy: { account: ACCOUNT, fresh: false, fetchedAt: AT } });
    expect(
      await screen.findByText(/This is what it said on 1 March 2026 at 18:05|This is what it said on 1 March 2026, 18:05/),
    ).toBeDefined();
    expect(screen.getByText('15 of 16')).toBeDefined();
  });

  test('a bank that has published nothing says so, with the whole promise', async () => {
    renderApp('/privacy', { privacy: { account: anAccountOf([]), fresh: true, fetchedAt: AT } });
    expect(await screen.findByRole('heading', { name: 'Nothing has been published yet' })).toBeDefined();
    expect(screen.getByText('16 of 16')).toBeDefined();
  });

  test('where it cannot be had, it says why and tries again', async () => {
    const { user } = renderApp('/privacy', { refuse: new Map([['readPrivacy', 'bank_unreachable']]) });
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('15 of 16')).toBeDefined();
  });

  test('a long list begins with the newest and opens on request', async () => {
    const months = Array.from({ length: 12 }, (_, index) => `2025-${String(index + 1).padStart(2, '0')}`);
    const account = anAccountOf(months.map((month) => [month, `${month}-28`] as const));
    const { user } = renderApp('/privacy', { privacy: { account, fresh: true, fetchedAt: AT } });
    const list = within(await screen.findByRole('region', { name: 'Publications, newest first' }));
    expect(list.queryByRole('rowheader', { name: 'Release January 2025 (no longer counted)' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Show all 12' }));
    expect(list.getByRole('rowheader', { name: 'Release January 2025 (no longer counted)' })).toBeDefined();
  });
});

test('the parts of the bar are the whole cap', () => {
  const sum = partsOfBudget(ACCOUNT).reduce((total, part) => total + part.share, 0);
  expect(sum).toBeCloseTo(1, 12);
  expect(partsOfBudget(ACCOUNT).every((part) => part.share >= 0)).toBe(true);
});
