// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { VerifiedRelease } from '#shared/contracts/ipc/contract.ts';
import { encodeCounts } from '#shared/reach/decode-table.ts';
import { EDITOR } from './support/market.ts';
import { aShelf } from './support/releases.ts';
import { renderApp } from './support/render-app.tsx';

const merchantId = EDITOR.merchant?.id ?? '';

/** The merchant's slice of spring 2025 with the same count of lapsed and of loyal customers in every band. */
function slice(perBand: number): VerifiedRelease {
  const release = aShelf().releases.find(({ window }) => window === '2025-spring');
  if (release === undefined) throw new Error('the shelf holds spring 2025');
  return {
    ...release,
    id: `${release.id}.${merchantId}`,
    merchant: { id: merchantId, categoryId: 'garden' },
    rho: '1/160',
    tables: [
      {
        id: 'season-relationship-band',
        dimensions: ['relationship', 'band'],
        sizes: [2, 5],
        sigma2: '800',
        rho: '1/160',
        counts: encodeCounts(new Int32Array(10).fill(perBand)),
      },
    ],
  };
}
const withSlice = (perBand: number) => ({ shelf: { ...aShelf(), releases: [...aShelf().releases, slice(perBand)] } });
const card = async () => within(await screen.findByRole('region', { name: 'Customers of your own shops' }));

test('lapsed and loyal customers read fewer than L where the slice is too noisy, and the card says why', async () => {
  renderApp('/explore', withSlice(6));
  const own = await card();
  expect(own.getAllByText(/^fewer than/).length).toBeGreaterThanOrEqual(2);
  for (const words of own.getAllByText(/^fewer than/))
    expect(words.closest('li')?.querySelectorAll('.fl-bar-fill, .fl-bar-whisker')).toHaveLength(0);
  expect(own.getByText(/Why “fewer than”/)).toBeDefined();
});

test('where there are enough of them they have a figure, a table twin and a receipt that names the slice', async () => {
  const { user } = renderApp('/explore', withSlice(300));
  const own = await card();
  await user.click(own.getByRole('button', { name: /Show as table/ }));
  expect(own.getByRole('row', { name: /^Loyal 1,500 ± 124$/ })).toBeDefined();
  expect(own.getByRole('row', { name: /^Lapsed 1,500 ± 124$/ })).toBeDefined();
  await user.click(own.getByRole('button', { name: 'Receipt' }));
  const receipt = within(await screen.findByRole('dialog'));
  expect(receipt.getByText('Spring 2025 (Mar–May), counts of your own shops')).toBeDefined();
  expect(receipt.getByText('A shop’s own: lapsed and loyal customers')).toBeDefined();
  expect(receipt.queryByText(new RegExp(merchantId))).toBeNull();
  expect(receipt.getByText('at most 10 shops')).toBeDefined();
  expect(receipt.getAllByText(/^verified, key/).length).toBeGreaterThan(0);
});

test('the bands can be chosen: fewer of them, fewer customers', async () => {
  const { user } = renderApp('/explore', withSlice(300));
  const own = await card();
  await user.click(own.getByRole('button', { name: /Show as table/ }));
  await user.selectOptions(own.getByRole('combobox', { name: 'Spend band' }), '€150 or more');
  expect(own.getByRole('row', { name: /^Loyal 600 ± 78$/ })).toBeDefined();
});

test('the whiskers are those that hold for all three bars at once, not for one alone', async () => {
  renderApp('/explore', withSlice(300));
  const bar = (await card()).getByText('Loyal').closest('li');
  const percent = (selector: string, side: 'left' | 'width') =>
    Number.parseFloat(bar?.querySelector<HTMLElement>(selector)?.style[side] ?? '');
  // 1,500 ± 1.96 · √(5 · 800) would begin at 0.917 of the bar; three intervals at once need 2.39 sd.
  expect(percent('.fl-bar-whisker', 'left') / percent('.fl-bar-fill', 'width')).toBeCloseTo((1500 - 2.388 * Math.sqrt(4000)) / 1500, 3);
});

test('without a slice it says what the bank counts', async () => {
  renderApp('/explore');
  expect(await screen.findByText(/no season of yours is published yet/)).toBeDefined();
});

test('the months’ chart has a receipt for all its releases with their sum', async () => {
  const { user } = renderApp('/explore');
  const months = within(await screen.findByRole('region', { name: 'Twelve months' }));
  await user.click(months.getByRole('button', { name: 'Receipt' }));
  const receipt = within(await screen.findByRole('dialog'));
  expect(receipt.getByText(/^and 11 more releases/)).toBeDefined();
  // Twelve months of 1/144 each, of a cap of 1/2.
  expect(receipt.getByText(/^16\.7\s?% \(1\/6\)/)).toBeDefined();
});
