import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { z } from 'zod';
import type { Draft } from '#shared/campaign/draft.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { useDeleteDraft } from '../../data/queries.ts';
import { useStartDraft } from '../../data/use-start-draft.ts';
import { describeFailure } from '../../i18n/describe-failure.ts';
import { MESSAGES } from '../../i18n/messages/index.ts';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { FailureNote } from '../../ui/states.tsx';
import { useDesigner } from './designer-context.tsx';
import { fieldName } from './finding-words.ts';

const Findings = z.object({ findings: z.array(z.object({ code: z.string(), path: z.string() })) });

interface SubmissionCardProps {
  readonly draftId: string;
  readonly submission: Extract<Draft['submission'], { phase: 'refused' }> | Draft['submission'];
}

/** Why the bank did not accept a submission: its code in words, and the fields it named. */
export function SubmissionCard({ draftId, submission }: SubmissionCardProps) {
  const text = useText();
  const { goTo } = useDesigner();
  if (submission.phase !== 'refused') return null;
  if (submission.code === 'version_conflict') return <HandedInElsewhere draftId={draftId} at={submission.at} />;
  const findings = Findings.safeParse(submission.detail);
  return (
    <Card tone="danger" title={text.t('designer.check.refused-title')}>
      <p role="alert">{describeFailure({ code: errorCode(submission.code), detail: submission.detail }, text)}</p>
      {findings.success ? (
        <ul className="fl-findings">
          {findings.data.findings.map((finding) => (
            <li key={`${finding.path} ${finding.code}`}>
              <span>
                <b className="strong">{fieldName(finding.path, text)}</b> · {ruleWords(finding.code)}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      <p className="sub">{text.instant(submission.at)}</p>
      {submission.code === 'audience_too_small' || submission.code === 'audience_not_answerable' ? (
        <button type="button" className="fl-link" onClick={() => goTo('audience')}>
          {text.t('designer.tab.audience')}
        </button>
      ) : null}
    </Card>
  );

  function ruleWords(code: string): string {
    const key = `designer.rule.${code}`;
    return isKey(key) ? text.t(key, { earliest: '', latest: '', required: '' }) : text.t('designer.field.outside_limits');
  }
}

/** Another person of the shop was first. Their revision is the campaign now; what was typed here can go on under an id of its own. */
function HandedInElsewhere({ draftId, at }: { readonly draftId: string; readonly at: string }) {
  const text = useText();
  const { content, isReadOnly } = useDesigner();
  const draft = useStartDraft();
  const remove = useDeleteDraft();
  return (
    <Card tone="danger" title={text.t('designer.check.refused-title')}>
      <p role="alert">{text.t('designer.check.elsewhere')}</p>
      <p className="sub">{text.instant(at)}</p>
      <div className="row fl-gap-top">
        <Button component={Link} to={`/campaigns/${draftId}`} variant="default">
          {text.t('designer.check.open-campaign')}
        </Button>
        {isReadOnly ? null : (
          <Button loading={draft.isStarting} onClick={() => draft.start(content, () => remove.mutate(draftId))}>
            {text.t('designer.check.keep-own')}
          </Button>
        )}
      </div>
      <FailureNote error={draft.error} />
    </Card>
  );
}

function isKey(key: string): key is keyof typeof MESSAGES.en {
  return key in MESSAGES.en;
}

/** A stored code may come from a newer bank; what this version does not know counts as internal. */
function errorCode(code: string): ErrorCode {
  return isErrorCode(code) ? code : 'internal';
}

function isErrorCode(code: string): code is ErrorCode {
  return `error.${code}` in MESSAGES.en;
}
