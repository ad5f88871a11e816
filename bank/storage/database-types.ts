import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/**
 * The tables as the repositories see them. Timestamps are ISO 8601 text in UTC, dates local-date text, bigint and numeric text:
 * see `type-parsers.ts`. JSON columns are read as values and written as JSON text.
 */
type Json = JSONColumnType<Record<string, unknown>>;
type BigintText = ColumnType<string, string | number | bigint, string | number | bigint>;

export interface Database {
  readonly clock: { only_row: Generated<boolean>; offset_ms: BigintText };
  readonly merchants: {
    id: string;
    legal_name: string;
    shop_name: string;
    mcc: string;
    category_id: string;
    contract_from: string;
    contract_until: string | null;
    fee_per_redeeming_customer_cents: number;
    joinable: Generated<boolean>;
  };
  readonly stores: { id: string; merchant_id: string; name: string; address: string; area: string };
  readonly merchant_payment_ids: { payment_merchant_id: string; merchant_id: string };
  readonly accounts: {
    id: string;
    login: string;
    display_name: string;
    role: string;
    merchant_id: string | null;
    password_hash: string;
    disabled_at: string | null;
  };
  readonly login_failures: { login_hash: string; failures: number; last_failed_at: string };
  readonly oidc_records: {
    model: string;
    id: string;
    payload: Json;
    grant_id: string | null;
    user_code: string | null;
    uid: string | null;
    consumed_at: string | null;
    expires_at: string | null;
  };
  readonly consents: {
    id: Generated<string>;
    customer_id: string;
    purpose: 'offers' | 'contact';
    channel: string | null;
    granted_at: string;
    withdrawn_at: string | null;
    text_version: string;
    language: string;
    source: string;
  };
  readonly releases: {
    id: string;
    release_window: string;
    published_at: string;
    withdrawn_at: string | null;
    sha256: string;
    file: string;
    corrects: string | null;
  };
  readonly release_slices: {
    release_id: string;
    merchant_id: string;
    id: string;
    sha256: string;
    file: string;
  };
  readonly ledger_entries: {
    seq: Generated<string>;
    charged_at: string;
    artefact_kind: 'release' | 'quote' | 'campaign_report' | 'correction';
    artefact_id: string;
    rho: string;
    merchant_id: string | null;
  };
  readonly quotes: {
    id: string;
    key: string;
    audience: Json;
    merchant_id: string | null;
    snapshot: string;
    charged_at: string;
    answered_at: string | null;
    sha256: string | null;
    file: string | null;
  };
  readonly campaigns: {
    id: string;
    merchant_id: string;
    state: string;
    former_state: string | null;
    version: Generated<number>;
    revision: Generated<number>;
    claimed_by: string | null;
    approved_revision: number | null;
    approved_hash: string | null;
    reward_price_cents: number | null;
    fee_cents: number | null;
    created_at: string;
    updated_at: string;
  };
  readonly revisions: {
    campaign_id: string;
    number: number;
    hash: string;
    content: Json;
    release_id: string;
    reach: Json;
    submitted_by: string;
    submitted_at: string;
  };
  readonly files: { merchant_id: string; sha256: string; kind: string; media_type: string; bytes: Buffer; uploaded_at: string };
  readonly revision_files: { campaign_id: string; revision: number; merchant_id: string; sha256: string; kind: string };
  readonly submissions: { submission_id: string; campaign_id: string; revision: number; request_hash: string; at: string };
  readonly decisions: {
    id: string;
    campaign_id: string;
    revision: number;
    hash: string;
    reviewer_id: string;
    kind: 'approve' | 'request_changes' | 'reject';
    reason: string | null;
    text: string | null;
    decided_at: string;
  };
  readonly cooperations: { campaign_id: string; name: string; lead_share_percent: number; terms: Generated<number> };
  readonly campaign_partners: {
    campaign_id: string;
    merchant_id: string;
    share_percent: number;
    state: 'invited' | 'joined' | 'declined' | 'left';
    invited_at: string;
    answered_at: string | null;
  };
  readonly revision_acceptances: {
    campaign_id: string;
    revision: number;
    merchant_id: string;
    hash: string;
    accepted_by: string;
    accepted_at: string;
  };
  readonly comments: {
    id: string;
    campaign_id: string;
    number: number;
    revision: number;
    author_id: string;
    author_role: string;
    merchant_id: string | null;
    reader_ids: string[];
    body: string;
    written_at: string;
  };
  readonly comment_marks: { account_id: string; campaign_id: string; number: number };
  readonly seen_marks: { account_id: string; campaign_id: string; version: number };
  readonly audit_events: {
    seq: BigintText;
    at: string;
    actor: string;
    actor_role: string;
    event: string;
    subject: string;
    body: Json;
    previous_hash: string;
    hash: string;
  };
  readonly assignments: {
    campaign_id: string;
    customer_id: string;
    arm: 'delivered' | 'holdout';
    assigned_on: string;
    contact_on: string | null;
    channel: string | null;
  };
  readonly deliveries: {
    id: string;
    campaign_id: string;
    customer_id: string;
    channel: string;
    state: 'queued' | 'delivered' | 'dropped';
    drop_reason: string | null;
    queued_at: string;
    delivered_at: string | null;
  };
  readonly activations: { campaign_id: string; customer_id: string; activated_at: string };
  readonly redemptions: {
    id: string;
    campaign_id: string;
    customer_id: string;
    payment_id: string;
    paid_at: string;
    spend_cents: number;
    reward_cents: number;
    posting_id: string | null;
    cancelled_at: string | null;
  };
  readonly settlement_postings: {
    id: string;
    campaign_id: string;
    posted_on: string;
    redemption_count: number;
    reward_cents: BigintText;
  };
  readonly reports: { campaign_id: string; published_at: string; body: Json };
  readonly 'inbox.messages': {
    delivery_id: string;
    customer_id: string;
    campaign_id: string;
    channel: string;
    messages: Json;
    offer: Json;
    received_at: string;
    opened_at: string | null;
    activated_at: string | null;
  };
  readonly 'inbox.test_messages': {
    test_id: string;
    campaign_name: string;
    channel: string;
    version: string;
    message: Json;
    offer: Json;
    received_at: string;
  };
  readonly test_messages: { id: string; campaign_id: string; sent_by: string; request_hash: string; at: string };
  readonly 'inbox.images': { sha256: string; media_type: string; bytes: Buffer };
  readonly 'inbox.webhooks': { webhook_id: string; received_at: string };
}
