-- Whose recording is played back in a municipality; null where devices report.
set local role driftbild_migrator;

alter table municipality add column recording text check (recording <> '');

grant insert (recording), update (recording) on municipality to driftbild_api;
