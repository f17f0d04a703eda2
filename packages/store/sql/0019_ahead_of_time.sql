-- A device whose clock is ahead must not own the present: its readings count from when they arrived. What is too
-- far ahead to be a time is kept aside.
set local role driftbild_migrator;

alter table latest_reading add column counts_at timestamptz;
update latest_reading l set counts_at = case when m.simulated then source_time else least(source_time, now()) end
from municipality m where m.code = l.municipality;
alter table latest_reading alter column counts_at set not null;

alter table issue drop constraint issue_kind_check,
  add constraint issue_kind_check check (kind in ('unknown-key', 'wrong-unit', 'ahead-of-time'));
