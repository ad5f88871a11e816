import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import type { EvidenceFile } from '#shared/campaign/evidence.ts';
import { ReviewScreen } from '../../../renderer/bank-desk/review/review-screen.tsx';
import { CampaignPage } from '../../../renderer/merchant/campaigns/campaign-page.tsx';
import { aContent } from '../../fixtures/campaign-content.ts';
import { aPicture } from '../../fixtures/pictures.ts';
import { aDetail, aReviewCase, CAMPAIGN_ID } from './builders.ts';
import { type Answers, ok, renderScreen } from './harness.tsx';
import { completeContent } from './support/drafts.ts';
import { aDraft, draftId } from './support/fake-api.ts';
import { renderApp } from './support/render-app.tsx';

const SHELF = aPicture('logo');
const PAPER: EvidenceFile = { sha256: 'b'.repeat(64), name: 'prijslijst.pdf', mediaType: 'application/pdf', sizeBytes: 20_480 };
const PHOTO: EvidenceFile = { sha256: SHELF.sha256, name: 'schap.png', mediaType: 'image/png', sizeBytes: SHELF.bytes.length };

describe('the claim of an offer', () => {
  const openOffer = async (chosenEvidence: EvidenceFile | null) => {
    const app = renderApp(`/designer/${draftId(1)}`, { drafts: [aDraft(completeContent())], chosenEvidence });
    await app.user.click(await screen.findByRole('tab', { name: /^Offer/ }));
    return app;
  };
  const group = () => screen.getByRole('group', { name: 'Evidence' });

  test('was/now asks for its prices and for evidence, and is satisfied by an attached file', async () => {
    const { user, state } = await openOffer(PAPER);
    expect(within(group()).queryByRole('alert')).toBeNull();
    await user.click(screen.getByRole('radio', { name: 'was / now' }));
    expect(within(group()).getByText('A was/now claim needs evidence of the price: attach at least one file')).toBeTruthy();
    const type = (label: string, value: string) => fireEvent.change(screen.getByRole('textbox', { name: label }), { target: { value } });
    type('Price before', '120');
    type('Price now', '130');
    type('Lowest price of the last 30 days', '110');
    expect(screen.getByText('Lower than the price before')).toBeTruthy();
    expect(screen.getByText('Not above the lowest price of the last 30 days')).toBeTruthy();
    type('Price now', '90');
    type('Lowest price of the last 30 days', '120');
    await user.click(within(group()).getByRole('button', { name: 'Attach a file' }));
    expect(await within(group()).findByText('prijslijst.pdf')).toBeTruthy();
    expect(within(group()).getByText('PDF, 20 kB, bbbbbbbb')).toBeTruthy();
    expect(within(group()).queryByRole('alert')).toBeNull();
    await expect.poll(() => state.drafts[0]?.content.evidence).toEqual([PAPER]);
    expect(state.drafts[0]?.content.claim).toEqual({ kind: 'was_now', fromCents: 12_000, toCents: 9_000, lowest30DaysCents: 12_000 });
    // The same file again is the one that is there.
    await user.click(within(group()).getByRole('button', { name: 'Attach a file' }));
    await user.click(within(group()).getByRole('button', { name: 'Take out: prijslijst.pdf' }));
    await expect.poll(() => state.drafts[0]?.content.evidence).toEqual([]);
  });

  test('takes no sixth file', async () => {
    const evidence = Array.from({ length: 5 }, (_file, index) => ({ ...PAPER, sha256: String(index).repeat(64) }));
    const app = renderApp(`/designer/${draftId(1)}`, { drafts: [aDraft({ ...completeContent(), evidence })] });
    await app.user.click(await screen.findByRole('tab', { name: /^Offer/ }));
    expect(screen.getByRole('button', { name: 'Attach a file' })).toHaveProperty('disabled', true);
    expect(screen.getByText('At most 5 files.')).toBeTruthy();
  });
});

const content = aContent({
  offer: { ...aContent().offer, claim: { kind: 'was_now', fromCents: 12_000, toCents: 9_000, lowest30DaysCents: 12_000 } },
  evidence: [PAPER, PHOTO],
});
const files: NonNullable<Answers['files']> = {
  readEvidence: () => ok({ mediaType: 'image/png' as const, base64: SHELF.bytes.toString('base64') }),
  saveEvidence: ({ name }) => ok({ file: name }),
};

describe('evidence under review', () => {
  const show = (role: 'bank_reviewer' | 'bank_privacy_officer') =>
    renderScreen(<ReviewScreen />, {
      answers: {
        review: { readCase: () => ok(aReviewCase({ detail: aDetail('in_review', [], { content }) })) },
        campaigns: { markSeen: () => ok({}) },
        files,
      },
      role,
      at: `/review/${CAMPAIGN_ID}`,
      path: '/review/:id',
    });

  test('is listed; a reviewer draws a picture here and saves a PDF, which is never drawn', async () => {
    const user = userEvent.setup();
    show('bank_reviewer');
    const part = await screen.findByRole('region', { name: 'Evidence' });
    expect(screen.getByText('was €120, now €90; lowest of the last 30 days €120')).toBeTruthy();
    expect(within(part).queryByRole('button', { name: 'Show: prijslijst.pdf' })).toBeNull();
    await user.click(within(part).getByRole('button', { name: 'Show: schap.png' }));
    expect((await within(part).findByRole('img', { name: 'Evidence: schap.png' })).getAttribute('src')).toMatch(/^data:image\/png;base64,/);
    await user.click(within(part).getByRole('button', { name: 'Save a copy: prijslijst.pdf' }));
    expect(await within(part).findByText('Saved as prijslijst.pdf.')).toBeTruthy();
  });

  test('is named for the privacy officer, and not opened', async () => {
    show('bank_privacy_officer');
    const part = await screen.findByRole('region', { name: 'Evidence' });
    expect(within(part).getByText('prijslijst.pdf')).toBeTruthy();
    expect(within(part).queryByRole('button')).toBeNull();
  });
});

test('a shop that joined sees which evidence belongs to the revision, and cannot open it', async () => {
  const shops = [
    { shopName: 'De Linde', sharePercent: 60, isLead: true, isMine: false, accepted: true },
    { shopName: 'Tuincentrum', sharePercent: 40, isLead: false, isMine: true, accepted: false },
  ];
  renderScreen(<CampaignPage />, {
    answers: {
      campaigns: { readCampaign: () => ok(aDetail('awaiting_partners', [], { content, shops })), markSeen: () => ok({}) },
      files,
    },
    role: 'merchant_editor',
    at: `/campaigns/${CAMPAIGN_ID}`,
    path: '/campaigns/:id',
  });
  const card = await screen.findByRole('region', { name: 'Evidence' });
  expect(within(card).getByText('schap.png')).toBeTruthy();
  expect(within(card).queryByRole('button')).toBeNull();
  expect(within(card).getByText(/What is in them only the leading shop/)).toBeTruthy();
});
