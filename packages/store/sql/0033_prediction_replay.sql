-- What a prediction is said again from, which order's outcome judged it, and which revision of a model speaks.
set local role driftbild_migrator;

-- A state before a step, by its hash, for as long as a prediction names it.
create table replay_state (
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  hash text not null,
  state jsonb not null,
  primary key (municipality, hash)
);
create index on prediction ((body -> 'replay' ->> 'stateHash'));

-- Null where a person said it by themselves.
alter table prediction_judgement add column work_order uuid references work_order;
update prediction_judgement j set work_order = (a.detail ->> 'order')::uuid
from audit a
where a.what = 'prediction-scored' and a.ref = j.prediction::text and a.municipality = j.municipality and a.at = j.at;

-- What outcomes taught about a model's probabilities, with what it was worth on outcomes that it wasn't taught by.
create table model_revision (
  id uuid primary key default gen_random_uuid(),
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  model text not null,
  version text not null,
  made_at timestamptz not null,
  body jsonb not null
);
create index on model_revision (municipality, model, made_at desc);

-- Which revision a person chose; null is the model as it came. The newest holds, earlier ones stay.
create table revision_choice (
  id bigint generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  model text not null,
  revision uuid references model_revision,
  reason text not null check (reason <> ''),
  set_by text not null,
  set_at timestamptz not null
);
create index on revision_choice (municipality, model, id desc);

do $$
declare
  name text;
begin
  foreach name in array array['replay_state', 'model_revision', 'revision_choice'] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy own_municipality on %I
         using (municipality = current_setting(''driftbild.municipality'', true))
         with check (municipality = current_setting(''driftbild.municipality'', true))', name);
  end loop;
end
$$;
grant select, insert, delete on replay_state to driftbild_api;
grant select, insert on model_revision, revision_choice to driftbild_api;
grant select on replay_state, model_revision, revision_choice to driftbild_reader;
