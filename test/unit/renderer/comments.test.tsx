import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { ReviewScreen } from '../../../renderer/bank-desk/review/review-screen.tsx';
import { CampaignPage } from '../../../renderer/merchant/campaigns/campaign-page.tsx';
import type { Comment, CommentThread, RevisionShown } from '#shared/contracts/http/dialogue.ts';
import type { Role } from '#shared/session/roles.ts';
import { aContent } from '../../fixtures/campaign-content.ts';
import { aDetail, aReviewCase, CAMPAIGN_ID, HASH } from './builders.ts';
import { type Answers, ok, refused, renderScreen } from './harness.tsx';

function aComment(number: number, changes: Partial<Comment> = {}): Comment {
  return {
    id: `01960000-0000-7000-8000-00000000010${number}`,
    number,
    writtenAt: '2026-03-02T10:00:00.000Z',
    revision: 1,
    author: { side: 'merchant', role: 'merchant_viewer', displayName: 'Eigenaar', shopName: 'Tuincentrum', isMe: false },
    text: `Remark ${number}`,
    ...changes,
  };
}

const FROM_BANK: Comment['author'] = { side: 'bank', role: 'bank_reviewer', isMe: false };

function show(
  thread: CommentThread,
  comments: Answers['comments'] = {},
  setup: { role?: Role; isOnline?: boolean; revisions?: RevisionShown[] } = {},
) {
  const { role = 'merchant_editor', isOnline = true, revisions = [] } = setup;
  const isBank = role.startsWith('bank');
  const detail = aDetail('in_review', []);
  return renderScreen(isBank ? <ReviewScreen /> : <CampaignPage />, {
    answers: {
      campaigns: { readCampaign: () => ok(detail), markSeen: () => ok({}), listRevisions: () => ok({ revisions }) },
      review: { readCase: () => ok(aReviewCase()) },
      comments: {
        readComments: () => ok(thread),
        readNote: () => ok({ text: '' }),
        saveNote: () => ok({}),
        markRead: () => ok({}),
        ...comments,
      },
    },
    role,
    isOnline,
    at: isBank ? `/review/${CAMPAIGN_ID}` : `/campaigns/${CAMPAIGN_ID}`,
    path: isBank ? '/review/:id' : '/campaigns/:id',
  });
}

const card = async () => within(await screen.findByRole('region', { name: 'Comments' }));
/** The field once what was typed before is in it. */
const field = async () => {
  const textbox = await (await card()).findByRole('textbox', { name: 'Write a comment' });
  await waitFor(() => expect(textbox).toHaveProperty('disabled', false));
  return textbox;
};

test('comments stand in their order with the side, the part and the time; those not read yet are marked, and are read now', async () => {
  const marked: unknown[] = [];
  show(
    { comments: [aComment(1), aComment(2, { author: FROM_BANK, text: 'Please name\nthe last day' })], readUntil: 1 },
    {
      markRead: (request) => {
        marked.push(request);
        return ok({});
      },
    },
  );
  const [first, second] = await (await card()).findAllByRole('listitem');
  expect(first?.textContent).toContain('Eigenaar, viewer, Tuincentrum');
  expect(first?.textContent).not.toContain('new');
  expect(second?.textContent).toMatch(/^The bank, reviewer2 March 2026 at 11:00 · revision 1new/);
  await waitFor(() => expect(marked).toEqual([{ campaignId: CAMPAIGN_ID, number: 2 }]));
});

test('a comment that is sent appears, and the field is empty again', async () => {
  const user = userEvent.setup();
  const asked: unknown[] = [];
  const savedAfter: string[] = [];
  const { unmount } = show(
    { comments: [], readUntil: 0 },
    {
      saveNote: ({ text }) => {
        if (asked.length > 0) savedAfter.push(text);
        return ok({});
      },
      writeComment: (request) => {
        asked.push(request);
        return ok({ comments: [aComment(1, { text: request.text })], readUntil: 0 });
      },
    },
  );
  await user.type(await field(), '  Could it start later?');
  await user.click((await card()).getByRole('button', { name: 'Send' }));
  expect(await (await card()).findByText('Could it start later?')).toBeTruthy();
  expect(asked).toEqual([{ campaignId: CAMPAIGN_ID, text: 'Could it start later?' }]);
  expect(await field()).toHaveProperty('value', '');
  expect((await card()).getByRole('status').textContent).toBe('Sent.');
  unmount();
  // Written down again it would be there after a restart, and sent twice.
  expect(savedAfter).toEqual([]);
});

test('while the bank is away one can write: it is saved on this machine and says so, and it cannot be sent', async () => {
  const user = userEvent.setup();
  const saved: unknown[] = [];
  show(
    { comments: [], readUntil: 0 },
    {
      readComments: () => refused('bank_unreachable', { attempts: 3 }),
      saveNote: (request) => {
        saved.push(request);
        return ok({});
      },
    },
    { isOnline: false },
  );
  await user.type(await field(), 'Later then');
  expect(await (await card()).findByText(/kept on this machine; send it when the bank answers again/)).toBeTruthy();
  expect((await card()).getByRole('button', { name: 'Send' })).toHaveProperty('disabled', true);
  await waitFor(() => expect(saved.at(-1)).toEqual({ campaignId: CAMPAIGN_ID, text: 'Later then' }));
});

test('what was typed before a restart is there again', async () => {
  show({ comments: [], readUntil: 0 }, { readNote: () => ok({ text: 'Half a thou' }) });
  await waitFor(async () => expect(await field()).toHaveProperty('value', 'Half a thou'));
});

test('leaving the page in the middle of a word writes it', async () => {
  const user = userEvent.setup();
  const saved: string[] = [];
  const { unmount } = show(
    { comments: [], readUntil: 0 },
    {
      saveNote: ({ text }) => {
        saved.push(text);
        return ok({});
      },
    },
  );
  await user.type(await field(), 'Half');
  unmount();
  expect(saved.at(-1)).toBe('Half');
});

test('a refused comment keeps what was typed and says why', async () => {
  const user = userEvent.setup();
  show({ comments: [], readUntil: 0 }, { writeComment: () => refused('too_many_requests', { retryAfterSeconds: 60 }) });
  await user.type(await field(), 'Once more');
  await user.click((await card()).getByRole('button', { name: 'Send' }));
  expect((await (await card()).findByRole('alert')).textContent).toContain('Too many requests');
  expect((await card()).getByText('It was not sent. What you wrote is kept on this machine.')).toBeTruthy();
  expect(await field()).toHaveProperty('value', 'Once more');
});

test('a text beyond the limit says by how much and is not sent; an empty one asks for words', async () => {
  const user = userEvent.setup();
  const asked: unknown[] = [];
  show(
    { comments: [], readUntil: 0 },
    {
      writeComment: (request) => {
        asked.push(request);
        return ok({ comments: [], readUntil: 0 });
      },
    },
  );
  await user.click((await card()).getByRole('button', { name: 'Send' }));
  expect((await card()).getByText('Write something first.')).toBeTruthy();
  await user.click(await field());
  await user.paste('x'.repeat(2_003));
  expect((await card()).getByText('3 characters too long.')).toBeTruthy();
  expect((await card()).getByRole('button', { name: 'Send' })).toHaveProperty('disabled', true);
  expect(asked).toEqual([]);
});

test('the owner, who may change nothing, may comment; a privacy officer reads', async () => {
  const { unmount } = show({ comments: [aComment(1)], readUntil: 1 }, {}, { role: 'merchant_viewer' });
  expect(await field()).toBeTruthy();
  unmount();
  show({ comments: [aComment(1)], readUntil: 1 }, {}, { role: 'bank_privacy_officer' });
  expect(await (await card()).findByText('Remark 1')).toBeTruthy();
  expect((await card()).queryByRole('textbox')).toBeNull();
});

test('a reviewer reads and answers in the review, and is told that the shop sees the bank and not the person', async () => {
  show({ comments: [aComment(1)], readUntil: 1 }, {}, { role: 'bank_reviewer' });
  expect(await field()).toBeTruthy();
  expect((await card()).getByText(/see that the bank wrote it, not who/)).toBeTruthy();
});

test('revisions stand newest first with what became of them; the newest says in words what changed, the first has nothing before it', async () => {
  const user = userEvent.setup();
  const submittedBy = { side: 'merchant', role: 'merchant_editor', displayName: 'Desk', shopName: 'Tuincentrum', isMe: true } as const;
  const before = aContent();
  show(
    { comments: [], readUntil: 0 },
    {},
    {
      revisions: [
        {
          number: 1,
          hash: 'ab'.repeat(32),
          submittedAt: '2026-03-01T09:00:00.000Z',
          submittedBy,
          content: before,
          outcome: { transition: 'request_changes', at: '2026-03-01T15:00:00.000Z', reason: 'terms_incomplete' },
        },
        {
          number: 2,
          hash: HASH,
          submittedAt: '2026-03-02T09:00:00.000Z',
          submittedBy,
          content: aContent({ budgetCents: 2_000_000 }),
          outcome: { transition: 'submit', at: '2026-03-02T09:00:00.000Z' },
        },
      ],
    },
  );
  const revisions = within(await screen.findByRole('region', { name: 'Revisions' }));
  const second = await revisions.findByRole('button', { name: 'Revision 2' });
  expect(revisions.getAllByRole('button').map((button) => button.textContent)).toEqual(['Revision 2', 'Revision 1']);
  expect(second.getAttribute('aria-expanded')).toBe('true');
  expect(revisions.getByRole('heading', { name: 'What changed in revision 2 since revision 1' })).toBeTruthy();
  expect(revisions.getByText('€15,000').closest('del')).toBeTruthy();
  expect(revisions.getByText('€20,000').closest('ins')).toBeTruthy();
  expect(revisions.getByText(/Terms are incomplete/)).toBeTruthy();
  await user.click(revisions.getByRole('button', { name: 'Revision 1' }));
  expect(revisions.getByText(/there is nothing to compare it with/)).toBeTruthy();
  expect(revisions.queryByText('€20,000')).toBeNull();
});
