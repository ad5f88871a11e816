import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useDesk } from '../../data/desk-context.tsx';
import { useReport } from '../../data/queries.ts';
import { useShelf } from '../../data/shelf.ts';
import { useStartDraft } from '../../data/use-start-draft.ts';
import { bandRunLabel, categoryLabel, windowLabel } from '../../i18n/labels.ts';
import { useText } from '../../i18n/text.tsx';
import { useFlorin } from '../../store/store-context.tsx';
import { Card } from '../../ui/card.tsx';
import { Badge, StatusChip } from '../../ui/status-chip.tsx';
import { FailureNote } from '../../ui/states.tsx';
import type { CampaignRow } from '../campaigns/rows.ts';
import { starterDraft } from './starter-draft.ts';
import { suggestionFor } from './suggestion.ts';

interface SuggestionCardProps {
  readonly categoryId: string;
}

/** One plain suggestion from the released months, and a draft that begins with it. */
export function SuggestionCard({ categoryId }: SuggestionCardProps) {
  const text = useText();
  const { t } = text;
  const { market, account } = useDesk();
  const { releases } = useShelf();
  const draft = useStartDraft();
  const isHidden = useFlorin((state) => state.isSuggestionHidden);
  const hide = useFlorin((state) => state.hideSuggestion);
  const suggestion = isHidden ? undefined : suggestionFor(releases, categoryId, market);
  if (suggestion === undefined)
    return (
      <Card title={t('season.suggestion-none-title')}>
        <p className="sub">{t('season.suggestion-none')}</p>
        <div className="row fl-gap-top">
          <Button component={Link} to="/explore" variant="default">
            {t('season.to-explore')}
          </Button>
        </div>
      </Card>
    );
  const edges = market.categories.find((category) => category.id === categoryId)?.bandEdges ?? [];
  const begin = () => {
    const name = t('season.suggestion-name', {
      category: categoryLabel(market, categoryId, text),
      season: windowLabel(suggestion.coming, text, 'short'),
    });
    draft.start(starterDraft({ ...suggestion, name, categoryId }, releases, market, account));
  };
  return (
    <Card tone="accent" title={t('season.suggestion-title', { date: text.day(suggestion.startsOn) })}>
      <p className="sub">
        {text.rich(suggestion.bands.from === 0 ? 'season.suggestion-any' : 'season.suggestion', {
          share: text.percent(suggestion.share),
          halfWidth: text.count(suggestion.halfWidth * 100),
          band: bandRunLabel(edges, suggestion.bands.from, suggestion.bands.to, text),
          ...text.windowEnds(suggestion.window),
        })}
      </p>
      {draft.canStart ? <p className="sub">{t('season.suggestion-holds')}</p> : null}
      <div className="row fl-season-actions">
        {draft.canStart ? (
          <Button onClick={begin} loading={draft.isStarting}>
            {t('season.suggestion-draft')}
          </Button>
        ) : null}
        <Button variant="default" onClick={hide}>
          {t('season.suggestion-later')}
        </Button>
      </div>
      <FailureNote error={draft.error} />
    </Card>
  );
}

interface WaitingCardProps {
  readonly rows: readonly CampaignRow[];
}

const AT_BANK: readonly string[] = ['submitted', 'in_review', 'queued', 'approved'];
const AT_MERCHANT: readonly string[] = ['changes_requested', 'refused'];

/** What lies with the bank, and first what the bank asks back. */
export function WaitingCard({ rows }: WaitingCardProps) {
  const { t } = useText();
  const asked = rows.filter((row) => AT_MERCHANT.includes(row.state));
  const waiting = rows.filter((row) => AT_BANK.includes(row.state));
  const shown = [...asked, ...waiting];
  const isAsked = asked.length > 0;
  return (
    <Card title={t(isAsked ? 'season.yours' : 'season.waiting')}>
      {shown.length === 0 ? <p className="sub">{t('season.waiting-none')}</p> : null}
      <ul className="fl-season-list">
        {shown.slice(0, 3).map((row) => (
          <li key={row.id}>
            <Link to={row.to} className="fl-campaign-name">
              {row.name === '' ? t('campaigns.no-name') : row.name}
            </Link>
            <span className="row">
              <StatusChip state={row.state} />
              {row.revision === undefined ? null : <span className="sub">{t('season.revision', { revision: row.revision })}</span>}
            </span>
          </li>
        ))}
      </ul>
      {shown.length > 3 ? <p className="sub">{t('season.waiting-more', { count: shown.length - 3 })}</p> : null}
      {waiting.length > 0 ? <p className="sub fl-gap-top">{t('season.waiting-answer')}</p> : null}
    </Card>
  );
}

/** The newest report in two lines: what could be shown, or plainly that nothing could. */
export function ReportedCard({ rows }: WaitingCardProps) {
  const text = useText();
  const { t } = text;
  const newest = rows
    .filter((row) => row.kind === 'campaign' && row.state === 'reported')
    .sort((left, right) => right.updatedAt.localeCompare(left.updatedAt))[0];
  const report = useReport(newest?.id ?? '', newest !== undefined).data;
  if (newest === undefined)
    return (
      <Card title={t('season.reported')}>
        <p className="sub">{t('season.reported-none')}</p>
      </Card>
    );
  const points = (share: number) => text.decimal(share * 100, 1);
  return (
    <Card title={t('season.reported')}>
      <p className="sub">
        <Link to={`/results/${newest.id}`} className="fl-campaign-name">
          {newest.name}
        </Link>
        {report === undefined ? null : (
          <>
            {' · '}
            {report.lift.kind === 'shown'
              ? text.rich('season.reported-lift', {
                  points: `${report.lift.points.value > 0 ? '+' : ''}${points(report.lift.points.value)}`,
                  low: points(report.lift.points.low),
                  high: points(report.lift.points.high),
                })
              : t('season.reported-no-effect')}
          </>
        )}
      </p>
      {report === undefined ? null : (
        <div className="row fl-season-actions">
          <Badge tone={report.lift.kind === 'shown' ? 'good' : 'plain'}>
            {t(report.lift.kind === 'shown' ? 'season.effect-shown' : 'season.no-effect')}
          </Badge>
          <Link to={`/results/${newest.id}`} className="fl-link">
            {t('season.reported-open')}
          </Link>
        </div>
      )}
    </Card>
  );
}
