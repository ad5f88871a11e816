import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { ResultScreen } from '../../../renderer/merchant/results/result-screen.tsx';
import { ResultsScreen } from '../../../renderer/merchant/results/results-screen.tsx';
import { createText } from '../../../renderer/i18n/text.tsx';
import type { CampaignSummary } from '#shared/contracts/http/campaigns.ts';
import type { CampaignReport } from '#shared/results/report.ts';
import { aDetail, aReport, aSummary, CAMPAIGN_ID, NO_EFFECT } from './builders.ts';
import { ok, refused, renderScreen } from './harness.tsx';

const show = (report: CampaignReport | undefined, language: 'en' | 'nl' | 'fr' = 'en') =>
  renderScreen(<ResultScreen />, {
    answers: {
      campaigns: {
        readCampaign: () => ok(aDetail('reported', [])),
        readReport: () => (report === undefined ? refused('not_found') : ok(report)),
        markSeen: () => ok({}),
      },
    },
    role: 'merchant_editor',
    language,
    at: `/results/${CAMPAIGN_ID}`,
    path: '/results/:id',
  });

/** The region with this heading. */
const card = (name: string) => within(screen.getByRole('region', { name }));

describe('the report of a campaign', () => {
  test('shows a lift with its interval, both buying rates, the funnel and the invoice', async () => {
    show(aReport());
    expect(await screen.findByText('effect shown')).toBeTruthy();
    expect(card('Did it work?').getByText('+4.3 points')).toBeTruthy();
    expect(card('Did it work?').getByText(/95% interval \d\.\d to \d\.\d points/)).toBeTruthy();
    expect(screen.getByRole('img', { name: /^Buying rates: delivered 17.0% \[.*holdout 12.7% \[/ })).toBeTruthy();
    expect(
      screen.getByRole('img', { name: /^Customers per step: delivered 12,480 ± \d+, activated 1,811 ± \d+, redeemed 812 ± \d+$/ }),
    ).toBeTruthy();
    const invoice = card('Invoice');
    expect(invoice.getByText('€6,455.40')).toBeTruthy();
    expect(invoice.getByText('Billed on the published noisy count of redeeming customers')).toBeTruthy();
    // Two cells of variance 150 each: 1.96 · √300.
    expect(invoice.getByText('812 (± 34)')).toBeTruthy();
    expect(invoice.queryByText(/Of that it can only say/)).toBeNull();
    expect(invoice.getByText('€7.50')).toBeTruthy();
    expect(invoice.getByText('€0.45')).toBeTruthy();
    expect(card('Receipt and method').getByText('1/240')).toBeTruthy();
  });

  test('every chart has a table twin with the same figures', async () => {
    const user = userEvent.setup();
    show(aReport());
    await screen.findByText('effect shown');
    const rates = card('Customers who bought');
    await user.click(rates.getByRole('button', { name: /^Show as table/ }));
    expect(within(rates.getByRole('row', { name: /Delivered/ })).getByText('17.0%')).toBeTruthy();
    const funnel = card('From delivery to redemption');
    await user.click(funnel.getByRole('button', { name: /^Show as table/ }));
    expect(funnel.getByRole('row', { name: /Redeemed 812/ })).toBeTruthy();
  });

  test('a figure whose error exceeds half of it is not given: "fewer than" and "less than", without a bar, and why', async () => {
    const user = userEvent.setup();
    const few = { customers: 300, bought: 9, redeemed: 6 };
    show(aReport({ delivered: few, holdout: { customers: 9, bought: 1 } }));
    const money = within(await screen.findByRole('region', { name: 'Spend and reward' }));
    // €675 ± €3,920: at most the upper 97.5 % point of what is not negative.
    expect(money.getByText(/^less than €4,\d{3}$/)).toBeTruthy();
    expect(money.queryByText(/±/)).toBeNull();
    expect(money.getByText(/a figure would mislead/)).toBeTruthy();
    const funnel = card('From delivery to redemption');
    expect(funnel.getByText(/^Held out: fewer than \d+$/)).toBeTruthy();
    expect(
      funnel.getByRole('img', { name: /^Customers per step: delivered 300 ± \d+, activated \d+ ± \d+, redeemed fewer than \d+$/ }),
    ).toBeTruthy();
    await user.click(funnel.getByRole('button', { name: /^Show as table/ }));
    expect(funnel.getByRole('row', { name: /^Redeemed fewer than \d+ –$/ })).toBeTruthy();
  });

  test.each(['en', 'nl', 'fr'] as const)(
    'in %s the invoice names the noisy count that is paid for, and says of the customers what the funnel says and no more',
    async (language) => {
      show(aReport({ delivered: { customers: 300, bought: 9, redeemed: 6 }, holdout: { customers: 9, bought: 1 } }), language);
      const { t } = createText(language);
      const invoice = within(await screen.findByRole('region', { name: t('results.invoice') }));
      expect(invoice.getByText('6 (± 34)')).toBeTruthy();
      const redeemed = within(screen.getByRole('region', { name: t('results.funnel') })).getByText(
        new RegExp(`^${t('common.fewer-than', { limit: '\\d+' })}$`),
      ).textContent;
      expect(invoice.getByText(t('results.invoice-count-noisy', { customers: redeemed ?? '' }).replace(/\s/gu, ' '))).toBeTruthy();
    },
  );

  test('a suppressed step of the funnel is its words alone: no bar and no whisker', async () => {
    show(aReport({ delivered: { customers: 300, bought: 9, redeemed: 6 }, holdout: { customers: 9, bought: 1 } }));
    const funnel = within(await screen.findByRole('region', { name: 'From delivery to redemption' }));
    const row = (step: string) => funnel.getByText(step).closest('g');
    expect(row('Delivered')?.querySelectorAll('rect, line')).toHaveLength(4);
    expect(row('Redeemed')?.querySelectorAll('rect, line')).toHaveLength(0);
  });

  test('a buying rate whose interval is the whole scale is not shown: neither as a dot nor as a figure', async () => {
    const user = userEvent.setup();
    show(aReport({ delivered: { customers: 12_480, bought: 2_122, redeemed: 812 }, holdout: { customers: 9, bought: 1 } }));
    const rates = within(await screen.findByRole('region', { name: 'Customers who bought' }));
    const row = (group: string) => rates.getByText(group).closest('g');
    expect(row('Delivered')?.querySelectorAll('circle, line')).toHaveLength(4);
    expect(row('Holdout')?.querySelectorAll('circle, line')).toHaveLength(0);
    expect(rates.getByRole('img', { name: /^Buying rates: delivered 17\.0% \[.*holdout not shown$/ })).toBeTruthy();
    await user.click(rates.getByRole('button', { name: /^Show as table/ }));
    expect(rates.getByRole('row', { name: /^Holdout not shown/ })).toBeTruthy();
  });

  test('no effect is said calmly, with the interval that holds zero and without iROAS', async () => {
    show(aReport(NO_EFFECT));
    const verdict = within(await screen.findByRole('region', { name: 'Did it work?' }));
    expect(verdict.getByText('No effect could be shown')).toBeTruthy();
    expect(verdict.getByText(/lies between −\d+\.\d and \d+\.\d points. That range holds zero/)).toBeTruthy();
    expect(verdict.getByText(/With 940 ± \d+ customers delivered and 104 ± \d+ held out/)).toBeTruthy();
    expect(card('What it brought').getAllByText('not shown')).toHaveLength(3);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('without a holdout it says that there is nobody to compare with', async () => {
    show(aReport({ delivered: NO_EFFECT.delivered }));
    expect(await screen.findByText(/there is nobody to compare with/)).toBeTruthy();
    expect(screen.getByRole('img', { name: /^Buying rate of delivered customers/ })).toBeTruthy();
  });

  test('a negative invoice is a credit and says why it is not cut to zero', async () => {
    show(aReport({ delivered: { customers: 300, bought: 40, redeemed: -6 }, holdout: { customers: 30, bought: 4 } }));
    const credit = within(await screen.findByRole('region', { name: 'Credit' }));
    expect(credit.getByText('€47.70')).toBeTruthy();
    expect(credit.getByText(/The noise took the published number below zero/)).toBeTruthy();
    expect(screen.queryByText(/You pay/)).toBeNull();
  });

  test('an invoice stops at the budget and sets off earlier credit', async () => {
    show(aReport(undefined, { budgetCents: 500_000, creditCents: 4_770 }));
    const invoice = within(await screen.findByRole('region', { name: 'Invoice' }));
    expect(invoice.getByText(/stops at your budget/)).toBeTruthy();
    expect(invoice.getByText('−€47.70')).toBeTruthy();
    expect(invoice.getByText('€4,952.30')).toBeTruthy();
  });

  test('before there is a report it says so, as a state and not as an error', async () => {
    show(undefined);
    expect(await screen.findByRole('heading', { name: 'No report yet' })).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('speaks Dutch with Dutch figures', async () => {
    show(aReport(), 'nl');
    expect(await screen.findByText('+4,3 procentpunt')).toBeTruthy();
    expect(screen.getByText('effect aangetoond')).toBeTruthy();
  });
});

describe('the list of results', () => {
  const list = (campaigns: CampaignSummary[], report = aReport()) =>
    renderScreen(<ResultsScreen />, {
      answers: { campaigns: { listCampaigns: () => ok({ campaigns }), readReport: () => ok(report) } },
      role: 'merchant_viewer',
    });

  test('shows reported campaigns with their effect, and those that are being measured', async () => {
    list([
      aSummary({ state: 'reported' }),
      aSummary({ id: '01960000-0000-7000-8000-0000000000c9', name: 'Autumn bulbs', state: 'measuring' }),
      aSummary({ id: '01960000-0000-7000-8000-0000000000c8', name: 'A draft', state: 'live' }),
    ]);
    const row = within((await screen.findByRole('link', { name: 'Spring start for balcony gardens' })).closest('li') ?? document.body);
    expect(await row.findByText('+4.3 points')).toBeTruthy();
    expect(card('Being measured').getByText('Autumn bulbs')).toBeTruthy();
    expect(screen.queryByText('A draft')).toBeNull();
  });

  test('says what will appear here while there is none', async () => {
    list([aSummary({ state: 'live' })]);
    expect(await screen.findByRole('heading', { name: 'No report yet' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Go to campaigns' })).toBeTruthy();
  });
});
