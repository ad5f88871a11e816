import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { LiveScreen } from '../../../renderer/bank-desk/live/live-screen.tsx';
import { OperatorPage } from '../../../renderer/bank-desk/operator/operator-page.tsx';
import { QueueScreen } from '../../../renderer/bank-desk/queue/queue-screen.tsx';
import type { QueueItem } from '#shared/contracts/http/campaigns.ts';
import { aDetail, aQueueItem, aSummary, CAMPAIGN_ID } from './builders.ts';
import { ok, refused, renderScreen } from './harness.tsx';

const OLDER = aQueueItem({
  summary: aSummary({ id: '01960000-0000-7000-8000-0000000000c2', name: 'Autumn bulbs', state: 'submitted' }),
  submittedAt: '2026-02-26T12:00:00.000Z',
  flags: ['four_eyes', 'resubmitted'],
});
const MINE = aQueueItem({
  summary: aSummary({ id: '01960000-0000-7000-8000-0000000000c3', name: 'Toys for summer', state: 'in_review' }),
  submittedAt: '2026-03-02T11:30:00.000Z',
  claimed: true,
  claimedByMe: true,
});

const show = (items: QueueItem[], role: 'bank_reviewer' | 'bank_privacy_officer' = 'bank_reviewer', language: 'en' | 'nl' = 'en') =>
  renderScreen(<QueueScreen />, { answers: { review: { readQueue: () => ok({ items }) } }, role, language });

const names = () => screen.getAllByRole('link').map((link) => link.textContent);

test('a row says how many comments wait to be read; campaigns that are not in the queue are listed with theirs', async () => {
  const quiet = aSummary({ id: '01960000-0000-7000-8000-0000000000c4', name: 'Nothing said' });
  const running = aSummary({ id: '01960000-0000-7000-8000-0000000000c5', name: 'Running garden', state: 'live', unreadComments: 2 });
  renderScreen(<QueueScreen />, {
    answers: {
      review: { readQueue: () => ok({ items: [OLDER] }) },
      campaigns: { listCampaigns: () => ok({ campaigns: [quiet, running, { ...OLDER.summary, unreadComments: 1 }] }) },
    },
    role: 'bank_reviewer',
  });
  const waiting = within(await screen.findByRole('region', { name: 'Comments to read' }));
  expect(waiting.getAllByRole('listitem').map((item) => item.textContent)).toEqual(['Running garden · Tuincentrum · 2 new comments']);
  expect(within(screen.getByRole('row', { name: /Autumn bulbs/ })).getByText('one new comment')).toBeTruthy();
});

describe('the queue', () => {
  test('shows the oldest submission first, with age, reach, flags and claim', async () => {
    show([MINE, aQueueItem(), OLDER]);
    const rows = await screen.findAllByRole('row');
    expect(names()).toEqual(['Autumn bulbs', 'Spring start for balcony gardens', 'Toys for summer']);
    const first = within(rows[1] ?? document.body);
    expect(first.getByText('4 days')).toBeTruthy();
    expect(first.getByText('1,248 ± 64')).toBeTruthy();
    expect(first.getByText('pilot-2025-spring')).toBeTruthy();
    expect(first.getByText('four eyes')).toBeTruthy();
    expect(first.getByText('submitted again')).toBeTruthy();
    expect(within(rows[3] ?? document.body).getByText('claimed by you')).toBeTruthy();
  });

  test('filters by claim and by four eyes and finds by name, and says how many are shown', async () => {
    const user = userEvent.setup();
    show([MINE, aQueueItem(), OLDER]);
    await user.click(await screen.findByRole('radio', { name: 'Mine' }));
    expect(names()).toEqual(['Toys for summer']);
    expect(screen.getByRole('status').textContent).toBe('1 of 3 shown');
    await user.click(screen.getByRole('radio', { name: 'Four eyes' }));
    expect(names()).toEqual(['Autumn bulbs']);
    await user.type(screen.getByRole('searchbox'), 'nothing like it');
    expect(screen.getByText('No submission matches')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Show all submissions' }));
    expect(names()).toHaveLength(3);
  });

  test('is walked by arrow keys and opened by Enter', async () => {
    const user = userEvent.setup();
    show([MINE, aQueueItem(), OLDER]);
    (await screen.findByRole('link', { name: 'Autumn bulbs' })).focus();
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowUp}{Enter}');
    expect(screen.getByText(/^at \/review\/.*c1$/)).toBeTruthy();
  });

  test('says that nothing waits when it is empty', async () => {
    show([]);
    expect(await screen.findByRole('heading', { name: 'Nothing waits for you' })).toBeTruthy();
  });

  test('says what failed and tries again', async () => {
    const user = userEvent.setup();
    let calls = 0;
    const readQueue = () => {
      calls += 1;
      return calls === 1 ? refused('bank_unreachable', { attempts: 3 }) : ok({ items: [aQueueItem()] });
    };
    renderScreen(<QueueScreen />, { answers: { review: { readQueue } }, role: 'bank_reviewer' });
    expect((await screen.findByRole('alert')).textContent).toContain('The bank cannot be reached');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('link', { name: 'Spring start for balcony gardens' })).toBeTruthy();
  });

  test('tells a privacy officer what the role may do, and speaks Dutch', async () => {
    show([aQueueItem()], 'bank_privacy_officer', 'nl');
    expect(await screen.findByText(/Besluiten over een revisie doen beoordelaars/)).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'Wachtrij' })).toBeTruthy();
    expect(await screen.findByText('2 uur')).toBeTruthy();
  });
});

describe('running campaigns', () => {
  const RUNNING = [
    aSummary({ state: 'live' }),
    aSummary({ id: '01960000-0000-7000-8000-0000000000c4', name: 'Bulbs', state: 'submitted' }),
    aSummary({ id: '01960000-0000-7000-8000-0000000000c5', name: 'Roses', state: 'suspended' }),
  ];

  test('a privacy officer stops one with a reason and reads that it is stopped', async () => {
    const user = userEvent.setup();
    const asked: unknown[] = [];
    renderScreen(<LiveScreen />, {
      answers: {
        campaigns: { listCampaigns: () => ok({ campaigns: RUNNING }) },
        review: {
          suspendCampaign: (request) => {
            asked.push(request);
            return ok(aDetail('suspended', []));
          },
        },
      },
      role: 'bank_privacy_officer',
    });
    await screen.findByRole('link', { name: 'Roses' });
    expect(screen.queryByText('Bulbs')).toBeNull();
    expect(screen.getAllByRole('button')).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: 'Stop this campaign: Spring start for balcony gardens' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByRole('textbox'), 'Complaints about the text');
    await user.click(dialog.getByRole('button', { name: 'Stop the campaign' }));
    expect(await screen.findByText('Stopped. “Spring start for balcony gardens” is suspended.')).toBeTruthy();
    expect(asked).toEqual([{ campaignId: CAMPAIGN_ID, expectedVersion: 3, text: 'Complaints about the text' }]);
  });

  test('an operator is told to use the command line', () => {
    renderScreen(<OperatorPage />, { answers: {}, role: 'bank_operator' });
    expect(screen.getByRole('heading', { name: 'Use the bank command line' })).toBeTruthy();
    expect(screen.getByText(/release publish --window/)).toBeTruthy();
  });
});
