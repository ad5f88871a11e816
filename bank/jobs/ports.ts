import { v7 } from 'uuid';
import { formatFraction } from '#shared/fraction.ts';
import { openRelease } from '#shared/reach/decode-release.ts';
import { toRelease } from '#shared/reach/decode-table.ts';
import { computeReach } from '#shared/reach/reach.ts';
import { appendAudit } from '../audit/append.ts';
import { SYSTEM_ACTOR } from '../audit/entry.ts';
import { makeTransition } from '../campaigns/transition.ts';
import type { DeliveryPorts, ReachGuardPort } from '../delivery/ports.ts';
import { chargeLedger } from '../privacy/ledger/ledger.ts';
import { discreteGaussian } from '../privacy/noise/discrete-gaussian.ts';
import { osRandomBits } from '../privacy/noise/os-random-bits.ts';
import { readReleaseChecks } from '../releases/signing-key.ts';
import { segmentsOfBank } from '../segments/bank-segments.ts';
import type { Bank } from '../storage/data-directory.ts';
import { privacyLedgerStore } from '../storage/repositories/privacy-ledger.ts';
import { releaseStore } from '../storage/repositories/releases.ts';

/** Ports that hold something open: `close` gives the analytics files free. */
export interface JobPorts extends DeliveryPorts {
  close(): Promise<void>;
}

/** The real parts of the bank behind the ports. */
export function portsOf(bank: Bank): JobPorts {
  const segments = segmentsOfBank(bank);
  const random = osRandomBits();
  return {
    segments,
    reach: publishedReach(bank),
    transitions: {
      async apply(transaction, request) {
        await makeTransition(transaction, { ...request, actor: 'system' });
      },
    },
    audit: {
      async record(transaction, { event, subject, time, body }) {
        await appendAudit(transaction, { at: time.now, actor: SYSTEM_ACTOR, event, subject, body });
      },
    },
    privacy: {
      async chargeReport({ campaignId, rho, time }) {
        await chargeLedger(privacyLedgerStore(bank.database), bank.profile, {
          chargedAt: time.now,
          kind: 'campaign_report',
          artefactId: campaignId,
          rho: formatFraction(rho),
        });
      },
      discreteGaussian: (sigma2) => discreteGaussian(random, sigma2).sample(),
    },
    newId: () => v7(),
    close: () => segments.close(),
  };
}

/** Judges by the releases that are published now and not withdrawn, each verified before it is read. */
function publishedReach(bank: Bank): ReachGuardPort {
  return {
    async meetsMinimum(content) {
      const checks = await readReleaseChecks(bank.keysDirectory);
      const stored = await releaseStore(bank.database).list();
      const reach = computeReach({
        releases: stored.filter((release) => !release.withdrawn).map((release) => toRelease(openRelease(release.file, checks))),
        audience: content.audience,
        channels: content.channels,
        holdoutPercent: content.holdoutPercent,
      });
      const minimum = bank.profile.limits.minimumCustomers;
      if (reach.kind === 'not_answerable') return { passes: false, minimum, required: minimum };
      return { passes: reach.meetsMinimum, minimum, required: reach.minimumRequired };
    },
  };
}
