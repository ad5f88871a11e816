import { fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ImageFile } from '#shared/campaign/files.ts';
import { aPicture } from '../../fixtures/pictures.ts';
import { completeContent } from './support/drafts.ts';
import { aDraft, draftId } from './support/fake-api.ts';
import { renderApp } from './support/render-app.tsx';

const HERO = aPicture('hero');
const IMAGE: ImageFile = { sha256: HERO.sha256, mediaType: 'image/png', sizeBytes: HERO.bytes.length };
const FILES = new Map([[HERO.sha256, { mediaType: 'image/png' as const, base64: HERO.bytes.toString('base64') }]]);

async function openMessage(changes: Parameters<typeof completeContent>[0] = {}, chosenImage: ImageFile | null = IMAGE) {
  const app = renderApp(`/designer/${draftId(1)}`, { drafts: [aDraft(completeContent(changes))], chosenImage, files: FILES });
  await app.user.click(await screen.findByRole('tab', { name: /^Message/ }));
  return app;
}
const preview = () => screen.getByRole('article', { name: 'What the customer sees' });

test('a picture that is chosen is kept with the draft, asks for words in its place, and stands in the preview', async () => {
  const { user, state } = await openMessage();
  const group = screen.getByRole('group', { name: 'Large picture' });
  await user.click(within(group).getByRole('button', { name: /^Choose a picture/ }));
  const words = await screen.findByRole('textbox', { name: /^Large picture in words \(Dutch\)/ });
  expect(screen.getByText('The picture needs words that are read out in its place')).toBeTruthy();
  fireEvent.change(words, { target: { value: 'Een balkon vol bloemen' } });
  const shown = await within(preview()).findByRole('img', { name: 'Een balkon vol bloemen' });
  expect(shown.getAttribute('src')).toBe(`data:image/png;base64,${HERO.bytes.toString('base64')}`);
  await expect.poll(() => state.drafts[0]?.content.creative.nl?.heroAlt).toBe('Een balkon vol bloemen');
  expect(state.drafts[0]?.content.images).toEqual({ hero: IMAGE });
  await user.click(within(group).getByRole('button', { name: /^Remove/ }));
  expect(within(preview()).queryByRole('img')).toBeNull();
  await expect.poll(() => state.drafts[0]?.content.images).toEqual({});
});

test('a picture that is dropped and refused says why, and nothing changes', async () => {
  const { state } = await openMessage({}, null);
  const group = screen.getByRole('group', { name: 'Logo' });
  const zone = group.querySelector('.fl-picture');
  if (zone === null) throw new Error('the logo has a place to drop it');
  const file = new File(['<svg/>'], 'logo.png', { type: 'image/png' });
  fireEvent.drop(zone, { dataTransfer: { files: [file] } });
  expect(await within(group).findByText('This is not a PNG or JPEG that can be read.')).toBeTruthy();
  expect(state.calls.find(({ name }) => name === 'addImage')?.request).toMatchObject({ kind: 'logo', base64: 'PHN2Zy8+' });
  expect(state.drafts[0]?.content.images).toEqual({});
});

test('each channel shows the parts that it carries: a push message has no long text, and says where the rest is', async () => {
  const { user } = await openMessage({ channels: ['app_feed', 'push', 'letter'] });
  expect(within(preview()).getByText('Kom langs en betaal met je pas.')).toBeTruthy();
  expect(within(preview()).getByText(/^Waarom zie ik dit/)).toBeTruthy();
  await user.click(screen.getByRole('radio', { name: 'push' }));
  expect(within(preview()).getByText('Advertentie')).toBeTruthy();
  expect(within(preview()).queryByText('Kom langs en betaal met je pas.')).toBeNull();
  expect(screen.getByText(/^Touching the notification/)).toBeTruthy();
  expect(screen.queryByRole('radio', { name: 'e-mail' })).toBeNull();
  await user.click(screen.getByRole('radio', { name: 'letter' }));
  expect(within(preview()).queryByText('Activeer')).toBeNull();
});

test('a second version starts as a copy, is written by itself, stands beside the first, and the screen says what becomes of the two', async () => {
  const { user, state } = await openMessage();
  await user.click(screen.getByRole('button', { name: 'Try a second version' }));
  expect(screen.getByText(/The report does not tell the two apart/)).toBeTruthy();
  const title = screen.getByRole('textbox', { name: /^Title/ });
  expect(title).toHaveProperty('value', '10 % terug');
  fireEvent.change(title, { target: { value: 'Nu 10 % terug' } });
  const shown = (version: string) => screen.getByRole('article', { name: `What the customer sees: version ${version}` });
  expect(within(shown('A')).getByRole('heading', { name: '10 % terug' })).toBeTruthy();
  expect(within(shown('B')).getByRole('heading', { name: 'Nu 10 % terug' })).toBeTruthy();
  await expect.poll(() => state.drafts[0]?.content.alternative?.creative.nl?.title).toBe('Nu 10 % terug');
  expect(state.drafts[0]?.content.creative.nl?.title).toBe('10 % terug');

  fireEvent.change(title, { target: { value: '' } });
  await user.click(screen.getByRole('tab', { name: /^Check/ }));
  expect(screen.getByText('Version B: Title (Dutch)')).toBeTruthy();
  await user.click(screen.getByRole('tab', { name: /^Message/ }));
  await user.click(screen.getByRole('button', { name: 'Remove version B' }));
  await expect.poll(() => state.drafts[0]?.content.alternative).toBeNull();
});
