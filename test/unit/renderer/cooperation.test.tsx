import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import type { CampaignDetail, CampaignShop } from '#shared/contracts/http/campaigns.ts';
import type { CooperationTerms, Invitation, ProposedTerms } from '#shared/contracts/http/cooperation.ts';
import { CampaignPage } from '../../../renderer/merchant/campaigns/campaign-page.tsx';
import { mergeRows } from '../../../renderer/merchant/campaigns/rows.ts';
import { Invitations } from '../../../renderer/merchant/cooperation/invitations.tsx';
import { TogetherCard } from '../../../renderer/merchant/cooperation/together-card.tsx';
import { findingsOf } from '../../../renderer/merchant/designer/findings.ts';
import { newDraftContent } from '../../../renderer/merchant/designer/new-draft.ts';
import { aDetail, aSummary, CAMPAIGN_ID } from './builders.ts';
import { anAccount, type Answers, MARKET, ok, refused, renderScreen } from './harness.tsx';
import { aDraft } from './support/fake-api.ts';

const BIKES = { merchantId: '01960000-0000-7000-8000-0000000000b1', shopName: 'Fietsen' };
const BOOKS = { merchantId: '01960000-0000-7000-8000-0000000000b2', shopName: 'Boeken' };
const HASH = 'ab'.repeat(32);

const aShop = (shopName: string, sharePercent: number, is: Partial<CampaignShop> = {}): CampaignShop => ({
  shopName,
  sharePercent,
  isLead: false,
  isMine: false,
  accepted: false,
  ...is,
});
const terms = (changes: Partial<CooperationTerms> = {}): CooperationTerms => ({
  campaignId: CAMPAIGN_ID,
  name: 'Spring in our street',
  terms: 3,
  leadSharePercent: 50,
  partners: [
    { ...BOOKS, sharePercent: 20, state: 'invited' },
    { ...BIKES, sharePercent: 30, state: 'joined' },
  ],
  ...changes,
});

interface CardSetup {
  readonly stored?: CooperationTerms | null;
  readonly answers?: Answers['cooperation'];
  readonly isOnline?: boolean;
  readonly role?: 'merchant_editor' | 'merchant_viewer';
  readonly name?: string;
}

function showCard({
  stored = null,
  answers = {},
  isOnline = true,
  role = 'merchant_editor',
  name = 'Spring in our street',
}: CardSetup = {}) {
  return renderScreen(<TogetherCard campaignId={CAMPAIGN_ID} name={name} isReadOnly={false} />, {
    answers: {
      cooperation: {
        readCooperation: () => ok({ cooperation: stored }),
        listJoinable: () => ok({ shops: [BOOKS, BIKES] }),
        ...answers,
      },
    },
    role,
    isOnline,
  });
}

describe('inviting other shops', () => {
  test('a shop is chosen, its share typed, the rest is the own share, and the whole proposal is sent', async () => {
    const user = userEvent.setup();
    const asked: ProposedTerms[] = [];
    const proposeTerms: NonNullable<Answers['cooperation']>['proposeTerms'] = (request) => {
      asked.push(request);
      return ok(terms({ terms: 1, leadSharePercent: 70, partners: [{ ...BIKES, sharePercent: 30, state: 'invited' }] }));
    };
    showCard({ answers: { proposeTerms } });
    await user.click(await screen.findByRole('button', { name: 'Add a shop' }));
    await user.selectOptions(screen.getByRole('combobox', { name: 'Shop' }), 'Fietsen');
    await user.type(screen.getByRole('textbox', { name: 'Share of Fietsen' }), '30');
    expect(screen.getByText(/70% of the invoice/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Invite with these shares' }));
    expect(asked).toEqual([
      {
        campaignId: CAMPAIGN_ID,
        expectedTerms: 0,
        name: 'Spring in our street',
        leadSharePercent: 70,
        partners: [{ merchantId: BIKES.merchantId, sharePercent: 30 }],
      },
    ]);
    expect(await screen.findByText(/One shop has not joined with these shares yet/)).toBeTruthy();
  });

  test('a proposal that leaves nothing for the own shop, or lacks a shop, a share or a name, cannot be sent', async () => {
    const user = userEvent.setup();
    showCard({ name: '' });
    await user.click(await screen.findByRole('button', { name: 'Add a shop' }));
    const invite = () => screen.getByRole('button', { name: 'Invite with these shares' });
    expect(invite()).toHaveProperty('disabled', true);
    await user.selectOptions(screen.getByRole('combobox', { name: 'Shop' }), 'Fietsen');
    await user.type(screen.getByRole('textbox', { name: 'Share of Fietsen' }), '100');
    expect(screen.getByText('The others pay 100% together; at least 1% must be left for you.', { exact: false })).toBeTruthy();
    expect(screen.getByText(/Give the campaign a name first/)).toBeTruthy();
    expect(invite()).toHaveProperty('disabled', true);
  });

  test('says who has answered, and asks everybody again only where something was changed', async () => {
    const user = userEvent.setup();
    showCard({ stored: terms() });
    expect(await screen.findByText('joined')).toBeTruthy();
    expect(screen.getByText('invited')).toBeTruthy();
    const change = screen.getByRole('button', { name: 'Change the shares and ask everybody again' });
    expect(change).toHaveProperty('disabled', true);
    const share = screen.getByRole('textbox', { name: 'Share of Fietsen' });
    await user.clear(share);
    await user.type(share, '25');
    expect(change).toHaveProperty('disabled', false);
  });

  test('a refusal is said in words', async () => {
    const user = userEvent.setup();
    showCard({ stored: terms(), answers: { proposeTerms: () => refused('version_conflict', { currentVersion: 4 }) } });
    await user.click(await screen.findByRole('button', { name: 'End the cooperation' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Something else changed this first');
  });

  test('offline and for a viewer the reason stands where the form would be', async () => {
    const { unmount } = showCard({ isOnline: false });
    expect(await screen.findByText(/Inviting shops needs the bank/)).toBeTruthy();
    unmount();
    showCard({ role: 'merchant_viewer' });
    expect(await screen.findByText('An editor of your shop can invite others.')).toBeTruthy();
  });
});

test('a rule about one shop’s own customers or about visits is a finding once shops were asked, beside its field', () => {
  const content = {
    ...newDraftContent(MARKET, anAccount('merchant_editor')),
    spend: { kind: 'spend' as const, category: 'garden', window: '2025-spring', bands: { from: 2, to: 4 } },
    relation: 'lapsed' as const,
    visits: { kind: 'visits' as const, category: 'garden', window: '2025-spring', visits: { from: 1, to: 3 } },
  };
  const codes = (isCooperative: boolean) =>
    findingsOf(content, MARKET, isCooperative)
      .at('audience')
      .map(({ code, path }) => [code, path]);
  expect(codes(true)).toContainEqual(['relationship_in_cooperation', 'audience.relationship']);
  expect(codes(true)).toContainEqual(['visits_in_cooperation', 'audience.visits']);
  expect(JSON.stringify(codes(false))).not.toContain('cooperation');
});

describe('invitations', () => {
  const invitation = (changes: Partial<Invitation> = {}): Invitation => ({
    campaignId: CAMPAIGN_ID,
    name: 'Spring in our street',
    leadShopName: 'Tuincentrum',
    terms: 3,
    state: 'invited',
    invitedAt: '2026-03-02T08:00:00.000Z',
    mySharePercent: 30,
    shares: [
      { shopName: 'Tuincentrum', sharePercent: 70 },
      { shopName: 'Fietsen', sharePercent: 30 },
    ],
    ...changes,
  });

  test('an invitation says who asks and what it would cost, and is answered with the terms that were shown', async () => {
    const user = userEvent.setup();
    const asked: unknown[] = [];
    let waiting = [invitation()];
    renderScreen(<Invitations />, {
      answers: {
        cooperation: {
          listInvitations: () => ok({ invitations: waiting }),
          answerInvitation: (request) => {
            asked.push(request);
            waiting = [invitation({ state: 'joined' })];
            return ok({});
          },
        },
      },
      role: 'merchant_editor',
    });
    expect(await screen.findByText('Tuincentrum invites you. You would pay 30% of the invoice.')).toBeTruthy();
    expect(screen.getByText('Tuincentrum 70% · Fietsen 30%')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Join with 30%' }));
    expect(asked).toEqual([{ campaignId: CAMPAIGN_ID, terms: 3, answer: 'join' }]);
    expect(await screen.findByText(/You have joined Tuincentrum’s campaign/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Leave' })).toBeTruthy();
  });

  test('a viewer reads it and cannot answer; without invitations nothing is shown', async () => {
    const { unmount } = renderScreen(<Invitations />, {
      answers: { cooperation: { listInvitations: () => ok({ invitations: [invitation()] }) } },
      role: 'merchant_viewer',
    });
    expect(await screen.findByRole('button', { name: 'Decline' })).toHaveProperty('disabled', true);
    unmount();
    renderScreen(<Invitations />, {
      answers: { cooperation: { listInvitations: () => ok({ invitations: [] }) } },
      role: 'merchant_editor',
    });
    expect(screen.queryByRole('region', { name: 'Invitations' })).toBeNull();
  });
});

describe('the campaign page of a shop that joined', () => {
  const joined = (legal: CampaignDetail['legal'], changes: Partial<CampaignDetail> = {}) =>
    aDetail('awaiting_partners', legal, {
      summary: aSummary({ state: 'awaiting_partners', revisionHash: HASH, budgetCents: 1_000_100, shops: 2 }),
      shops: [aShop('Tuincentrum', 70, { isLead: true, accepted: true }), aShop('Fietsen', 30, { isMine: true })],
      ...changes,
    });
  const show = (detail: CampaignDetail, answers: Answers['cooperation'] = {}) =>
    renderScreen(<CampaignPage />, {
      answers: { campaigns: { readCampaign: () => ok(detail), markSeen: () => ok({}) }, cooperation: answers },
      role: 'merchant_editor',
      at: `/campaigns/${CAMPAIGN_ID}`,
      path: '/campaigns/:id',
    });

  test('names shops, shares, the most it can cost and the hash, and accepts exactly that hash', async () => {
    const user = userEvent.setup();
    const asked: unknown[] = [];
    const accepted = joined(['disagree', 'leave']);
    show(joined(['agree', 'disagree', 'leave']), {
      answerRevision: (request) => {
        asked.push(request);
        return ok({ confirmed: true as const, detail: accepted });
      },
    });
    const table = within(await screen.findByRole('table', { name: 'Shops of this campaign' }));
    expect(table.getAllByRole('row').map((row) => row.textContent)).toEqual([
      'ShopShareThis revision',
      'Tuincentrum · leads70%accepted',
      'Fietsen · you30%not yet',
    ]);
    expect(screen.getByText('At most €3,000.30 for your shop: 30% of the budget.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Accept this revision' }));
    expect(asked).toEqual([{ campaignId: CAMPAIGN_ID, revisionHash: HASH, answer: 'accept' }]);
  });

  test('has every control of the leading shop closed, with that reason', async () => {
    show(joined(['agree', 'disagree', 'leave']));
    const controls = within(await screen.findByRole('region', { name: 'Controls' }));
    expect(controls.getAllByRole('button').every((button) => button.hasAttribute('disabled'))).toBe(true);
    expect(controls.getAllByText('The leading shop can do this.')).toHaveLength(6);
  });

  test('leaving that was cancelled in the native question changes nothing; a confirmed one leads away', async () => {
    const user = userEvent.setup();
    let confirmed = false;
    show(joined(['leave']), { leaveCampaign: () => ok({ confirmed }) });
    await user.click(await screen.findByRole('button', { name: 'Leave' }));
    await waitFor(() => expect(screen.getByRole('button', { name: 'Leave' })).toHaveProperty('disabled', false));
    confirmed = true;
    await user.click(screen.getByRole('button', { name: 'Leave' }));
    expect(await screen.findByText('at /campaigns')).toBeTruthy();
  });

  test('an acceptance of a revision that has changed is refused in words', async () => {
    const user = userEvent.setup();
    show(joined(['agree', 'disagree', 'leave']), { answerRevision: () => refused('hash_mismatch') });
    await user.click(await screen.findByRole('button', { name: 'Accept this revision' }));
    expect(await screen.findByRole('alert')).toBeTruthy();
  });

  test('the leading shop has no answer to give, and opens a campaign that fell back to draft through the bank', async () => {
    const user = userEvent.setup();
    const lead = [aShop('Tuincentrum', 70, { isLead: true, isMine: true, accepted: true }), aShop('Fietsen', 30)];
    const detail = aDetail('draft', ['propose', 'withdraw'], { shops: lead });
    // Only the id of the answer matters to this screen.
    const reviseCampaign = (() => ok({ id: CAMPAIGN_ID })) as unknown as NonNullable<NonNullable<Answers['drafts']>['reviseCampaign']>;
    renderScreen(<CampaignPage />, {
      answers: { campaigns: { readCampaign: () => ok(detail), markSeen: () => ok({}) }, drafts: { reviseCampaign } },
      role: 'merchant_editor',
      at: `/campaigns/${CAMPAIGN_ID}`,
      path: '/campaigns/:id',
    });
    expect(await screen.findByText(/a shop left or did not accept it/)).toBeTruthy();
    expect(screen.queryByRole('region', { name: 'Your answer' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Open the draft' }));
    expect(await screen.findByText(`at /designer/${CAMPAIGN_ID}`)).toBeTruthy();
  });
});

test('a campaign that another shop sent back to draft stays in the list although this machine’s draft was submitted', () => {
  const draft = aDraft(newDraftContent(MARKET, anAccount('merchant_editor')));
  const submitted = { ...draft, submission: { phase: 'submitted' as const, submissionId: draft.id, at: draft.createdAt } };
  const rows = mergeRows([submitted], [aSummary({ id: draft.id, state: 'draft', shops: 3 })]);
  expect(rows.map((row) => [row.kind, row.state, row.together?.others])).toEqual([['campaign', 'draft', 2]]);
});

test('a draft from a revision that a colleague has replaced stands beside the campaign; one that waits for nothing does not', () => {
  const draft = { ...aDraft(newDraftContent(MARKET, anAccount('merchant_editor'))), baseRevision: 1 };
  const campaign = aSummary({ id: draft.id, state: 'submitted', revision: 2 });
  const kinds = (...rows: Parameters<typeof mergeRows>) => mergeRows(...rows).map((row) => row.kind);
  expect(kinds([draft], [campaign])).toEqual(['draft', 'campaign']);
  expect(kinds([{ ...draft, baseRevision: 2 }], [campaign])).toEqual(['campaign']);
  const refused = { phase: 'refused' as const, submissionId: draft.id, at: draft.createdAt, code: 'version_conflict', detail: {} };
  expect(kinds([{ ...draft, baseRevision: 2, submission: refused }], [campaign])).toEqual(['draft', 'campaign']);
});
