import { memo } from 'react';
import type { ChartPoint } from '#shared/reach/charts.ts';
import { useText } from '../i18n/text.tsx';
import { type Outline, outlineOf } from './outlines.ts';
import './charts.css';

export interface MapRegion {
  readonly id: string;
  readonly label: string;
  /** The provinces that make it up; none where it is one itself. */
  readonly parts: readonly string[];
  /** Undefined where nothing is known of it. */
  readonly point: Pick<ChartPoint, 'value' | 'shown'> | undefined;
  readonly isChosen: boolean;
}

interface ProvinceMapProps {
  /** Two letters. */
  readonly country: string;
  readonly label: string;
  readonly regions: readonly MapRegion[];
  /** With figures written on the map; without, they are in the tooltip and the accessible name alone. */
  readonly hasFigures: boolean;
}

/** Letters on the map, in units of the outline: twelve provinces leave less room than four regions. */
const SMALL = 5.6;
const LARGE = 8;

/** Whether every region can be drawn on the country's outline. */
export function canDrawMap(country: string, regions: readonly Pick<MapRegion, 'id' | 'parts'>[]): boolean {
  const outline = outlineOf(country);
  return outline !== undefined && regions.length > 0 && regions.every((region) => areasOf(outline, region).length > 0);
}

/** Regions shaded by their count, chosen ones solid and the others tinted; each says its figure and interval. */
export const ProvinceMap = memo(function ProvinceMap({ country, label, regions, hasFigures }: ProvinceMapProps) {
  const { t, count } = useText();
  const outline = outlineOf(country);
  if (outline === undefined) return null;
  const highest = Math.max(1, ...regions.map(({ point }) => point?.value.estimate ?? 0));
  const wordsOf = ({ point }: MapRegion): string =>
    point === undefined
      ? t('reach.map-unknown')
      : point.shown.kind === 'suppressed'
        ? t('common.fewer-than', { limit: count(point.shown.fewerThan) })
        : t('common.count-with-interval', { customers: count(point.shown.customers), halfWidth: count(point.shown.halfWidth) });
  return (
    <svg viewBox={`-2 -2 ${outline.width + 4} ${outline.height + 4}`} role="group" aria-label={label} className="fl-map">
      {regions.map((region) => (
        <g
          key={region.id}
          role="img"
          aria-label={`${region.label}: ${wordsOf(region)}`}
          data-region={region.id}
          data-chosen={region.isChosen}
        >
          <title>{`${region.label}: ${wordsOf(region)}`}</title>
          {areasOf(outline, region).map((area) => (
            <path key={area.id} d={area.path} className="fl-map-area" style={{ fill: fillOf(region, highest, hasFigures) }} />
          ))}
        </g>
      ))}
      {hasFigures
        ? regions.map((region) => (
            <Figure key={region.id} outline={outline} region={region} words={wordsOf(region)} size={regions.length > 6 ? SMALL : LARGE} />
          ))
        : null}
    </svg>
  );
});

interface FigureProps {
  readonly outline: Outline;
  readonly region: MapRegion;
  readonly words: string;
  /** Of the letters, in units of the outline. */
  readonly size: number;
}

/** Name and figure in the middle of a region's provinces. The accessible name says the same already. */
function Figure({ outline, region, words, size }: FigureProps) {
  const areas = areasOf(outline, region);
  const middle = (of: 'x' | 'y') => areas.reduce((sum, area) => sum + area[of], 0) / Math.max(1, areas.length);
  return (
    <text x={middle('x')} y={middle('y')} className="fl-map-figure num" style={{ fontSize: size }} aria-hidden>
      <tspan x={middle('x')} className="fl-map-name">
        {region.label}
      </tspan>
      <tspan x={middle('x')} dy={size * 1.2}>
        {words}
      </tspan>
    </text>
  );
}

function areasOf(outline: Outline, { id, parts }: Pick<MapRegion, 'id' | 'parts'>): Outline['areas'] {
  const names = parts.length === 0 ? [id] : parts;
  return outline.areas.filter((area) => names.includes(area.id));
}

/**
 * From a tint to the data colour by the square root of the count; a region that is not chosen stays in the tints. Below figures at most 45 % of the data
 * colour, so that the ink on top keeps its contrast in both themes.
 */
function fillOf({ point, isChosen }: MapRegion, highest: number, isWrittenOn: boolean): string {
  if (point === undefined || point.shown.kind === 'suppressed') return 'var(--fl-track)';
  const share = Math.sqrt(Math.max(0, point.value.estimate) / highest);
  const percent = Math.round(isWrittenOn ? 6 + 39 * share : isChosen ? 40 + 60 * share : 8 + 22 * share);
  return `color-mix(in srgb, var(--fl-data) ${percent}%, var(--fl-surface))`;
}
