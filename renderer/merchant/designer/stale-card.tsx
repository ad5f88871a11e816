import { Button } from '@mantine/core';
import { showCount } from '#shared/reach/show-count.ts';
import { HALF_WIDTH_FACTOR } from '#shared/reach/normal.ts';
import type { SeenReach } from '#shared/reach/stale.ts';
import type { ShownCount } from '#shared/reach/types.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { windowLabel } from '../../i18n/labels.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { useFlorin } from '../../store/store-context.tsx';
import { useDesigner } from './designer-context.tsx';
import { onSuccessor } from './stale.ts';

/** Where the check leads to. */
export const STALE_CARD_ID = 'reach-stale';

/** What the reach was when it was seen last and what it is on the newer release, whether that is more than noise, and the choice. */
export function StaleCard() {
  const text = useText();
  const { t } = text;
  const { market } = useDesk();
  const { stale, isReadOnly, edit } = useDesigner();
  const accept = useFlorin((state) => state.acceptReach);
  if (stale === undefined) return null;
  const { kind, before, after, difference, accepted, keep } = stale;
  const was = countWords(showCount({ estimate: before.customers, sd: before.sd, halfWidth: HALF_WIDTH_FACTOR * before.sd }), text);
  const isSameName = before.source.window === accepted.source.window;
  const from = sourceName(before.source, isSameName, text);
  const to = sourceName(accepted.source, isSameName, text);
  const take = () => {
    if (kind === 'successor') edit('successor', onSuccessor);
    accept(accepted);
  };
  return (
    <section className="fl-choice" id={STALE_CARD_ID} tabIndex={-1} aria-label={t('stale.title')}>
      <b>{t(kind === 'successor' ? 'stale.successor' : 'stale.published-anew')}</b>
      <p className="num">{t('stale.compared', { was, from, is: countWords(after.shownDeliverable, text), to })}</p>
      <p className="num">
        {t(difference.isWithinNoise ? 'stale.within' : 'stale.larger', {
          difference: text.count(Math.abs(difference.customers)),
          noise: text.count(difference.halfWidth),
        })}
      </p>
      {isReadOnly ? null : (
        <div className="row fl-stale-choices">
          <Button size="xs" onClick={take}>
            {kind === 'successor' ? t('stale.take', { release: to }) : t('stale.accept')}
          </Button>
          {keep === undefined ? null : (
            <Button size="xs" variant="default" onClick={() => accept(keep.seen)}>
              {t('stale.keep', { release: from })}
            </Button>
          )}
        </div>
      )}
      {kind !== 'successor' ? null : (
        <p className="sub">
          {keep === undefined
            ? t('stale.over', { release: from })
            : t('stale.until', { release: from, date: text.day(dayIn(keep.until, market.timeZone)) })}
        </p>
      )}
    </section>
  );
}

function countWords(shown: ShownCount, text: Text): string {
  if (shown.kind === 'suppressed') return text.t('common.fewer-than', { limit: text.count(shown.fewerThan) });
  return `${text.count(shown.customers)} ${text.t('common.plus-minus', { halfWidth: text.count(shown.halfWidth) })}`;
}

/** The window in words; with the id where the names would be the same, as of a correction. */
function sourceName({ id, window }: SeenReach['source'], withId: boolean, text: Text): string {
  const name = window === null ? text.t('receipt.quote-value', { id: id.slice(-8) }) : windowLabel(window, text, 'short');
  return withId && window !== null ? `${name} (${id})` : name;
}

/** The last local day on which an instant has not come yet. */
function dayIn(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(Date.parse(instant) - 1));
}
