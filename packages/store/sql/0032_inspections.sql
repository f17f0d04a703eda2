-- An inspection is an order that no fault asks for; what it judges of an asset's condition names the order.
set local role driftbild_migrator;

alter table work_order alter column fault drop not null;
alter table work_order add check ((kind = 'inspection') = (fault is null));
create unique index work_order_open_inspection on work_order (municipality, subject_tag)
  where kind = 'inspection' and state not in ('done', 'not-found', 'cancelled');

alter table assessment add column work_order uuid references work_order;
