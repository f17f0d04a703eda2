-- Days on which more than usual is thrown into containers (a market, a match), as people state them. Every statement
-- stays: what was known at a moment is told by them.
set local role driftbild_migrator;

create table occasion_statement (
  id bigint generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  occasion uuid not null,
  -- What it is; null where it was taken back.
  body jsonb,
  -- By the clock of the data: from then on models are told.
  known_at timestamptz not null,
  at timestamptz not null,
  by_user text not null
);
create index on occasion_statement (municipality, occasion, id desc);

alter table occasion_statement enable row level security;
create policy own_municipality on occasion_statement
  using (municipality = current_setting('driftbild.municipality', true))
  with check (municipality = current_setting('driftbild.municipality', true));
grant select, insert on occasion_statement to driftbild_api;
grant select on occasion_statement to driftbild_reader;
