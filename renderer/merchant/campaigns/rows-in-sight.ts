import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useState } from 'react';

/** Lists up to this long are drawn whole: a search in the page and a screen reader then find every row. */
const WHOLE = 200;
const ROW_PX = 49;
const ROWS_BEYOND = 6;

export interface RowsInSight {
  /** Positions of the rows to draw. */
  readonly positions: readonly number[];
  /** Room of the rows above and below them, in pixels. */
  readonly above: number;
  readonly below: number;
}

/** Which rows of a long table to draw: those in sight of the scrolled ancestor, and some beyond. A short table is drawn whole. */
export function useRowsInSight(count: number, table: RefObject<HTMLTableElement | null>): RowsInSight {
  const isLong = count > WHOLE;
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const found = table.current?.closest<HTMLElement>('main') ?? null;
    setScroller(found);
    const body = table.current?.tBodies[0];
    if (found !== null && body !== undefined)
      setOffset(body.getBoundingClientRect().top - found.getBoundingClientRect().top + found.scrollTop);
  }, [table, isLong]);
  const rows = useVirtualizer({
    count: isLong ? count : 0,
    getScrollElement: () => scroller,
    estimateSize: () => ROW_PX,
    overscan: ROWS_BEYOND,
    scrollMargin: offset,
  });
  if (!isLong) return { positions: Array.from({ length: count }, (_, position) => position), above: 0, below: 0 };
  const items = rows.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  if (first === undefined || last === undefined) return { positions: [], above: 0, below: count * ROW_PX };
  return { positions: items.map((item) => item.index), above: first.start - offset, below: rows.getTotalSize() - (last.end - offset) };
}
