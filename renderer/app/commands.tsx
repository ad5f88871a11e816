import { Modal, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { useNavigate } from 'react-router';
import { isMerchantRole } from '#shared/session/roles.ts';
import { useDesk } from '../data/desk-context.tsx';
import { useCampaigns, useDrafts } from '../data/queries.ts';
import { useMenuCommand } from '../data/use-menu.ts';
import { useStartDraft } from '../data/use-start-draft.ts';
import { useText } from '../i18n/text.tsx';
import { mergeRows } from '../merchant/campaigns/rows.ts';
import { newDraftContent } from '../merchant/designer/new-draft.ts';
import { DefinitionList } from '../ui/definition-list.tsx';
import type { Side } from './routes.tsx';

interface Command {
  readonly key: string;
  readonly label: string;
  readonly run: () => void;
}

interface CommandsProps {
  readonly side: Side;
}

/** What the native menu asks of every screen: a new campaign, going somewhere by name, the sheet of shortcuts. */
export function Commands({ side }: CommandsProps) {
  const { market, account } = useDesk();
  const draft = useStartDraft();
  const [shown, setShown] = useState<'palette' | 'shortcuts' | undefined>(undefined);
  const startNew = () => draft.start(newDraftContent(market, account));
  useMenuCommand('new-campaign', () => (draft.canStart ? startNew() : undefined));
  useMenuCommand('palette', () => setShown('palette'));
  useMenuCommand('shortcuts', () => setShown('shortcuts'));
  const close = () => setShown(undefined);
  return (
    <>
      {shown === 'palette' ? <Palette side={side} onNew={draft.canStart ? startNew : undefined} onClose={close} /> : null}
      {shown === 'shortcuts' ? <ShortcutSheet onClose={close} /> : null}
    </>
  );
}

interface PaletteProps {
  readonly side: Side;
  readonly onNew: (() => void) | undefined;
  readonly onClose: () => void;
}

/** Screens and campaigns by name; arrows choose, Enter goes. */
function Palette({ side, onNew, onClose }: PaletteProps) {
  const { t, language } = useText();
  const listId = useId();
  const commands = useCommandList(side, onNew);
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const wanted = search.trim().toLocaleLowerCase(language);
  const found = commands.filter((command) => command.label.toLocaleLowerCase(language).includes(wanted)).slice(0, 9);
  const chosen = Math.min(at, Math.max(0, found.length - 1));
  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const press = (event: React.KeyboardEvent) => {
    const move = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Enter') run(found[chosen]);
    if (move === 0 || found.length === 0) return;
    event.preventDefault();
    setAt((chosen + move + found.length) % found.length);
  };
  return (
    <Modal opened onClose={onClose} title={t('shell.palette')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <TextInput
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={found.length === 0 ? undefined : `${listId}-${chosen}`}
        aria-label={t('shell.palette-search')}
        placeholder={t('shell.palette-search')}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div id={listId} role="listbox" aria-label={t('shell.palette')} className="fl-palette">
        {found.map((command, index) => (
          // The text field keeps the focus and its keys choose; the pointer chooses here.
          <div
            key={command.key}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === chosen}
            className="fl-palette-option"
            onClick={() => run(command)}
          >
            {command.label}
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className="sub">{t('campaigns.none-found')}</p> : null}
    </Modal>
  );
}

function useCommandList(side: Side, onNew: (() => void) | undefined): readonly Command[] {
  const { t } = useText();
  const { account } = useDesk();
  const navigate = useNavigate();
  const isMerchant = isMerchantRole(account.role);
  const drafts = useDrafts(isMerchant);
  const campaigns = useCampaigns(isMerchant);
  const rows = isMerchant ? mergeRows(drafts.data?.drafts ?? [], campaigns.data?.campaigns ?? []) : [];
  return [
    ...side.navigation.map((entry) => ({ key: entry.to, label: t(entry.title), run: () => void navigate(entry.to) })),
    ...(onNew === undefined ? [] : [{ key: 'new', label: t('campaigns.new'), run: onNew }]),
    ...rows.map((row) => ({ key: row.to, label: row.name === '' ? t('campaigns.no-name') : row.name, run: () => void navigate(row.to) })),
  ];
}

function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useText();
  const lines = [
    ['shell.palette', 'Ctrl K'],
    ['campaigns.new', 'Ctrl N'],
    ['designer.undo', 'Ctrl Z'],
    ['designer.redo', 'Ctrl Shift Z'],
    ['shell.shortcut-save', 'Ctrl S'],
    ['shell.shortcuts', 'Ctrl /'],
  ] as const;
  return (
    <Modal opened onClose={onClose} title={t('shell.shortcuts')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <DefinitionList items={lines.map(([key, keys]) => ({ term: t(key), value: <kbd className="fl-kbd">{keys}</kbd> }))} />
    </Modal>
  );
}
