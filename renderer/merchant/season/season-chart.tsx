import { useElementSize } from '@mantine/hooks';
import { useNavigate } from 'react-router';
import type { MonthPoint } from '#shared/reach/charts.ts';
import { windowDates } from '#shared/market/window.ts';
import { type CurveGeometry, MonthCurve } from '../../charts/month-curve.tsx';
import { useDesk } from '../../data/desk-context.tsx';
import { useText } from '../../i18n/text.tsx';
import { calendarBetween } from './calendar.ts';
import { layBars, type RibbonBar, type RibbonCampaign, ribbonMonths, ribbonPoints, ribbonPosition } from './ribbon.ts';

interface SeasonChartProps {
  readonly curve: readonly MonthPoint[];
  readonly campaigns: readonly RibbonCampaign[];
}

const PLOT = 200;
const TOP = 24;
const DAYS_TOP = 44;
const LANE = 28;
const LETTER_PX = 6.3;
const BAR_HEIGHT = 20;

/** The year as a ribbon: customers per month, today, holidays, school breaks and the merchant's own campaigns. */
export function SeasonChart({ curve, campaigns }: SeasonChartProps) {
  const text = useText();
  const { market } = useDesk();
  const { ref, width: measured } = useElementSize();
  const width = measured === 0 ? 960 : Math.floor(measured);
  const months = ribbonMonths(market.today);
  const points = ribbonPoints(curve, months);
  const first = windowDates(months[0] ?? market.today.slice(0, 7)).from;
  const last = windowDates(months.at(-1) ?? market.today.slice(0, 7)).until;
  const { days, breaks } = calendarBetween(market.calendar, first, last);
  const monthPx = width / 12.7;
  const bars = layBars(campaigns, months, (campaign) => (barWords(campaign).length * LETTER_PX + 14) / monthPx);
  const lanes = Math.max(0, ...bars.map((bar) => bar.lane + 1));
  const dayRows = layDays();
  const rowCount = Math.max(0, ...dayRows.map((day) => day.row + 1));
  const daysHeight = rowCount * 16;
  const lastYearFrom = points.find((point) => point.isLastYear)?.month;
  return (
    <div ref={ref}>
      <MonthCurve
        points={points}
        width={width}
        plotHeight={PLOT}
        top={TOP}
        bottom={DAYS_TOP + daysHeight + lanes * LANE + 4}
        label={text.t('season.chart')}
        overlay={drawOverlay}
      />
    </div>
  );

  function barWords(campaign: RibbonCampaign): string {
    return `${campaign.name} · ${text.t(`common.state.${campaign.state}`)}`;
  }

  /** Each holiday in the first row where its words do not run into the one before. */
  function layDays() {
    const ends: number[] = [];
    return days.map((day) => {
      const x = ribbonPosition(day.on, months) * monthPx;
      const words = day.label[text.language];
      const free = ends.findIndex((end) => end + 12 < x);
      const row = free === -1 ? ends.length : free;
      ends[row] = x + 10 + words.length * LETTER_PX;
      return { ...day, words, row };
    });
  }

  function drawOverlay({ monthX, plotBottom, plotTop }: CurveGeometry) {
    const todayX = monthX(ribbonPosition(market.today, months));
    const daysTop = plotBottom + DAYS_TOP;
    const lanesTop = daysTop + daysHeight;
    return (
      <>
        {/* Not through the words between the plot and the campaigns. */}
        <line x1={todayX} x2={todayX} y1={plotTop - 6} y2={plotBottom + 6} stroke="var(--fl-accent)" strokeWidth={1.6} />
        {breaks.map((mark) => {
          const from = monthX(Math.max(0, ribbonPosition(mark.from, months)));
          const until = monthX(Math.min(12, ribbonPosition(mark.until, months)));
          return (
            <rect
              key={`${mark.label.en} ${mark.from}`}
              x={from}
              y={plotBottom + 24}
              width={Math.max(2, until - from)}
              height={5}
              rx={2.5}
              fill="var(--fl-accent)"
              opacity={0.55}
            >
              <title>
                {mark.label[text.language]}: {text.dayShort(mark.from)} – {text.dayShort(mark.until)}
              </title>
            </rect>
          );
        })}
        {dayRows.map((day) => {
          const x = monthX(ribbonPosition(day.on, months));
          const y = daysTop + day.row * 16;
          return (
            <g key={`${day.label.en}-${day.on}`}>
              <circle cx={x} cy={y - 4} r={3} fill="var(--fl-accent)" />
              <text x={x + 7} y={y}>
                {day.words}
              </text>
            </g>
          );
        })}
        {bars.map((bar) => (
          <CampaignBar
            key={bar.id}
            bar={bar}
            words={barWords(bar)}
            x={monthX(bar.from)}
            until={monthX(bar.until)}
            y={lanesTop + bar.lane * LANE}
          />
        ))}
        {lastYearFrom === undefined ? null : (
          <text x={todayX + 8} y={plotTop - 8}>
            {text.t('season.last-year', { month: text.monthLong(lastYearFrom) })}
          </text>
        )}
        <text x={todayX - 6} y={plotTop - 8} textAnchor="end" style={{ fill: 'var(--fl-on-accent-soft)', fontWeight: 600 }}>
          {text.t('season.today')}
        </text>
      </>
    );
  }
}

interface CampaignBarProps {
  readonly bar: RibbonBar;
  readonly words: string;
  readonly x: number;
  readonly until: number;
  readonly y: number;
}

const FILLS: Readonly<Partial<Record<RibbonBar['state'], string>>> = {
  submitted: 'var(--fl-accent)',
  in_review: 'var(--fl-accent)',
  approved: 'var(--fl-data)',
  scheduled: 'var(--fl-data)',
  live: 'var(--fl-data)',
  changes_requested: 'var(--fl-danger)',
  refused: 'var(--fl-danger)',
};

function CampaignBar({ bar, words, x, until, y }: CampaignBarProps) {
  const navigate = useNavigate();
  const isDraft = bar.state === 'draft' || bar.state === 'queued';
  const open = () => void navigate(bar.to);
  return (
    <g
      role="link"
      tabIndex={0}
      aria-label={words}
      className="fl-ribbon-bar"
      onClick={open}
      onKeyDown={(event) => (event.key === 'Enter' ? open() : undefined)}
    >
      <rect
        x={x}
        y={y}
        width={Math.max(5, until - x)}
        height={BAR_HEIGHT}
        rx={5}
        fill={isDraft ? 'var(--fl-surface)' : (FILLS[bar.state] ?? 'var(--fl-data-tint)')}
        stroke={isDraft ? 'var(--fl-data)' : undefined}
        strokeDasharray={isDraft ? '4 3' : undefined}
      />
      <text
        x={bar.isLabelLeft ? x - 7 : until + 7}
        y={y + 14}
        textAnchor={bar.isLabelLeft ? 'end' : 'start'}
        style={{ fill: 'var(--fl-ink)' }}
      >
        {words}
      </text>
    </g>
  );
}
