-- Failed sign-ins per login, known or not, so that guessing slows down and survives a restart. Cleared by a success.
create table login_failures (
  -- SHA-256 of the login as it was typed, lower case: no address of a stranger is kept
  login_hash text primary key,
  failures integer not null check (failures >= 0),
  last_failed_at timestamptz not null
);
