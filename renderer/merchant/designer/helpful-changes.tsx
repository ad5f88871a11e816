import { useMemo } from 'react';
import { useDesk } from '../../data/desk-context.tsx';
import { bandRunLabel, regionLabel, windowLabel } from '../../i18n/labels.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { useDesigner, useSettledAudience } from './designer-context.tsx';
import { type HelpfulChange, helpfulChanges } from './helpful.ts';

/** What would help most: changes of the audience with the reach each leads to, applied by a click and undone like any edit. */
export function HelpfulChanges() {
  const text = useText();
  const { t } = text;
  const { market } = useDesk();
  const { published, edit, isReadOnly } = useDesigner();
  const settled = useSettledAudience();
  const changes = useMemo(() => helpfulChanges(settled, published, market), [settled, published, market]);
  if (changes.length === 0) return null;
  const edges = market.categories.find((category) => category.id === settled.spend?.category)?.bandEdges ?? [];
  return (
    <section className="fl-help" aria-labelledby="fl-help-title">
      <h3 id="fl-help-title">{t('reach.help')}</h3>
      {changes.map((change) => (
        <button
          key={`${change.kind}-${change.id}`}
          type="button"
          className="fl-help-button"
          disabled={isReadOnly}
          onClick={() => edit(`help-${change.kind}-${change.id}`, (before) => ({ ...before, ...change.change }))}
        >
          <span>{wordsOf(change)}</span>
          <span className="num">
            {change.addedCustomers === undefined ? null : <>{t('reach.added', { customers: text.count(change.addedCustomers) })} </>}
            <span className="fl-help-then">
              {t('reach.help-then', { customers: text.count(change.customers), halfWidth: text.count(change.halfWidth) })}
            </span>
          </span>
        </button>
      ))}
    </section>
  );

  function wordsOf(change: HelpfulChange): string {
    if (change.kind === 'region') return t('reach.help-region', { region: regionLabel(market, change.id, text) });
    if (change.kind === 'band') return t('reach.help-band', { band: bandRunLabel(edges, Number(change.id), Number(change.id), text) });
    if (change.kind === 'window') return t('reach.help-window', { window: windowLabel(change.id, text, 'short') });
    return droppedWords(change.id, text);
  }
}

function droppedWords(condition: string, { t }: Text): string {
  if (condition === 'secondSpend') return t('reach.help-drop.second');
  if (condition === 'visits') return t('reach.help-drop.visits');
  if (condition === 'relation') return t('reach.help-drop.relation');
  return t('reach.help-drop.regions');
}
