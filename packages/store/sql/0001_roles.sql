-- Four roles that nobody signs in as. Every transaction takes one of them with SET LOCAL ROLE, so that a
-- superuser's connection (the embedded engine has no other) still obeys row-level security and grants.
-- The migrator owns every table, and is the only one that crosses municipalities.
do $$
declare
  name text;
begin
  foreach name in array array['driftbild_migrator', 'driftbild_ingest', 'driftbild_api', 'driftbild_reader'] loop
    if not exists (select from pg_roles where rolname = name) then
      execute format('create role %I nologin', name);
    end if;
    execute format('grant %I to current_user', name);
  end loop;
end
$$;

grant usage, create on schema public to driftbild_migrator;
grant usage on schema public to driftbild_ingest, driftbild_api, driftbild_reader;

create schema auth authorization driftbild_migrator;
