-- What an order used, in lines of a quantity, words and an article number.
set local role driftbild_migrator;

alter table work_order add column parts jsonb not null default '[]';
