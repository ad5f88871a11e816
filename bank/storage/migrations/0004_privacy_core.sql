-- A release may correct an earlier one of its window; without that, a window has one release for ever.
alter table releases add column corrects text references releases;
alter table releases drop constraint releases_release_window_key;
create unique index releases_one_per_window on releases (release_window) where corrects is null;
create unique index releases_one_correction on releases (corrects) where corrects is not null;

-- The slice of a season's release that belongs to one merchant: signed like the release, read by that merchant alone.
create table release_slices (
  release_id text not null references releases,
  merchant_id uuid not null references merchants,
  id text not null unique,
  sha256 text not null,
  -- the signed file, byte for byte
  file text not null,
  primary key (release_id, merchant_id)
);
create trigger release_slices_immutable before update or delete on release_slices for each row execute function refuse_change();

-- For whom a quote was drawn: rations are counted by it.
alter table ledger_entries add column merchant_id uuid references merchants;
