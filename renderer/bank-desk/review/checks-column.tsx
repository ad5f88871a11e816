import { IconAlertTriangle, IconCheck, IconEye } from '@tabler/icons-react';
import type { ReviewCase } from '#shared/contracts/http/campaigns.ts';
import type { Check } from '#shared/review/decision.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useText } from '../../i18n/text.tsx';
import { checkWords } from './check-words.ts';

const ORDER: readonly Check['verdict'][] = ['fail', 'needs_eyes', 'pass'];

/** The automatic checks of the revision: what failed first, then what needs eyes, then what passed. */
export function ChecksColumn({ reviewCase }: { readonly reviewCase: ReviewCase }) {
  const { t } = useText();
  const { checks } = reviewCase;
  const count = (verdict: Check['verdict']) => checks.filter((check) => check.verdict === verdict).length;
  const sorted = checks.toSorted((left, right) => ORDER.indexOf(left.verdict) - ORDER.indexOf(right.verdict));
  return (
    <>
      <h2 id="review-checks">{t('desk.review.checks')}</h2>
      {checks.length === 0 ? (
        <p className="sub">{t('desk.review.no-checks')}</p>
      ) : (
        <>
          <p className="sub num review-wrap">
            {t('desk.review.checks-line', { passed: count('pass'), eyes: count('needs_eyes'), failed: count('fail') })}
          </p>
          <ul className="review-checks" aria-label={t('desk.review.checks')}>
            {sorted.map((check) => (
              <CheckRow key={check.code} check={check} />
            ))}
          </ul>
        </>
      )}
      <p className="sub review-after-title">{t('desk.review.published-only')}</p>
    </>
  );
}

const ICONS = { pass: IconCheck, fail: IconAlertTriangle, needs_eyes: IconEye } as const;

function CheckRow({ check }: { readonly check: Check }) {
  const text = useText();
  const { market } = useDesk();
  const words = checkWords(check, market, text);
  const Icon = ICONS[check.verdict];
  return (
    <li className={`review-check review-check-${check.verdict}`}>
      <Icon size={17} stroke={2} aria-hidden className="review-check-icon" />
      <span>
        <span className="review-check-title">{words.title}</span>
        {check.verdict === 'pass' ? <span className="sr-only">, {words.verdict}</span> : <b className="review-verdict"> {words.verdict}</b>}
        <span className="review-check-more num">{[...words.facts, words.rule].join(' · ')}</span>
      </span>
    </li>
  );
}
