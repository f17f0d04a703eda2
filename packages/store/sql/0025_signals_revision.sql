-- Counts changes of a municipality's signals: who has read them need not read them again while it stands still.
set local role driftbild_migrator;

alter table municipality add column signals_revision bigint not null default 0;

-- As the owner: whoever may change signals need not be allowed to touch the municipality.
create function count_signal_changes() returns trigger language plpgsql security definer set search_path = public as $$
begin
  update municipality set signals_revision = signals_revision + 1
  where code in (select municipality from changed);
  return null;
end
$$;
revoke execute on function count_signal_changes() from public;
create trigger signals_added after insert on signal referencing new table as changed
  for each statement execute function count_signal_changes();
create trigger signals_changed after update on signal referencing new table as changed
  for each statement execute function count_signal_changes();
create trigger signals_removed after delete on signal referencing old table as changed
  for each statement execute function count_signal_changes();
