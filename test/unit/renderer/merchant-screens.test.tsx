import { act, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { completeContent } from './support/drafts.ts';
import { aDraft, draftId, signedIn } from './support/fake-api.ts';
import { EDITOR, MARKET, REVIEWER, VIEWER } from './support/market.ts';
import { aShelf } from './support/releases.ts';
import { renderApp } from './support/render-app.tsx';

test('signing in leads from the bank’s name to the merchant’s season', async () => {
  const { user } = renderApp('/', { session: { phase: 'signed_out', bankName: 'Demo Bank', reason: 'start' } });
  await user.click(await screen.findByRole('button', { name: 'Sign in with Demo Bank' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Your season: Garden' })).toBeDefined();
  expect(screen.getByRole('link', { name: /^Season/ }).getAttribute('aria-current')).toBe('page');
});

test('while the bank’s page is open there is a way to give up; an expired session says that nothing was lost', async () => {
  const { user, state } = renderApp('/', { session: { phase: 'signing_in', bankName: 'Demo Bank' } });
  await user.click(await screen.findByRole('button', { name: 'Cancel sign-in' }));
  expect(state.calls.some((call) => call.name === 'cancelSignIn')).toBe(true);
});

test('a failed sign-in is said in words, and can be tried again', async () => {
  const { user, state } = renderApp('/', { session: { phase: 'signed_out', bankName: 'Demo Bank', reason: 'expired' } });
  expect(await screen.findByText(/Your session has expired/)).toBeDefined();
  state.refuse.set('signIn', 'sign_in_failed');
  await user.click(screen.getByRole('button', { name: 'Sign in with Demo Bank' }));
  expect(await screen.findByText('Signing in did not succeed.')).toBeDefined();
});

test('a reviewer gets the queue and none of the merchant’s screens', async () => {
  renderApp('/season', { session: signedIn(REVIEWER) });
  expect(await screen.findByText('There is no such screen')).toBeDefined();
  expect(screen.queryByRole('link', { name: /^Season/ })).toBeNull();
  expect(screen.getByRole('link', { name: /^Queue/ })).toBeDefined();
});

test('a demonstration market says so on every screen, with the bank’s date', async () => {
  renderApp('/campaigns');
  expect(await screen.findByText('Demonstration market · synthetic customers · the bank’s date is 2 March 2026')).toBeDefined();
});

test('waiting work stands beside the entries of the rail', async () => {
  renderApp('/season', { waiting: { campaigns: 2, invitations: 1, queue: 0, results: 1, comments: 0 } });
  expect(await screen.findByRole('link', { name: /^Campaigns\s*, 3 waiting$/ })).toBeDefined();
  expect(screen.getByRole('link', { name: /^Results\s*, 1 waiting$/ })).toBeDefined();
});

test('the suggestion opens a draft with the season’s audience and dates', async () => {
  const { user, state } = renderApp('/season');
  await user.click(await screen.findByRole('button', { name: 'Draft this offer' }));
  expect(await screen.findByRole('textbox', { name: 'Name of the campaign' })).toHaveProperty('value', 'Garden · Spring 2026');
  expect(state.drafts[0]?.content).toMatchObject({ spend: { category: 'garden', window: '2025-spring' }, startsOn: '2026-03-09' });
});

test('the suggested draft can be handed over as it is, and its words follow the offer until somebody writes their own', async () => {
  const { user, state } = renderApp('/season');
  await user.click(await screen.findByRole('button', { name: 'Draft this offer' }));
  await user.click(await screen.findByRole('tab', { name: /^Check and submit/ }));
  expect(await screen.findByText('Everything is filled in and within the bank’s rules')).toBeDefined();
  await user.click(screen.getByRole('tab', { name: /^Message/ }));
  const title = screen.getByRole('textbox', { name: /^Title/ });
  await user.type(title, '!');
  await user.click(screen.getByRole('tab', { name: /^Offer/ }));
  const percent = screen.getByRole('textbox', { name: 'Percentage back' });
  await user.clear(percent);
  await user.type(percent, '15');
  await expect.poll(() => state.drafts[0]?.content.creative.nl?.shortText).toMatch(/15\s?%/);
  expect(state.drafts[0]?.content.creative.nl?.title).toMatch(/10\s?%.*!$/);
});

test('a message that is empty is written from the offer with one click, and what is written stays', async () => {
  const { user, state } = renderApp(`/designer/${draftId(1)}`, {
    drafts: [aDraft(completeContent({ creative: { nl: { title: 'Onze eigen titel', shortText: '', longText: '', terms: '' } } }))],
  });
  await user.click(await screen.findByRole('tab', { name: /^Message/ }));
  await user.click(screen.getByRole('button', { name: 'Write what is empty from the offer' }));
  await expect.poll(() => state.drafts[0]?.content.creative.nl?.terms).toMatch(/^Eén keer per klant/);
  expect(state.drafts[0]?.content.creative.nl?.title).toBe('Onze eigen titel');
  expect(screen.queryByRole('button', { name: 'Write what is empty from the offer' })).toBeNull();
});

test('the season says what its bars are: school breaks, where the market has any', async () => {
  renderApp('/season');
  expect(await screen.findByText('School breaks, all regions')).toBeDefined();
});

test('the season’s chart has a table with the same months', async () => {
  const { user } = renderApp('/season');
  await user.click(await screen.findByRole('button', { name: /^Show as table/ }));
  const table = screen.getByRole('table', { name: 'Your season: Garden' });
  expect(within(table).getAllByRole('row')).toHaveLength(13);
  const april = within(table).getByRole('row', { name: /^April 2026/ });
  const [customers = '', range = ''] = within(april)
    .getAllByRole('cell')
    .map((cell) => cell.textContent.replaceAll(',', ''));
  const [low = 0, high = 0] = range.match(/\d+/g)?.map(Number) ?? [];
  // Five bands of σ² 432, and twelve months that hold at once: 2.858 sd, not 1.96.
  expect(Math.abs(high - low - 2 * 2.858 * Math.sqrt(5 * 432))).toBeLessThan(2);
  expect(Math.abs((low + high) / 2 - Number(customers))).toBeLessThan(2);
});

test('the band of the season’s chart is as high as the table says', async () => {
  const { user } = renderApp('/season');
  const chart = await waitFor(() => {
    const found = document.querySelector('.fl-chart');
    if (found === null || found.querySelector('polygon') === null) throw new Error('not drawn yet');
    return found;
  });
  const ticks = [...chart.querySelectorAll('line[stroke="var(--fl-grid)"]')].map((line) => Number(line.getAttribute('y1')));
  const labels = [...chart.querySelectorAll('text.num')].map((label) => Number(label.textContent.replaceAll(',', '')));
  const customersPerPixel = Math.abs((labels.at(-1) ?? 0) - (labels[0] ?? 0)) / Math.abs((ticks.at(-1) ?? 0) - (ticks[0] ?? 0));
  const edge = (chart.querySelector('polygon')?.getAttribute('points') ?? '').split(' ').map((pair) => Number(pair.split(',')[1]));
  // The upper edge runs from the first month on, the lower one back to it.
  const drawn = ((edge.at(-1) ?? 0) - (edge[0] ?? 0)) * customersPerPixel;
  await user.click(screen.getByRole('button', { name: /^Show as table/ }));
  const first = within(screen.getByRole('table', { name: 'Your season: Garden' })).getAllByRole('row')[1];
  const [low = 0, high = 0] =
    within(first as HTMLElement) // a table has a first row
      .getAllByRole('cell')[1]
      ?.textContent.replaceAll(',', '')
      .match(/\d+/g)
      ?.map(Number) ?? [];
  expect(Math.abs(drawn - (high - low))).toBeLessThan(3);
});

test('in a small market months are drawn without a line and the table says fewer than', async () => {
  const { user } = renderApp('/season', { shelf: aShelf(300) });
  expect(await screen.findByText(/In months without a line the noise is larger/)).toBeDefined();
  expect(document.querySelectorAll('.fl-chart circle[r="3.4"]')).toHaveLength(0);
  await user.click(screen.getByRole('button', { name: /^Show as table/ }));
  expect(screen.getAllByText(/^fewer than/).length).toBeGreaterThan(6);
});

test('while the first releases arrive the season says how many are here, and draws no half year', async () => {
  const whole = aShelf();
  const shelf = { ...whole, releases: whole.releases.slice(0, 1), fetchedAt: null, fetching: { left: 15, listed: 16 } };
  const { state } = renderApp('/season', { shelf });
  expect(await screen.findByText('Fetching and verifying the bank’s releases: 1 of 16')).toBeDefined();
  expect(screen.queryByText('No season stands out')).toBeNull();
  state.shelf = whole;
  expect(await screen.findByRole('button', { name: 'Draft this offer' })).toBeDefined();
});

test('without a release the season offers to fetch one', async () => {
  const { user, state } = renderApp('/season', { shelf: { releases: [], refused: [], fetchedAt: null, fetching: null } });
  expect(await screen.findByText('No release yet')).toBeDefined();
  state.shelf = aShelf();
  await user.click(screen.getByRole('button', { name: 'Fetch releases' }));
  expect(await screen.findByRole('button', { name: 'Draft this offer' })).toBeDefined();
});

test('explore reads another category from the same releases', async () => {
  const { user } = renderApp('/explore');
  await user.click(await screen.findByRole('radio', { name: 'Groceries' }));
  expect(screen.getByText(/At most 6 categories are counted per customer/)).toBeDefined();
  expect(screen.getByRole('table', { name: 'Customers by spend band and period in Groceries' })).toBeDefined();
});

test('the first campaign begins from the empty list; a viewer is told who can', async () => {
  const first = renderApp('/campaigns');
  const beginnings = within(await screen.findByRole('list', { name: 'Start your first campaign' }));
  await first.user.click(beginnings.getByRole('button', { name: /^Blank/ }));
  expect(await screen.findByRole('textbox', { name: 'Name of the campaign' })).toHaveProperty('value', '');
  expect(first.state.drafts).toHaveLength(1);
});

test('a viewer cannot start a campaign', async () => {
  renderApp('/campaigns', { session: signedIn(VIEWER) });
  expect(await screen.findByText(/An editor of your shop can start one/)).toBeDefined();
  expect(screen.queryByRole('button', { name: /campaign/i })).toBeNull();
});

test('the list finds by name and a draft is deleted only after asking', async () => {
  const { user, state } = renderApp('/campaigns', {
    drafts: [aDraft(completeContent({ name: 'Balcony' }), 1), aDraft(completeContent({ name: 'Bulbs' }), 2)],
  });
  await user.type(await screen.findByRole('searchbox', { name: 'Search by name' }), 'bul');
  expect(screen.queryByRole('link', { name: 'Balcony' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Delete Bulbs' }));
  expect(state.drafts).toHaveLength(2);
  await user.click(await screen.findByRole('button', { name: 'Delete' }));
  await waitFor(() => expect(state.drafts.map((draft) => draft.content.name)).toEqual(['Balcony']));
});

test('a submitted draft is shown once, as the campaign it became', async () => {
  const draft = aDraft(completeContent({ name: 'Balcony' }), 1);
  renderApp('/campaigns', {
    drafts: [{ ...draft, submission: { phase: 'submitted', submissionId: draftId(9), at: '2026-03-02T08:00:00.000Z' } }],
    campaigns: [
      {
        id: draft.id,
        name: 'Balcony',
        state: 'submitted',
        version: 1,
        revision: 1,
        revisionHash: 'ab'.repeat(32),
        startsOn: '2026-03-16',
        endsOn: '2026-03-29',
        budgetCents: 1_500_000,
        merchant: { id: EDITOR.merchant?.id ?? '', shopName: 'Tuincentrum De Linde' },
        updatedAt: '2026-03-02T08:00:00.000Z',
      },
    ],
  });
  const link = await screen.findByRole('link', { name: 'Balcony' });
  expect(link.getAttribute('href')).toBe(`#/campaigns/${draft.id}`);
});

test('the language changes everywhere at once and is kept by the main process', async () => {
  const { user, state } = renderApp('/settings');
  await user.click(await screen.findByRole('radio', { name: 'Nederlands' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Instellingen' })).toBeDefined();
  expect(screen.getByRole('link', { name: /^Seizoen/ })).toBeDefined();
  expect(document.documentElement.lang).toBe('nl');
  expect(state.settings.language).toBe('nl');
});

test('what the main process says has changed is asked again', async () => {
  const { state, listeners } = renderApp('/campaigns', { drafts: [aDraft(completeContent({ name: 'Balcony' }), 1)] });
  await screen.findByRole('link', { name: 'Balcony' });
  state.drafts = [aDraft(completeContent({ name: 'Bulbs' }), 2)];
  act(() => {
    for (const listener of listeners.dataChanged) listener({ what: ['drafts'] });
  });
  expect(await screen.findByRole('link', { name: 'Bulbs' })).toBeDefined();
});

test('signing out forgets everything of the person who was here', async () => {
  const { state, listeners } = renderApp('/campaigns', { drafts: [aDraft(completeContent({ name: 'Balcony' }), 1)] });
  await screen.findByRole('link', { name: 'Balcony' });
  act(() => {
    for (const listener of listeners.sessionChanged) listener({ phase: 'signed_out', bankName: 'Demo Bank', reason: 'expired' });
  });
  expect(await screen.findByText(/Your session has expired/)).toBeDefined();
  expect(screen.queryByText('Balcony')).toBeNull();
  expect(state.market).toBe(MARKET);
});

test('the menu’s “Go to” finds a campaign by name and Enter opens it', async () => {
  const { user, listeners } = renderApp('/season', { drafts: [aDraft(completeContent({ name: 'Balcony' }), 1)] });
  await screen.findByRole('heading', { level: 1, name: 'Your season: Garden' });
  act(() => {
    for (const listener of listeners.menuChosen) listener({ command: 'palette' });
  });
  await user.type(await screen.findByRole('combobox', { name: 'Screen or campaign' }), 'balc');
  await screen.findByRole('option', { name: 'Balcony' });
  await user.keyboard('{Enter}');
  expect(await screen.findByRole('textbox', { name: 'Name of the campaign' })).toHaveProperty('value', 'Balcony');
});

test('the menu’s “New campaign” offers the beginnings on any screen and makes one draft of the chosen one', async () => {
  const { user, state, listeners } = renderApp('/settings');
  await screen.findByRole('heading', { level: 1, name: 'Settings' });
  act(() => {
    for (const listener of listeners.menuChosen) listener({ command: 'new-campaign' });
  });
  expect(state.drafts).toHaveLength(0);
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: /^Blank/ }));
  expect(await screen.findByRole('textbox', { name: 'Name of the campaign' })).toBeDefined();
  expect(state.drafts).toHaveLength(1);
});

test('explore draws bands, provinces and all categories, and sets the year before or another category beside', async () => {
  const { user } = renderApp('/explore');
  const bands = await screen.findByRole('img', { name: 'Customers by spend in Garden, Winter 2025/26 (Dec–Feb)' });
  expect(bands.querySelectorAll('g[data-chosen="true"]').length).toBe(5);
  expect(screen.getByRole('img', { name: /^Oost: [\d,]+ ± [\d,]+$/ })).toBeDefined();
  const categories = screen.getByRole('table', { name: 'Customers per category and period, any amount' });
  expect(within(categories).getAllByRole('row').length).toBe(13);
  expect(within(categories).getAllByRole('columnheader').length).toBe(13);
  await user.selectOptions(screen.getByRole('combobox', { name: 'Compare with' }), 'year-before');
  expect(screen.getByText('No month of 12 published for the year before: releases go back fifteen months.')).toBeDefined();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Compare with' }), 'toys');
  expect(screen.getByRole('group', { name: 'Customers per month, Garden' })).toBeDefined();
  expect(screen.getByRole('group', { name: 'Customers per month, Toys' })).toBeDefined();
  expect(screen.queryByText(/published for the year before/)).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Show as table: Customers per month: Garden beside Toys' }));
  const table = screen.getByRole('table', { name: 'Customers per month: Garden beside Toys' });
  expect(within(table).getByRole('row', { name: /^April 2025 [\d,]+ ± [\d,]+ [\d,]+ ± [\d,]+$/ })).toBeDefined();
});
