import { ask, call } from './harness/bridge.ts';
import { reachPanel } from './harness/designer.ts';
import { expect, test } from './harness/fixtures.ts';
import {
  campaignId,
  designCampaign,
  GARDEN_EDITOR,
  GARDEN_VIEWER,
  PETS_EDITOR,
  REVIEWER_A,
  signInAs,
  submitCampaign,
  wishFor,
} from './harness/people.ts';

test('a merchant designs and submits, a reviewer approves the hash that is shown, and the merchant sees it scheduled', async ({
  bank,
  open,
}) => {
  test.setTimeout(180_000);
  const merchant = await open({ connectionFile: bank.connectionFile });
  await signInAs(merchant, GARDEN_EDITOR);
  const wish = await wishFor(merchant, 'Bollen en borders');
  await designCampaign(merchant, wish);
  await expect(reachPanel(merchant.page)).toContainText('±');
  await submitCampaign(merchant);
  const id = await campaignId(merchant, wish.name);

  const reviewer = await open({ connectionFile: bank.connectionFile });
  await signInAs(reviewer, REVIEWER_A);
  await reviewer.page.getByRole('link', { name: wish.name }).click();
  await expect(reviewer.page.getByText(wish.shortText).first()).toBeVisible();
  await reviewer.page.getByRole('button', { name: 'Take into review' }).click();
  const { detail } = await ask(reviewer.page, 'review.readCase', { campaignId: id });

  await reviewer.page.getByRole('textbox', { name: 'Write a comment' }).fill('Duidelijk verhaal, dank je.');
  await reviewer.page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(reviewer.page.getByText('Sent.')).toBeVisible();

  await reviewer.answerMessageBoxes('cancel');
  await reviewer.page.getByRole('button', { name: /^Approve/ }).click();
  await expect(reviewer.page.getByText(/confirmation was declined/)).toBeVisible();
  expect((await ask(reviewer.page, 'campaigns.readCampaign', { campaignId: id })).summary.state).toBe('in_review');

  await reviewer.answerMessageBoxes('confirm');
  await reviewer.page.getByRole('button', { name: /^Approve/ }).click();
  await expect(reviewer.page.getByText(/^Approved\./)).toBeVisible();
  const [box] = await reviewer.messageBoxes();
  expect(`${box?.message} ${box?.detail}`).toContain(detail.summary.revisionHash);

  const { summary, timeline } = await ask(merchant.page, 'campaigns.readCampaign', { campaignId: id });
  expect(summary).toMatchObject({ state: 'scheduled', revisionHash: detail.summary.revisionHash });
  expect(timeline.map(({ transition }) => transition)).toEqual(['submit', 'take', 'approve', 'schedule']);

  await merchant.page.getByRole('link', { name: /^Campaigns/ }).click();
  await merchant.page.getByRole('link', { name: wish.name }).click();
  const comments = merchant.page.getByRole('region', { name: 'Comments' });
  await expect(comments.getByText('Duidelijk verhaal, dank je.')).toBeVisible();
  await expect(comments.getByText('The bank, reviewer')).toBeVisible();
  expect([...merchant.complaints, ...reviewer.complaints]).toEqual([]);
});

test('another merchant gets the answer of a campaign that does not exist, and nothing changes', async ({ bank, open }) => {
  test.setTimeout(180_000);
  const merchant = await open({ connectionFile: bank.connectionFile });
  await signInAs(merchant, GARDEN_EDITOR);
  const wish = await wishFor(merchant, 'Alleen van ons');
  await designCampaign(merchant, wish);
  await submitCampaign(merchant);
  const id = await campaignId(merchant, wish.name);
  const before = await ask(merchant.page, 'campaigns.readCampaign', { campaignId: id });

  const stranger = await open({ connectionFile: bank.connectionFile });
  await signInAs(stranger, PETS_EDITOR);
  const missing = '01890000-0000-7000-8000-000000000000';
  for (const request of [
    (campaign: string) => call(stranger.page, 'campaigns.readCampaign', { campaignId: campaign }),
    (campaign: string) =>
      call(stranger.page, 'campaigns.withdrawCampaign', { campaignId: campaign, expectedVersion: before.summary.version }),
    (campaign: string) => call(stranger.page, 'campaigns.readReport', { campaignId: campaign }),
  ]) {
    const [theirs, none] = [await request(id), await request(missing)];
    expect(theirs).toMatchObject({ ok: false, error: { code: 'not_found' } });
    expect(none).toMatchObject({ ok: false, error: { code: 'not_found' } });
  }
  expect((await ask(stranger.page, 'campaigns.listCampaigns')).campaigns.map(({ name }) => name)).not.toContain(wish.name);
  expect(await call(stranger.page, 'review.readQueue', {})).toMatchObject({ ok: false, error: { code: 'not_permitted' } });
  expect(await ask(merchant.page, 'campaigns.readCampaign', { campaignId: id })).toEqual(before);
});

test('a viewer looks at everything and cannot submit', async ({ bank, open }) => {
  const viewer = await open({ connectionFile: bank.connectionFile });
  await signInAs(viewer, GARDEN_VIEWER);
  await viewer.page.getByRole('link', { name: /^Campaigns/ }).click();
  await expect(viewer.page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(viewer.page.getByText('Viewer: may look and comment')).toBeVisible();
});
