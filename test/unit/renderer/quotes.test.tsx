// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Audience } from '#shared/audience/audience.ts';
import { canonicalAudience } from '#shared/audience/canonical.ts';
import type { QuoteAnswer } from '#shared/contracts/ipc/contract.ts';
import { completeContent } from './support/drafts.ts';
import { aDraft, draftId, type FakeState, signedIn } from './support/fake-api.ts';
import { MARKET, VIEWER } from './support/market.ts';
import { renderApp } from './support/render-app.tsx';

const BALANCE = { yours: 3, bank: 14, perYear: 16, thisMonth: 1 };
const VISITS = { kind: 'visits', category: 'garden', window: '2025-spring', visits: { from: 1, to: 3 } } as const;
const SECOND = { kind: 'spend', category: 'diy', window: '2025-spring', bands: { from: 1, to: 2 } } as const;

/** What the bank would answer: the canonical rule with so many customers. */
function answerOf(audience: Audience, customers: number): QuoteAnswer {
  const canonical = canonicalAudience(audience, {
    categories: MARKET.categories.map((category) => ({ id: category.id, bandCount: category.bandEdges.length })),
    regions: MARKET.regions.map((region) => region.id),
  });
  if (canonical === undefined) throw new Error('a rule that somebody can meet expected');
  return {
    balance: BALANCE,
    quote: {
      format: 'florin-quote/1',
      id: draftId(77),
      profile: 'pilot',
      audience: canonical,
      snapshot: 'pilot-2026-02',
      dataUntil: '2026-02-28',
      answeredAt: '2026-03-02T08:00:00.000Z',
      customers,
      sigma2: '400',
      rho: '1/800',
      privacyCap: '1/2',
      categoriesPerCustomer: 6,
      keyId: '0123456789abcdef',
      sha256: 'cd'.repeat(32),
    },
  };
}

const open = (changes: Parameters<typeof completeContent>[0], initial: Partial<FakeState> = {}) =>
  renderApp(`/designer/${draftId(1)}`, { drafts: [aDraft(completeContent(changes))], ...initial });
const panel = async () => within(await screen.findByRole('complementary', { name: 'Reach' }));
const asking = async () => (await panel()).findByRole('button', { name: 'Ask the bank for a quote' });

test('two categories that no table counts together have rough bounds, marked and explained, with what is left of the quotes', async () => {
  open({ secondSpend: SECOND });
  const reach = await panel();
  expect(reach.getByTestId('reach-rough').textContent).toMatch(/^Between [\d,]+ and [\d,]+$/);
  expect(reach.getByText('rough')).toBeDefined();
  expect(await reach.findByText('Quotes left: 4 yours · 15 the bank’s')).toBeDefined();
});

test('asking shows the rule, the free bounds and the balance, and spends nothing until it is confirmed', async () => {
  const { user, state } = open({ secondSpend: SECOND });
  await user.click(await asking());
  const dialog = within(await screen.findByRole('dialog', { name: 'Spend a quote?' }));
  expect(dialog.getByText(/spent from €50 to just under €150 on DIY/)).toBeDefined();
  expect(dialog.getByText('The whole bank’s, of 16')).toBeDefined();
  expect(dialog.getByText('Free, without a quote').nextElementSibling?.textContent).toMatch(/^\d[\d,]* – \d[\d,]*$/);
  await user.click(dialog.getByRole('button', { name: 'Cancel' }));
  expect(state.calls.some((call) => call.name === 'requestQuote')).toBe(false);
});

test('an answered quote is the reach, with its own receipt, and the balance is the new one', async () => {
  const { user, state } = open({ visits: VISITS }, { answerQuote: (audience) => answerOf(audience, 900) });
  const reach = await panel();
  expect(reach.queryByTestId('reach-customers')).toBeNull();
  await user.click(await asking());
  await user.click(await screen.findByRole('button', { name: 'Spend one quote' }));
  expect(await reach.findByText('Answered by a quote · data until 28 February 2026')).toBeDefined();
  expect(reach.getByTestId('reach-customers').textContent).toMatch(/^\d+$/);
  expect(state.calls.filter((call) => call.name === 'requestQuote')).toHaveLength(1);
  await user.click(reach.getByRole('button', { name: 'Receipt' }));
  const receipt = within(await screen.findByRole('dialog'));
  expect(receipt.getByText(`ending in ${draftId(77).slice(-8)}`)).toBeDefined();
  expect(receipt.getByText('1/800')).toBeDefined();
});

test('a refused request says why and leaves everything as it was', async () => {
  const { user } = open({ visits: VISITS });
  await user.click(await asking());
  await user.click(await screen.findByRole('button', { name: 'Spend one quote' }));
  expect((await screen.findByRole('alert')).textContent).toContain('quotes of this year are used up');
  expect((await panel()).queryByTestId('reach-customers')).toBeNull();
});

test('nobody can ask without a balance, without the bank, or as a viewer; each says why', async () => {
  const used = { quotes: [], refused: 0, balance: { ...BALANCE, thisMonth: 0 }, fresh: true };
  open({ visits: VISITS }, { quotes: used });
  expect(await screen.findByText(/No quotes are left/)).toBeDefined();
  expect((await asking()).hasAttribute('disabled')).toBe(true);
});

test('offline a stored quote answers and a new one cannot be asked', async () => {
  const content = completeContent({ visits: VISITS });
  const audience: Audience = {
    format: 'florin-audience/1',
    conditions: [...(content.spend === null ? [] : [content.spend]), VISITS, { kind: 'regions', regions: content.regions }],
  };
  const { quote, balance } = answerOf(audience, 640);
  const offline = { session: signedIn(undefined, 'offline'), quotes: { quotes: [quote], refused: 0, balance, fresh: false } };
  const { user } = open({ visits: VISITS }, offline);
  const reach = await panel();
  expect(await reach.findByText(/^Answered by a quote/)).toBeDefined();
  await user.selectOptions(screen.getByRole('combobox', { name: 'to' }), '2');
  expect(await reach.findByText('Asking needs a connection to the bank.')).toBeDefined();
});

test('a viewer sees what is left and cannot spend it', async () => {
  open({ visits: VISITS }, { session: signedIn(VIEWER) });
  expect(await screen.findByText('An editor of your shop can ask for it.')).toBeDefined();
  expect((await asking()).hasAttribute('disabled')).toBe(true);
});

test('a relationship is offered for a season of the own category only, and another category drops it', async () => {
  const { user, state } = open({ relation: 'lapsed' });
  expect((await screen.findByRole('radio', { name: 'Lapsed' })).getAttribute('aria-checked')).toBe('true');
  const [category] = screen.getAllByRole('combobox', { name: 'Category' });
  if (category === undefined) throw new Error('a category expected');
  await user.selectOptions(category, 'toys');
  expect(screen.queryByRole('radio', { name: 'Lapsed' })).toBeNull();
  expect(screen.getByText(/Only for a season in your own category \(Garden\)/)).toBeDefined();
  await screen.findByText('Draft · saved a moment ago', undefined, { timeout: 3_000 });
  expect(state.drafts[0]?.content.relation).toBe('any');
});

test('a second category and visits are added and taken out again; five conditions are one too many unless everywhere', async () => {
  const { user } = open({ relation: 'loyal' });
  await user.click(await screen.findByRole('button', { name: 'Add a second category' }));
  await user.click(screen.getByRole('button', { name: 'Add visits' }));
  expect(await screen.findByText('A rule has at most four conditions. Take one out, or choose everywhere.')).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Everywhere' }));
  expect(screen.queryByText('A rule has at most four conditions. Take one out, or choose everywhere.')).toBeNull();
  const [first] = screen.getAllByRole('button', { name: 'Remove' });
  if (first === undefined) throw new Error('something to remove expected');
  await user.click(first);
  expect(screen.getByRole('button', { name: 'Add a second category' })).toBeDefined();
});
