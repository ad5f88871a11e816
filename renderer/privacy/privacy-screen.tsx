import { useState } from 'react';
import type { PrivacyAccount } from '#shared/contracts/http/privacy.ts';
import { isMerchantRole } from '#shared/session/roles.ts';
import { useDesk } from '../data/desk-context.tsx';
import { usePrivacy } from '../data/queries.ts';
import { useText } from '../i18n/text.tsx';
import { Card, PageHead } from '../ui/card.tsx';
import { EmptyState, LoadingState, QueryState } from '../ui/states.tsx';
import { DataTable, TableTwin } from '../ui/table-twin.tsx';
import { BudgetBar } from './budget-bar.tsx';
import { accountTable, artefactTable, planTable, shareOf } from './privacy-tables.ts';
import './privacy.css';

/** Rows of the list before "show all". */
const FEW = 8;

/** For everybody who is signed in: the privacy budget in plain words; exact fractions for the bank's side. */
export function PrivacyScreen() {
  const text = useText();
  const query = usePrivacy();
  return (
    <>
      <PageHead title={text.t('privacy.title')} sub={text.t('privacy.lead')} />
      <QueryState query={query} loading={<LoadingState rows={3} height={120} />}>
        {({ account, fresh, fetchedAt }) => (
          <div className="privacy">
            {fresh ? null : (
              <p className="privacy-stored" role="status">
                {text.t('privacy.stored', { at: text.instant(fetchedAt) })}
              </p>
            )}
            <Account account={account} />
            <div className="privacy-pair">
              <Promise account={account} />
              <NotPromised account={account} />
            </div>
            <Published account={account} />
            <Plan account={account} />
            <p className="sub">{text.t('privacy.public')}</p>
          </div>
        )}
      </QueryState>
    </>
  );
}

interface AccountProps {
  readonly account: PrivacyAccount;
}

function Account({ account }: AccountProps) {
  const text = useText();
  const { t } = text;
  const showsFractions = useShowsFractions();
  const { cap, spent, left, year, quotes, reports } = account;
  return (
    <Card
      title={t('privacy.account')}
      aside={<span className="sub">{t('privacy.account-span', { after: text.day(year.after), until: text.day(year.until) })}</span>}
    >
      <TableTwin
        table={accountTable(account, text, showsFractions)}
        head={
          <>
            <p className="privacy-headline">{text.rich('privacy.headline', { percent: text.percent(shareOf(spent.total, cap), 1) })}</p>
            <p className="sub">
              {t('privacy.headline-left', {
                percent: text.percent(shareOf(left.total, cap), 1),
                free: text.percent(shareOf(left.free, cap), 1),
              })}
            </p>
          </>
        }
      >
        <BudgetBar account={account} />
      </TableTwin>
      <div className="privacy-facts">
        <div>
          <h3>{t('privacy.quotes')}</h3>
          <p className="privacy-figure num">{t('privacy.quotes-left', { left: quotes.left, perYear: quotes.perYear })}</p>
          <p className="sub">{t('privacy.quotes-text')}</p>
        </div>
        <div>
          <h3>{t('privacy.reports')}</h3>
          <p className="privacy-figure num">{t('privacy.reports-value', { published: reports.published })}</p>
          <p className="sub">{t('privacy.reports-text', { count: reports.perCustomerYear })}</p>
        </div>
      </div>
    </Card>
  );
}

function Promise({ account: { meaning, cap } }: AccountProps) {
  const text = useText();
  const showsFractions = useShowsFractions();
  const [two, three, five] = [2, 3, 5].map((count) => meaning.severalYears.find(({ years }) => years === count)?.bestGuess ?? 1);
  return (
    <Card title={text.t('privacy.promise')}>
      <div className="stack">
        <p>{text.rich('privacy.promise-guess', { percent: text.percent(meaning.bestGuess, 1) })}</p>
        <p>
          {text.t('privacy.promise-years', {
            two: text.percent(two ?? 1),
            three: text.percent(three ?? 1),
            five: text.percent(five ?? 1),
            replace: text.percent(meaning.replaceOne),
          })}
        </p>
        <p className="sub">{text.t('privacy.promise-rho', { cap })}</p>
        {showsFractions ? (
          <p className="sub">
            {text.t('privacy.promise-epsilon', { epsilon: text.decimal(meaning.epsilon, 3), delta: meaning.delta.toExponential() })}
          </p>
        ) : null}
      </div>
    </Card>
  );
}

function NotPromised({ account }: AccountProps) {
  const { t } = useText();
  return (
    <Card title={t('privacy.not-promised')}>
      <ul className="privacy-list">
        {account.notPromised.map((item) => (
          <li key={item}>{t(`privacy.not.${item}`)}</li>
        ))}
      </ul>
    </Card>
  );
}

function Published({ account }: AccountProps) {
  const text = useText();
  const { t } = text;
  const showsFractions = useShowsFractions();
  const [isLong, setIsLong] = useState(false);
  const { artefacts } = account;
  if (artefacts.length === 0) return <EmptyState title={t('privacy.published-empty-title')}>{t('privacy.published-empty')}</EmptyState>;
  const shown = isLong ? artefacts : artefacts.slice(0, FEW);
  return (
    <Card title={t('privacy.published')}>
      <DataTable table={artefactTable(shown, text, showsFractions)} />
      {artefacts.length <= FEW ? null : (
        <button type="button" className="fl-link fl-gap-top" aria-expanded={isLong} onClick={() => setIsLong(!isLong)}>
          {isLong ? t('privacy.show-fewer') : t('privacy.show-all', { count: artefacts.length })}
        </button>
      )}
    </Card>
  );
}

function Plan({ account }: AccountProps) {
  const text = useText();
  return (
    <Card title={text.t('privacy.plan')}>
      <p className="sub">{text.t('privacy.plan-text')}</p>
      <DataTable table={planTable(account, text, useShowsFractions())} />
    </Card>
  );
}

/** The bank's people work with exact fractions; a merchant reads shares. */
function useShowsFractions(): boolean {
  return !isMerchantRole(useDesk().account.role);
}
