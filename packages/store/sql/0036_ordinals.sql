-- Several of one kind at one subject, told apart: two leaks of a zone are two predictions and two faults.
set local role driftbild_migrator;

alter table prediction add column ordinal integer not null default 1 check (ordinal >= 1);
drop index prediction_standing;
create unique index prediction_standing
  on prediction (municipality, model, subject_type, subject_tag, kind, ordinal) where standing;

alter table fault_evidence add column ordinal integer not null default 1 check (ordinal >= 1);
