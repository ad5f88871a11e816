-- Readers of the registry ask for what changed since they last looked. Every row knows the transaction that wrote it last; a reader keeps the oldest
-- transaction that was still under way when it looked, and asks for the rows of that one and later ones, so that no commit is missed whatever its order.
alter table consents add column changed_in xid8 not null default pg_current_xact_id();
create index consents_changed on consents (changed_in);
create index consents_granted on consents (granted_at);
create index consents_withdrawn on consents (withdrawn_at) where withdrawn_at is not null;

create function stamp_consent_change() returns trigger language plpgsql as $$
begin
  new.changed_in := pg_current_xact_id();
  return new;
end $$;
create trigger consents_stamp before update on consents for each row execute function stamp_consent_change();

-- Rows of the registry are never deleted in service. Where they are all the same, readers begin anew.
create table consent_deletions (at_transaction xid8 not null);
insert into consent_deletions values (pg_current_xact_id());
create function note_consent_deletion() returns trigger language plpgsql as $$
begin
  update consent_deletions set at_transaction = pg_current_xact_id();
  return null;
end $$;
create trigger consents_deleted after delete or truncate on consents for each statement execute function note_consent_deletion();
