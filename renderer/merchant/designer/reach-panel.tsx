import { useMemo } from 'react';
import { fractionToNumber, parseFraction } from '#shared/fraction.ts';
import { reachWaterfall } from '#shared/reach/reach.ts';
import { populationTable } from '#shared/reach/find-release.ts';
import type { Release } from '#shared/reach/release.ts';
import type { Reach, Receipt } from '#shared/reach/types.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { windowLabel } from '../../i18n/labels.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { CountText } from '../../ui/numbers.tsx';
import { artefactName, ReceiptLink } from '../../ui/receipt.tsx';
import { Badge, type Tone } from '../../ui/status-chip.tsx';
import { LoadingReleases } from '../../ui/loading-releases.tsx';
import { ForecastLines } from './forecast-lines.tsx';
import { HelpfulChanges } from './helpful-changes.tsx';
import type { DraftReach } from './reach.ts';
import { ReachCharts } from './reach-charts.tsx';
import { ReachAnnouncer } from './reach-announcer.tsx';
import { useDesigner } from './designer-context.tsx';
import { QuoteCard } from './quote-card.tsx';
import { StaleCard } from './stale-card.tsx';

type Answered = Extract<Reach, { kind: 'answered' }>;

const VERDICT_TONES: Readonly<Record<Answered['verdict'], Tone>> = { too_narrow: 'bad', narrow: 'warn', balanced: 'good', broad: 'info' };

/** Always beside the sections: how many customers, how sure, what it can cost, and where the number comes from. */
export function ReachPanel() {
  const { t } = useText();
  const { reach, shelf } = useDesigner();
  return (
    <aside className="fl-reach" aria-label={t('reach.title')}>
      <div className="row apart">
        <h2>{t('reach.title')}</h2>
        {reach.kind === 'answered' ? (
          <Badge tone={VERDICT_TONES[reach.reach.verdict]}>{t(`reach.verdict.${reach.reach.verdict}`)}</Badge>
        ) : reach.kind === 'rough' ? (
          <Badge tone="warn">{t('quote.rough')}</Badge>
        ) : null}
      </div>
      <StaleCard />
      {shelf.phase === 'loading' ? (
        <LoadingReleases progress={shelf.progress} rows={3} height={44} />
      ) : reach.kind === 'answered' ? (
        <AnsweredReach reach={reach.reach} forecast={reach.forecast} />
      ) : (
        <NoReach reach={reach} />
      )}
      <ReachAnnouncer reach={reach} />
    </aside>
  );
}

/** Why there is no number, in words. */
export function useNoReachReason(): (reach: Exclude<DraftReach, { kind: 'answered' }>) => string {
  const { t } = useText();
  return (reach) =>
    reach.kind === 'no_release'
      ? t('reach.no_release')
      : reach.kind === 'incomplete'
        ? t(`reach.missing.${reach.missing}`)
        : reach.kind === 'rough'
          ? t(`reach.rough.${reach.reach.reason}`)
          : t(`reach.not.${reach.reason}`);
}

function NoReach({ reach }: { readonly reach: Exclude<DraftReach, { kind: 'answered' }> }) {
  const text = useText();
  const reasonOf = useNoReachReason();
  return (
    <>
      {reach.kind === 'rough' ? (
        <div>
          <p className="fl-reach-number fl-reach-number-rough num" data-testid="reach-rough">
            {text.t('quote.rough-title', {
              low: text.count(reach.reach.deliverable.low),
              high: text.count(reach.reach.deliverable.high),
            })}
          </p>
          <p className="sub">{text.t('quote.rough-caption')}</p>
        </div>
      ) : (
        <p className="fl-reach-number fl-reach-number-fewer">{text.t('reach.none-title')}</p>
      )}
      <p className="sub">{reasonOf(reach)}</p>
      <HelpfulChanges />
      {canBeQuoted(reach) ? <QuoteCard bounds={reach.kind === 'rough' ? reach.reach.segment : undefined} /> : null}
      {reach.kind === 'rough' ? <ReachFoot receipt={reach.reach.receipt} /> : <div className="fl-reach-foot">{text.t('reach.free')}</div>}
    </>
  );
}

/** A rule that the market knows and that is no contradiction, for which no table has an answer. */
function canBeQuoted(reach: Exclude<DraftReach, { kind: 'answered' }>): boolean {
  return reach.kind === 'rough' || (reach.kind === 'not_answerable' && reach.reason === 'needs_quote');
}

function AnsweredReach({
  reach,
  forecast,
}: {
  readonly reach: Answered;
  readonly forecast: Extract<DraftReach, { kind: 'answered' }>['forecast'];
}) {
  const text = useText();
  const { t } = text;
  const { content } = useDesigner();
  const { market } = useDesk();
  const channels = new Intl.ListFormat(text.language, { type: 'disjunction' }).format(
    content.channels.map((channel) => t(`common.channel.${channel}`)),
  );
  const shown = reach.shownDeliverable;
  return (
    <>
      <div className="fl-reach-head">
        {shown.kind === 'released' ? (
          <>
            <span className="fl-reach-number num" data-testid="reach-customers">
              {text.count(shown.customers)}
            </span>{' '}
            <span className="fl-reach-pm num">{t('common.plus-minus', { halfWidth: text.count(shown.halfWidth) })}</span>
            <p className="sub">{t('reach.caption')}</p>
          </>
        ) : (
          <>
            <span className="fl-reach-number fl-reach-number-fewer num" data-testid="reach-customers">
              {t('common.fewer-than', { limit: text.count(shown.fewerThan) })}
            </span>
            <p className="sub">{t('reach.fewer-caption')}</p>
            <p className="sub fl-gap-top">{t('reach.fewer-reason')}</p>
          </>
        )}
      </div>
      <IntervalBar reach={reach} />
      {shown.kind === 'released' ? <p className="sub">{whyPlusMinus(reach, text)}</p> : null}
      <p className={reach.meetsMinimum ? 'sub' : 'fl-field-error'}>
        {reach.meetsMinimum
          ? t('reach.minimum-met', { required: text.count(reach.minimumRequired), minimum: text.count(market.limits.minimumCustomers) })
          : t('reach.minimum-missed', { required: text.count(reach.minimumRequired), minimum: text.count(market.limits.minimumCustomers) })}
      </p>
      <hr />
      <DefinitionList
        items={reachWaterfall(reach).map(({ step, shown: value }) => ({
          term:
            step === 'reachable'
              ? t('reach.step.reachable', { channels })
              : step !== 'deliverable'
                ? t(`reach.step.${step}`)
                : content.holdoutPercent === 0
                  ? t('reach.step.deliverable-none')
                  : t('reach.step.deliverable', { percent: content.holdoutPercent }),
          value:
            value.kind === 'suppressed' ? (
              t('common.fewer-than', { limit: text.count(value.fewerThan) })
            ) : step === 'segment' ? (
              <CountText customers={value.customers} halfWidth={value.halfWidth} />
            ) : (
              text.count(value.customers)
            ),
          isStrong: step === 'deliverable',
        }))}
      />
      <hr />
      <ForecastLines forecast={forecast} />
      <HelpfulChanges />
      <ReachCharts />
      <ReachFoot receipt={reach.receipt} />
    </>
  );
}

/** The interval in words, and what the ± is made of: the release's noise, scaled like the figure, and everything that came after. */
function whyPlusMinus({ segment, deliverable }: Answered, text: Text): string {
  const scale = segment.estimate > 0 ? deliverable.estimate / segment.estimate : 0;
  const noise = Math.min(deliverable.halfWidth, segment.halfWidth * scale);
  return text.t('reach.why', {
    low: text.count(Math.max(0, deliverable.estimate - deliverable.halfWidth)),
    high: text.count(deliverable.estimate + deliverable.halfWidth),
    noise: text.count(noise),
    other: text.count(Math.sqrt(deliverable.halfWidth ** 2 - noise ** 2)),
    all: text.count(deliverable.halfWidth),
  });
}

/** The interval on a line from nobody to everybody who could be reached in these regions; a dotted mark is the bank's minimum. */
function IntervalBar({ reach }: { readonly reach: Answered }) {
  const text = useText();
  const { market } = useDesk();
  const { releases } = useDesigner().shelf;
  const { estimate, halfWidth } = reach.deliverable;
  const everyone = useMemo(() => populationOf(releases), [releases]);
  const full = Math.max(everyone * market.planning.frequencyCapShare * 0.25, estimate + halfWidth, reach.minimumRequired) * 1.12;
  const at = (value: number) => `${Math.min(100, Math.max(0, (value / full) * 100))}%`;
  const low = Math.max(0, estimate - halfWidth);
  const high = Math.max(0, estimate + halfWidth);
  return (
    <div className="fl-reach-bar" role="img" aria-label={text.t('reach.interval', { low: text.count(low), high: text.count(high) })}>
      <div className="fl-reach-band" style={{ left: at(low), width: `${Math.max(0.8, ((high - low) / full) * 100)}%` }} />
      <div className="fl-reach-required" style={{ left: at(reach.minimumRequired) }} />
      {reach.shownDeliverable.kind === 'released' ? <div className="fl-reach-point" style={{ left: at(estimate) }} /> : null}
    </div>
  );
}

/** Customers in the newest population table: the scale of the bar, nothing more. */
function populationOf(releases: readonly Release[]): number {
  const release = [...releases].reverse().find((candidate) => populationTable(candidate) !== undefined);
  const table = release === undefined ? undefined : populationTable(release);
  return table === undefined
    ? 0
    : Math.max(
        0,
        table.counts.reduce((sum, count) => sum + count, 0),
      );
}

function ReachFoot({ receipt }: { readonly receipt: Receipt }) {
  const text = useText();
  const { t } = text;
  const share = fractionToNumber(parseFraction(receipt.shareOfYearlyCap));
  const quote = receipt.sources.find((source) => source.kind === 'quote');
  return (
    <div className="fl-reach-foot">
      <div>
        {quote === undefined
          ? t('reach.source', { window: windowLabel(receipt.window, text, 'short'), date: text.dayShort(receipt.dataUntil) })
          : t('quote.answered', { date: text.day(quote.dataUntil) })}
      </div>
      <div>
        {t('reach.privacy', { percent: text.percent(share, 1) })}
        {' · '}
        <ReceiptLink
          sources={receipt.sources}
          also={[
            { term: t('receipt.drift'), value: text.percent(receipt.segmentDriftShare) },
            ...(receipt.channelRate === null ? [] : [{ term: t('receipt.channels'), value: artefactName(receipt.channelRate, text) }]),
          ]}
        />
      </div>
      <div>{t('reach.free')}</div>
    </div>
  );
}
