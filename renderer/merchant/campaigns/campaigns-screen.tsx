import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { IconCopy, IconFileUpload, IconPlus, IconSearch, IconTrash } from '@tabler/icons-react';
import { memo, useMemo, useRef, useState } from 'react';
import { Link } from 'react-router';
import { useDesk } from '../../data/desk-context.tsx';
import { useCampaigns, useDrafts } from '../../data/queries.ts';
import { useStartDraft } from '../../data/use-start-draft.ts';
import { useText } from '../../i18n/text.tsx';
import { PageHead } from '../../ui/card.tsx';
import { RadioChips } from '../../ui/chip.tsx';
import { EmptyState, FailureNote, QueryState } from '../../ui/states.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { useFlorin } from '../../store/store-context.tsx';
import { Invitations } from '../cooperation/invitations.tsx';
import { DropFrame } from '../files/drop-frame.tsx';
import { useDuplicate } from '../files/use-duplicate.ts';
import { useOpenCampaignFile } from '../files/use-open-campaign-file.ts';
import { TemplateCards } from '../templates/template-cards.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { arrangeRows, type CampaignRow, mergeRows, type Sort, SORTS } from './rows.ts';
import { useRowsInSight } from './rows-in-sight.ts';
import './campaigns.css';

const FILTERS = {
  all: [],
  drafts: ['draft', 'queued', 'refused', 'changes_requested'],
  bank: ['awaiting_partners', 'submitted', 'in_review', 'approved'],
  running: ['scheduled', 'live', 'paused', 'limited', 'suspended', 'ended', 'measuring'],
  done: ['reported', 'archived', 'rejected', 'withdrawn'],
} as const satisfies Readonly<Record<string, readonly CampaignRow['state'][]>>;
type Filter = keyof typeof FILTERS;
const FILTER_NAMES: readonly Filter[] = ['all', 'drafts', 'bank', 'running', 'done'];

/** Every draft of this machine and every campaign of the merchant, in one list. */
export function CampaignsScreen() {
  const { t } = useText();
  const drafts = useDrafts();
  const campaigns = useCampaigns();
  const draft = useStartDraft();
  const chooseTemplate = useFlorin((state) => state.chooseTemplate);
  const file = useOpenCampaignFile();
  return (
    <>
      <PageHead
        title={t('campaigns.title')}
        sub={t('campaigns.sub')}
        actions={
          draft.canStart ? (
            <>
              <Button
                variant="default"
                leftSection={<IconFileUpload size={16} aria-hidden />}
                onClick={() => file.open(undefined)}
                loading={file.isOpening}
              >
                {t('exports.import')}
              </Button>
              <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => chooseTemplate(true)}>
                {t('campaigns.new')}
              </Button>
            </>
          ) : undefined
        }
      />
      <FailureNote error={file.error} />
      <DropFrame isEnabled={draft.canStart} onDrop={file.open}>
        <div className="fl-campaigns">
          <Invitations />
          <QueryState query={drafts}>
            {(stored) => {
              const rows = mergeRows(stored.drafts, campaigns.data?.campaigns ?? []);
              return (
                <>
                  {campaigns.isError ? (
                    <p className="sub" role="status">
                      {t('campaigns.bank-away')}
                    </p>
                  ) : null}
                  {stored.damaged.length === 0 ? null : (
                    <p className="fl-failure-note" role="alert">
                      {t('campaigns.damaged', { count: stored.damaged.length })}
                    </p>
                  )}
                  {rows.length > 0 ? (
                    <CampaignList rows={rows} />
                  ) : campaigns.isPending ? null : (
                    <EmptyState
                      title={t('campaigns.empty-title')}
                      action={draft.canStart ? <TemplateCards label={t('campaigns.start')} /> : undefined}
                    >
                      {t(draft.canStart ? 'campaigns.empty-text' : 'campaigns.empty-viewer')}
                    </EmptyState>
                  )}
                </>
              );
            }}
          </QueryState>
        </div>
      </DropFrame>
    </>
  );
}

function CampaignList({ rows }: { readonly rows: readonly CampaignRow[] }) {
  const text = useText();
  const { t } = text;
  const [search, setSearch] = useState('');
  const [sort, setSort] = useState<Sort>('newest');
  const [filter, setFilter] = useState<Filter>('all');
  const [leaving, setLeaving] = useState<CampaignRow | undefined>(undefined);
  const { duplicate, error } = useDuplicate();
  const states: readonly string[] = FILTERS[filter];
  const shown = useMemo(
    () => arrangeRows(rows, search, sort, text.language).filter((row) => states.length === 0 || states.includes(row.state)),
    [rows, search, sort, text.language, states],
  );
  return (
    <>
      <div className="row apart">
        <RadioChips
          label={t('campaigns.filter')}
          options={FILTER_NAMES.map((value) => ({ value, label: t(`campaigns.filter.${value}`) }))}
          value={filter}
          onChange={setFilter}
        />
        <div className="row fl-campaigns-find">
          <TextInput
            type="search"
            aria-label={t('campaigns.search')}
            placeholder={t('campaigns.search')}
            leftSection={<IconSearch size={15} aria-hidden />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <NativeSelect
            aria-label={t('campaigns.sort')}
            value={sort}
            data={SORTS.map((value) => ({ value, label: t(`campaigns.sort.${value}`) }))}
            onChange={(event) => setSort(SORTS.find((known) => known === event.currentTarget.value) ?? 'newest')}
          />
        </div>
      </div>
      <FailureNote error={error} />
      {shown.length === 0 ? (
        <EmptyState
          title={t('campaigns.none-found')}
          action={
            <Button
              variant="default"
              onClick={() => {
                setSearch('');
                setFilter('all');
              }}
            >
              {t('campaigns.clear')}
            </Button>
          }
        />
      ) : (
        <CampaignTable rows={shown} onDelete={setLeaving} onDuplicate={duplicate} />
      )}
      <DeleteDialog row={leaving} onClose={() => setLeaving(undefined)} />
    </>
  );
}

interface CampaignTableProps {
  readonly rows: readonly CampaignRow[];
  readonly onDelete: (row: CampaignRow) => void;
  readonly onDuplicate: ((row: CampaignRow) => void) | undefined;
}

function CampaignTable({ rows, onDelete, onDuplicate }: CampaignTableProps) {
  const { t } = useText();
  const table = useRef<HTMLTableElement>(null);
  const sight = useRowsInSight(rows.length, table);
  return (
    <div className="fl-card fl-campaign-card">
      <table className="fl-campaign-table" ref={table} aria-rowcount={rows.length + 1}>
        <caption className="sr-only">{t('campaigns.list')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('campaigns.column.name')}</th>
            <th scope="col">{t('campaigns.column.state')}</th>
            <th scope="col">{t('campaigns.column.dates')}</th>
            <th scope="col" className="fl-right">
              {t('campaigns.column.budget')}
            </th>
            <th scope="col">{t('campaigns.column.changed')}</th>
            <th scope="col">
              <span className="sr-only">{t('campaigns.column.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sight.above > 0 ? <tr aria-hidden style={{ height: sight.above }} /> : null}
          {sight.positions.map((position) => {
            const row = rows[position];
            if (row === undefined) return null;
            return (
              <CampaignLine key={`${row.kind}-${row.id}`} row={row} position={position} onDelete={onDelete} onDuplicate={onDuplicate} />
            );
          })}
          {sight.below > 0 ? <tr aria-hidden style={{ height: sight.below }} /> : null}
        </tbody>
      </table>
    </div>
  );
}

interface CampaignLineProps {
  readonly row: CampaignRow;
  /** In the list as it is sorted, from 0. */
  readonly position: number;
  readonly onDelete: (row: CampaignRow) => void;
  readonly onDuplicate: ((row: CampaignRow) => void) | undefined;
}

/** One row. Scrolling draws only the rows that come into sight. */
const CampaignLine = memo(function CampaignLine({ row, position, onDelete, onDuplicate }: CampaignLineProps) {
  const text = useText();
  const { t } = text;
  const { mayEdit } = useDesk();
  const name = row.name === '' ? t('campaigns.no-name') : row.name;
  return (
    <tr aria-rowindex={position + 2}>
      <th scope="row">
        <Link to={row.to} className={row.name === '' ? 'fl-campaign-name fl-campaign-unnamed' : 'fl-campaign-name'}>
          {name}
        </Link>
        {row.revision === undefined || row.revision < 2 ? null : (
          <span className="sub"> · {t('season.revision', { revision: row.revision })}</span>
        )}
        {row.together === undefined ? null : (
          <span className="sub"> · {t('cooperation.list-line', { count: row.together.others, lead: row.together.lead })}</span>
        )}
        {row.unread === undefined ? null : (
          <Link to={`/campaigns/${row.id}`} className="fl-link fl-campaign-unread">
            {t('comments.unread', { count: row.unread })}
          </Link>
        )}
      </th>
      <td>
        <StatusChip state={row.state} />
      </td>
      <td className="num">
        {row.startsOn === null || row.endsOn === null ? (
          <span className="sub">{t('campaigns.no-date')}</span>
        ) : (
          t('common.range', { low: text.dayShort(row.startsOn), high: text.dayShort(row.endsOn) })
        )}
      </td>
      <td className="num fl-right">{row.budgetCents === null ? '–' : text.money(row.budgetCents)}</td>
      <td className="num sub">{text.instant(row.updatedAt)}</td>
      <td className="fl-right fl-campaign-actions">
        {onDuplicate === undefined ? null : (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('exports.duplicate-named', { name })}
            title={t('exports.duplicate')}
            onClick={() => onDuplicate(row)}
          >
            <IconCopy size={16} aria-hidden />
          </ActionIcon>
        )}
        {row.kind === 'draft' && mayEdit && row.state !== 'queued' ? (
          <ActionIcon variant="subtle" color="gray" aria-label={t('campaigns.delete', { name })} onClick={() => onDelete(row)}>
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        ) : null}
      </td>
    </tr>
  );
});
