import { useId, useState } from 'react';
import type { RevisionShown } from '#shared/contracts/http/dialogue.ts';
import { diffContents } from '#shared/review/diff.ts';
import { personWords } from '../../comments/person-words.ts';
import { useRevisions } from '../../data/queries.ts';
import { shortHash } from '../../i18n/age.ts';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { ChangeList } from '../../ui/change-list.tsx';
import { unchangedGroups } from '../../ui/change-words.ts';
import { LoadingState, QueryState } from '../../ui/states.tsx';
import { reasonWords } from './campaign-timeline.tsx';

/** Every frozen revision, the newest first; choosing one says in words what changed since the one before. */
export function RevisionsCard({ campaignId }: { readonly campaignId: string }) {
  const { t } = useText();
  const revisions = useRevisions(campaignId);
  return (
    <Card title={t('revisions.title')}>
      <QueryState query={revisions} loading={<LoadingState rows={1} height={44} />}>
        {(value) => <RevisionList revisions={value.revisions} />}
      </QueryState>
    </Card>
  );
}

function RevisionList({ revisions }: { readonly revisions: readonly RevisionShown[] }) {
  // Where nothing can be compared, nothing is opened.
  const [chosen, setChosen] = useState(revisions.length > 1 ? revisions.at(-1)?.number : undefined);
  return (
    <ol className="campaign-revisions">
      {revisions
        .map((revision, index) => ({ revision, before: revisions[index - 1] }))
        .toReversed()
        .map(({ revision, before }) => (
          <Revision
            key={revision.number}
            revision={revision}
            before={before}
            isOpen={chosen === revision.number}
            onChoose={() => setChosen(chosen === revision.number ? undefined : revision.number)}
          />
        ))}
    </ol>
  );
}

interface RevisionProps {
  readonly revision: RevisionShown;
  readonly before: RevisionShown | undefined;
  readonly isOpen: boolean;
  readonly onChoose: () => void;
}

function Revision({ revision, before, isOpen, onChoose }: RevisionProps) {
  const text = useText();
  const { t } = text;
  const id = useId();
  const { number, hash, outcome } = revision;
  return (
    <li>
      <div className="row apart">
        <button type="button" className="fl-link strong" aria-expanded={isOpen} aria-controls={isOpen ? id : undefined} onClick={onChoose}>
          {t('revisions.name', { number })}
        </button>
        <span className="sub num" title={hash}>
          <span aria-hidden>{shortHash(hash)}</span>
          <span className="sr-only">{t('revisions.hash', { hash })}</span>
        </span>
      </div>
      <p className="sub num campaign-wrap">
        {t('revisions.line', { when: text.instant(revision.submittedAt), who: personWords(revision.submittedBy, text) })}
      </p>
      {outcome === undefined ? null : (
        <p>
          {t(`campaign-page.did.${outcome.transition}`)}
          {outcome.reason === undefined ? null : <> · {reasonWords(outcome.reason, text)}</>}
          <span className="sub num"> · {text.instant(outcome.at)}</span>
        </p>
      )}
      {isOpen ? (
        <div id={id} className="campaign-changed">
          <Changed revision={revision} before={before} />
        </div>
      ) : null}
    </li>
  );
}

function Changed({ revision, before }: Pick<RevisionProps, 'revision' | 'before'>) {
  const { t } = useText();
  if (before === undefined) return <p className="sub">{t('revisions.first')}</p>;
  const changes = diffContents(before.content, revision.content);
  if (changes.length === 0) return <p className="sub">{t('desk.review.nothing-changed', { revision: before.number })}</p>;
  const groups = unchangedGroups(changes).map((group) => t(`content.group.${group}`));
  return (
    <>
      <h3>{t('revisions.changed', { number: revision.number, before: before.number })}</h3>
      <ChangeList changes={changes} content={revision.content} />
      {groups.length === 0 ? null : <p className="sub">{t('desk.review.unchanged', { groups: groups.join(', ') })}</p>}
    </>
  );
}
