import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { monthCurve } from '#shared/reach/charts.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useCampaigns, useDrafts } from '../../data/queries.ts';
import { useRefreshShelf, useShelf } from '../../data/shelf.ts';
import { useStartDraft } from '../../data/use-start-draft.ts';
import { bandRunLabel, categoryLabel } from '../../i18n/labels.ts';
import { useText } from '../../i18n/text.tsx';
import { useFlorin } from '../../store/store-context.tsx';
import { PageHead } from '../../ui/card.tsx';
import { ChipSelect } from '../../ui/fields.tsx';
import { LoadingReleases } from '../../ui/loading-releases.tsx';
import { ReceiptLink } from '../../ui/receipt.tsx';
import { EmptyState, FailedState, FailureNote } from '../../ui/states.tsx';
import { TableTwin } from '../../ui/table-twin.tsx';
import { mergeRows } from '../campaigns/rows.ts';
import { ribbonMonths, ribbonPoints } from './ribbon.ts';
import { ReportedCard, SuggestionCard, WaitingCard } from './season-cards.tsx';
import { SeasonChart } from './season-chart.tsx';
import './season.css';

/** Home of a merchant: the year of the own category, what to do next, what waits and what came back. */
export function SeasonScreen() {
  const text = useText();
  const { t } = text;
  const { market, account } = useDesk();
  const shelf = useShelf();
  const drafts = useDrafts();
  const campaigns = useCampaigns();
  const draft = useStartDraft();
  const [fromBand, setFromBand] = useState(0);
  const categoryId = account.merchant?.categoryId ?? market.categories[0]?.id ?? '';
  const edges = market.categories.find((category) => category.id === categoryId)?.bandEdges ?? [0];
  const last = edges.length - 1;
  const curve = useMemo(
    () => monthCurve(shelf.releases, categoryId, { from: fromBand, to: last }),
    [shelf.releases, categoryId, fromBand, last],
  );
  const rows = useMemo(() => mergeRows(drafts.data?.drafts ?? [], campaigns.data?.campaigns ?? []), [drafts.data, campaigns.data]);
  const chooseTemplate = useFlorin((state) => state.chooseTemplate);
  const band = fromBand === 0 ? t('season.band-all').toLocaleLowerCase(text.language) : bandRunLabel(edges, fromBand, last, text);
  return (
    <>
      <PageHead
        title={t('season.title', { category: categoryLabel(market, categoryId, text) })}
        sub={t('season.sub', { band })}
        actions={
          draft.canStart ? (
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => chooseTemplate(true)}>
              {t('season.new')}
            </Button>
          ) : undefined
        }
      />
      <div className="fl-season">
        {shelf.phase === 'loading' ? (
          <LoadingReleases progress={shelf.progress} rows={1} height={360} />
        ) : shelf.phase === 'failed' && shelf.failure !== undefined ? (
          <FailedState failure={shelf.failure} onRetry={shelf.retry} />
        ) : curve.length === 0 ? (
          <NoRelease />
        ) : (
          ribbon()
        )}
        <div className="fl-season-cards">
          {curve.length === 0 || shelf.phase !== 'ready' ? null : <SuggestionCard categoryId={categoryId} />}
          <WaitingCard rows={rows} />
          <ReportedCard rows={rows} />
        </div>
      </div>
    </>
  );

  function ribbon() {
    const points = ribbonPoints(curve, ribbonMonths(market.today));
    const isRough = points.some(({ point }) => point?.shown.kind === 'suppressed');
    const shownCampaigns = rows.flatMap((row) =>
      row.startsOn === null || row.endsOn === null || row.state === 'withdrawn' || row.state === 'rejected'
        ? []
        : [{ ...row, name: row.name === '' ? t('campaigns.no-name') : row.name, startsOn: row.startsOn, endsOn: row.endsOn }],
    );
    return (
      <section className="fl-card fl-ribbon" aria-label={t('season.chart')}>
        <TableTwin
          head={
            <ChipSelect
              label={t('season.band')}
              value={String(fromBand)}
              groups={[
                {
                  options: edges.map((_, index) => ({
                    value: String(index),
                    label: index === 0 ? t('season.band-all') : bandRunLabel(edges, index, last, text),
                  })),
                },
              ]}
              onChange={(value) => setFromBand(Number(value))}
            />
          }
          table={{
            caption: t('season.title', { category: categoryLabel(market, categoryId, text) }),
            columns: [t('common.month'), t('common.customers'), t('common.interval'), t('season.column.last-year')],
            rows: points.map(({ month, point, isLastYear }) => [
              text.monthLong(month),
              { kind: 'customers' as const, shown: point?.shown ?? null },
              {
                kind: 'range' as const,
                ends:
                  point === null
                    ? null
                    : {
                        low: Math.max(0, point.value.estimate - point.together),
                        high: Math.max(0, point.value.estimate + point.together),
                      },
              },
              t(isLastYear ? 'common.yes' : 'common.no'),
            ]),
            sources: points.flatMap(({ point }) => point?.sources ?? []),
          }}
        >
          <SeasonChart curve={curve} campaigns={shownCampaigns} />
        </TableTwin>
        <div className="row apart">
          <ReceiptLink sources={points.flatMap(({ point }) => point?.sources ?? [])} />
          {market.calendar.breaks.length === 0 ? null : (
            <span className="sub fl-ribbon-legend">
              <span className="fl-ribbon-break" aria-hidden /> {t('season.breaks')}
            </span>
          )}
        </div>
        {isRough ? (
          <p className="sub">
            {t('season.rough')}{' '}
            <Link to="/explore" className="fl-link">
              {t('season.see-seasons')}
            </Link>
          </p>
        ) : null}
      </section>
    );
  }
}

function NoRelease() {
  const { t } = useText();
  const refresh = useRefreshShelf();
  return (
    <EmptyState
      title={t('season.empty-title')}
      action={
        <Button onClick={() => refresh.mutate()} loading={refresh.isPending}>
          {t('season.fetch')}
        </Button>
      }
    >
      <p>{t('season.empty-text')}</p>
      <FailureNote error={refresh.error} />
    </EmptyState>
  );
}
