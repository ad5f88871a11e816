import { v7 } from 'uuid';
import { formatFraction } from '#shared/fraction.ts';
import { openRelease } from '#shared/reach/decode-release.ts';
import { toRelease } from '#shared/reach/decode-table.ts';
import { openQuote } from '#shared/reach/quote.ts';
import { computeReach } from '#shared/reach/reach.ts';
import { appendAudit } from '../audit/append.ts';
import { SYSTEM_ACTOR } from '../audit/entry.ts';
import { makeTransition } from '../campaigns/transition.ts';
import type { DeliveryPorts, ReachGuardPort } from '../delivery/ports.ts';
import { chargeLedger } from '../privacy/ledger/ledger.ts';
import { discreteGaussian } from '../privacy/noise/discrete-gaussian.ts';
import { osRandomBits } from '../privacy/noise/os-random-bits.ts';
import { readableFor } from '../review/judge.ts';
import { readReleaseChecks } from '../releases/signing-key.ts';
import { segmentsOfBank } from '../segments/bank-segments.ts';
import type { Bank } from '../storage/data-directory.ts';
import { privacyLedgerStore } from '../storage/repositories/privacy-ledger.ts';
import { storedQuotes } from '../storage/repositories/quotes.ts';
import { releaseStore } from '../storage/repositories/releases.ts';

/** One-sided normal point of one in a thousand: what the selection is sized by lies above the truth with that confidence. */
const UPPER_BOUND_SD = 3.09;

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

/** Judges by the releases and slices that are published now and not withdrawn and by stored quotes, each verified before it is read. */
function publishedReach(bank: Bank): ReachGuardPort {
  return {
    async meetsMinimum(content, _time, merchantId) {
      const checks = await readReleaseChecks(bank.keysDirectory);
      const stored = (await releaseStore(bank.database).list()).filter((release) => !release.withdrawn);
      const slices = await releaseStore(bank.database).listSlices(merchantId);
      const own = slices.filter((slice) => stored.some((release) => release.id === slice.releaseId));
      const quotes = await storedQuotes(bank.database).listAnswered(merchantId);
      const releases = [...stored, ...own].map(({ file }) => toRelease(openRelease(file, checks)));
      const reach = computeReach({
        ...readableFor(
          content,
          releases,
          quotes.map(({ file }) => openQuote(file, checks)),
        ),
        audience: content.audience,
        channels: content.channels,
        holdoutPercent: content.holdoutPercent,
      });
      const minimum = bank.profile.limits.minimumCustomers;
      if (reach.kind !== 'answered') return { passes: false, minimum, required: minimum, candidatesAtMost: 0 };
      const { estimate, sd } = reach.reachable;
      return {
        passes: reach.meetsMinimum,
        minimum,
        required: reach.minimumRequired,
        candidatesAtMost: Math.max(0, Math.ceil(estimate + UPPER_BOUND_SD * sd)),
      };
    },
  };
}
