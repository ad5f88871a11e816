import { Fragment } from 'react';
import type { CampaignContent } from '#shared/campaign/content.ts';
import type { FieldChange } from '#shared/contracts/http/campaigns.ts';
import { useDesk } from '../data/desk-context.tsx';
import { useText } from '../i18n/text.tsx';
import { changesInWords, type Segment } from './change-words.ts';
import './change-list.css';

interface ChangeListProps {
  /** At least one. */
  readonly changes: readonly FieldChange[];
  /** The newer side. */
  readonly content: CampaignContent;
}

/** What differs between two revisions, field by field in words: what went, what came, and of texts and lists what stayed. */
export function ChangeList({ changes, content }: ChangeListProps) {
  const text = useText();
  const { market } = useDesk();
  return (
    <ul className="fl-changes">
      {changesInWords({ changes, content, market, text }).map(({ path, label, segments, separator }) => (
        <li key={path}>
          <b>{label}</b> ·{' '}
          {segments.map((segment, index) => (
            <Fragment key={index}>
              {index === 0 ? null : separator}
              <ChangeSegment segment={segment} />
            </Fragment>
          ))}
        </li>
      ))}
    </ul>
  );
}

function ChangeSegment({ segment }: { readonly segment: Segment }) {
  const { t } = useText();
  if (segment.kind === 'removed')
    return (
      <del className="fl-removed">
        <span className="sr-only">{t('revisions.before')}: </span>
        {segment.text}
      </del>
    );
  if (segment.kind === 'added')
    return (
      <ins className="fl-added">
        <span className="sr-only">{t('revisions.after')}: </span>
        {segment.text}
      </ins>
    );
  return <span className={segment.kind === 'gap' ? 'sub' : undefined}>{segment.text}</span>;
}
