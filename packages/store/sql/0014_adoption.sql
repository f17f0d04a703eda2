-- What could not be assigned when it came is taken over when its signal is there.
set local role driftbild_migrator;

-- When nothing was left of it; it comes back if the same is sent again.
alter table issue add column settled_at timestamptz;
grant delete on unassigned_reading to driftbild_ingest;
