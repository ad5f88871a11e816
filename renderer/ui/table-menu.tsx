import { Menu } from '@mantine/core';
import { IconCopy, IconDownload, IconFileSpreadsheet, IconFileTypeCsv, IconPhoto, IconVectorBezier } from '@tabler/icons-react';
import type { ReceiptSource } from '#shared/reach/types.ts';
import { copiedOf, outcomeOf, useSaving } from '../data/saving.ts';
import { drawElement } from '../export/draw-element.ts';
import { copyPicture, paintPicture } from '../export/paint-picture.ts';
import { useText } from '../i18n/text.tsx';
import { cellWords, exportTableOf, type TwinCell } from './figures.ts';
import { receiptLines, releaseLine } from './receipt-lines.ts';
import { SavedLine } from './saved-line.tsx';

interface TableMenuProps {
  readonly table: {
    readonly caption: string;
    readonly columns: readonly string[];
    readonly rows: readonly (readonly TwinCell[])[];
    readonly sources?: readonly ReceiptSource[];
    readonly notes?: readonly string[];
  };
  /** The chart as it stands on the screen; undefined while its table does. */
  readonly chart: () => Element | undefined;
  readonly isChartShown: boolean;
}

/** Takes a table or its chart along: onto the clipboard, as CSV or Excel, as SVG or PNG. */
export function TableMenu({ table, chart, isChartShown }: TableMenuProps) {
  const text = useText();
  const { t } = text;
  const { save, outcome, error, isSaving } = useSaving();
  const exported = () => exportTableOf(table, [...receiptLines(table.sources ?? [], text), ...(table.notes ?? [])], text);
  const drawing = () => {
    const element = chart();
    if (element === undefined) throw new TypeError('the chart is not on the screen');
    return drawElement(element, {
      title: table.caption,
      description: table.rows
        .map((row) => row.map((cell) => cellWords(cell, text)).join(': '))
        .join('; ')
        .slice(0, 4_000),
      notes: [...releaseLine(table.sources ?? [], text), ...(table.notes ?? [])],
    });
  };
  return (
    <>
      <SavedLine outcome={outcome} error={error} />
      <Menu position="bottom-end" withinPortal shadow="md" withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <button type="button" className="fl-twin-switch" disabled={isSaving}>
            <IconDownload size={15} stroke={1.8} aria-hidden />
            {t('exports.menu')}
            <span className="sr-only">: {table.caption}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconCopy size={16} stroke={1.7} aria-hidden />}
            onClick={() => save((exports) => copiedOf(exports.copyTable({ table: exported() })))}
          >
            {t('exports.copy')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconFileTypeCsv size={16} stroke={1.7} aria-hidden />}
            onClick={() => save((exports) => outcomeOf(exports.saveTable({ table: exported(), format: 'csv' })))}
          >
            {t('exports.csv')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconFileSpreadsheet size={16} stroke={1.7} aria-hidden />}
            onClick={() => save((exports) => outcomeOf(exports.saveTable({ table: exported(), format: 'xlsx' })))}
          >
            {t('exports.xlsx')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconVectorBezier size={16} stroke={1.7} aria-hidden />}
            disabled={!isChartShown}
            onClick={() => save((exports) => outcomeOf(exports.saveDrawing({ drawing: drawing() })))}
          >
            {t('exports.svg')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconPhoto size={16} stroke={1.7} aria-hidden />}
            disabled={!isChartShown}
            onClick={() => {
              const drawn = drawing();
              save(async (exports) => outcomeOf(exports.savePicture({ title: drawn.title, png: await paintPicture(drawn) })));
            }}
          >
            {t('exports.png')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconCopy size={16} stroke={1.7} aria-hidden />}
            disabled={!isChartShown}
            onClick={() => {
              const drawn = drawing();
              save(async () => {
                await copyPicture(drawn);
                return { kind: 'copied' };
              });
            }}
          >
            {t('exports.copy-picture')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
