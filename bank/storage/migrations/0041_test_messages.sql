-- Test messages: who had which message sent to the bank's own inbox. Apart from every table that counts, caps, pays or reports.
create table test_messages (
  -- made by the application: the same id again is the same message
  id uuid primary key,
  -- a campaign, or the draft that may become one
  campaign_id uuid not null,
  sent_by uuid not null references accounts,
  -- SHA-256 of the canonical request, so that one id cannot stand for two messages
  request_hash text not null,
  at timestamptz not null
);
create index test_messages_sender on test_messages (sent_by, at);
create trigger test_messages_immutable before update or delete on test_messages for each row execute function refuse_change();

-- What the inbox received of them: addressed to nobody.
create table inbox.test_messages (
  test_id uuid primary key,
  campaign_name text not null,
  channel text not null,
  version text not null,
  message jsonb not null,
  offer jsonb not null,
  received_at timestamptz not null
);
