import { Button, TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { Link } from 'react-router';
import type { QueueItem } from '#shared/contracts/http/campaigns.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useCampaigns } from '../../data/queries.ts';
import { useQueue } from '../../data/review.ts';
import { ageInWords } from '../../i18n/age.ts';
import { useText } from '../../i18n/text.tsx';
import type { QueueFilter } from '../../store/review-slice.ts';
import { useFlorin } from '../../store/store-context.tsx';
import { PageHead } from '../../ui/card.tsx';
import { RadioChips } from '../../ui/chip.tsx';
import { CountText } from '../../ui/numbers.tsx';
import { EmptyState, LoadingState, QueryState } from '../../ui/states.tsx';
import { Badge, type Tone } from '../../ui/status-chip.tsx';
import { type Claim, claimOf, queueRows } from './queue-rows.ts';
import './queue.css';

/** Submissions that wait for the bank. */
export function QueueScreen() {
  const { t } = useText();
  const { account } = useDesk();
  const queue = useQueue();
  const lead = account.role === 'bank_privacy_officer' ? t('desk.queue.lead-officer') : t('desk.queue.lead');
  return (
    <>
      <PageHead title={t('desk.queue.title')} sub={lead} />
      <div className="queue-body">
        {queue.data === undefined ? null : <WaitingComments queued={queue.data.items} />}
        <QueryState
          query={queue}
          loading={<LoadingState rows={5} height={58} />}
          isEmpty={({ items }) => items.length === 0}
          empty={<EmptyState title={t('desk.queue.empty-title')}>{t('desk.queue.empty-text')}</EmptyState>}
        >
          {({ items }) => <QueueList items={items} />}
        </QueryState>
      </div>
    </>
  );
}

/** Campaigns with comments to read that wait for no decision; those of the queue say so in their row. */
function WaitingComments({ queued }: { readonly queued: readonly QueueItem[] }) {
  const { t } = useText();
  const campaigns = useCampaigns().data?.campaigns ?? [];
  const unread = campaigns.flatMap(({ id, name, merchant, unreadComments: count }) =>
    count === undefined || queued.some(({ summary }) => summary.id === id) ? [] : [{ id, name, merchant, count }],
  );
  if (unread.length === 0) return null;
  return (
    <section aria-labelledby="queue-comments" className="queue-comments">
      <h2 id="queue-comments">{t('comments.waiting')}</h2>
      <ul>
        {unread.map(({ id, name, merchant, count }) => (
          <li key={id}>
            <Link to={`/review/${id}`} className="fl-link">
              {name}
            </Link>
            <span className="sub">
              {' '}
              · {merchant.shopName} · {t('comments.unread', { count })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const FILTERS: readonly QueueFilter[] = ['all', 'free', 'mine', 'four_eyes'];

function QueueList({ items }: { readonly items: readonly QueueItem[] }) {
  const { t } = useText();
  const filter = useFlorin((state) => state.queueFilter);
  const search = useFlorin((state) => state.queueSearch);
  const setFilter = useFlorin((state) => state.filterQueue);
  const setSearch = useFlorin((state) => state.searchQueue);
  const searchBox = useRef<HTMLInputElement>(null);
  const rows = queueRows(items, filter, search);
  useSlashKey(() => searchBox.current?.focus());
  return (
    <div className="stack">
      <div className="row apart">
        <RadioChips
          label={t('desk.queue.filter')}
          options={FILTERS.map((value) => ({ value, label: t(`desk.queue.filter.${value}`) }))}
          value={filter}
          onChange={setFilter}
        />
        <TextInput
          ref={searchBox}
          type="search"
          className="queue-search"
          aria-label={t('desk.queue.search')}
          placeholder={t('desk.queue.search')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </div>
      {rows.length === 0 ? (
        <EmptyState
          title={t('desk.queue.none-title')}
          action={
            <Button
              variant="default"
              onClick={() => {
                setFilter('all');
                setSearch('');
              }}
            >
              {t('desk.queue.clear')}
            </Button>
          }
        >
          {t('desk.queue.none-text')}
        </EmptyState>
      ) : (
        <QueueTable rows={rows} />
      )}
      <div className="row apart sub">
        <span>{t('desk.queue.keys')}</span>
        <span role="status" className="num">
          {t('desk.queue.shown', { shown: rows.length, total: items.length })}
        </span>
      </div>
    </div>
  );
}

function QueueTable({ rows }: { readonly rows: readonly QueueItem[] }) {
  const { t } = useText();
  return (
    <div className="queue-scroll">
      <table className="queue-table" onKeyDown={walkRows}>
        <caption className="sr-only">{t('desk.queue.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('desk.queue.column.campaign')}</th>
            <th scope="col">{t('desk.queue.column.waiting')}</th>
            <th scope="col">{t('desk.queue.column.starts')}</th>
            <th scope="col" className="queue-figure">
              {t('desk.queue.column.reach')}
            </th>
            <th scope="col">{t('desk.queue.column.flags')}</th>
            <th scope="col">{t('desk.queue.column.claim')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((item) => (
            <QueueRow key={item.summary.id} item={item} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const CLAIM_TONES: Readonly<Record<Claim, Tone>> = { free: 'plain', mine: 'good', other: 'info', second: 'warn' };
const FLAG_TONES: Readonly<Record<QueueItem['flags'][number], Tone>> = { four_eyes: 'warn', starts_soon: 'bad', resubmitted: 'info' };

function QueueRow({ item }: { readonly item: QueueItem }) {
  const text = useText();
  const { market } = useDesk();
  const { summary, reach } = item;
  const claim = claimOf(item);
  const unread = useCampaigns().data?.campaigns.find(({ id }) => id === summary.id)?.unreadComments;
  return (
    <tr>
      <th scope="row">
        <Link to={`/review/${summary.id}`} className="queue-open">
          {summary.name}
        </Link>
        <span className="sub num queue-line">
          {text.t('desk.queue.line', {
            shop: summary.merchant.shopName,
            revision: summary.revision,
            budget: text.money(summary.budgetCents),
          })}
        </span>
        {unread === undefined ? null : <Badge tone="info">{text.t('comments.unread', { count: unread })}</Badge>}
      </th>
      <td className="num">
        <time dateTime={item.submittedAt} title={text.instant(item.submittedAt)}>
          {ageInWords(item.submittedAt, market.now, text)}
        </time>
      </td>
      <td className="num">{text.dayShort(summary.startsOn)}</td>
      <td className="queue-figure">
        <CountText customers={reach.customers} halfWidth={reach.halfWidth} className="strong" />
        <span className="sub queue-line">{text.t('desk.queue.release', { id: reach.releaseId })}</span>
      </td>
      <td>
        <span className="row queue-flags">
          {item.flags.map((flag) => (
            <Badge key={flag} tone={FLAG_TONES[flag]}>
              {text.t(`desk.queue.flag.${flag}`)}
            </Badge>
          ))}
          {item.flags.length === 0 ? <span className="sub">{text.t('desk.queue.no-flags')}</span> : null}
        </span>
      </td>
      <td>
        <Badge tone={CLAIM_TONES[claim]}>{text.t(`desk.queue.claim.${claim}`)}</Badge>
      </td>
    </tr>
  );
}

/** Arrow up and down, Home and End walk through the campaigns of the table. */
function walkRows(event: KeyboardEvent<HTMLTableElement>): void {
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a.queue-open')];
  const current = links.findIndex((link) => link === document.activeElement);
  const targets: Readonly<Record<string, number>> = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: links.length - 1 };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  links[Math.min(Math.max(target, 0), links.length - 1)]?.focus();
}

function useSlashKey(answer: () => void): void {
  const latest = useRef(answer);
  useEffect(() => {
    latest.current = answer;
  });
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.closest('input, textarea, select') !== null;
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
