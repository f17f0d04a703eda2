-- What a municipality has: places, positions, the units that sit in them, and their signals.
set local role driftbild_migrator;

create table municipality (
  code text primary key check (code ~ '^[0-9]{4}$'),
  name text not null,
  zone text not null,
  simulated boolean not null,
  -- Work orders are numbered per municipality, without holes.
  last_order_number integer not null default 0
);

create table site (
  id integer generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  tag text not null,
  name text not null,
  geometry jsonb not null,
  unique (municipality, tag)
);

create table zone (
  id integer generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  tag text not null,
  name text not null,
  service text not null,
  geometry jsonb,
  -- Keys of the signals that meter it.
  inflow text[] not null,
  outflow text[] not null,
  unique (municipality, tag)
);

create table asset (
  id integer generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  tag text not null,
  class text not null,
  service text not null,
  name text not null,
  site integer references site,
  zone integer references zone,
  geometry jsonb not null,
  box box not null,
  surveyed jsonb,
  built_year smallint,
  expected_life double precision,
  visibility text not null check (visibility in ('public', 'staff', 'restricted')),
  attributes jsonb not null,
  unique (municipality, tag)
);
create index on asset using gist (box);
create index on asset (site);
create index on asset (zone);

create table item (
  id integer generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  make text not null,
  model text not null,
  serial text not null,
  profile text,
  batch text,
  unique (municipality, make, serial)
);

create table installation (
  asset integer not null references asset,
  item integer not null references item,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  from_time timestamptz not null,
  to_time timestamptz,
  check (to_time > from_time),
  primary key (asset, from_time)
);
create unique index on installation (item, from_time);
-- One position holds one item at a time, one item sits in one position at a time.
create unique index on installation (asset) where to_time is null;
create unique index on installation (item) where to_time is null;

create table relation (
  from_asset integer not null references asset,
  to_asset integer not null references asset,
  type text not null check (type in ('feeds', 'contains', 'upstream-of')),
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  primary key (from_asset, to_asset, type)
);
create index on relation (to_asset);

create table signal (
  id integer generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  key text not null,
  asset integer not null references asset,
  role text not null,
  unit text not null,
  kind jsonb not null,
  reporting jsonb not null,
  range_low double precision,
  range_high double precision,
  check ((range_low is null) = (range_high is null)),
  unique (municipality, key)
);
create index on signal (asset);

create table alarm_rule (
  id integer generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  name text not null,
  signal integer not null references signal,
  condition text not null check (condition in ('above', 'below', 'equals')),
  alarm_limit double precision not null,
  hysteresis double precision not null check (hysteresis >= 0),
  -- Microseconds.
  delay_on bigint not null check (delay_on >= 0),
  delay_off bigint not null check (delay_off >= 0),
  priority text not null check (priority in ('low', 'high', 'critical')),
  mode text not null,
  unique (municipality, name)
);
create index on alarm_rule (signal);

create table base_map_feature (
  id integer generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  layer text not null,
  name text,
  rank smallint not null,
  geometry jsonb not null,
  box box not null
);
create index on base_map_feature using gist (box);
create index on base_map_feature (municipality);
