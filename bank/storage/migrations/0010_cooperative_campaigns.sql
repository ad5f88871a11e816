-- Several shops in one campaign. Who joins and pays what is agreed here before submission and frozen into the revision then.

-- Whether other merchants may invite this one: its shop name is published to them.
alter table merchants add column joinable boolean not null default false;

create table cooperations (
  campaign_id uuid primary key references campaigns,
  -- what the invited read before there is a revision
  name text not null,
  lead_share_percent integer not null check (lead_share_percent between 1 and 99),
  -- rises with every change of shops or shares: an answer names the terms that it was given to
  terms integer not null default 1 check (terms >= 1)
);

create table campaign_partners (
  campaign_id uuid not null references cooperations (campaign_id) on delete cascade,
  merchant_id uuid not null references merchants,
  share_percent integer not null check (share_percent between 1 and 99),
  state text not null check (state in ('invited', 'joined', 'declined', 'left')),
  invited_at timestamptz not null,
  answered_at timestamptz,
  primary key (campaign_id, merchant_id)
);
create index campaign_partners_merchant on campaign_partners (merchant_id, state);

-- An acceptance is of a frozen revision by its hash; the database takes no other.
alter table revisions add constraint revisions_hash unique (campaign_id, number, hash);
create table revision_acceptances (
  campaign_id uuid not null,
  revision integer not null,
  merchant_id uuid not null references merchants,
  hash text not null,
  accepted_by uuid not null references accounts,
  accepted_at timestamptz not null,
  primary key (campaign_id, revision, merchant_id),
  foreign key (campaign_id, revision, hash) references revisions (campaign_id, number, hash)
);
create trigger revision_acceptances_immutable before update or delete on revision_acceptances for each row execute function refuse_change();
