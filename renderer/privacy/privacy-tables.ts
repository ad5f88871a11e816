import type { PrivacyAccount, PublicArtefact } from '#shared/contracts/http/privacy.ts';
import { fractionToNumber, parseFraction } from '#shared/fraction.ts';
import { artefactLabel, windowLabel } from '../i18n/labels.ts';
import type { Text } from '../i18n/text.tsx';
import type { TwinCell } from '../ui/figures.ts';
import type { TwinTable } from '../ui/table-rows.ts';

/** A part of the year's budget, in the order of the bar. */
export interface BudgetPart {
  readonly id: 'spent-releases' | 'spent-quotes' | 'spent-reports' | 'releases-to-come' | 'quotes' | 'reports' | 'free';
  readonly rho: string;
  /** Share of the cap, 0 to 1. */
  readonly share: number;
  readonly tone: 'spent' | 'kept' | 'free';
}

/** The cap divided into what is spent, what is kept for something, and the rest; the shares add up to 1. */
export function partsOfBudget({ cap, spent, left }: PrivacyAccount): readonly BudgetPart[] {
  const part = (id: BudgetPart['id'], rho: string, tone: BudgetPart['tone']): BudgetPart => ({ id, rho, share: shareOf(rho, cap), tone });
  return [
    part('spent-releases', spent.releases, 'spent'),
    part('spent-quotes', spent.quotes, 'spent'),
    part('spent-reports', spent.reports, 'spent'),
    part('releases-to-come', left.releasesToCome, 'kept'),
    part('quotes', left.quotes, 'kept'),
    part('reports', left.reports, 'kept'),
    part('free', left.free, 'free'),
  ];
}

/** A fraction's share of another, for display. */
export function shareOf(rho: string, cap: string): number {
  return fractionToNumber(parseFraction(rho)) / fractionToNumber(parseFraction(cap));
}

function percentOf(share: number): TwinCell {
  return { kind: 'percent', share, digits: 1 };
}

export function accountTable(account: PrivacyAccount, text: Text, showsFractions: boolean): TwinTable {
  const rows = [
    ...partsOfBudget(account).map(({ id, rho, share }) => ({ label: text.t(`privacy.part.${id}`), rho, share })),
    { label: text.t('privacy.part.cap'), rho: account.cap, share: 1 },
  ];
  return {
    caption: text.t('privacy.table.account'),
    columns: [text.t('privacy.column.part'), ...(showsFractions ? [text.t('privacy.column.rho')] : []), text.t('privacy.column.share')],
    rows: rows.map(({ label, rho, share }) => [label, ...(showsFractions ? [rho] : []), percentOf(share)]),
  };
}

export function artefactTable(artefacts: readonly PublicArtefact[], text: Text, showsFractions: boolean): TwinTable {
  return {
    caption: text.t('privacy.table.published'),
    columns: [
      text.t('privacy.column.what'),
      text.t('privacy.column.day'),
      ...(showsFractions ? [text.t('privacy.column.rho')] : []),
      text.t('privacy.column.share'),
    ],
    rows: artefacts.map((artefact) => [
      nameOf(artefact, text),
      text.day(artefact.chargedAt.slice(0, 10)),
      ...(showsFractions ? [artefact.rho] : []),
      percentOf(shareOf(artefact.shareOfCap, '1')),
    ]),
  };
}

export function planTable(account: PrivacyAccount, text: Text, showsFractions: boolean): TwinTable {
  return {
    caption: text.t('privacy.table.plan'),
    columns: [
      text.t('privacy.column.what'),
      text.t('privacy.column.per-year'),
      ...(showsFractions ? [text.t('privacy.column.each'), text.t('privacy.column.yearly')] : []),
      text.t('privacy.column.share'),
    ],
    rows: account.plan.map((line) => [
      artefactLabel(line.artefact, text),
      { kind: 'whole', value: line.perYear },
      ...(showsFractions ? [line.rhoEach, line.yearly] : []),
      percentOf(shareOf(line.shareOfCap, '1')),
    ]),
  };
}

function nameOf(artefact: PublicArtefact, text: Text): string {
  const { kind, id = '', window, state, counted } = artefact;
  const name =
    kind === 'campaign_report'
      ? text.t('privacy.kind.campaign_report')
      : kind === 'quote'
        ? text.t('privacy.kind.quote', { id: id.slice(-8) })
        : text.t(`privacy.kind.${kind}`, { window: window === undefined ? id : windowLabel(window, text, 'short') });
  const remarks = [...(state === 'published' ? [] : [text.t(`privacy.state.${state}`)]), ...(counted ? [] : [text.t('privacy.old')])];
  return remarks.length === 0 ? name : `${name} (${remarks.join(', ')})`;
}
