import type { Artefact } from '#shared/contracts/http/artefacts.ts';
import type { ArtefactKind } from './ports.ts';

/** The kinds of ledger entries that pay for an artefact; one of them must be there before the artefact leaves. */
export type ChargeRule = readonly [ArtefactKind, ...ArtefactKind[]];

/** The charge of everything that leaves the bank. A slice is paid by the release, or the correction, that it is part of. */
export const CHARGE_RULES = {
  release: ['release', 'correction'],
  slice: ['release', 'correction'],
  quote: ['quote'],
  campaign_report: ['campaign_report'],
} as const satisfies Readonly<Record<Artefact, ChargeRule>>;
