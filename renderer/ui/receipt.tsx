import { Popover } from '@mantine/core';
import type { ReactNode } from 'react';
import { fractionToNumber, formatFraction, parseFraction, sumFractions } from '#shared/fraction.ts';
import type { ReceiptSource } from '#shared/reach/types.ts';
import { artefactLabel, windowLabel } from '../i18n/labels.ts';
import { type Text, useText } from '../i18n/text.tsx';
import { DefinitionList } from './definition-list.tsx';
import './receipt.css';

interface ReceiptLinkProps {
  /** The signed artefacts a number, or a chart's numbers, were read from; each signature was checked before it was read. */
  readonly sources: readonly ReceiptSource[];
  /** Further lines, below the artefacts. */
  readonly also?: readonly { readonly term: string; readonly value: ReactNode }[];
}

/** Artefacts that are shown one by one; of more, the newest stands for its kind and the sum for all. */
const SHOWN_ONE_BY_ONE = 3;

/** "Receipt": what a shown number comes from, what publishing that cost everybody, how customers were bounded, and that it is the bank's. */
export function ReceiptLink({ sources, also = [] }: ReceiptLinkProps) {
  const { t } = useText();
  if (sources.length === 0) return null;
  const each = eachOnce(sources);
  const newest = [...each].sort((left, right) => (left.dataUntil < right.dataUntil ? 1 : -1));
  const shown = each.length > SHOWN_ONE_BY_ONE ? newest.slice(0, 1) : each;
  const more = each.length - shown.length;
  return (
    <Popover width={360} position="top-end" withArrow trapFocus shadow="md" withinPortal>
      <Popover.Target>
        <button type="button" className="fl-link">
          {t('receipt')}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="fl-receipt" tabIndex={-1} data-autofocus>
          <h3>{t('receipt.title')}</h3>
          {shown.map((source) => (
            <Source key={source.id} source={source} />
          ))}
          {more === 0 ? null : <Others sources={each} more={more} />}
          {also.length === 0 ? null : <DefinitionList items={also} />}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Every artefact once, with all its tables that were read: what it cost was spent once, however many numbers come from it. */
function eachOnce(sources: readonly ReceiptSource[]): readonly ReceiptSource[] {
  const found = new Map<string, ReceiptSource>();
  for (const source of sources) {
    const known = found.get(source.id);
    found.set(source.id, known === undefined ? source : { ...known, tables: [...new Set([...known.tables, ...source.tables])] });
  }
  return [...found.values()];
}

function Source({ source }: { readonly source: ReceiptSource }) {
  const text = useText();
  const { t } = text;
  return (
    <DefinitionList
      items={[
        { term: t(`receipt.${source.kind}`), value: artefactName(source, text), isStrong: true },
        ...(source.tables.length === 0
          ? []
          : [
              {
                term: t('receipt.tables'),
                value: new Intl.ListFormat(text.language).format(source.tables.map((table) => artefactLabel(table, text))),
              },
            ]),
        { term: t('receipt.charge'), value: source.rho },
        { term: t('receipt.share'), value: shareWords(source.shareOfYearlyCap) },
        {
          term: t('receipt.bound'),
          value:
            source.merchantsPerCustomer === null
              ? t('receipt.bound-value', { count: source.categoriesPerCustomer })
              : t('receipt.bound-merchants', { count: source.merchantsPerCustomer }),
        },
        { term: t('receipt.data'), value: text.day(source.dataUntil) },
        { term: t('receipt.signature'), value: t('receipt.signature-value', { key: source.keyId }) },
        { term: t('receipt.hash'), value: `${source.sha256.slice(0, 8)}…${source.sha256.slice(-4)}` },
      ]}
    />
  );

  function shareWords(fraction: string): string {
    return t('receipt.share-value', { fraction, percent: text.percent(fractionToNumber(parseFraction(fraction)), 1) });
  }
}

function Others({ sources, more }: { readonly sources: readonly ReceiptSource[]; readonly more: number }) {
  const text = useText();
  const { t } = text;
  const sum = sumFractions(sources.map((source) => parseFraction(source.shareOfYearlyCap)));
  return (
    <>
      <p className="sub">{t('receipt.more', { count: more })}</p>
      <DefinitionList
        items={[
          {
            term: t('receipt.sum', { count: sources.length }),
            value: t('receipt.share-value', { fraction: formatFraction(sum), percent: text.percent(fractionToNumber(sum), 1) }),
          },
        ]}
      />
    </>
  );
}

/** What was published, for whom, in words; the hash names its file. */
export function artefactName({ id, window, merchantsPerCustomer }: ReceiptSource, text: Text): string {
  if (window === null) return text.t('receipt.quote-value', { id: id.slice(-8) });
  const label = windowLabel(window, text);
  return merchantsPerCustomer === null ? label : text.t('receipt.slice-value', { window: label });
}
