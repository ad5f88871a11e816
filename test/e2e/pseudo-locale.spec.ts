import path from 'node:path';
import type { Audience } from '#shared/audience/audience.ts';
import { audienceInWords } from '#shared/audience/plain-words.ts';
import type { Application } from './harness/application.ts';
import { ask } from './harness/bridge.ts';
import { expect, test } from './harness/fixtures.ts';
import { campaignId, filledDraft, GARDEN_EDITOR, REVIEWER_A, signInAs } from './harness/people.ts';
import { showAt, SIZES } from './harness/pictures.ts';
import { buildPseudoApplication } from './harness/pseudo-application.ts';
import { visibleWords } from './harness/visible-words.ts';
import { DESIGNER_SECTIONS, goTo, showSection } from './harness/walk.ts';

const MONTHS = /\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b/g;
const SHORT = /\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b/g;
/** The month by its first letter, as Intl has it. */
const INITIAL = /^[ADFJMNOS]$/g;
/** What Intl puts between the parts of a list, and between a date and a time. */
const JOINTS = [/^and$/g, / at (?=\d\d:\d\d)/g];
/** Names of languages in themselves, the product, file hashes and release ids, fractions of ρ. */
const NAMES = [
  'English',
  'Nederlands',
  'Français',
  'Florin',
  'SHA-256',
  'ρ',
  /#[0-9a-f]{4}…[0-9a-f]{4}/g,
  /\b[0-9a-f]{64}\b/g,
  /pilot-[\d-]+(?:spring|summer|autumn|winter)?/g,
];

const AUDIENCE: Audience = {
  format: 'florin-audience/1',
  conditions: [{ kind: 'spend', category: 'garden', window: '2025-spring', bands: { from: 2, to: 4 } }],
};

/** What is no word of the application on this desk. */
async function dataOf({ page }: Application, texts: readonly string[]): Promise<readonly (string | RegExp)[]> {
  const session = await ask(page, 'session.readSession');
  const account = session.phase === 'signed_in' ? session.account : undefined;
  const market = account === undefined ? undefined : (await ask(page, 'market.readMarket')).market;
  const { days = [], breaks = [] } = market?.calendar ?? {};
  const labels = [...(market?.categories ?? []), ...(market?.regions ?? []), ...days, ...breaks].map(({ label }) => label.en);
  return [
    ...texts,
    ...labels,
    session.phase === 'no_connection' ? '' : session.bankName,
    account?.displayName ?? '',
    account?.merchant?.shopName ?? '',
    account?.merchant?.legalName ?? '',
    ...NAMES,
    ...JOINTS,
    MONTHS,
    SHORT,
    INITIAL,
    // Whole names before patterns and before shorter names, which would take a part of them.
  ].toSorted((left, right) => weight(right) - weight(left));
}

function weight(phrase: string | RegExp): number {
  return typeof phrase === 'string' ? 1_000 + phrase.length : phrase.source.length;
}

async function lookFor(application: Application, screen: string, data: readonly (string | RegExp)[]): Promise<void> {
  for (const size of SIZES) {
    await showAt(application, size);
    const found = await visibleWords(application.page, data);
    expect.soft(found, `${screen} at ${size.width} × ${size.height}`).toEqual({ bare: [], clipped: [], colliding: [] });
  }
}

test('no screen shows a word that no message holds, cuts a text off, or lays labels on each other', async ({
  ownBank: bank,
  open,
  directory,
}) => {
  test.setTimeout(240_000);
  const program = path.join(directory, 'pseudo');
  await buildPseudoApplication(program);
  const merchant = await open({ connectionFile: bank.connectionFile, program });
  await merchant.page.locator('h1').waitFor();
  await lookFor(merchant, 'sign-in', await dataOf(merchant, []));
  await signInAs(merchant, GARDEN_EDITOR);
  const { market } = await ask(merchant.page, 'market.readMarket');
  const name = 'Lente zonder letters';
  const draft = await filledDraft(merchant, name);
  const sentence = audienceInWords(AUDIENCE, market, 'en');
  const data = await dataOf(merchant, [name, sentence]);
  for (const screen of ['season', 'explore', 'campaigns', 'results', 'privacy', 'settings']) {
    await goTo(merchant.page, `/${screen}`);
    await lookFor(merchant, screen, data);
  }
  await goTo(merchant.page, `/designer/${draft}`);
  for (const section of DESIGNER_SECTIONS) {
    await showSection(merchant.page, section);
    await lookFor(merchant, `designer, ${section}`, data);
    if (section !== 'when') continue;
    // A line for another shop: its own names are theirs, the rest is ours.
    await merchant.page.locator('#designer-panel button:has(.tabler-icon-plus)').click();
    const shops = await merchant.page.locator('.fl-together option:not([value=""])').allInnerTexts();
    expect(shops.length).toBeGreaterThan(0);
    await lookFor(merchant, 'designer, together with another shop', [...shops, ...data]);
  }
  await merchant.page.locator('#designer-panel button.mantine-Button-root').first().click();
  await expect
    .poll(async () => (await ask(merchant.page, 'campaigns.listCampaigns')).campaigns.map((campaign) => campaign.name))
    .toContain(name);
  const id = await campaignId(merchant, name);
  await goTo(merchant.page, `/campaigns/${id}`);
  await lookFor(merchant, 'campaign', data);
  await merchant.close();

  const reviewer = await open({ connectionFile: bank.connectionFile, program });
  await reviewer.page.locator('h1').waitFor();
  await signInAs(reviewer, REVIEWER_A);
  const theirs = await dataOf(reviewer, [name, sentence, 'Tuincentrum Voorbeeld']);
  for (const screen of ['queue', 'live', `review/${id}`]) {
    await goTo(reviewer.page, `/${screen}`);
    await lookFor(reviewer, screen, theirs);
  }
});
