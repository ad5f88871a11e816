import { useState } from 'react';
import type { ReviewCase } from '#shared/contracts/http/campaigns.ts';
import { Comments } from '../../comments/comments-card.tsx';
import { useDesk } from '../../data/desk-context.tsx';
import { useText } from '../../i18n/text.tsx';
import { ChangeList } from '../../ui/change-list.tsx';
import { unchangedGroups } from '../../ui/change-words.ts';
import { ContentSummary } from '../../ui/content-summary.tsx';
import { EvidenceList } from '../../ui/evidence-list.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { CountText, MoneyText } from '../../ui/numbers.tsx';
import { ShopsTable } from '../../ui/shops-table.tsx';

/** Where what was said stands. */
export const COMMENTS_ID = 'review-said';

/** What changed since the revision before, the reach it was judged on, what it may cost the bank, and what both sides say. */
export function ChangesColumn({ reviewCase }: { readonly reviewCase: ReviewCase }) {
  return (
    <>
      <Shops reviewCase={reviewCase} />
      <Changes reviewCase={reviewCase} />
      <Evidence reviewCase={reviewCase} />
      <Reach reviewCase={reviewCase} />
      <Liability reviewCase={reviewCase} />
      <Said reviewCase={reviewCase} />
    </>
  );
}

/** What proves the claims of the offer. Reviewers open it; the privacy officer sees that it is there. */
function Evidence({ reviewCase: { detail } }: { readonly reviewCase: ReviewCase }) {
  const { t } = useText();
  const { account } = useDesk();
  const { evidence } = detail.content;
  if (evidence === undefined) return null;
  const mayRead = account.role === 'bank_reviewer';
  return (
    <section className="review-part" aria-labelledby="review-evidence">
      <h2 id="review-evidence">{t('evidence.title')}</h2>
      <EvidenceList files={evidence} mayRead={mayRead} />
      <p className="sub">{t(mayRead ? 'evidence.review-note' : 'evidence.officer-note')}</p>
    </section>
  );
}

/** All shops with their shares, where several have this campaign together; each has accepted this hash before it came here. */
function Shops({ reviewCase: { detail } }: { readonly reviewCase: ReviewCase }) {
  const { t } = useText();
  if (detail.shops === undefined) return null;
  return (
    <section className="review-part" aria-labelledby="review-shops">
      <h2 id="review-shops">{t('cooperation.shops')}</h2>
      <ShopsTable shops={detail.shops} />
    </section>
  );
}

function Said({ reviewCase: { detail } }: { readonly reviewCase: ReviewCase }) {
  const { t } = useText();
  return (
    <section className="review-part" id={COMMENTS_ID} tabIndex={-1} aria-labelledby="review-comments">
      <h2 id="review-comments">{t('comments.title')}</h2>
      <Comments campaignId={detail.summary.id} isShared={detail.shops !== undefined} />
    </section>
  );
}

function Changes({ reviewCase }: { readonly reviewCase: ReviewCase }) {
  const text = useText();
  const { market } = useDesk();
  const [isWhole, setIsWhole] = useState(false);
  const { changes, previousRevision, detail } = reviewCase;
  const summary = <ContentSummary content={detail.content} market={market} />;
  if (previousRevision === undefined)
    return (
      <>
        <h2 id="review-changes">{text.t('desk.review.first')}</h2>
        <p className="sub review-after-title">{text.t('desk.review.first-text')}</p>
        {summary}
      </>
    );
  const groups = unchangedGroups(changes).map((group) => text.t(`content.group.${group}`));
  return (
    <>
      <h2 id="review-changes">{text.t('desk.review.changed', { revision: previousRevision })}</h2>
      {changes.length === 0 ? (
        <p className="sub">{text.t('desk.review.nothing-changed', { revision: previousRevision })}</p>
      ) : (
        <ChangeList changes={changes} content={detail.content} />
      )}
      <p className="sub review-after-title">
        {groups.length === 0 || changes.length === 0 ? null : `${text.t('desk.review.unchanged', { groups: groups.join(', ') })} `}
        <button type="button" className="fl-link" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {text.t(isWhole ? 'desk.review.hide-all' : 'desk.review.show-all')}
        </button>
      </p>
      {isWhole ? summary : null}
    </>
  );
}

function Reach({ reviewCase }: { readonly reviewCase: ReviewCase }) {
  const { t, count } = useText();
  const { reach } = reviewCase;
  return (
    <section className="review-part" aria-labelledby="review-reach">
      <h2 id="review-reach">{t('desk.review.reach')}</h2>
      <p>
        <CountText customers={reach.customers} halfWidth={reach.halfWidth} className="review-figure" />{' '}
        <span className="sub">{t('desk.review.reach-note')}</span>
      </p>
      <p className="sub num review-wrap">{t('desk.review.reach-text', { required: count(reach.required), release: reach.releaseId })}</p>
    </section>
  );
}

/** Chances below this are shown as "below", not as a row of noughts. */
const SMALLEST_CHANCE = 0.001;

function Liability({ reviewCase }: { readonly reviewCase: ReviewCase }) {
  const { t, percent } = useText();
  const { liability } = reviewCase;
  const chance =
    liability.overrunChance < SMALLEST_CHANCE
      ? t('desk.review.below', { limit: percent(SMALLEST_CHANCE, 1) })
      : percent(liability.overrunChance, 1);
  return (
    <section className="review-part" aria-labelledby="review-liability">
      <h2 id="review-liability">{t('desk.review.liability')}</h2>
      <DefinitionList
        items={[
          { term: t('desk.review.worst-case'), value: <MoneyText cents={liability.worstCaseCents} />, isStrong: true },
          { term: t('desk.review.budget'), value: <MoneyText cents={liability.budgetCents} /> },
          { term: t('desk.review.overrun'), value: <span className="num">{chance}</span>, isStrong: true },
        ]}
      />
    </section>
  );
}
