import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import type { ReviewCase } from '#shared/contracts/http/campaigns.ts';
import { type Decision, ReasonCode } from '#shared/review/decision.ts';
import { useText } from '../../i18n/text.tsx';
import { EMPTY_NOTE } from '../../store/review-slice.ts';
import { useFlorin } from '../../store/store-context.tsx';
import { COMMENT_LENGTH, type DecisionStand } from './decision-state.ts';

interface DecisionFormProps {
  readonly reviewCase: ReviewCase;
  readonly stand: Extract<DecisionStand, { kind: 'decide' }>;
  readonly isWorking: boolean;
  readonly onDecide: (decision: Decision) => void;
}

interface Problems {
  readonly reason?: string;
  readonly comment?: string;
}

/** Reason, comment and the three decisions. Rejecting and requesting changes need both; approving needs neither. */
export function DecisionForm({ reviewCase, stand, isWorking, onDecide }: DecisionFormProps) {
  const { t } = useText();
  const { summary } = reviewCase.detail;
  const note = useFlorin((state) => state.reviewNotes[summary.id]) ?? EMPTY_NOTE;
  const write = useFlorin((state) => state.writeReviewNote);
  const [problems, setProblems] = useState<Problems>({});
  const reasonField = useRef<HTMLSelectElement>(null);
  const commentField = useRef<HTMLTextAreaElement>(null);
  const used = note.comment.trim().length;
  const notLegal = t('desk.decision.not-legal', { state: t(`common.state.${summary.state}`) });

  const answer = (kind: 'request_changes' | 'reject') => {
    const commentProblem =
      used < COMMENT_LENGTH.min
        ? t('desk.decision.comment-short')
        : used > COMMENT_LENGTH.max
          ? t('desk.decision.comment-long', { used })
          : undefined;
    if (note.reason === undefined || commentProblem !== undefined) {
      setProblems({
        ...(note.reason === undefined ? { reason: t('desk.decision.reason-missing') } : {}),
        ...(commentProblem === undefined ? {} : { comment: commentProblem }),
      });
      (note.reason === undefined ? reasonField : commentField).current?.focus();
      return;
    }
    setProblems({});
    onDecide({ kind, revisionHash: summary.revisionHash, reason: note.reason, text: note.comment.trim() });
  };
  const approve = () => {
    setProblems({});
    onDecide({ kind: 'approve', revisionHash: summary.revisionHash });
  };
  const { given, needed } = reviewCase.approvals;
  return (
    <div className="review-form" aria-busy={isWorking}>
      <NativeSelect
        ref={reasonField}
        className="review-reason"
        aria-label={t('desk.decision.reason')}
        value={note.reason ?? ''}
        error={problems.reason}
        disabled={isWorking}
        onChange={(event) => {
          const parsed = ReasonCode.safeParse(event.currentTarget.value);
          write(summary.id, { reason: parsed.success ? parsed.data : undefined });
          if (parsed.success) setProblems(({ reason: _solved, ...rest }) => rest);
        }}
        data={[
          { value: '', label: t('desk.decision.reason-hint') },
          ...ReasonCode.options.map((reason) => ({ value: reason, label: t(`desk.reason.${reason}`) })),
        ]}
      />
      <Textarea
        ref={commentField}
        className="review-comment"
        aria-label={t('desk.decision.comment')}
        placeholder={t('desk.decision.comment-hint')}
        autosize
        minRows={1}
        maxRows={5}
        value={note.comment}
        error={problems.comment}
        description={note.comment === '' ? undefined : t('desk.decision.comment-count', { used })}
        inputWrapperOrder={['input', 'error', 'description']}
        disabled={isWorking}
        onChange={(event) => {
          write(summary.id, { comment: event.currentTarget.value });
          if (problems.comment !== undefined) setProblems(({ comment: _solved, ...rest }) => rest);
        }}
      />
      <div className="review-buttons">
        <Button
          variant="outline"
          color="red"
          className="review-stop"
          disabled={isWorking || !stand.mayReject}
          title={stand.mayReject ? undefined : notLegal}
          onClick={() => answer('reject')}
        >
          {t('desk.decision.reject')}
        </Button>
        <Button
          variant="default"
          disabled={isWorking || !stand.mayRequestChanges}
          title={stand.mayRequestChanges ? undefined : notLegal}
          onClick={() => answer('request_changes')}
        >
          {t('desk.decision.request-changes')}
        </Button>
        <Button loading={isWorking} disabled={!stand.mayApprove} title={stand.mayApprove ? undefined : notLegal} onClick={approve}>
          {needed > 1 ? t('desk.decision.approve-of', { number: given + 1, needed }) : t('desk.decision.approve')}
        </Button>
      </div>
    </div>
  );
}
