import type { z } from 'zod';

/**
 * Everything with figures about customers that may leave the bank, closed: a new kind needs its charge (`CHARGE_RULES` in bank/privacy/ledger), its place in
 * the storage (`CHARGED_AS` in bank/storage) and its mark in every answer that holds it, or the bank does not compile or does not start.
 */
export const ARTEFACTS = ['release', 'slice', 'quote', 'campaign_report'] as const;
export type Artefact = (typeof ARTEFACTS)[number];

/** What a submission, a review or a guard was decided on: everything that a merchant could have computed itself. */
export const JUDGED_ON = ['release', 'slice', 'quote'] as const satisfies readonly Artefact[];

/** Where the marks stand in a JSON schema. */
export const ARTEFACTS_KEY = 'x-artefacts';

/** Marks a schema: its values are these artefacts, or were computed from them and from nothing else about customers. */
export function holding<Schema extends z.ZodType>(schema: Schema, artefacts: readonly [Artefact, ...Artefact[]]): Schema {
  return schema.meta({ [ARTEFACTS_KEY]: [...artefacts] });
}
