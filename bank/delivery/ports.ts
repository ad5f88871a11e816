import type { CampaignContent } from '#shared/campaign/content.ts';
import type { TransitionName } from '#shared/campaign/transitions.ts';
import type { Fraction } from '#shared/fraction.ts';
import type { ReasonCode } from '#shared/review/decision.ts';
import type { BankTime } from '../clock/clock.ts';
import type { SegmentStore } from '../segments/port.ts';
import type { BankTransaction } from '../storage/database.ts';

/** What delivery, settlement and reports need from the other parts of the bank; `bank/jobs/ports.ts` binds them to the real ones. */

/**
 * The analytics store, as far as delivery may ask it: pages of an audience in the bounded cells that the releases count, judged by today's opt-ins, and
 * payments of named customers at one merchant, one by one for settlement and summed for reports.
 */
export type SegmentsPort = Pick<SegmentStore, 'pageOfAudience' | 'paymentsAtMerchants' | 'attribution'>;

/** Reach of a stored revision, from published releases and stored quotes only: the guard before going live draws no new count. */
export interface ReachGuardPort {
  meetsMinimum(content: CampaignContent, time: BankTime, merchantId: string): Promise<ReachGuard>;
}

export interface ReachGuard {
  readonly passes: boolean;
  readonly minimum: number;
  readonly required: number;
  /** Upper bound (one in a thousand) of the customers of the audience that the channels reach; the selection is sized by it. */
  readonly candidatesAtMost: number;
}

/** Moves a campaign by the system's own hand: enforces the transition table and writes the audit event in the given transaction. */
export interface TransitionPort {
  apply(
    transaction: BankTransaction,
    request: {
      readonly campaignId: string;
      readonly transition: TransitionName;
      readonly time: BankTime;
      readonly reason?: ReasonCode;
      readonly text?: string;
    },
  ): Promise<void>;
}

/** An audit event that is no transition: a batch that was stopped, a report that was published. */
export interface AuditPort {
  record(
    transaction: BankTransaction,
    event: {
      readonly event: string;
      readonly subject: string;
      readonly time: BankTime;
      readonly body: Readonly<Record<string, string | number>>;
    },
  ): Promise<void>;
}

/** Exact noise and the account that it is charged to. */
export interface PrivacyPort {
  /**
   * Charges one campaign report to the ledger; a second charge of the same report changes nothing.
   * @throws AppError `ledger_cap_reached`; nothing is recorded then
   */
  chargeReport(request: { readonly campaignId: string; readonly rho: Fraction; readonly time: BankTime }): Promise<void>;
  /** One draw of the discrete Gaussian with this parameter. */
  discreteGaussian(sigma2: Fraction): bigint;
}

export interface DeliveryPorts {
  readonly segments: SegmentsPort;
  readonly reach: ReachGuardPort;
  readonly transitions: TransitionPort;
  readonly audit: AuditPort;
  readonly privacy: PrivacyPort;
  /** UUID version 7. */
  readonly newId: () => string;
}
