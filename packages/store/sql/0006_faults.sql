-- Faults and what speaks for them; predictions, forecasts and the models' states.
set local role driftbild_migrator;

create table fault (
  id uuid primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  subject_type text not null check (subject_type in ('asset', 'zone')),
  subject_tag text not null,
  mode text not null,
  from_time timestamptz not null,
  to_time timestamptz,
  merged_into uuid references fault
);
create index on fault (municipality, from_time desc, id);
create index on fault (municipality) where to_time is null and merged_into is null;

-- A piece of evidence speaks for one fault. When faults merge it moves; the merged fault keeps none of its own.
create table fault_evidence (
  id uuid primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  fault uuid not null references fault,
  source text not null check (source in ('alarm', 'prediction', 'report')),
  subject_type text not null check (subject_type in ('asset', 'zone')),
  subject_tag text not null,
  zone text,
  mode text not null,
  at timestamptz not null
);
create index on fault_evidence (fault);

-- What a model says of a subject: one standing row, updated by newer runs, each run kept in the history.
create table prediction (
  id uuid primary key default gen_random_uuid(),
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  model text not null,
  subject_type text not null check (subject_type in ('asset', 'zone')),
  subject_tag text not null,
  kind text not null,
  first_as_of timestamptz not null,
  as_of timestamptz not null,
  probability double precision not null check (probability between 0 and 1),
  body jsonb not null,
  standing boolean not null default true,
  ended_at timestamptz,
  fault uuid references fault
);
create unique index prediction_standing on prediction (municipality, model, subject_type, subject_tag, kind) where standing;
create index on prediction (municipality, subject_type, subject_tag);
create index on prediction (municipality, as_of desc, id);
create index on prediction (fault);

create table prediction_history (
  prediction uuid not null references prediction,
  as_of timestamptz not null,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  probability double precision not null,
  body jsonb not null,
  primary key (prediction, as_of)
);

create table prediction_judgement (
  id bigint generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  prediction uuid not null references prediction,
  agree boolean not null,
  reason text not null,
  by_user text not null,
  at timestamptz not null
);
create index on prediction_judgement (prediction, id desc);

create table forecast (
  signal integer not null references signal,
  model text not null,
  as_of timestamptz not null,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  body jsonb not null,
  primary key (signal, model, as_of)
);

-- Several versions in time are kept, so that late data can start again from one before it.
create table model_state (
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  model text not null,
  version text not null,
  subject_type text not null check (subject_type in ('asset', 'zone')),
  subject_tag text not null,
  as_of timestamptz not null,
  state jsonb not null,
  primary key (municipality, model, version, subject_type, subject_tag, as_of)
);
