-- What people find out and write down about assets, and the rounds they drive.
set local role driftbild_migrator;

-- Judgements are added, never changed: the newest is an asset's condition.
create table assessment (
  id bigint generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  asset integer not null references asset,
  at timestamptz not null,
  grade smallint not null check (grade between 1 and 5),
  basis text not null check (basis in ('inspection', 'camera', 'measurement', 'estimate')),
  note text not null,
  by_user text not null,
  unique (asset, at)
);

-- The content lies in a file that is called after its hash.
create table document (
  id uuid primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  name text not null,
  kind text not null check (kind in ('drawing', 'photo', 'manual', 'report', 'other')),
  media_type text not null,
  bytes bigint not null check (bytes >= 0),
  hash bytea not null check (length(hash) = 32),
  made_at timestamptz,
  added_at timestamptz not null,
  added_by text not null,
  visibility text not null check (visibility in ('public', 'staff', 'restricted'))
);
create index on document (municipality, hash);

create table document_asset (
  document uuid not null references document on delete cascade,
  asset integer not null references asset,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  primary key (document, asset)
);
create index on document_asset (asset);

create table round (
  id uuid primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  name text not null,
  day date not null,
  crew text,
  unique (municipality, day, name)
);

create table stop (
  round uuid not null references round on delete cascade,
  position integer not null,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  asset integer not null references asset,
  work_order uuid references work_order,
  visited_at timestamptz,
  skipped_at timestamptz,
  skipped_by text,
  skipped_reason text,
  check ((skipped_at is null) = (skipped_reason is null) and (skipped_at is null) = (skipped_by is null)),
  primary key (round, position),
  unique (round, asset)
);
create index on stop (asset);
create index on stop (work_order);

do $$
declare
  name text;
begin
  foreach name in array array['assessment', 'document', 'document_asset', 'round', 'stop'] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy own_municipality on %I
         using (municipality = current_setting(''driftbild.municipality'', true))
         with check (municipality = current_setting(''driftbild.municipality'', true))', name);
  end loop;
end
$$;
grant select, insert on assessment to driftbild_api;
grant select, insert, update, delete on document, document_asset, round, stop to driftbild_api;
grant select on assessment, document, document_asset, round, stop to driftbild_reader;
