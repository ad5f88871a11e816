import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { CampaignPage } from '../../../renderer/merchant/campaigns/campaign-page.tsx';
import { type CampaignState, legalTransitions } from '#shared/campaign/transitions.ts';
import type { CampaignDetail } from '#shared/contracts/http/campaigns.ts';
import type { Role } from '#shared/session/roles.ts';
import { aDetail, aSummary, aTimelineEntry, CAMPAIGN_ID } from './builders.ts';
import { type Answers, ok, refused, renderScreen } from './harness.tsx';

interface Setup {
  readonly answers?: Answers['campaigns'];
  readonly drafts?: Answers['drafts'];
  readonly role?: Role;
  readonly isOnline?: boolean;
}

function show(detail: CampaignDetail, { answers = {}, drafts = {}, role = 'merchant_editor', isOnline = true }: Setup = {}) {
  return renderScreen(<CampaignPage />, {
    answers: { campaigns: { readCampaign: () => ok(detail), markSeen: () => ok({}), ...answers }, drafts },
    role,
    isOnline,
    at: `/campaigns/${CAMPAIGN_ID}`,
    path: '/campaigns/:id',
  });
}

const inState = (state: CampaignState) => aDetail(state, [...legalTransitions(state, 'merchant_editor')]);
const enabled = () =>
  within(screen.getByRole('region', { name: 'Controls' }))
    .getAllByRole('button')
    .filter((button) => !button.hasAttribute('disabled'))
    .map((button) => button.textContent);

describe('the page of a campaign', () => {
  test.each([
    ['submitted', ['Withdraw']],
    ['in_review', ['Withdraw']],
    ['changes_requested', ['Revise', 'Withdraw']],
    ['scheduled', ['Withdraw']],
    ['live', ['Pause', 'Limit']],
    ['paused', ['Resume', 'Limit']],
    ['limited', []],
    ['suspended', []],
    ['reported', ['Archive']],
    ['rejected', []],
  ] satisfies [CampaignState, string[]][])('in state %s these controls are open: %j; the others say why not', async (state, open) => {
    show(inState(state));
    await screen.findByRole('region', { name: 'Controls' });
    expect(enabled()).toEqual(open);
    for (const button of screen.getAllByRole('button', { name: /^(Revise|Withdraw|Pause|Resume|Limit|Archive)$/ })) {
      const why = document.getElementById(button.getAttribute('aria-describedby') ?? '');
      expect(why?.textContent).not.toBe('');
      if (button.hasAttribute('disabled')) expect(why?.textContent).toMatch(/Possible|final/);
    }
  });

  test('a viewer sees every control closed with the reason, and so does an editor while the bank is away', async () => {
    const { unmount } = show(inState('live'), { role: 'merchant_viewer' });
    expect((await screen.findAllByText(/Viewers may look/)).length).toBe(6);
    unmount();
    show(inState('live'), { isOnline: false });
    expect((await screen.findAllByText(/when the bank can be reached again/)).length).toBe(6);
  });

  test('says the rule and the audience in words, the message as delivered and the prices', async () => {
    show(aDetail('scheduled', ['withdraw'], { prices: { rewardPriceCents: 750, feeCents: 45 } }));
    expect(
      await screen.findByText(/Customers who spent €100 or more on garden in spring 2025 \(March–May\) and live in East, West or South/),
    ).toBeTruthy();
    expect(screen.getByRole('article', { name: '10 % terug op je balkon' })).toBeTruthy();
    expect(within(screen.getByRole('region', { name: 'Prices, fixed at approval' })).getByText('€7.50')).toBeTruthy();
    expect(screen.getByText(/It goes live by itself on 16 March 2026/)).toBeTruthy();
  });

  test('shows the newest step first and what the bank says where it has asked for changes', async () => {
    show(
      aDetail('changes_requested', ['revise', 'withdraw'], {
        timeline: [
          aTimelineEntry(),
          aTimelineEntry({ at: '2026-03-02T11:00:00.000Z', transition: 'take', from: 'submitted', to: 'in_review', by: 'bank' }),
          aTimelineEntry({
            at: '2026-03-02T12:00:00.000Z',
            transition: 'request_changes',
            from: 'in_review',
            to: 'changes_requested',
            by: 'bank',
            reason: 'terms_incomplete',
            text: 'Say until when the offer runs.',
          }),
        ],
      }),
    );
    const now = within(await screen.findByRole('region', { name: 'What happens now' }));
    expect(now.getByText('Terms are incomplete')).toBeTruthy();
    expect(now.getByText('Say until when the offer runs.')).toBeTruthy();
    const steps = within(screen.getByRole('region', { name: 'Timeline' })).getAllByRole('listitem');
    expect(steps.map((step) => step.firstChild?.textContent)).toEqual(['Changes requested', 'Taken into review', 'Submitted']);
  });

  test('withdrawing asks first, and cancelling does nothing', async () => {
    const user = userEvent.setup();
    const asked: unknown[] = [];
    show(inState('submitted'), {
      answers: {
        withdrawCampaign: (request) => {
          asked.push(request);
          return ok(aDetail('withdrawn', [], { summary: aSummary({ state: 'withdrawn', version: 4 }) }));
        },
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Withdraw' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(asked).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Withdraw' }));
    await user.click(await screen.findByRole('button', { name: 'Withdraw the campaign' }));
    expect(await screen.findByText('Done. The campaign is withdrawn.')).toBeTruthy();
    expect(asked).toEqual([{ campaignId: CAMPAIGN_ID, expectedVersion: 3 }]);
  });

  test('revising opens the draft of the same id', async () => {
    const user = userEvent.setup();
    const draft = { id: CAMPAIGN_ID };
    // Only the id of the answer matters to this screen.
    const reviseCampaign = (() => ok(draft)) as unknown as NonNullable<NonNullable<Answers['drafts']>['reviseCampaign']>;
    show(inState('changes_requested'), { drafts: { reviseCampaign } });
    await user.click(await screen.findByRole('button', { name: 'Revise' }));
    expect(await screen.findByText(`at /designer/${CAMPAIGN_ID}`)).toBeTruthy();
  });

  test('a step on a campaign that somebody else has changed does nothing: the page shows it as it is now and says so; a typed comment stays', async () => {
    const user = userEvent.setup();
    let isPaused = false;
    show(inState('live'), {
      answers: {
        readCampaign: () => ok(inState(isPaused ? 'paused' : 'live')),
        controlCampaign: () => {
          isPaused = true;
          return refused('version_conflict', { currentVersion: 5 });
        },
      },
    });
    const comment = await screen.findByRole('textbox', { name: 'Write a comment' });
    await waitFor(() => expect(comment).toHaveProperty('disabled', false));
    await user.type(comment, 'Half a thought');
    await user.click(await screen.findByRole('button', { name: 'Pause' }));
    const alert = await screen.findByRole('alert');
    await within(alert).findByText(/This page shows it as it is now: paused/);
    expect(enabled()).toContain('Resume');
    expect(screen.getByRole('textbox', { name: 'Write a comment' })).toHaveProperty('value', 'Half a thought');
    await user.click(within(alert).getByRole('button', { name: 'Understood' }));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('a pause that the bank does not do for another reason says which, and offers to reload', async () => {
    const user = userEvent.setup();
    show(inState('live'), { answers: { controlCampaign: () => refused('bank_busy') } });
    await user.click(await screen.findByRole('button', { name: 'Pause' }));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('more work than it can answer');
    await user.click(within(alert).getByRole('button', { name: 'Reload the campaign' }));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });

  test('a campaign that was taken back leads to its draft', async () => {
    const user = userEvent.setup();
    show(inState('draft'));
    await user.click(await screen.findByRole('link', { name: 'Open the draft' }));
    expect(screen.getByText(`at /designer/${CAMPAIGN_ID}`)).toBeTruthy();
  });

  test('a reported campaign leads to its results', async () => {
    const user = userEvent.setup();
    show(inState('reported'));
    await user.click(await screen.findByRole('link', { name: 'See the results' }));
    expect(screen.getByText(`at /results/${CAMPAIGN_ID}`)).toBeTruthy();
  });
});
