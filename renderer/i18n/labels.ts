import type { MarketInfo } from '#shared/contracts/http/market.ts';
import { monthsOfWindow, windowKind } from '#shared/market/window.ts';
import type { MessageKey, UiLanguage } from './messages/index.ts';
import { isMessageKey } from './messages/known-key.ts';
import type { Text } from './text.tsx';

type Labelled = { readonly id: string; readonly label: { readonly en: string; readonly nl: string; readonly fr: string } };

/** The label of a category or region; an id the market does not know stands for itself. */
export function labelOf(items: readonly Labelled[], id: string, language: UiLanguage): string {
  return items.find((item) => item.id === id)?.label[language] ?? id;
}

export function categoryLabel(market: MarketInfo, id: string, text: Text): string {
  return labelOf(market.categories, id, text.language);
}

export function regionLabel(market: MarketInfo, id: string, text: Text): string {
  return labelOf(market.regions, id, text.language);
}

const SEASONS: Readonly<Record<string, MessageKey>> = {
  spring: 'common.season-name.spring',
  summer: 'common.season-name.summer',
  autumn: 'common.season-name.autumn',
  winter: 'common.season-name.winter',
};

/** `March 2026`, or `Spring 2025 (Mar–May)`. */
export function windowLabel(window: string, text: Text, style: 'long' | 'short' = 'long'): string {
  if (windowKind(window) === 'month') return text.monthLong(window);
  const [firstYear = '', name = ''] = window.split('-');
  const lastYear = (monthsOfWindow(window).at(-1) ?? window).slice(0, 4);
  const year = lastYear === firstYear ? firstYear : `${firstYear}/${lastYear.slice(2)}`;
  const key = SEASONS[name];
  const season = key === undefined ? name : text.t(key);
  if (style === 'short') return text.t('common.season-short', { season, year });
  return text.t('common.season-with-months', { season, year, ...text.windowEnds(window) });
}

/** A table or other charged artefact of the profile by its words; one that the catalogue does not know stands for itself. */
export function artefactLabel(artefact: string, text: Text): string {
  const key = `privacy.plan.${artefact}`;
  return isMessageKey(key) ? text.t(key) : artefact;
}

/** A run of spend bands in words: `€100 or more`, `€50–150`, `below €50`, `any amount`. `edges` are lower edges in whole units. */
export function bandRunLabel(edges: readonly number[], from: number, to: number, text: Text): string {
  const last = edges.length - 1;
  const low = text.count(edges[from] ?? 0);
  const high = text.count(edges[to + 1] ?? 0);
  if (from === 0 && to >= last) return text.t('common.band-any');
  if (to >= last) return text.t('common.band-from', { from: low });
  if (from === 0) return text.t('common.band-below', { to: high });
  return text.t('common.band-from-to', { from: low, to: high });
}
