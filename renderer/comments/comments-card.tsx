import { Button, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { asPlainText, COMMENT_LIMITS, CommentText } from '#shared/campaign/comments.ts';
import type { Comment, CommentThread } from '#shared/contracts/http/dialogue.ts';
import { isMerchantRole } from '#shared/session/roles.ts';
import { useCommentNote, useComments, useMarkCommentsRead, useWriteComment } from '../data/comments.ts';
import { useDesk } from '../data/desk-context.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureNote, LoadingState, QueryState } from '../ui/states.tsx';
import { Badge } from '../ui/status-chip.tsx';
import { personWords } from './person-words.ts';
import './comments.css';

interface CommentsProps {
  readonly campaignId: string;
  /** Several shops have this campaign together. */
  readonly isShared: boolean;
}

/** What both sides have said about a campaign, and a field to say more. What is typed is kept on this machine until the bank has it. */
export function Comments({ campaignId, isShared }: CommentsProps) {
  const { t } = useText();
  const { account } = useDesk();
  const thread = useComments(campaignId);
  return (
    <div className="comments">
      <QueryState query={thread} loading={<LoadingState rows={1} height={52} />}>
        {(value) => <Thread campaignId={campaignId} thread={value} />}
      </QueryState>
      {account.role === 'bank_privacy_officer' ? (
        <p className="sub">{t('comments.officer')}</p>
      ) : (
        <CommentForm key={campaignId} campaignId={campaignId} isShared={isShared} />
      )}
    </div>
  );
}

function Thread({ campaignId, thread }: { readonly campaignId: string; readonly thread: CommentThread }) {
  const { t } = useText();
  // As it was when the page was opened: reading a comment marks it, and it should not lose its sign under the reader's eyes.
  const [readBefore] = useState(thread.readUntil);
  useMarkCommentsRead(campaignId, thread.comments.at(-1)?.number, thread.readUntil);
  if (thread.comments.length === 0) return <p className="sub">{t('comments.none')}</p>;
  return (
    <ol className="comments-list">
      {thread.comments.map((comment) => (
        <Said key={comment.id} comment={comment} isNew={comment.number > readBefore && !comment.author.isMe} />
      ))}
    </ol>
  );
}

function Said({ comment, isNew }: { readonly comment: Comment; readonly isNew: boolean }) {
  const text = useText();
  const { account } = useDesk();
  const isOurSide = isMerchantRole(account.role) === (comment.author.side === 'merchant');
  return (
    <li className={isOurSide ? 'comment comment-ours' : 'comment'}>
      <p className="comment-head">
        <b className="strong">{personWords(comment.author, text)}</b>
        <span className="sub num">{text.t('comments.when', { when: text.instant(comment.writtenAt), revision: comment.revision })}</span>
        {isNew ? <Badge tone="info">{text.t('comments.new')}</Badge> : null}
      </p>
      <p className="comment-text">{comment.text}</p>
    </li>
  );
}

function CommentForm({ campaignId, isShared }: CommentsProps) {
  const { t, count } = useText();
  const { account, isOnline } = useDesk();
  const note = useCommentNote(campaignId);
  const write = useWriteComment(campaignId);
  const [isTooShort, setIsTooShort] = useState(false);
  const used = note.text.trim().length;
  const { max } = COMMENT_LIMITS.textLength;
  const send = (event: FormEvent) => {
    event.preventDefault();
    const parsed = CommentText.safeParse(note.text);
    if (!parsed.success) return setIsTooShort(used === 0);
    const { text } = note;
    note.handOver();
    write.mutate(parsed.data, { onSuccess: () => note.sent(text) });
  };
  const readers = isMerchantRole(account.role) ? (isShared ? 'comments.readers-shared' : 'comments.readers') : 'comments.readers-bank';
  return (
    <form className="comment-form" onSubmit={send}>
      <Textarea
        label={t('comments.write')}
        description={t(readers)}
        autosize
        minRows={2}
        maxRows={8}
        value={note.text}
        disabled={!note.isReady}
        error={used > max ? t('comments.too-long', { over: used - max }) : isTooShort ? t('comments.empty') : undefined}
        onChange={(event) => {
          setIsTooShort(false);
          note.type(asPlainText(event.currentTarget.value));
        }}
      />
      <div className="row apart">
        <div className="sub num comment-foot">
          {used === 0 ? null : <span>{t('comments.count', { used: count(used), max: count(max) })}</span>}
          <span role="status">
            {isOnline
              ? write.isSuccess && used === 0
                ? t('comments.sent')
                : ''
              : t(used === 0 ? 'comments.offline' : 'comments.offline-kept')}
          </span>
        </div>
        <Button type="submit" size="xs" variant="default" loading={write.isPending} disabled={!isOnline || used > max}>
          {t('comments.send')}
        </Button>
      </div>
      {write.error === null ? null : (
        <>
          <FailureNote error={write.error} />
          <p className="sub">{t('comments.kept')}</p>
        </>
      )}
    </form>
  );
}
