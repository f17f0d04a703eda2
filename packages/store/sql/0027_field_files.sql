-- What crews make at the place: beside photos their voice, and a signature of who took the work over.
set local role driftbild_migrator;

alter table document drop constraint document_kind_check;
alter table document add constraint document_kind_check
  check (kind in ('drawing', 'photo', 'manual', 'report', 'other', 'voice', 'signature'));
