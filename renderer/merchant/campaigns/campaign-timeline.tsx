import type { CampaignDetail, TimelineEntry } from '#shared/contracts/http/campaigns.ts';
import type { ReasonCode } from '#shared/review/decision.ts';
import type { Text } from '../../i18n/text.tsx';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';

/** The steps of a campaign, the newest first, each with its time, side and reason. */
export function CampaignTimeline({ detail }: { readonly detail: CampaignDetail }) {
  const { t } = useText();
  const entries = detail.timeline.toReversed();
  return (
    <Card title={t('campaign-page.timeline')}>
      <ol className="campaign-timeline">
        {entries.map((entry, index) => (
          <Entry key={`${entry.at} ${entry.transition}`} entry={entry} isNewest={index === 0} isShared={detail.shops !== undefined} />
        ))}
      </ol>
    </Card>
  );
}

interface EntryProps {
  readonly entry: TimelineEntry;
  readonly isNewest: boolean;
  /** Of several shops: a merchant's step may be any of theirs. */
  readonly isShared: boolean;
}

function Entry({ entry, isNewest, isShared }: EntryProps) {
  const text = useText();
  return (
    <li className={isNewest ? 'campaign-step campaign-step-now' : 'campaign-step'}>
      <span className="strong">{text.t(`campaign-page.did.${entry.transition}`)}</span>
      <span className="sub num campaign-wrap">
        {text.t('campaign-page.entry', {
          when: text.instant(entry.at),
          who: text.t(isShared && entry.by === 'merchant' ? 'cooperation.by-shop' : `campaign-page.by.${entry.by}`),
          revision: entry.revision,
        })}
      </span>
      {entry.reason === undefined ? null : <span>{reasonWords(entry.reason, text)}</span>}
      {entry.text === undefined ? null : <blockquote>{entry.text}</blockquote>}
    </li>
  );
}

/** A reason code as the merchant reads it. */
export function reasonWords(reason: ReasonCode, text: Text): string {
  return text.t(`desk.reason.${reason}`);
}
