import { Modal, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { useNavigate } from 'react-router';
import { isMerchantRole } from '#shared/session/roles.ts';
import { useDesk } from '../data/desk-context.tsx';
import { useCampaigns, useDrafts } from '../data/queries.ts';
import { useMenuCommand } from '../data/use-menu.ts';
import { useStartDraft } from '../data/use-start-draft.ts';
import type { MessageKey } from '../i18n/messages/index.ts';
import { useText } from '../i18n/text.tsx';
import { mergeRows } from '../merchant/campaigns/rows.ts';
import { useOpenCampaignFile } from '../merchant/files/use-open-campaign-file.ts';
import { TemplateChooser } from '../merchant/templates/template-chooser.tsx';
import { useFlorin } from '../store/store-context.tsx';
import { FILE_COMMANDS, type FileCommand } from '../store/view-slice.ts';
import { DefinitionList } from '../ui/definition-list.tsx';
import { FailureNote } from '../ui/states.tsx';
import type { Side } from './routes.tsx';

interface Command {
  readonly key: string;
  readonly label: string;
  readonly run: () => void;
}

interface CommandsProps {
  readonly side: Side;
}

const FILE_LABELS: Readonly<Record<FileCommand, MessageKey>> = {
  'duplicate-campaign': 'exports.duplicate',
  'export-campaign': 'exports.campaign',
  'save-pdf': 'exports.pdf',
  'save-calendar': 'exports.calendar',
  'save-shop-sheet': 'exports.sheet',
};

type Shown = 'palette' | 'shortcuts' | 'none-open' | 'not-ready';

/** What the native menu asks of every screen: a new campaign, files in and out, going somewhere by name, the sheet of shortcuts. */
export function Commands({ side }: CommandsProps) {
  const { canStart } = useStartDraft();
  const [shown, setShown] = useState<Shown | undefined>(undefined);
  const chooseTemplate = useFlorin((state) => state.chooseTemplate);
  const { open, error, forget } = useOpenCampaignFile();
  const isMerchant = isMerchantRole(useDesk().account.role);
  useMenuCommand('new-campaign', () => (canStart ? chooseTemplate(true) : undefined));
  useMenuCommand('import-campaign', () => (canStart ? open(undefined) : undefined));
  useMenuCommand('palette', () => setShown('palette'));
  useMenuCommand('shortcuts', () => setShown('shortcuts'));
  const close = () => setShown(undefined);
  return (
    <>
      {isMerchant ? FILE_COMMANDS.map((command) => <FileMenuEntry key={command} command={command} onRefused={setShown} />) : null}
      {canStart ? <TemplateChooser /> : null}
      {shown === 'palette' ? (
        <Palette
          side={side}
          onNew={canStart ? () => chooseTemplate(true) : undefined}
          onOpen={canStart ? () => open(undefined) : undefined}
          onNotReady={() => setShown('not-ready')}
          onClose={close}
        />
      ) : null}
      {shown === 'shortcuts' ? <ShortcutSheet onClose={close} /> : null}
      {shown === 'none-open' || shown === 'not-ready' ? <RefusedCommand why={shown} onClose={close} /> : null}
      <ImportFailure error={error} onClose={forget} />
    </>
  );
}

interface FileMenuEntryProps {
  readonly command: FileCommand;
  readonly onRefused: (why: 'none-open' | 'not-ready') => void;
}

/** One entry of the native menu about the campaign on the screen. */
function FileMenuEntry({ command, onRefused }: FileMenuEntryProps) {
  const run = useFlorin((state) => state.runFileCommand);
  useMenuCommand(command, () => {
    if (run === undefined) onRefused('none-open');
    else if (!run(command)) onRefused('not-ready');
  });
  return null;
}

function RefusedCommand({ why, onClose }: { readonly why: 'none-open' | 'not-ready'; readonly onClose: () => void }) {
  const { t } = useText();
  return (
    <Modal opened onClose={onClose} title={t(`exports.${why}-title`)} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <p>{t(`exports.${why}`)}</p>
    </Modal>
  );
}

function ImportFailure({ error, onClose }: { readonly error: unknown; readonly onClose: () => void }) {
  const { t } = useText();
  return (
    <Modal opened={error !== null} onClose={onClose} title={t('exports.import')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <FailureNote error={error} />
    </Modal>
  );
}

interface PaletteProps {
  readonly side: Side;
  readonly onNew: (() => void) | undefined;
  readonly onOpen: (() => void) | undefined;
  readonly onNotReady: () => void;
  readonly onClose: () => void;
}

/** Screens and campaigns by name; arrows choose, Enter goes. */
function Palette({ onClose, ...offered }: PaletteProps) {
  const { t, language } = useText();
  const listId = useId();
  const commands = useCommandList(offered);
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

function useCommandList({ side, onNew, onOpen, onNotReady }: Omit<PaletteProps, 'onClose'>): readonly Command[] {
  const { t } = useText();
  const { account } = useDesk();
  const navigate = useNavigate();
  const runFile = useFlorin((state) => state.runFileCommand);
  const isMerchant = isMerchantRole(account.role);
  const drafts = useDrafts(isMerchant);
  const campaigns = useCampaigns(isMerchant);
  const rows = isMerchant ? mergeRows(drafts.data?.drafts ?? [], campaigns.data?.campaigns ?? []) : [];
  return [
    ...side.navigation.map((entry) => ({ key: entry.to, label: t(entry.title), run: () => void navigate(entry.to) })),
    ...(onNew === undefined ? [] : [{ key: 'new', label: t('campaigns.new'), run: onNew }]),
    ...(onOpen === undefined ? [] : [{ key: 'open', label: t('exports.import'), run: onOpen }]),
    ...(runFile === undefined
      ? []
      : FILE_COMMANDS.map((command) => ({
          key: command,
          label: t(FILE_LABELS[command]),
          run: () => (runFile(command) ? undefined : onNotReady()),
        }))),
    ...rows.map((row) => ({ key: row.to, label: row.name === '' ? t('campaigns.no-name') : row.name, run: () => void navigate(row.to) })),
  ];
}

function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useText();
  const lines = [
    ['shell.palette', 'Ctrl K'],
    ['campaigns.new', 'Ctrl N'],
    ['exports.import', 'Ctrl O'],
    ['exports.duplicate', 'Ctrl D'],
    ['exports.campaign', 'Ctrl Shift E'],
    ['exports.pdf', 'Ctrl P'],
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
