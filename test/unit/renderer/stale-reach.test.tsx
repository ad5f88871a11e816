import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { type Draft, Draft as DraftSchema } from '#shared/campaign/draft.ts';
import type { ReleaseShelf, VerifiedRelease } from '#shared/contracts/ipc/contract.ts';
import { completeContent } from './support/drafts.ts';
import { aDraft, draftId, type FakeState, signedIn } from './support/fake-api.ts';
import { MARKET, VIEWER } from './support/market.ts';
import { aRelease, aShelf } from './support/releases.ts';
import { renderApp } from './support/render-app.tsx';

const ADDRESS = `/designer/${draftId(1)}`;
const SPRING = 'pilot-2025-spring';

/** Spring 2025 as the bank published it again: other counts, another file. */
function corrected(customers: number): ReleaseShelf {
  const anew = { ...aRelease('2025-spring', customers), sha256: 'cd'.repeat(32) };
  return { ...aShelf(), releases: aShelf().releases.map((release) => (release.id === SPRING ? anew : release)) };
}
const withRelease = (release: VerifiedRelease): ReleaseShelf => ({ ...aShelf(), releases: [...aShelf().releases, release] });

/** A draft whose reach was seen on the shelf of 2 March 2026, as the designer writes it down. */
async function seenDraft(): Promise<Draft> {
  const { state, unmount } = renderApp(ADDRESS, { drafts: [aDraft(completeContent())] });
  await waitFor(() => expect(state.drafts[0]?.seenReach).not.toBeNull());
  unmount();
  const [draft] = state.drafts;
  if (draft === undefined) throw new Error('no draft');
  return draft;
}

const open = (draft: Draft, initial: Partial<FakeState>) => renderApp(ADDRESS, { drafts: [draft], ...initial });
const submitButton = () => screen.getByRole('button', { name: 'Submit to the bank' });
const card = () => screen.findByRole('region', { name: 'The reach stands on a newer release' });

test('a draft remembers the release that its reach was seen on, and asks nothing while nothing newer is there', async () => {
  const draft = await seenDraft();
  expect(draft.seenReach?.source).toEqual({ kind: 'release', id: SPRING, window: '2025-spring' });
  const { state, user } = open(draft, {});
  await user.click(await screen.findByRole('tab', { name: /^Check/ }));
  expect(screen.queryByRole('region', { name: 'The reach stands on a newer release' })).toBeNull();
  expect(submitButton()).toHaveProperty('disabled', false);
  expect(state.calls.some((call) => call.name === 'saveDraft')).toBe(false);
});

test('a small change of a reach that was published anew is within the noise, and holds the submission until it was accepted', async () => {
  const { user, state } = open(await seenDraft(), { shelf: corrected(10_050) });
  const stale = within(await card());
  expect(
    stale.getByText(/^It was [\d,]+ ± [\d,]+ on Spring 2025 \(pilot-2025-spring\); it is [\d,]+ ± [\d,]+ on Spring 2025/),
  ).toBeTruthy();
  expect(stale.getByText(/is within the noise/)).toBeTruthy();
  await user.click(screen.getByRole('tab', { name: /^Check/ }));
  expect(screen.getByRole('tab', { name: /^Check/ }).textContent).toContain('not complete yet');
  expect(submitButton()).toHaveProperty('disabled', true);
  await user.click(screen.getByRole('button', { name: 'Go to it: Reach' }));
  expect(document.activeElement).toBe(await card());
  await user.click(stale.getByRole('button', { name: 'Accept the new figure' }));
  expect(screen.queryByRole('region', { name: 'The reach stands on a newer release' })).toBeNull();
  expect(submitButton()).toHaveProperty('disabled', false);
  await waitFor(() => expect(state.drafts[0]?.seenReach?.artefacts).toContain('cd'.repeat(32)));
});

test('a large change says that it is larger than the noise', async () => {
  open(await seenDraft(), { shelf: corrected(13_000) });
  expect(within(await card()).getByText(/is larger than the noise/)).toBeTruthy();
});

test('a rule that is edited is seen while it is edited: nothing is left to accept', async () => {
  const { user } = open(await seenDraft(), { shelf: corrected(13_000) });
  await card();
  const lowest = screen.getByRole('slider', { name: 'Lowest band' });
  lowest.focus();
  await user.keyboard('{ArrowLeft}');
  expect(screen.queryByRole('region', { name: 'The reach stands on a newer release' })).toBeNull();
});

test('the next year’s release of the period can be taken: the rule moves to it, and its reach is the one that was seen', async () => {
  const { user, state } = open(await seenDraft(), {
    shelf: withRelease(aRelease('2026-spring', 9_000)),
    market: { ...MARKET, now: '2026-06-10T08:00:00.000Z' },
  });
  const stale = within(await card());
  expect(stale.getByText(/on Spring 2025; it is [\d,]+ ± [\d,]+ on Spring 2026/)).toBeTruthy();
  expect(stale.getByText('A campaign on Spring 2025 can be submitted until 16 July 2026.')).toBeTruthy();
  await user.click(stale.getByRole('button', { name: 'Use Spring 2026' }));
  expect(screen.queryByRole('region', { name: 'The reach stands on a newer release' })).toBeNull();
  await waitFor(() =>
    expect(state.drafts[0]).toMatchObject({
      content: { spend: { window: '2026-spring' } },
      seenReach: { source: { window: '2026-spring' } },
    }),
  );
});

test('staying with the former release is remembered, so that it is asked once', async () => {
  const initial = { shelf: withRelease(aRelease('2026-spring', 9_000)), market: { ...MARKET, now: '2026-06-10T08:00:00.000Z' } };
  const { user, state, unmount } = open(await seenDraft(), initial);
  await user.click(within(await card()).getByRole('button', { name: 'Stay with Spring 2025' }));
  await waitFor(() => expect(state.drafts[0]?.seenReach?.declined).toBe('pilot-2026-spring'));
  unmount();
  const [draft] = state.drafts;
  if (draft === undefined) throw new Error('no draft');
  open(draft, initial);
  expect(await screen.findByTestId('reach-customers')).toBeTruthy();
  expect(screen.queryByRole('region', { name: 'The reach stands on a newer release' })).toBeNull();
});

test('45 days after its successor a release cannot be kept', async () => {
  open(await seenDraft(), { shelf: withRelease(aRelease('2026-spring', 9_000)), market: { ...MARKET, now: '2026-08-01T08:00:00.000Z' } });
  expect(within(await card()).getByText('A campaign on Spring 2025 can no longer be submitted.')).toBeTruthy();
  expect(within(await card()).queryByRole('button', { name: /^Stay/ })).toBeNull();
});

test('where the former release is not stored any more, the figure that the draft remembers is compared', async () => {
  const shelf = withRelease(aRelease('2026-spring', 9_000));
  open(await seenDraft(), { shelf: { ...shelf, releases: shelf.releases.filter((release) => release.id !== SPRING) } });
  const stale = within(await card());
  expect(stale.getByText(/^It was [\d,]+ ± [\d,]+ on Spring 2025; it is [\d,]+ ± [\d,]+ on Spring 2026/)).toBeTruthy();
  expect(stale.queryByRole('button', { name: /^Stay/ })).toBeNull();
});

test('whoever may only look reads the comparison, and is asked nothing', async () => {
  const { state } = open(await seenDraft(), { shelf: corrected(13_000), session: signedIn(VIEWER) });
  expect(within(await card()).queryByRole('button')).toBeNull();
  expect(state.calls.some((call) => call.name === 'saveDraft')).toBe(false);
});

test('a draft of before reach was remembered opens as it was', () => {
  const { seenReach: _none, ...older } = aDraft(completeContent());
  expect(DraftSchema.parse(older).seenReach).toBeNull();
});
