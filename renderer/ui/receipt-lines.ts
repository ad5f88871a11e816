import { fractionToNumber, parseFraction } from '#shared/fraction.ts';
import type { ReceiptSource } from '#shared/reach/types.ts';
import type { Text } from '../i18n/text.tsx';

/** One line for each signed artefact that figures were read from: its name, what it cost everybody, and how to check that it is the bank's. */
export function receiptLines(sources: readonly ReceiptSource[], text: Text): readonly string[] {
  return eachOnce(sources).map((source) =>
    text.t('exports.receipt-line', {
      kind: text.t(`receipt.${source.kind}`),
      id: source.id,
      tables: source.tables.join(', ') || '–',
      rho: source.rho,
      share: text.percent(fractionToNumber(parseFraction(source.shareOfYearlyCap)), 1),
      date: text.day(source.dataUntil),
      key: source.keyId,
      hash: source.sha256,
    }),
  );
}

/** The artefacts by name, in one line; none where there are none. */
export function releaseLine(sources: readonly ReceiptSource[], text: Text): readonly string[] {
  const ids = eachOnce(sources).map(({ id }) => id);
  return ids.length === 0 ? [] : [text.t('exports.from', { ids: ids.join(', ') })];
}

/** Every artefact once, with all of its tables that were read, oldest data first. */
function eachOnce(sources: readonly ReceiptSource[]): readonly ReceiptSource[] {
  const found = new Map<string, ReceiptSource>();
  for (const source of sources) {
    const known = found.get(source.id);
    found.set(source.id, known === undefined ? source : { ...known, tables: [...new Set([...known.tables, ...source.tables])] });
  }
  return [...found.values()].sort((left, right) => left.dataUntil.localeCompare(right.dataUntil));
}
