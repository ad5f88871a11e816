-- Quotes: reserved together with their charge, answered once, the same bytes for ever.
create table quotes (
  -- names the ledger's entry
  id uuid primary key,
  -- SHA-256 of what it is about: canonical rule, merchant where it is about one, snapshot
  key text not null unique check (key ~ '^[0-9a-f]{64}$'),
  audience jsonb not null,
  -- whose relationship it is about
  merchant_id uuid references merchants,
  snapshot text not null,
  charged_at timestamptz not null,
  answered_at timestamptz,
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  -- the signed file, byte for byte
  file text,
  check ((answered_at is null) = (file is null) and (sha256 is null) = (file is null))
);
create index quotes_merchant on quotes (merchant_id);

-- Charged before it is reserved: without its entry in the ledger there is no quote.
create function refuse_uncharged_quote() returns trigger language plpgsql as $$
begin
  if not exists (select from ledger_entries where artefact_kind = 'quote' and artefact_id = new.id::text) then
    raise exception 'quote % has no entry in the ledger', new.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger quotes_charged before insert on quotes for each row execute function refuse_uncharged_quote();

-- The answer may be added once; nothing else changes, and nothing goes.
create function refuse_second_answer() returns trigger language plpgsql as $$
begin
  if old.file is not null or new.file is null
    or (old.id, old.key, old.audience, old.snapshot, old.charged_at) is distinct from (new.id, new.key, new.audience, new.snapshot, new.charged_at)
    or old.merchant_id is distinct from new.merchant_id then
    raise exception 'quote % is answered once and for ever', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger quotes_answered_once before update on quotes for each row execute function refuse_second_answer();
create trigger quotes_not_deleted before delete on quotes for each row execute function refuse_change();
create trigger quotes_no_truncate before truncate on quotes execute function refuse_change();
