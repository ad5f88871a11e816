-- What a merchant's people and the bank's reviewers say to each other about a campaign: written once, never changed.
create table comments (
  -- made by the application, so that a comment that is sent twice is there once
  id uuid primary key,
  campaign_id uuid not null references campaigns,
  number integer not null check (number >= 1),
  -- the newest revision when it was written
  revision integer not null check (revision >= 1),
  author_id uuid not null references accounts,
  author_role text not null check (author_role in ('merchant_editor', 'merchant_viewer', 'bank_reviewer')),
  -- the author's merchant; null for the bank's people
  merchant_id uuid references merchants,
  -- merchants that were in the campaign when it was written: a shop that comes later, or was out, does not read it
  reader_ids uuid[] not null check (cardinality(reader_ids) >= 1),
  body text not null check (char_length(body) between 1 and 2000),
  written_at timestamptz not null,
  unique (campaign_id, number),
  check ((author_role like 'merchant%') = (merchant_id is not null))
);
create index comments_author on comments (author_id, written_at);
create trigger comments_immutable before update or delete on comments for each row execute function refuse_change();

-- Up to which comment of a campaign a person has read, for the badges.
create table comment_marks (
  account_id uuid not null references accounts,
  campaign_id uuid not null references campaigns,
  number integer not null check (number >= 1),
  primary key (account_id, campaign_id)
);
create index comment_marks_campaign on comment_marks (campaign_id);
