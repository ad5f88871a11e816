-- Everything the bank decides on, in one database. Money is integer cents. No feature newer than PostgreSQL 15.

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'table % is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

-- The demonstration clock: bank time = system time + offset. Zero outside demonstration markets.
create table clock (
  only_row boolean primary key default true check (only_row),
  offset_ms bigint not null default 0
);
insert into clock default values;

-- Merchants and people -------------------------------------------------------------------------------------------------------------------
create table merchants (
  id uuid primary key,
  legal_name text not null,
  shop_name text not null,
  mcc text not null check (mcc ~ '^\d{4}$'),
  category_id text not null,
  contract_from date not null,
  contract_until date,
  fee_per_redeeming_customer_cents integer not null check (fee_per_redeeming_customer_cents >= 0)
);

create table stores (
  id uuid primary key,
  merchant_id uuid not null references merchants,
  name text not null,
  address text not null,
  -- a part (province) of one of the profile's regions, or the region itself
  area text not null
);
create index stores_merchant on stores (merchant_id);

-- How a merchant is named in payments; one payment merchant belongs to at most one merchant record.
create table merchant_payment_ids (
  payment_merchant_id text primary key,
  merchant_id uuid not null references merchants
);
create index merchant_payment_ids_merchant on merchant_payment_ids (merchant_id);

create table accounts (
  id uuid primary key,
  login text not null unique,
  display_name text not null,
  role text not null check (role in ('merchant_editor', 'merchant_viewer', 'bank_reviewer', 'bank_privacy_officer', 'bank_operator')),
  merchant_id uuid references merchants,
  -- scrypt, never the password
  password_hash text not null,
  disabled_at timestamptz,
  check ((role like 'merchant%') = (merchant_id is not null))
);

-- oidc-provider's records: sessions, grants, codes, tokens.
create table oidc_records (
  model text not null,
  id text not null,
  payload jsonb not null,
  grant_id text,
  user_code text,
  uid text,
  consumed_at timestamptz,
  expires_at timestamptz,
  primary key (model, id)
);
create index oidc_records_grant on oidc_records (grant_id) where grant_id is not null;
create index oidc_records_uid on oidc_records (uid) where uid is not null;
create index oidc_records_expiry on oidc_records (expires_at);

-- Consent registry: who, when, which text, which language. Purpose `offers` is the opt-in that puts a customer into counts and deliveries;
-- purpose `contact` is one row per channel. Rows are never deleted; a withdrawal sets withdrawn_at.
create table consents (
  id bigint generated always as identity primary key,
  customer_id text not null check (customer_id <> ''),
  purpose text not null check (purpose in ('offers', 'contact')),
  channel text check (channel in ('app_feed', 'push', 'email', 'letter')),
  granted_at timestamptz not null,
  withdrawn_at timestamptz check (withdrawn_at >= granted_at),
  text_version text not null,
  language text not null,
  source text not null,
  check ((purpose = 'contact') = (channel is not null))
);
create unique index consents_one_valid on consents (customer_id, purpose, coalesce(channel, '')) where withdrawn_at is null;
create index consents_customer on consents (customer_id);

-- Releases and the privacy ledger --------------------------------------------------------------------------------------------------------
create table releases (
  id text primary key,
  -- once per window, for ever
  release_window text not null unique,
  -- In a demonstration market a past window is recorded at its regular publication day, so that a seeded year has the history a bank would have.
  published_at timestamptz not null,
  withdrawn_at timestamptz,
  sha256 text not null,
  -- the signed file, byte for byte
  file text not null
);

create table ledger_entries (
  seq bigint generated always as identity primary key,
  -- when the artefact is published: the twelve months of the cap run over this
  charged_at timestamptz not null,
  artefact_kind text not null check (artefact_kind in ('release', 'quote', 'campaign_report', 'correction')),
  artefact_id text not null,
  -- exact fraction as text, `1/144`
  rho text not null check (rho ~ '^\d+(/[1-9]\d*)?$'),
  unique (artefact_kind, artefact_id)
);
create trigger ledger_append_only before update or delete on ledger_entries for each row execute function refuse_change();
create trigger ledger_no_truncate before truncate on ledger_entries execute function refuse_change();

-- Campaigns and review -------------------------------------------------------------------------------------------------------------------
create table campaigns (
  id uuid primary key,
  merchant_id uuid not null references merchants,
  state text not null,
  -- the state before a suspension
  former_state text,
  version integer not null default 1 check (version >= 1),
  -- newest revision
  revision integer not null default 0,
  claimed_by uuid references accounts,
  -- revision and hash that delivery must find again, set with the last approval
  approved_revision integer,
  approved_hash text,
  -- fixed at approval: what a redeeming customer is expected to cost, and the tariff's fee
  reward_price_cents integer,
  fee_cents integer,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index campaigns_merchant on campaigns (merchant_id);
create index campaigns_state on campaigns (state);

create table revisions (
  campaign_id uuid not null references campaigns,
  number integer not null check (number >= 1),
  -- SHA-256 of the canonical JSON of the content
  hash text not null,
  content jsonb not null,
  release_id text not null,
  -- reach as judged at submission, from published numbers
  reach jsonb not null,
  submitted_by uuid not null references accounts,
  submitted_at timestamptz not null,
  primary key (campaign_id, number)
);
create trigger revisions_immutable before update or delete on revisions for each row execute function refuse_change();

-- Idempotency of submissions: the same id again gives the same answer.
create table submissions (
  submission_id uuid primary key,
  campaign_id uuid not null references campaigns,
  revision integer not null,
  -- SHA-256 of the canonical request, so that one id cannot stand for two requests
  request_hash text not null,
  at timestamptz not null
);

create table decisions (
  id uuid primary key,
  campaign_id uuid not null,
  revision integer not null,
  hash text not null,
  reviewer_id uuid not null references accounts,
  kind text not null check (kind in ('approve', 'request_changes', 'reject')),
  reason text,
  text text,
  decided_at timestamptz not null,
  foreign key (campaign_id, revision) references revisions (campaign_id, number),
  -- two pairs of eyes are two people
  unique (campaign_id, revision, reviewer_id, kind)
);
create trigger decisions_immutable before update or delete on decisions for each row execute function refuse_change();

-- What a person has seen, for the badges.
create table seen_marks (
  account_id uuid not null references accounts,
  campaign_id uuid not null references campaigns,
  version integer not null,
  primary key (account_id, campaign_id)
);

-- Audit log: every transition in its own transaction, each entry holding the hash of the one before.
create table audit_events (
  seq bigint primary key,
  at timestamptz not null,
  -- an account id, or `system`
  actor text not null,
  actor_role text not null,
  event text not null,
  -- the campaign, release or record it is about
  subject text not null,
  body jsonb not null,
  previous_hash text not null,
  hash text not null unique
);
create index audit_events_subject on audit_events (subject, seq);
create trigger audit_append_only before update or delete on audit_events for each row execute function refuse_change();
create trigger audit_no_truncate before truncate on audit_events execute function refuse_change();

-- Delivery, settlement, reports ----------------------------------------------------------------------------------------------------------
-- Who was assigned to a campaign, holdout included: at most perCustomerYear campaigns per customer in any 365 days.
create table assignments (
  campaign_id uuid not null references campaigns,
  customer_id text not null,
  arm text not null check (arm in ('delivered', 'holdout')),
  assigned_on date not null,
  -- day of first contact by the pacing fixed at go-live; null for the holdout
  contact_on date,
  channel text,
  primary key (campaign_id, customer_id)
);
create index assignments_customer on assignments (customer_id, assigned_on);
create index assignments_contact on assignments (campaign_id, contact_on) where contact_on is not null;

create table deliveries (
  id uuid primary key,
  campaign_id uuid not null,
  customer_id text not null,
  channel text not null,
  state text not null check (state in ('queued', 'delivered', 'dropped')),
  -- why it was dropped: consent_withdrawn, channel_withdrawn, campaign_stopped, frequency_cap
  drop_reason text,
  queued_at timestamptz not null,
  delivered_at timestamptz,
  foreign key (campaign_id, customer_id) references assignments (campaign_id, customer_id),
  unique (campaign_id, customer_id)
);
create index deliveries_state on deliveries (campaign_id, state);

create table activations (
  campaign_id uuid not null,
  customer_id text not null,
  activated_at timestamptz not null,
  primary key (campaign_id, customer_id),
  foreign key (campaign_id, customer_id) references assignments (campaign_id, customer_id)
);

create table redemptions (
  id uuid primary key,
  campaign_id uuid not null,
  customer_id text not null,
  -- names the payment in the analytics store; one payment is redeemed once per campaign
  payment_id text not null,
  paid_at timestamptz not null,
  spend_cents integer not null,
  reward_cents integer not null check (reward_cents >= 0),
  -- pay-out after the return period, batched
  posting_id uuid,
  unique (campaign_id, payment_id),
  foreign key (campaign_id, customer_id) references assignments (campaign_id, customer_id)
);
create index redemptions_customer on redemptions (campaign_id, customer_id);

create table settlement_postings (
  id uuid primary key,
  campaign_id uuid not null references campaigns,
  posted_on date not null,
  redemption_count integer not null,
  reward_cents bigint not null
);

create table reports (
  campaign_id uuid primary key references campaigns,
  published_at timestamptz not null,
  -- the published, noisy report; nothing exact is stored here
  body jsonb not null
);

-- The demonstration inbox: a service of its own with a schema of its own.
create schema inbox;
create table inbox.messages (
  delivery_id uuid primary key,
  customer_id text not null,
  campaign_id uuid not null,
  channel text not null,
  messages jsonb not null,
  offer jsonb not null,
  received_at timestamptz not null,
  opened_at timestamptz,
  activated_at timestamptz
);
create index inbox_messages_customer on inbox.messages (customer_id);
-- Webhook ids already taken, against replays.
create table inbox.webhooks (
  webhook_id uuid primary key,
  received_at timestamptz not null
);
