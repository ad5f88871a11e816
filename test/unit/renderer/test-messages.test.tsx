import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { ReviewScreen } from '../../../renderer/bank-desk/review/review-screen.tsx';
import { aReviewCase, CAMPAIGN_ID, HASH } from './builders.ts';
import { ok, renderScreen } from './harness.tsx';
import { completeContent } from './support/drafts.ts';
import { aDraft, draftId, signedIn } from './support/fake-api.ts';
import { EDITOR } from './support/market.ts';
import { renderApp } from './support/render-app.tsx';

describe('a test message from the designer', () => {
  const openMessage = async (changes: Parameters<typeof completeContent>[0] = {}, session = signedIn()) => {
    const app = renderApp(`/designer/${draftId(1)}`, { drafts: [aDraft(completeContent(changes))], session });
    await app.user.click(await screen.findByRole('tab', { name: /^Message/ }));
    return app;
  };
  const button = (name: string) => screen.getByRole('button', { name: `Send a test: ${name}` });

  test('is of the language, channel and version that are shown, and says under which name it arrived', async () => {
    const { user, state } = await openMessage({ channels: ['app_feed', 'push'] });
    await user.click(screen.getByRole('radio', { name: 'push' }));
    await user.click(button('Dutch, push'));
    expect(await screen.findByText('In the test inbox as “TEST · 10 % terug”.')).toBeTruthy();
    expect(state.calls.filter(({ name }) => name === 'testDraft').map(({ request }) => request)).toMatchObject([
      { campaignId: draftId(1), channel: 'push', language: 'nl', version: 'a', content: { name: completeContent().name } },
    ]);
    await user.click(screen.getByRole('button', { name: 'Try a second version' }));
    expect(button('Dutch, app, version B')).toBeTruthy();
  });

  test('waits until the draft is complete and the bank answers', async () => {
    await openMessage({ budgetCents: null });
    expect(button('Dutch, app')).toHaveProperty('disabled', true);
    expect(screen.getByText('A test can be sent once the campaign is complete.')).toBeTruthy();
    cleanup();
    await openMessage({}, signedIn(EDITOR, 'offline'));
    expect(button('Dutch, app')).toHaveProperty('disabled', true);
    expect(screen.getByText('A test can be sent when the bank answers again.')).toBeTruthy();
  });

  test('is nothing for a viewer', async () => {
    await openMessage({}, signedIn({ ...EDITOR, role: 'merchant_viewer' }));
    expect(screen.queryByRole('button', { name: /^Send a test/ })).toBeNull();
  });
});

describe('a test message from the review', () => {
  const show = (role: 'bank_reviewer' | 'bank_privacy_officer', asked: unknown[] = []) =>
    renderScreen(<ReviewScreen />, {
      answers: {
        review: { readCase: () => ok(aReviewCase()) },
        campaigns: { markSeen: () => ok({}) },
        tests: {
          testRevision: (request) => {
            asked.push(request);
            return ok({ recipient: 'TEST' as const, title: 'TEST · 10 % terug op je balkon' });
          },
        },
      },
      role,
      at: `/review/${CAMPAIGN_ID}`,
      path: '/review/:id',
    });

  test('is of the revision that is shown, by its hash', async () => {
    const asked: unknown[] = [];
    show('bank_reviewer', asked);
    await userEvent.click(await screen.findByRole('button', { name: 'Send a test: Dutch, app' }));
    expect(await screen.findByText('In the test inbox as “TEST · 10 % terug op je balkon”.')).toBeTruthy();
    expect(asked).toEqual([{ campaignId: CAMPAIGN_ID, revisionHash: HASH, channel: 'app_feed', language: 'nl', version: 'a' }]);
  });

  test('is a reviewer’s alone', async () => {
    show('bank_privacy_officer');
    await screen.findByRole('article', { name: '10 % terug op je balkon' });
    expect(screen.queryByRole('button', { name: /^Send a test/ })).toBeNull();
  });
});
