-- Files that merchants hand over for their campaigns: each by the hash of its bytes, once per merchant and purpose, never changed.
create table files (
  merchant_id uuid not null references merchants,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  kind text not null,
  media_type text not null,
  bytes bytea not null check (octet_length(bytes) > 0),
  uploaded_at timestamptz not null,
  primary key (merchant_id, sha256, kind)
);
create index files_sha256 on files (sha256);

-- Which files a frozen revision names: they stay as long as the revision does.
create table revision_files (
  campaign_id uuid not null,
  revision integer not null,
  merchant_id uuid not null,
  sha256 text not null,
  kind text not null,
  primary key (campaign_id, revision, sha256, kind),
  foreign key (campaign_id, revision) references revisions (campaign_id, number),
  foreign key (merchant_id, sha256, kind) references files
);
create index revision_files_file on revision_files (merchant_id, sha256, kind);
create trigger revision_files_immutable before update or delete on revision_files for each row execute function refuse_change();

create function refuse_file_change() returns trigger language plpgsql as $$
begin
  raise exception 'a stored file is never changed' using errcode = 'restrict_violation';
end $$;
create trigger files_immutable before update on files for each row execute function refuse_file_change();

-- The pictures that the demonstration inbox was sent.
create table inbox.images (
  sha256 text primary key,
  media_type text not null,
  bytes bytea not null
);
