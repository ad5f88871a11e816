import { ARTEFACTS } from '#shared/contracts/http/artefacts.ts';
import { AppError } from '#shared/errors.ts';
import { CHARGE_RULES } from '../privacy/ledger/charge-rules.ts';
import type { BankDatabase } from '../storage/database.ts';
import { CHARGED_AS } from '../storage/repositories/artefacts.ts';
import { privacyLedgerStore } from '../storage/repositories/privacy-ledger.ts';

/**
 * Refuses a bank that keeps something about customers that the ledger was never charged for: it could be read by a merchant. Run before the bank is served.
 * @throws AppError `artefact_not_charged` naming the first one
 */
export async function assertEverythingCharged(database: BankDatabase): Promise<void> {
  const charged = new Set((await privacyLedgerStore(database).entries()).map((entry) => `${entry.kind} ${entry.artefactId}`));
  for (const artefact of ARTEFACTS)
    for (const artefactId of await CHARGED_AS[artefact](database))
      if (!CHARGE_RULES[artefact].some((kind) => charged.has(`${kind} ${artefactId}`)))
        throw new AppError('artefact_not_charged', { artefact, artefactId });
}
