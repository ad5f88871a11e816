import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { completeContent } from './support/drafts.ts';
import { aDraft, draftId, signedIn } from './support/fake-api.ts';
import { EDITOR, VIEWER } from './support/market.ts';
import { aShelf } from './support/releases.ts';
import { renderApp } from './support/render-app.tsx';

const ADDRESS = `/designer/${draftId(1)}`;
const open = (changes: Parameters<typeof completeContent>[0] = {}, initial: Parameters<typeof renderApp>[1] = {}) =>
  renderApp(ADDRESS, { drafts: [aDraft(completeContent(changes))], ...initial });
const reachFigure = () => within(screen.getByRole('complementary', { name: 'Reach' })).getByTestId('reach-customers').textContent;
const tab = (name: RegExp) => screen.getByRole('tab', { name });

test('moving an end of the bands by key changes the reach at once, and undo brings it back', async () => {
  const { user } = open();
  const lowest = await screen.findByRole('slider', { name: 'Lowest band' });
  const before = reachFigure();
  lowest.focus();
  await user.keyboard('{ArrowLeft}');
  expect(lowest.getAttribute('aria-valuenow')).toBe('1');
  expect(lowest.getAttribute('aria-valuetext')).toBe('€50 or more');
  expect(reachFigure()).not.toBe(before);
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  expect(reachFigure()).toBe(before);
  await user.keyboard('{Control>}y{/Control}');
  expect(screen.getByRole('slider', { name: 'Lowest band' }).getAttribute('aria-valuenow')).toBe('1');
});

test('the ± is said with its two parts, which join as errors do, and the receipt names releases in words', async () => {
  const { user } = open();
  const panel = within(await screen.findByRole('complementary', { name: 'Reach' }));
  const said = (await panel.findByText(/^In 95 of 100 cases/)).textContent;
  const [noise = 0, other = 0, all = 0] = [...said.matchAll(/± ([\d,]+)/g)].map(([, figure = '']) => Number(figure.replaceAll(',', '')));
  expect(Math.abs(Math.hypot(noise, other) - all)).toBeLessThan(1.5);
  expect(panel.getByText(`± ${all}`, { selector: '.fl-reach-pm' })).toBeDefined();
  await user.click(panel.getByRole('button', { name: 'Receipt' }));
  const receipt = within(await screen.findByRole('dialog'));
  expect(receipt.getByText('Channel rates from').nextElementSibling?.textContent).toBe('Spring 2025 (Mar–May)');
});

test('what is typed is saved by itself and says so', async () => {
  const { user, state } = open();
  const name = await screen.findByRole('textbox', { name: 'Name of the campaign' });
  await user.clear(name);
  await user.type(name, 'Balcony week');
  await screen.findByText('Draft · saved a moment ago', undefined, { timeout: 3_000 });
  expect(state.drafts[0]?.content.name).toBe('Balcony week');
});

test('a month with regions has no figure but rough bounds, a reason and two ways on', async () => {
  const { user } = open();
  await user.selectOptions(await screen.findByRole('combobox', { name: 'Period' }), '2025-04');
  expect(screen.queryByTestId('reach-customers')).toBeNull();
  expect(screen.getByTestId('reach-rough').textContent).toMatch(/^Between [\d,]+ and [\d,]+$/);
  expect(screen.getAllByText(/published for the whole country only/).length).toBeGreaterThan(0);
  expect(tab(/^Audience/).textContent).toContain('not complete yet');
  await user.click(screen.getByRole('button', { name: 'Keep April 2025, everywhere' }));
  expect(reachFigure()).toMatch(/\d/);
});

test('where the noise is too large the panel reads fewer than L and below the minimum', async () => {
  const { user } = open({ regions: ['oost'] }, { shelf: aShelf(300) });
  expect(await screen.findByText(/^fewer than \d+$/, { selector: '[data-testid]' })).toBeDefined();
  await user.click(tab(/^Check/));
  expect(screen.getByText(/Fewer deliverable customers than the bank requires/)).toBeDefined();
  expect(screen.getByRole('button', { name: 'Submit to the bank' })).toHaveProperty('disabled', true);
});

test('the check names every open field and leads to it', async () => {
  const { user } = open({ name: '', budgetCents: null });
  await user.click(await screen.findByRole('tab', { name: /^Check/ }));
  expect(screen.getByRole('button', { name: 'Submit to the bank' })).toHaveProperty('disabled', true);
  await user.click(screen.getByRole('button', { name: 'Go to it: Budget' }));
  await waitFor(() => expect(document.activeElement?.getAttribute('data-path')).toBe('budgetCents'));
  expect(screen.getByRole('textbox', { name: 'Budget' }).getAttribute('aria-invalid')).toBe('true');
});

test('a complete draft is submitted with the release its reach was read from, and is locked then', async () => {
  const { user, state } = open();
  await user.click(await screen.findByRole('tab', { name: /^Check/ }));
  expect(screen.getByText('Everything is filled in and within the bank’s rules')).toBeDefined();
  expect(screen.getByRole('button', { name: 'Check and submit' })).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Submit to the bank' }));
  expect((await screen.findAllByText('Handed to the bank')).length).toBeGreaterThan(0);
  const sent = state.calls.find((call) => call.name === 'submitDraft')?.request;
  expect(sent).toMatchObject({
    draftId: draftId(1),
    releaseId: 'pilot-2025-spring',
    content: { name: 'Spring start for balcony gardens', budgetCents: 1_500_000 },
  });
  expect(screen.getByRole('textbox', { name: 'Name of the campaign' })).toHaveProperty('disabled', true);
  expect(screen.queryByRole('button', { name: 'Check and submit' })).toBeNull();
  expect(screen.getByRole('link', { name: 'Follow the campaign' }).getAttribute('href')).toBe(`#/campaigns/${draftId(1)}`);
});

test('a refused call keeps everything and says why beside the button', async () => {
  const { user, state } = open();
  await user.click(await screen.findByRole('tab', { name: /^Check/ }));
  state.refuse.set('submitDraft', 'bank_busy');
  await user.click(screen.getByRole('button', { name: 'Submit to the bank' }));
  expect((await screen.findByText(/The bank has more work than it can answer/)).getAttribute('role')).toBe('alert');
  expect(screen.getByRole('button', { name: 'Submit to the bank' })).toHaveProperty('disabled', false);
});

test('a submission the bank refused shows its code in words and the fields it named', async () => {
  const draft = aDraft(completeContent());
  renderApp(ADDRESS, {
    drafts: [
      {
        ...draft,
        submission: {
          phase: 'refused',
          submissionId: draftId(9),
          at: '2026-03-02T08:00:00.000Z',
          code: 'campaign_invalid',
          detail: { findings: [{ code: 'criterion_named', path: 'creative.nl.shortText' }] },
        },
      },
    ],
  }).user.click(await screen.findByRole('tab', { name: /^Check/ }));
  expect(await screen.findByText('The campaign breaks one or more of the bank’s rules.')).toBeDefined();
  expect(screen.getByText(/This tells the reader why they were chosen/)).toBeDefined();
});

test('offline the designer goes on and the button says that the submission will wait', async () => {
  const { user } = open({}, { session: signedIn(EDITOR, 'offline') });
  expect(await screen.findByText(/The bank cannot be reached. Drafts and reach go on/)).toBeDefined();
  await screen.findByRole('slider', { name: 'Lowest band' });
  expect(reachFigure()).toMatch(/\d/);
  await user.click(tab(/^Check/));
  expect(screen.getByRole('button', { name: 'Submit when the bank answers' })).toHaveProperty('disabled', false);
});

test('a viewer sees everything and can change and submit nothing', async () => {
  const { user, state } = open({}, { session: signedIn(VIEWER) });
  expect(await screen.findByText('Draft · you may look, not change')).toBeDefined();
  expect(screen.getByRole('slider', { name: 'Lowest band' }).getAttribute('aria-disabled')).toBe('true');
  expect(screen.getByRole('button', { name: 'Noord' }).closest('fieldset')).toHaveProperty('disabled', true);
  await user.click(tab(/^Check/));
  expect(screen.getByRole('button', { name: 'Submit to the bank' })).toHaveProperty('disabled', true);
  expect(state.calls.some((call) => call.name === 'saveDraft')).toBe(false);
});

test('a draft changed elsewhere asks which version to keep', async () => {
  const { user, state } = open();
  const name = await screen.findByRole('textbox', { name: 'Name of the campaign' });
  const [draft] = state.drafts;
  if (draft === undefined) throw new Error('a draft expected');
  state.drafts = [{ ...draft, version: 5, content: completeContent({ name: 'Elsewhere' }) }];
  await user.type(name, '!');
  await user.click(await screen.findByRole('button', { name: 'Take the other' }, { timeout: 3_000 }));
  expect(screen.getByRole('textbox', { name: 'Name of the campaign' })).toHaveProperty('value', 'Elsewhere');
});

test('a text that is too long stays whole and is counted beside the field', async () => {
  const title = 'x'.repeat(47);
  const { user } = open({ creative: { nl: { title, shortText: 'Kort', longText: 'Lang', terms: 'Geen' } } });
  await user.click(await screen.findByRole('tab', { name: /^Message/ }));
  expect(screen.getByRole('textbox', { name: 'Title' })).toHaveProperty('value', title);
  expect(screen.getByText('47 of 40')).toBeDefined();
  expect(screen.getByText('7 characters too many')).toBeDefined();
});

test('the phone shows the message with what the bank adds', async () => {
  const { user } = open();
  await user.click(await screen.findByRole('tab', { name: /^Message/ }));
  const phone = screen.getByRole('article', { name: 'What the customer sees' });
  expect(phone.textContent).toContain('Advertentie · betaald door Tuincentrum De Linde');
  expect(phone.textContent).toContain('Stop hiermee');
  expect(phone.getAttribute('lang')).toBe('nl');
});

test('a draft that is gone says so and leads back', async () => {
  renderApp(`/designer/${draftId(77)}`);
  expect(await screen.findByText('This draft is not here any more')).toBeDefined();
});

test('the panel draws bands, year and provinces of the rule, each with its table', async () => {
  const { user } = open();
  const panel = within(await screen.findByRole('complementary', { name: 'Reach' }));
  const bands = panel.getByRole('img', { name: 'Customers by spend in Garden; chosen: €100 or more' });
  expect([...bands.querySelectorAll('[data-chosen="true"]')].map((bar) => bar.getAttribute('data-band'))).toEqual(
    expect.arrayContaining(['2', '3', '4']),
  );
  expect(bands.querySelectorAll('g[data-chosen="false"]').length).toBe(2);
  const year = panel.getByRole('img', { name: 'Customers per month, €100 or more; chosen: Spring 2025 (Mar–May)' });
  expect([...year.querySelectorAll('rect')].map((month) => month.getAttribute('data-month'))).toEqual(['2025-03', '2025-04', '2025-05']);
  const region = panel.getByRole('img', { name: /^Oost: [\d,]+ ± [\d,]+$/ });
  expect(region.getAttribute('data-chosen')).toBe('true');
  expect(panel.getByRole('img', { name: /^Noord: / }).getAttribute('data-chosen')).toBe('false');
  const figure = region.getAttribute('aria-label')?.replace('Oost: ', '');
  await user.click(
    panel.getByRole('button', { name: 'Show as table: Deliverable customers of this rule by region; chosen regions are solid' }),
  );
  expect(within(panel.getByRole('row', { name: /^Oost/ })).getByText(figure ?? 'none')).toBeDefined();
});

test('a suggestion leads by one click to the reach it names, and undo takes it back', async () => {
  const { user } = open();
  const panel = within(await screen.findByRole('complementary', { name: 'Reach' }));
  const before = reachFigure();
  const add = panel.getByRole('button', { name: /^Add Noord/ });
  const promised = /→ ([\d,]+) ± ([\d,]+)/.exec(add.textContent ?? '');
  await user.click(add);
  expect(reachFigure()).toBe(promised?.[1]);
  expect(panel.getByText(`± ${promised?.[2] ?? ''}`)).toBeDefined();
  expect(screen.getByRole('button', { name: 'Noord' }).getAttribute('aria-pressed')).toBe('true');
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  expect(reachFigure()).toBe(before);
});

test('bounds come with the changes that give a figure, and with what the ± is made of once there is one', async () => {
  const { user } = open({ secondSpend: { kind: 'spend', category: 'toys', window: '2025-summer', bands: { from: 1, to: 3 } } });
  const panel = within(await screen.findByRole('complementary', { name: 'Reach' }));
  expect(panel.getByTestId('reach-rough')).toBeDefined();
  await user.click(panel.getByRole('button', { name: /^Drop the second category/ }));
  expect(panel.queryByTestId('reach-rough')).toBeNull();
  expect(
    panel.getByText(/^In 95 of 100 cases between [\d,]+ and [\d,]+\. The noise that protects each customer accounts for ± [\d,]+/),
  ).toBeDefined();
});

test('a campaign that a colleague handed in meanwhile says so; the own version goes on as a draft of its own', async () => {
  const draft = aDraft(completeContent());
  const { user, state } = renderApp(ADDRESS, {
    drafts: [
      {
        ...draft,
        submission: {
          phase: 'refused',
          submissionId: draftId(9),
          at: '2026-03-02T08:00:00.000Z',
          code: 'version_conflict',
          detail: { currentVersion: 2 },
        },
      },
    ],
  });
  await user.click(await screen.findByRole('tab', { name: /^Check/ }));
  expect(screen.getByText(/Somebody else of your shop has handed in this campaign since you began/)).toBeDefined();
  expect(screen.getByRole('link', { name: 'Follow the campaign' }).getAttribute('href')).toBe(`#/campaigns/${draftId(1)}`);
  await user.click(screen.getByRole('button', { name: 'Keep mine as a draft of its own' }));
  await waitFor(() => expect(window.location.hash).toBe(`#/designer/${draftId(2)}`));
  await waitFor(() => expect(state.drafts.map(({ id, content }) => [id, content.name])).toEqual([[draftId(2), draft.content.name]]));
});

test('a draft that another place has handed to the bank meanwhile cannot be kept over it, but beside it', async () => {
  const { user, state } = open();
  const name = await screen.findByRole('textbox', { name: 'Name of the campaign' });
  await waitFor(() => expect(state.drafts[0]?.seenReach).not.toBeNull());
  const [stored] = state.drafts;
  if (stored === undefined) throw new Error('no draft');
  state.drafts = [{ ...stored, version: 9, submission: { phase: 'submitted', submissionId: draftId(9), at: '2026-03-02T08:00:00.000Z' } }];
  await user.type(name, ' too');
  expect(await screen.findByText(/It was handed to the bank there/, undefined, { timeout: 3_000 })).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Keep mine' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Keep both' }));
  await waitFor(() => expect(state.drafts.map(({ content }) => content.name)).toContain('Spring start for balcony gardens too'));
});
