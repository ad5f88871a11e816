import type { ChartPoint } from '#shared/reach/charts.ts';
import { useText } from '../../i18n/text.tsx';

/** How a table says one number of a chart: with its interval, as "fewer than L", or that the bank has not published it. */
export function useCountWords(): (point: Pick<ChartPoint, 'shown'> | null) => string {
  const text = useText();
  return (point) =>
    point === null
      ? text.t('explore.not-released')
      : point.shown.kind === 'released'
        ? text.t('explore.cell', { customers: text.count(point.shown.customers), halfWidth: text.count(point.shown.halfWidth) })
        : text.t('common.fewer-than', { limit: text.count(point.shown.fewerThan) });
}
