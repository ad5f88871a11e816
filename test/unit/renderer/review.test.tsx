import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { ReviewScreen } from '../../../renderer/bank-desk/review/review-screen.tsx';
import type { ReviewCase } from '#shared/contracts/http/campaigns.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { aDetail, aReviewCase, aSummary, CAMPAIGN_ID, HASH } from './builders.ts';
import { type Answers, ok, refused, renderScreen } from './harness.tsx';

type Review = NonNullable<Answers['review']>;
type DecideRequest = Parameters<NonNullable<Review['decideCase']>>[0];

function show(reviewCase: ReviewCase, review: Review = {}, role: 'bank_reviewer' | 'bank_privacy_officer' = 'bank_reviewer') {
  return renderScreen(<ReviewScreen />, {
    answers: { review: { readCase: () => ok(reviewCase), ...review }, campaigns: { markSeen: () => ok({}) } },
    role,
    at: `/review/${CAMPAIGN_ID}`,
    path: '/review/:id',
  });
}

/** Answers a decision and keeps what was asked. */
function deciding(answer: NonNullable<Review['decideCase']>) {
  const asked: DecideRequest[] = [];
  const decideCase: NonNullable<Review['decideCase']> = (request) => {
    asked.push(request);
    return answer(request);
  };
  return { asked, decideCase };
}

const approved = () => ok({ confirmed: true as const, detail: aDetail('scheduled', []) });

describe('a case under review', () => {
  test('shows what the customer will see, the whole first revision, the liability and the checks', async () => {
    show(aReviewCase());
    const card = await screen.findByRole('article', { name: '10 % terug op je balkon' });
    expect(within(card).getByText(/betaald door Tuincentrum/)).toBeTruthy();
    expect(within(card).getByText(/Stop hiermee/)).toBeTruthy();
    expect(card.getAttribute('lang')).toBe('nl');
    expect(screen.getByRole('heading', { name: 'First revision' })).toBeTruthy();
    expect(screen.getByText(/Customers who spent €100 or more on garden in spring 2025/)).toBeTruthy();
    expect(screen.getByText('€249,600')).toBeTruthy();
    expect(screen.getByText('0.3%')).toBeTruthy();
    const checks = within(screen.getByRole('list', { name: 'Checks' })).getAllByRole('listitem');
    expect(checks[0]?.textContent).toContain('Reward, not a price cut: confirm the wording needs eyes');
    expect(checks[0]?.textContent).toContain('Prijzenbesluit 5a');
    expect(checks[1]?.textContent).toContain('1,248 estimated · 155 required · house rule');
    expect(checks[2]?.textContent).toContain('languages: Dutch · DSA 26(1)');
    expect(screen.getByText('2 passed · 1 needs eyes · 0 failed')).toBeTruthy();
  });

  test('shows old struck through and new highlighted, and names what did not change', async () => {
    const changes = [
      { path: 'offer.reward.percent', before: '15', after: '10' },
      { path: 'audience.regions', before: '["oost","west"]', after: '["oost","west","zuid"]' },
    ];
    show(aReviewCase({ changes, previousRevision: 3 }));
    await screen.findByRole('heading', { name: 'Changed since revision 3' });
    const reward = screen.getByText('Reward').closest('li');
    expect(reward?.querySelector('del')?.textContent).toContain('15%');
    expect(reward?.querySelector('ins')?.textContent).toContain('10%');
    const regions = screen.getByText('Audience: regions').closest('li');
    expect(regions?.querySelector('del')).toBeNull();
    expect(regions?.querySelector('ins')?.textContent).toContain('South');
    expect(screen.getByText(/Unchanged: name, objective, channels, conditions/)).toBeTruthy();
  });

  test('approves the hash that is on the screen and says what follows', async () => {
    const user = userEvent.setup();
    const { asked, decideCase } = deciding(approved);
    show(aReviewCase(), { decideCase });
    await user.click(await screen.findByRole('button', { name: 'Approve' }));
    expect(asked).toEqual([
      {
        campaignId: CAMPAIGN_ID,
        expectedVersion: 3,
        campaignName: 'Spring start for balcony gardens',
        revision: 1,
        decision: { kind: 'approve', revisionHash: HASH },
      },
    ]);
    expect((await screen.findByText(/Approved. The campaign is scheduled/)).getAttribute('role')).toBe('status');
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
  });

  test('a declined confirmation says that nothing happened and leaves the case open', async () => {
    const user = userEvent.setup();
    show(aReviewCase(), { decideCase: () => ok({ confirmed: false as const }) });
    await user.click(await screen.findByRole('button', { name: 'Approve' }));
    expect(await screen.findByText(/Nothing was sent/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Approve' }).hasAttribute('disabled')).toBe(false);
  });

  test('four eyes name both approvals and the reasons', async () => {
    const user = userEvent.setup();
    const approvals = { given: 0, needed: 2, reasons: ['reach' as const] };
    show(aReviewCase({ approvals }), { decideCase: () => ok({ confirmed: true as const, detail: aDetail('approved', []) }) });
    expect(await screen.findByText('four eyes: reach above the limit')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Approve, 1 of 2' }));
    expect(await screen.findByText(/waits for a second reviewer/)).toBeTruthy();
  });

  test('the second reviewer gives the second approval of an approved campaign', async () => {
    show(
      aReviewCase({
        detail: aDetail('approved', ['schedule', 'suspend']),
        claimed: false,
        claimedByMe: false,
        approvals: { given: 1, needed: 2, reasons: ['budget'] },
      }),
    );
    expect(await screen.findByRole('button', { name: 'Approve, 2 of 2' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Reject' }).hasAttribute('disabled')).toBe(true);
  });

  test('whoever gave the first approval reads that the second is another reviewer’s', async () => {
    show(
      aReviewCase({
        detail: aDetail('approved', ['suspend']),
        claimed: false,
        claimedByMe: false,
        approvals: { given: 1, needed: 2, reasons: ['budget'] },
      }),
    );
    expect(await screen.findByText(/You gave the first approval/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Approve/ })).toBeNull();
  });

  test('requesting changes needs a reason and a comment of ten characters, said beside the fields', async () => {
    const user = userEvent.setup();
    const { asked, decideCase } = deciding(() => ok({ confirmed: true as const, detail: aDetail('changes_requested', []) }));
    show(aReviewCase(), { decideCase });
    await user.click(await screen.findByRole('button', { name: 'Request changes' }));
    expect(screen.getByText(/Choose the reason/)).toBeTruthy();
    expect(screen.getByText(/Write at least 10 characters/)).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole('combobox', { name: 'Reason' }));
    await user.selectOptions(screen.getByRole('combobox', { name: 'Reason' }), 'Terms are incomplete');
    await user.type(screen.getByRole('textbox', { name: 'Comment for the merchant' }), ' Say until when. ');
    await user.click(screen.getByRole('button', { name: 'Request changes' }));
    await screen.findByText(/Changes requested/);
    expect(asked.map((request) => request.decision)).toEqual([
      { kind: 'request_changes', revisionHash: HASH, reason: 'terms_incomplete', text: 'Say until when.' },
    ]);
  });

  test.each([
    ['maker_may_not_approve', 'You submitted this revision yourself'],
    ['second_person_required', 'You gave the first approval'],
    ['claimed_by_another', 'A colleague has claimed this case'],
    ['version_conflict', 'The campaign changed in the meantime'],
    ['hash_mismatch', 'This is not the revision that was shown'],
    ['transition_refused', 'The campaign is in another state now'],
    ['bank_unreachable', 'The bank did not record this'],
  ] satisfies [ErrorCode, string][])('a refusal %s is said plainly, keeps the comment and offers to reload', async (code, title) => {
    const user = userEvent.setup();
    let reads = 0;
    const readCase = () => {
      reads += 1;
      return ok(aReviewCase());
    };
    show(aReviewCase(), { readCase, decideCase: () => refused(code) });
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Reason' }), 'other');
    await user.type(screen.getByRole('textbox', { name: 'Comment for the merchant' }), 'A comment worth keeping');
    await user.click(screen.getByRole('button', { name: 'Reject' }));
    const alert = await screen.findByRole('alert');
    expect(within(alert).getByText(title)).toBeTruthy();
    await user.click(within(alert).getByRole('button', { name: 'Reload the case' }));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    expect(reads).toBe(2);
    expect(screen.getByRole('textbox', { name: 'Comment for the merchant' })).toHaveProperty('value', 'A comment worth keeping');
  });

  test('a free case is taken first and given back from its head', async () => {
    const user = userEvent.setup();
    const free = aReviewCase({ detail: aDetail('submitted', ['take']), claimed: false, claimedByMe: false });
    const { detail } = aReviewCase();
    show(free, { takeCase: () => ok(aReviewCase({ detail })), releaseCase: () => ok(free) });
    await user.click(await screen.findByRole('button', { name: 'Take into review' }));
    await user.click(await screen.findByRole('button', { name: 'Give back to the queue' }));
    expect(await screen.findByRole('button', { name: 'Take into review' })).toBeTruthy();
  });

  test('a case of a colleague can be read, not decided', async () => {
    show(aReviewCase({ claimedByMe: false }));
    expect(await screen.findByText(/A colleague has claimed this case/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
  });

  test('a privacy officer looks and may stop a campaign with a reason', async () => {
    const user = userEvent.setup();
    const asked: unknown[] = [];
    show(
      aReviewCase({ detail: aDetail('live', ['suspend'], { summary: aSummary({ state: 'live' }) }) }),
      {
        suspendCampaign: (request) => {
          asked.push(request);
          return ok(aDetail('suspended', []));
        },
      },
      'bank_privacy_officer',
    );
    expect(await screen.findByText(/There is nothing to decide/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Stop this campaign' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: 'Stop the campaign' }));
    expect(within(dialog).getByText(/Write at least 10 characters/)).toBeTruthy();
    await user.type(within(dialog).getByRole('textbox'), 'Complaints about the text');
    await user.click(within(dialog).getByRole('button', { name: 'Stop the campaign' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(asked).toEqual([{ campaignId: CAMPAIGN_ID, expectedVersion: 3, text: 'Complaints about the text' }]);
  });

  test('a case that does not exist says so and shows no decision', async () => {
    show(aReviewCase(), { readCase: () => refused('not_found') });
    expect((await screen.findByRole('alert')).textContent).toContain('does not exist');
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
  });
});
