import { Menu } from '@mantine/core';
import { IconCopy, IconDownload, IconFileSpreadsheet, IconFileTypeCsv, IconPhoto, IconVectorBezier } from '@tabler/icons-react';
import { copiedOf, outcomeOf, useSaving } from '../data/saving.ts';
import { drawElement } from '../export/draw-element.ts';
import { copyPicture, paintPicture } from '../export/paint-picture.ts';
import { useText } from '../i18n/text.tsx';
import { type ComponentProps, type RefObject, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { cellWords, exportTableOf } from './figures.ts';
import { receiptLines, releaseLine } from './receipt-lines.ts';
import { SavedLine } from './saved-line.tsx';
import { rowsOf, type LazyTable } from './table-rows.ts';

interface TableMenuProps {
  readonly table: LazyTable;
  /** The chart as it stands on the screen; undefined while its table does. */
  readonly chart: () => Element | undefined;
  readonly isChartShown: boolean;
}

/**
 * Takes a table or its chart along: onto the clipboard, as CSV or Excel, as SVG or PNG. Until it is asked for it is a button alone: a screen of charts that
 * follow a slider would place a menu for each of them with every move.
 */
export function TableMenu(props: TableMenuProps) {
  const [isAsked, setIsAsked] = useState(false);
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const open = () => {
    flushSync(() => setIsAsked(true));
    // The menu's own button has taken the place of this one; the focus returns to it when the menu closes.
    button.current?.focus();
    setIsOpen(true);
  };
  return isAsked ? (
    <OpenableMenu {...props} button={button} isOpen={isOpen} onOpen={setIsOpen} />
  ) : (
    <MenuButton ref={button} caption={props.table.caption} aria-haspopup="menu" aria-expanded={false} onClick={open} />
  );
}

interface MenuButtonProps extends ComponentProps<'button'> {
  readonly caption: string;
}

function MenuButton({ caption, ...button }: MenuButtonProps) {
  const { t } = useText();
  return (
    <button type="button" className="fl-twin-switch" aria-label={`${t('exports.menu')}: ${caption}`} title={t('exports.menu')} {...button}>
      <IconDownload size={15} stroke={1.8} aria-hidden />
      <span className="fl-twin-label">{t('exports.menu')}</span>
    </button>
  );
}

interface OpenableMenuProps extends TableMenuProps {
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
}

function OpenableMenu({ table, chart, isChartShown, button, isOpen, onOpen }: OpenableMenuProps) {
  const text = useText();
  const { t } = text;
  const { save, outcome, error, isSaving } = useSaving();
  const exported = () =>
    exportTableOf({ ...table, rows: rowsOf(table) }, [...receiptLines(table.sources ?? [], text), ...(table.notes ?? [])], text);
  const drawing = () => {
    const element = chart();
    if (element === undefined) throw new TypeError('the chart is not on the screen');
    return drawElement(element, {
      title: table.caption,
      description: rowsOf(table)
        .map((row) => row.map((cell) => cellWords(cell, text)).join(': '))
        .join('; ')
        .slice(0, 4_000),
      notes: [...releaseLine(table.sources ?? [], text), ...(table.notes ?? [])],
    });
  };
  return (
    <>
      <SavedLine outcome={outcome} error={error} />
      <Menu opened={isOpen} onChange={onOpen} position="bottom-end" withinPortal shadow="md" withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <MenuButton ref={button} caption={table.caption} disabled={isSaving} />
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
