import { Button, Menu } from '@mantine/core';
import {
  IconCalendarDown,
  IconChevronDown,
  IconCopy,
  IconFileDownload,
  IconFileSpreadsheet,
  IconFileTypeCsv,
  IconFileTypePdf,
  IconNotes,
} from '@tabler/icons-react';
import { memo, useCallback, useEffect, useRef, useState } from 'react';
import { useDesk } from '../../data/desk-context.tsx';
import { outcomeOf, useSaving } from '../../data/saving.ts';
import { useReport } from '../../data/queries.ts';
import { useStartDraft } from '../../data/use-start-draft.ts';
import { useText } from '../../i18n/text.tsx';
import { useFlorin } from '../../store/store-context.tsx';
import type { FileCommand, RunFileCommand } from '../../store/view-slice.ts';
import { reportExport } from '../results/report-export.ts';
import { SavedLine } from '../../ui/saved-line.tsx';
import { FailureNote } from '../../ui/states.tsx';
import { campaignDocument, draftDocument, type PrintedReport } from './campaign-document.ts';
import { PrintCharts } from './print-charts.tsx';
import { shopSheet } from './shop-sheet.ts';
import { copyOf, type FileSubject, partsOf } from './subject.ts';
import './files.css';

interface CampaignFilesProps {
  /** What is on the screen when a file is asked for; must keep its identity while a draft is typed. */
  readonly read: () => FileSubject;
  /** The campaign whose report belongs into its document; undefined where there is none. */
  readonly reportedId?: string | undefined;
  /** A mark instead of words, where the head has no room for more. */
  readonly isCompact?: boolean;
}

const ITEMS = [
  { command: 'duplicate-campaign', Icon: IconCopy, label: 'exports.duplicate' },
  { command: 'export-campaign', Icon: IconFileDownload, label: 'exports.campaign' },
  { command: 'save-pdf', Icon: IconFileTypePdf, label: 'exports.pdf' },
  { command: 'save-calendar', Icon: IconCalendarDown, label: 'exports.calendar' },
  { command: 'save-shop-sheet', Icon: IconNotes, label: 'exports.sheet' },
] as const satisfies readonly { readonly command: FileCommand; readonly Icon: unknown; readonly label: string }[];

const TABLE_FORMATS = [
  { format: 'csv', Icon: IconFileTypeCsv, label: 'exports.results.csv' },
  { format: 'xlsx', Icon: IconFileSpreadsheet, label: 'exports.results.xlsx' },
] as const;

/** What can be taken along of the campaign on the screen; the native menu and “Go to” offer the same while it is shown. */
export const CampaignFiles = memo(function CampaignFiles({ read, reportedId, isCompact = false }: CampaignFilesProps) {
  const { t } = useText();
  const { actionOf, saving, duplicate, printing, saveResults } = useFileActions(read, reportedId);
  const isBusy = saving.isSaving || printing !== undefined;
  const latest = useRef(actionOf);
  useEffect(() => {
    latest.current = actionOf;
  });
  const run = useCallback<RunFileCommand>((command) => {
    const action = latest.current(command);
    action?.();
    return action !== undefined;
  }, []);
  const offer = useFlorin((state) => state.offerFileCommands);
  useEffect(() => {
    offer(run);
    return () => offer(undefined);
  }, [offer, run]);
  return (
    <div className="fl-files">
      <SavedLine outcome={saving.outcome} error={saving.error} />
      <FailureNote error={duplicate.error} />
      <Menu position="bottom-end" withinPortal shadow="md" withInitialFocusPlaceholder={false}>
        <Menu.Target>
          {isCompact ? (
            <Button variant="default" px={10} aria-label={t('exports.campaign-menu')} title={t('exports.campaign-menu')} loading={isBusy}>
              <IconFileDownload size={18} aria-hidden />
            </Button>
          ) : (
            <Button variant="default" rightSection={<IconChevronDown size={15} stroke={1.8} aria-hidden />} loading={isBusy}>
              {t('exports.campaign-menu')}
            </Button>
          )}
        </Menu.Target>
        <Menu.Dropdown>
          <Items actionOf={actionOf} />
          {saveResults === undefined ? null : (
            <>
              <Menu.Divider />
              {TABLE_FORMATS.map(({ format, Icon, label }) => (
                <Menu.Item key={format} leftSection={<Icon size={16} stroke={1.7} aria-hidden />} onClick={() => saveResults(format)}>
                  {t(label)}
                </Menu.Item>
              ))}
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {printing === undefined ? null : <PrintCharts report={printing.report} onDrawn={printing.onDrawn} />}
    </div>
  );
});

type ActionOf = (command: FileCommand) => (() => void) | undefined;

/** Mounted with the open menu only: what can be done is looked up then. */
function Items({ actionOf }: { readonly actionOf: ActionOf }) {
  const { t } = useText();
  return ITEMS.map(({ command, Icon, label }) => {
    const action = actionOf(command);
    return (
      <Menu.Item key={command} leftSection={<Icon size={16} stroke={1.7} aria-hidden />} disabled={action === undefined} onClick={action}>
        {t(label)}
      </Menu.Item>
    );
  });
}

function useFileActions(read: () => FileSubject, reportedId: string | undefined) {
  const text = useText();
  const { t } = text;
  const desk = useDesk();
  const saving = useSaving();
  const draft = useStartDraft();
  const [isPrinting, setIsPrinting] = useState(false);
  const report = useReport(reportedId ?? '', reportedId !== undefined).data;
  const { save } = saving;

  const print = (printed: PrintedReport | undefined): void => {
    const subject = read();
    const { content, context, name } = partsOf(subject, desk, text);
    const document =
      subject.kind === 'campaign'
        ? campaignDocument(subject.detail, printed, context)
        : content === undefined
          ? undefined
          : draftDocument(content, context);
    if (document !== undefined) save((exports) => outcomeOf(exports.savePdf({ document, fileName: name })));
  };

  const actionOf: ActionOf = (command) => {
    const { content, context, draftContent, entry, name } = partsOf(read(), desk, text);
    switch (command) {
      case 'duplicate-campaign':
        return draft.canStart ? () => draft.start(copyOf(draftContent, text)) : undefined;
      case 'export-campaign':
        return () => save((exports) => outcomeOf(exports.saveCampaign({ content: draftContent })));
      case 'save-pdf':
        // A document of a reported campaign holds its results: there is none before they are here.
        if (content === undefined || (reportedId !== undefined && report === undefined)) return undefined;
        return () => (report === undefined ? print(undefined) : setIsPrinting(true));
      case 'save-calendar':
        return entry === undefined ? undefined : () => save((exports) => outcomeOf(exports.saveCalendar({ entry })));
      case 'save-shop-sheet': {
        if (content === undefined) return undefined;
        const document = shopSheet(content, context);
        return () => save((exports) => outcomeOf(exports.savePdf({ document, fileName: t('exports.sheet.file', { name }) })));
      }
    }
  };

  const onDrawn = (pictures: PrintedReport['pictures']): void => {
    setIsPrinting(false);
    const subject = read();
    if (report !== undefined && subject.kind === 'campaign') print({ report, budgetCents: subject.detail.summary.budgetCents, pictures });
  };
  const saveResults =
    report === undefined
      ? undefined
      : (format: 'csv' | 'xlsx') => {
          const table = reportExport(report, partsOf(read(), desk, text).name, text);
          save((exports) => outcomeOf(exports.saveTable({ table, format })));
        };
  return {
    actionOf,
    saving,
    saveResults,
    duplicate: draft,
    printing: isPrinting && report !== undefined ? { report, onDrawn } : undefined,
  };
}
