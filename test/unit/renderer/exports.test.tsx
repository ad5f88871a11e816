import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { CAMPAIGN_FILE_LIMIT_BYTES } from '#shared/campaign/campaign-file.ts';
import { templatesFor } from '../../../renderer/merchant/templates/templates.ts';
import { createText } from '../../../renderer/i18n/text.tsx';
import { colourOf } from '../../../renderer/export/colour.ts';
import { reportExport } from '../../../renderer/merchant/results/report-export.ts';
import { funnelTable } from '../../../renderer/merchant/results/report-tables.ts';
import { cellWords, exportTableOf } from '../../../renderer/ui/figures.ts';
import { aContent } from '../../fixtures/campaign-content.ts';
import { aDetail, aReport, CLEAR_EFFECT } from './builders.ts';
import { completeContent } from './support/drafts.ts';
import { aDraft, signedIn } from './support/fake-api.ts';
import { EDITOR, MARKET, VIEWER } from './support/market.ts';
import { aShelf } from './support/releases.ts';
import { renderApp } from './support/render-app.tsx';

const en = createText('en');
const nl = createText('nl');
const fr = createText('fr');
const released = (customers: number, halfWidth: number) => ({ kind: 'released', customers, halfWidth }) as const;
const suppressed = { kind: 'suppressed', fewerThan: 1_250 } as const;

test('a figure leaves as the digits that the screen shows, in every language the same', () => {
  const table = {
    caption: 'Customers',
    columns: ['Month', 'Customers', 'Interval', 'Share'],
    rows: [
      [
        'March',
        { kind: 'count', shown: released(12_480, 28) },
        { kind: 'range', ends: { low: 0.4, high: 1_360.5 } },
        { kind: 'percent', share: 0.376_5, digits: 1 },
      ],
      ['April', { kind: 'count', shown: suppressed }, { kind: 'range', ends: null }, { kind: 'percent', share: null, digits: 1 }],
    ],
  } as const;
  expect(table.rows.map((row) => row.map((cell) => cellWords(cell, en)))).toEqual([
    ['March', '12,480 ± 28', '0 – 1,361', '37.7%'],
    ['April', 'fewer than 1,250', '–', '–'],
  ]);
  const whole = (value: number) => ({ value, digits: 0 });
  const rows = [
    ['March', whole(12_480), whole(28), null, whole(0), whole(1_361), { value: 37.7, digits: 1 }],
    ['April', null, null, whole(1_250), null, null, null],
  ];
  expect(exportTableOf(table, [], en)).toMatchObject({
    rows,
    columns: expect.arrayContaining(['Customers: ± (95%)', 'Interval: low', 'Share (%)']),
  });
  for (const text of [nl, fr]) expect(exportTableOf(table, [], text).rows).toEqual(rows);
});

test('a report’s step that is lost in its noise leaves without an estimate, an error or a share, and the file says why', () => {
  const table = funnelTable(aReport({ delivered: { customers: 300, bought: 9, redeemed: 6 }, holdout: { customers: 9, bought: 1 } }), en);
  const [delivered, , redeemed] = exportTableOf(table, table.notes ?? [], en).rows;
  expect(cellWords(table.rows[2]?.[1] ?? '', en)).toMatch(/^fewer than \d+$/);
  expect(redeemed).toEqual(['Redeemed', null, null, { value: expect.any(Number), digits: 0 }, null]);
  expect(delivered).toEqual([
    'Delivered',
    { value: 300, digits: 0 },
    { value: expect.any(Number), digits: 0 },
    null,
    { value: 100, digits: 1 },
  ]);
  expect(table.notes?.[0]).toMatch(/a figure would mislead/);
});

test('all figures of a report leave as one table: numbers as on the screen, words where it has words, a bound alone where it has one', () => {
  const unclear = aReport({ delivered: { customers: 300, bought: 9, redeemed: 6 }, holdout: { customers: 9, bought: 1 } });
  const { rows, notes, columns } = reportExport(unclear, 'Lente', en);
  const row = (label: string) => rows.find(([first]) => first === label)?.slice(1);
  const bound = { value: expect.any(Number), digits: 0 };
  expect(row('Delivered')).toEqual([{ value: 300, digits: 0 }, bound, null, null, null, 'customers']);
  for (const label of ['Redeemed', 'Holdout']) expect(row(label)).toEqual([null, null, null, null, bound, 'customers']);
  expect(row('Spend of delivered customers in your shops')).toEqual([null, null, null, null, bound, 'EUR']);
  expect(row('Buying rate: Holdout')?.[0]).toBe('not shown');
  expect(row('Difference of the buying rates')).toEqual(['No effect could be shown', null, null, null, null, 'percentage points']);
  expect(row('Extra sales')?.[0]).toBe('not shown');
  expect(row('Billed on the published noisy count of redeeming customers')?.[0]).toMatch(/^6 \(± \d+\)$/);
  expect(notes[0]).toMatch(/a figure would mislead/);
  expect(rows.every((cells) => cells.length === columns.length)).toBe(true);
  const clear = reportExport(aReport(CLEAR_EFFECT), 'Lente', en);
  expect(clear.rows.find(([first]) => first === 'Difference of the buying rates')?.slice(1, 5)).toEqual([
    { value: 4.3, digits: 1 },
    null,
    { value: expect.any(Number), digits: 1 },
    { value: expect.any(Number), digits: 1 },
  ]);
});

test('the list duplicates a draft and a campaign of the bank, both versions and pictures with it, and a viewer cannot', async () => {
  const image = { sha256: 'a'.repeat(64), mediaType: 'image/png', sizeBytes: 9 } as const;
  const content = completeContent({ name: 'Mine', images: { hero: image }, alternative: { creative: {}, images: { hero: image } } });
  const submitted = aContent({ images: { hero: image }, alternative: { creative: aContent().creative, images: { hero: image } } });
  const detail = aDetail('live', [], { content: submitted });
  const details = new Map([[detail.summary.id, detail]]);
  const { user, state } = renderApp('/campaigns', { drafts: [aDraft(content)], campaigns: [detail.summary], details });
  await user.click(await screen.findByRole('button', { name: 'Duplicate Mine' }));
  expect(await screen.findByRole('textbox', { name: 'Name of the campaign' })).toHaveProperty('value', 'Mine (copy)');
  expect(state.drafts[1]?.content).toEqual({ ...content, name: 'Mine (copy)' });
  await user.click(screen.getByRole('link', { name: /^Campaigns/ }));
  await user.click(await screen.findByRole('button', { name: `Duplicate ${submitted.name}` }));
  await screen.findByDisplayValue(`${submitted.name} (copy)`);
  expect(state.drafts[2]?.content).toMatchObject({
    creative: submitted.creative,
    images: { hero: image },
    alternative: { images: { hero: image } },
  });
  expect(new Set([detail.summary.id, ...state.drafts.map(({ id }) => id)]).size).toBe(4);
  cleanup();
  renderApp('/campaigns', { drafts: [aDraft(content)], session: signedIn(VIEWER) });
  await screen.findByRole('link', { name: 'Mine' });
  expect(screen.queryByRole('button', { name: /^Duplicate/ })).toBeNull();
});

test.each([0.125, 0.375, 0.005, 0.0005, 0.9995, 0.2345])('the share %d is rounded in a file as on the screen', (share) => {
  const [row] = exportTableOf({ caption: 'x', columns: ['a'], rows: [[{ kind: 'percent', share, digits: 1 }]] }, [], en).rows;
  expect(row).toEqual([{ value: Number.parseFloat(cellWords({ kind: 'percent', share, digits: 1 }, en)), digits: 1 }]);
});

test.each([
  ['rgb(30, 107, 74)', '#1e6b4a'],
  ['rgba(30, 107, 74, 0.16)', '#1e6b4a29'],
  ['color(srgb 0.5 1 0)', '#80ff00'],
  ['color(srgb 0.5 1 0 / 0.5)', '#80ff0080'],
  ['none', null],
  ['rgba(0, 0, 0, 0)', null],
])('the computed colour %s is written as %s', (css, hex) => {
  expect(colourOf(css)).toBe(hex);
});

test('templates hold the profile’s category and closed seasons, and invent neither amount nor reward nor text', () => {
  const templates = templatesFor(MARKET, EDITOR, []);
  expect(templates.map(({ id }) => id)).toEqual(['spring', 'summer', 'autumn', 'winter', 'win_back', 'blank']);
  for (const { content, share } of templates) {
    expect(content).toMatchObject({ name: '', budgetCents: null, reward: { percent: null, amountCents: null }, minimumSpendCents: null });
    expect(content.creative['nl']?.title).toBe('');
    expect(content.spend?.category).toBe('garden');
    expect(share).toBeUndefined();
  }
  expect(templates.slice(0, 3).map(({ content }) => [content.spend?.window, content.startsOn])).toEqual([
    ['2025-spring', '2026-03-09'],
    ['2025-summer', '2026-06-01'],
    ['2025-autumn', '2026-09-01'],
  ]);
  // Winter begins further ahead than a campaign may: no date is made up.
  expect(templates[3]?.content).toMatchObject({ startsOn: null, endsOn: null });
  expect(templates[4]?.content).toMatchObject({ relation: 'lapsed', objective: 'win_back' });
});

test('a template says the season’s share with its interval only where the noise lets it be shown', async () => {
  renderApp('/campaigns');
  const spring = await screen.findByRole('button', { name: /^Spring 2026/ });
  expect(spring.textContent).toMatch(/\d+% ± \d+ of the year’s customer-months/);
});

test('a template does not say that figures are unpublished while they are still on their way', async () => {
  const whole = aShelf();
  const arriving = { ...whole, releases: whole.releases.slice(0, 1), fetchedAt: null, fetching: { left: 15, listed: 16 } };
  renderApp('/campaigns', { shelf: arriving });
  expect((await screen.findAllByText('The figures of this season are still on their way.')).length).toBeGreaterThan(0);
  expect(screen.queryByText('The figures of this season are not published yet.')).toBeNull();
});

test('a file that is opened becomes a draft and its designer; a person who changes their mind stays where they are', async () => {
  const { user, state } = renderApp('/campaigns', { drafts: [aDraft(completeContent({ name: 'Mine' }))] });
  await user.click(await screen.findByRole('button', { name: 'Open a campaign file' }));
  expect(state.drafts).toHaveLength(1);
  state.campaignFile = completeContent({ name: 'From a file' });
  await user.click(screen.getByRole('button', { name: 'Open a campaign file' }));
  expect(await screen.findByRole('textbox', { name: 'Name of the campaign' })).toHaveProperty('value', 'From a file');
  expect(state.drafts.map(({ content }) => content.name)).toEqual(['Mine', 'From a file']);
});

test('a refused file is said by name, with what and where', async () => {
  const { user, state } = renderApp('/campaigns', { drafts: [aDraft(completeContent())] });
  await screen.findByRole('button', { name: 'Open a campaign file' });
  state.refuse.set('openCampaign', 'campaign_file_refused');
  state.refusals.set('campaign_file_refused', { file: 'x.florin-campaign', problem: 'unknown_field', where: 'content.reward.x' });
  await user.click(screen.getByRole('button', { name: 'Open a campaign file' }));
  expect((await screen.findByRole('alert')).textContent).toBe(
    'x.florin-campaign holds something this Florin does not know: content.reward.x. Nothing was changed.',
  );
});

test('a full disk is said beside the table that was to be saved', async () => {
  const { user, state } = renderApp('/season');
  await user.click(await screen.findByRole('button', { name: /^Save:/ }));
  state.refuse.set('saveTable', 'file_not_written');
  state.refusals.set('file_not_written', { file: 'season.csv', reason: 'disk_full' });
  await user.click(await screen.findByRole('menuitem', { name: 'Table as CSV…' }));
  expect((await screen.findByRole('alert')).textContent).toBe(
    'The disk is full: season.csv was not saved. What was there before is still there.',
  );
});

test('two dropped files are refused together, and one that is too long is not read', async () => {
  const { state } = renderApp('/campaigns', { drafts: [aDraft(completeContent({ name: 'Mine' }))] });
  const frame = (await screen.findByRole('link', { name: 'Mine' })).closest('.fl-drop-frame');
  if (frame === null) throw new Error('nothing to drop on');
  const drop = (...files: readonly File[]) => act(async () => void fireEvent.drop(frame, { dataTransfer: { files, types: ['Files'] } }));
  await drop(new File(['a'], 'a'), new File(['b'], 'b'));
  expect((await screen.findByRole('alert')).textContent).toBe('Drop one campaign file at a time.');
  await drop(new File(['x'.repeat(CAMPAIGN_FILE_LIMIT_BYTES + 1)], 'long'));
  expect(await screen.findByText(/^long is larger than any campaign can be/)).toBeDefined();
  expect(state.calls.filter(({ name }) => name === 'dropCampaign')).toEqual([]);
});

test('the menu’s entries about files say to open a campaign first, and what is missing of a draft', async () => {
  const { user, listeners, state } = renderApp('/campaigns', { drafts: [aDraft(completeContent({ name: 'Mine', budgetCents: null }))] });
  await screen.findByRole('link', { name: 'Mine' });
  const choose = (command: 'save-pdf' | 'export-campaign') =>
    act(() => {
      for (const listener of listeners.menuChosen) listener({ command });
    });
  choose('save-pdf');
  const first = await screen.findByRole('dialog', { name: 'Which campaign?' });
  await user.click(within(first).getByRole('button', { name: 'Close' }));
  await user.click(screen.getByRole('link', { name: 'Mine' }));
  await screen.findByRole('textbox', { name: 'Name of the campaign' });
  choose('save-pdf');
  expect(await screen.findByRole('dialog', { name: 'Not yet' })).toBeDefined();
  choose('export-campaign');
  expect(await screen.findByText('Saved as a file')).toBeDefined();
  expect(state.calls.filter(({ name }) => name === 'saveCampaign' || name === 'savePdf').map(({ name }) => name)).toEqual(['saveCampaign']);
});
