import { z } from 'zod';
import type { Draft } from '#shared/campaign/draft.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { describeFailure } from '../../i18n/describe-failure.ts';
import { MESSAGES } from '../../i18n/messages/index.ts';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { useDesigner } from './designer-context.tsx';
import { fieldName } from './finding-words.ts';

const Findings = z.object({ findings: z.array(z.object({ code: z.string(), path: z.string() })) });

interface SubmissionCardProps {
  readonly submission: Extract<Draft['submission'], { phase: 'refused' }> | Draft['submission'];
}

/** Why the bank did not accept a submission: its code in words, and the fields it named. */
export function SubmissionCard({ submission }: SubmissionCardProps) {
  const text = useText();
  const { goTo } = useDesigner();
  if (submission.phase !== 'refused') return null;
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
