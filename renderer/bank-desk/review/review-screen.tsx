import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import type { ReviewCase } from '#shared/contracts/http/campaigns.ts';
import { useMarkSeen } from '../../data/campaign-actions.ts';
import { useComments } from '../../data/comments.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useGiveBackCase, useReviewCase } from '../../data/review.ts';
import { useTestRevision } from '../../data/test-messages.ts';
import { shortHash } from '../../i18n/age.ts';
import { useText } from '../../i18n/text.tsx';
import { PageHead } from '../../ui/card.tsx';
import { MessageVersions, type ShownMessage } from '../../ui/message-preview.tsx';
import { FailureNote, LoadingState, QueryState } from '../../ui/states.tsx';
import { Badge, StatusChip } from '../../ui/status-chip.tsx';
import { shownInWords, TestSend } from '../../ui/test-send.tsx';
import { ChangesColumn, COMMENTS_ID } from './changes-column.tsx';
import { ChecksColumn } from './checks-column.tsx';
import { DecisionBar } from './decision-bar.tsx';
import { SuspendDialog } from './suspend-dialog.tsx';
import './review.css';

/** One case: what the customer will see, what changed, what the checks say, and the decision. */
export function ReviewScreen() {
  const { id = '' } = useParams();
  const reviewCase = useReviewCase(id);
  return (
    <QueryState query={reviewCase} loading={<LoadingState rows={4} height={120} />}>
      {(value) => <Review key={id} reviewCase={value} onReload={() => void reviewCase.refetch()} />}
    </QueryState>
  );
}

interface ReviewProps {
  readonly reviewCase: ReviewCase;
  readonly onReload: () => void;
}

function Review({ reviewCase, onReload }: ReviewProps) {
  const { t } = useText();
  const { account } = useDesk();
  const { content, summary } = reviewCase.detail;
  useMarkSeen(summary.id, summary.version);
  return (
    <div className="fl-full review">
      <div className="review-head">
        <Link to="/queue" className="fl-link review-back">
          {t('desk.review.back')}
        </Link>
        <ReviewHead reviewCase={reviewCase} />
      </div>
      <div className="review-columns">
        {/* A column that scrolls can be reached by keyboard. */}
        <section className="review-column" aria-labelledby="review-customer" tabIndex={0}>
          <h2 id="review-customer" className="review-column-title">
            {t('desk.review.customer')}
          </h2>
          <MessageVersions
            messages={reviewCase.messages}
            alternativeMessages={reviewCase.alternativeMessages}
            channels={content.channels}
            below={
              account.role === 'bank_reviewer'
                ? (shown) => <RevisionTest key={`${shown.language}.${shown.channel}`} reviewCase={reviewCase} shown={shown} />
                : undefined
            }
          />
        </section>
        <section className="fl-card review-column" aria-labelledby="review-changes" tabIndex={0}>
          <ChangesColumn reviewCase={reviewCase} />
        </section>
        <section className="fl-card review-column" aria-labelledby="review-checks" tabIndex={0}>
          <ChecksColumn reviewCase={reviewCase} />
        </section>
      </div>
      <DecisionBar reviewCase={reviewCase} onReload={onReload} />
    </div>
  );
}

/** Leads to what was said, which stands at the end of its column. */
function CommentsLink({ campaignId }: { readonly campaignId: string }) {
  const { t } = useText();
  const said = useComments(campaignId).data?.comments.length ?? 0;
  return (
    <button type="button" className="fl-link" onClick={() => document.getElementById(COMMENTS_ID)?.focus()}>
      {t('comments.jump', { count: said })}
    </button>
  );
}

/** Sends the message in sight, of the revision that is shown and no other, to the bank's own inbox. */
function RevisionTest({ reviewCase, shown }: { readonly reviewCase: ReviewCase; readonly shown: ShownMessage }) {
  const { isOnline } = useDesk();
  const text = useText();
  const sending = useTestRevision();
  const { id: campaignId, revisionHash } = reviewCase.detail.summary;
  return (
    <TestSend
      name={shownInWords(shown, text)}
      request={isOnline ? { campaignId, revisionHash, ...shown } : undefined}
      hindrance={isOnline ? undefined : text.t('test-message.offline')}
      sending={sending}
    />
  );
}

function ReviewHead({ reviewCase }: { readonly reviewCase: ReviewCase }) {
  const text = useText();
  const { detail, approvals } = reviewCase;
  const { summary } = detail;
  const giveBack = useGiveBackCase();
  const [isStopping, setIsStopping] = useState(false);
  const claim = reviewCase.claimedByMe ? 'claimed-mine' : reviewCase.claimed ? 'claimed-other' : 'unclaimed';
  return (
    <>
      <PageHead
        title={summary.name}
        sub={
          <span className="num review-line">
            {text.t('desk.review.line', {
              shop: summary.merchant.shopName,
              revision: summary.revision,
              when: text.instant(reviewCase.submittedAt),
            })}
            {' · '}
            <span className="review-hash" title={summary.revisionHash}>
              <span aria-hidden>{shortHash(summary.revisionHash)}</span>
              <span className="sr-only">{text.t('desk.review.hash', { hash: summary.revisionHash })}</span>
            </span>
          </span>
        }
        actions={
          <>
            {approvals.needed > 1 ? (
              <Badge tone="warn">
                {text.t('desk.review.four-eyes', {
                  reasons: approvals.reasons.map((reason) => text.t(`desk.review.four-eyes.${reason}`)).join(', '),
                })}
              </Badge>
            ) : null}
            {summary.state === 'in_review' ? null : <StatusChip state={summary.state} />}
            {summary.state === 'submitted' || summary.state === 'in_review' ? (
              <Badge tone={reviewCase.claimedByMe ? 'good' : 'plain'}>{text.t(`desk.review.${claim}`)}</Badge>
            ) : null}
            <CommentsLink campaignId={summary.id} />
            {reviewCase.claimedByMe && detail.legal.includes('release') ? (
              <Button
                variant="default"
                size="xs"
                loading={giveBack.isPending}
                onClick={() => giveBack.mutate({ campaignId: summary.id, expectedVersion: summary.version })}
              >
                {text.t('desk.decision.give-back')}
              </Button>
            ) : null}
            {detail.legal.includes('suspend') ? (
              <Button variant="outline" color="red" size="xs" className="review-stop" onClick={() => setIsStopping(true)}>
                {text.t('desk.suspend.open')}
              </Button>
            ) : null}
          </>
        }
      />
      <FailureNote error={giveBack.error} />
      <SuspendDialog campaign={isStopping ? summary : undefined} onClose={() => setIsStopping(false)} />
    </>
  );
}
