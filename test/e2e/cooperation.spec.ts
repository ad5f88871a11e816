import type { Application } from './harness/application.ts';
import { ask } from './harness/bridge.ts';
import { expect, test } from './harness/fixtures.ts';
import { campaignId, filledDraft, GARDEN_EDITOR, PETS_EDITOR, REVIEWER_A, signInAs, submitCampaign } from './harness/people.ts';
import { lookAt } from './harness/pictures.ts';
import { goTo, showSection } from './harness/walk.ts';

const NAME = 'Samen het voorjaar in';

/** Whose releases lie on this machine: none but the bank's and the shop's own. */
async function ownersOfReleases({ page }: Application): Promise<ReadonlySet<string>> {
  const { releases } = await ask(page, 'releases.readShelf');
  return new Set(releases.flatMap(({ merchant }) => (merchant === undefined ? [] : [merchant.id])));
}

test('two shops join one campaign with agreed shares, both accept the frozen revision, a reviewer approves it, and neither sees more than the other', async ({
  ownBank,
  open,
}) => {
  test.setTimeout(300_000);
  const garden = await open({ connectionFile: ownBank.connectionFile });
  await signInAs(garden, GARDEN_EDITOR);
  const draft = await filledDraft(garden, NAME);
  await goTo(garden.page, `/designer/${draft}`);
  await showSection(garden.page, 'when');
  await garden.page.getByRole('button', { name: 'Add a shop' }).click();
  await garden.page.getByRole('combobox', { name: 'Shop' }).selectOption({ label: 'Dierenwinkel Voorbeeld' });
  await garden.page.getByRole('textbox', { name: 'Share of Dierenwinkel Voorbeeld' }).fill('40');
  await expect(garden.page.getByText('60% of the invoice')).toBeVisible();
  await garden.page.getByRole('button', { name: 'Invite with these shares' }).click();
  await expect(garden.page.getByText('invited', { exact: true })).toBeVisible();
  await garden.page.getByText('Together with other shops').scrollIntoViewIfNeeded();
  await lookAt(garden, 'designer-together');

  const pets = await open({ connectionFile: ownBank.connectionFile });
  await signInAs(pets, PETS_EDITOR);
  await goTo(pets.page, '/campaigns');
  await expect(pets.page.getByText('Tuincentrum Voorbeeld invites you. You would pay 40% of the invoice.')).toBeVisible();
  await lookAt(pets, 'invitations');
  await pets.page.getByRole('button', { name: 'Join with 40%' }).click();
  await expect(pets.page.getByText(/^You have joined Tuincentrum Voorbeeld’s campaign/)).toBeVisible();

  // The terms are asked for anew when the designer is opened; left open, it follows at its next look.
  await goTo(garden.page, '/season');
  await goTo(garden.page, `/designer/${draft}`);
  await showSection(garden.page, 'when');
  await expect(garden.page.getByText(/^Every shop has joined/)).toBeVisible({ timeout: 60_000 });
  await showSection(garden.page, 'check');
  await submitCampaign(garden);
  const id = await campaignId(garden, NAME);
  await goTo(pets.page, `/campaigns/${id}`);
  await expect(pets.page.getByText('At most €4,000 for your shop: 40% of the budget.')).toBeVisible();
  await lookAt(pets, 'campaign-answer');
  await pets.answerMessageBoxes('confirm');
  await pets.page.getByRole('button', { name: 'Accept this revision' }).click();
  await expect(pets.page.getByText('Your shop has accepted this revision.')).toBeVisible();
  const [box] = await pets.messageBoxes();

  const [ours, theirs] = [
    await ask(garden.page, 'campaigns.readCampaign', { campaignId: id }),
    await ask(pets.page, 'campaigns.readCampaign', { campaignId: id }),
  ];
  expect(`${box?.message} ${box?.detail}`).toContain(ours.summary.revisionHash);
  expect(theirs.content).toEqual(ours.content);
  expect(ours.summary.state).toBe('submitted');
  expect([...(await ownersOfReleases(garden))]).not.toEqual([...(await ownersOfReleases(pets))]);
  for (const shop of [garden, pets]) {
    const session = await ask(shop.page, 'session.readSession');
    const mine = session.phase === 'signed_in' ? session.account.merchant?.id : undefined;
    for (const owner of await ownersOfReleases(shop)) expect(owner).toBe(mine);
  }
  await garden.close();

  const reviewer = await open({ connectionFile: ownBank.connectionFile });
  await signInAs(reviewer, REVIEWER_A);
  await reviewer.page.getByRole('link', { name: NAME }).click();
  await reviewer.page.getByRole('button', { name: 'Take into review' }).click();
  await expect(reviewer.page.getByRole('button', { name: /^Approve/ })).toBeEnabled();
  await lookAt(reviewer, 'review-together');
  await reviewer.answerMessageBoxes('confirm');
  await reviewer.page.getByRole('button', { name: /^Approve/ }).click();
  await expect(reviewer.page.getByText(/^Approved\./)).toBeVisible();
  expect((await ask(pets.page, 'campaigns.readCampaign', { campaignId: id })).summary.state).toBe('scheduled');
  expect([...pets.complaints, ...reviewer.complaints]).toEqual([]);
});
