-- What a municipality's own past taught a model: weights by their hash, for as long as a revision that can speak names them.
set local role driftbild_migrator;

create table model_weights (
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  hash text not null,
  weights jsonb not null,
  primary key (municipality, hash)
);
alter table model_weights enable row level security;
create policy own_municipality on model_weights
  using (municipality = current_setting('driftbild.municipality', true))
  with check (municipality = current_setting('driftbild.municipality', true));
grant select, insert, delete on model_weights to driftbild_api;
grant select on model_weights to driftbild_reader;
