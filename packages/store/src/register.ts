import { type Asset, type Box, boxOf, type Geometry, type Register, serviceOf } from '@driftbild/core'
import { notify } from './changes.ts'
import type { Tx } from './database.ts'
import { timestamp, timestampOrNull } from './timestamp.ts'

/**
 * Puts a whole register in: what is new is inserted, what differs is updated, what is the same is left alone,
 * and what the register no longer names stays. Twice the same changes nothing. The register is a parsed one.
 */
export async function putRegister(tx: Tx, register: Register): Promise<void> {
  const { municipality } = register
  if (municipality.code !== tx.municipality) {
    throw new Error(`a register of ${municipality.code} was handed to a transaction of ${tx.municipality}`)
  }
  await tx.query(
    `insert into municipality (code, name, zone, simulated, recording) values ($1, $2, $3, $4, $5)
     on conflict (code) do update set name = excluded.name, zone = excluded.zone,
       simulated = excluded.simulated, recording = excluded.recording`,
    [municipality.code, municipality.name, municipality.zone, municipality.simulated, municipality.recording],
  )
  await upsert(tx, sites, register.sites)
  await upsert(tx, zones, register.zones)
  await upsertAssets(tx, register.assets)
  await upsert(tx, items, register.items)
  // Oldest first: what was taken out makes room for what came after it.
  await upsert(
    tx,
    installations,
    register.installations
      .toSorted((a, b) => a.from - b.from)
      .map((one) => ({ ...one, from: timestamp(one.from), to: timestampOrNull(one.to) })),
  )
  await upsert(tx, relations, register.relations)
  await upsert(
    tx,
    signals,
    register.signals.map(({ range, ...signal }) => ({ ...signal, low: range?.[0], high: range?.[1] })),
  )
  await upsert(tx, alarmRules, register.alarmRules)
  await notify(tx, 'assets')
}

export const upsertAssets = (tx: Tx, list: readonly Asset[]): Promise<void> =>
  upsert(
    tx,
    assets,
    list.map((asset) => ({ ...asset, service: serviceOf(asset.class), box: boxText(asset.geometry) })),
  )

export const boxText = (geometry: Geometry): string => boxLiteral(boxOf(geometry))
export const boxLiteral = ([west, south, east, north]: Box): string =>
  `((${east},${north}),(${west},${south}))`

/** Rows at a time: large enough to be quick, small enough to be one short statement. */
const SLICE = 1000

export async function upsert(tx: Tx, sql: string, rows: readonly unknown[]): Promise<void> {
  for (let i = 0; i < rows.length; i += SLICE) {
    await tx.query(sql, [JSON.stringify(rows.slice(i, i + SLICE))])
  }
}

const sites = `
  insert into site (tag, name, geometry)
  select tag, name, geometry from jsonb_to_recordset($1) as r (tag text, name text, geometry jsonb)
  on conflict (municipality, tag) do update set name = excluded.name, geometry = excluded.geometry
  where (site.name, site.geometry) is distinct from (excluded.name, excluded.geometry)`

const zones = `
  insert into zone (tag, name, service, geometry, inflow, outflow)
  select tag, name, service, nullif(geometry, 'null'), inflow, outflow from jsonb_to_recordset($1)
    as r (tag text, name text, service text, geometry jsonb, inflow text[], outflow text[])
  on conflict (municipality, tag) do update set name = excluded.name, service = excluded.service,
    geometry = excluded.geometry, inflow = excluded.inflow, outflow = excluded.outflow
  where (zone.name, zone.service, zone.geometry, zone.inflow, zone.outflow)
    is distinct from (excluded.name, excluded.service, excluded.geometry, excluded.inflow, excluded.outflow)`

const assets = `
  insert into asset (tag, class, service, name, site, zone, geometry, box, surveyed, built_year, expected_life,
                     visibility, attributes)
  select r.tag, r.class, r.service, r.name, s.id, z.id, r.geometry, r.box, nullif(r.surveyed, 'null'),
         r."builtYear", r."expectedLife", r.visibility, r.attributes
  from jsonb_to_recordset($1) as r (tag text, class text, service text, name text, site text, zone text,
    geometry jsonb, box box, surveyed jsonb, "builtYear" smallint, "expectedLife" float8, visibility text,
    attributes jsonb)
  left join site s on s.tag = r.site
  left join zone z on z.tag = r.zone
  on conflict (municipality, tag) do update set class = excluded.class, service = excluded.service,
    name = excluded.name, site = excluded.site, zone = excluded.zone, geometry = excluded.geometry,
    box = excluded.box, surveyed = excluded.surveyed, built_year = excluded.built_year,
    expected_life = excluded.expected_life, visibility = excluded.visibility, attributes = excluded.attributes
  where (asset.class, asset.name, asset.site, asset.zone, asset.geometry, asset.surveyed, asset.built_year,
         asset.expected_life, asset.visibility, asset.attributes)
    is distinct from (excluded.class, excluded.name, excluded.site, excluded.zone, excluded.geometry,
         excluded.surveyed, excluded.built_year, excluded.expected_life, excluded.visibility, excluded.attributes)`

const items = `
  insert into item (make, model, serial, profile, batch)
  select make, model, serial, profile, batch from jsonb_to_recordset($1)
    as r (make text, model text, serial text, profile text, batch text)
  on conflict (municipality, make, serial) do update set model = excluded.model, profile = excluded.profile,
    batch = excluded.batch
  where (item.model, item.profile, item.batch) is distinct from (excluded.model, excluded.profile, excluded.batch)`

const installations = `
  insert into installation (asset, item, from_time, to_time)
  select a.id, i.id, r."from", r."to"
  from jsonb_to_recordset($1) as r (asset text, make text, serial text, "from" timestamptz, "to" timestamptz)
  join asset a on a.tag = r.asset
  join item i on i.make = r.make and i.serial = r.serial
  order by r."from"
  on conflict (asset, from_time) do update set item = excluded.item, to_time = excluded.to_time
  where (installation.item, installation.to_time) is distinct from (excluded.item, excluded.to_time)`

const relations = `
  insert into relation (from_asset, to_asset, type)
  select a.id, b.id, r.type
  from jsonb_to_recordset($1) as r ("from" text, "to" text, type text)
  join asset a on a.tag = r."from"
  join asset b on b.tag = r."to"
  on conflict do nothing`

const signals = `
  insert into signal (key, asset, role, unit, kind, reporting, range_low, range_high)
  select r.key, a.id, r.role, r.unit, r.kind, r.reporting, r.low, r.high
  from jsonb_to_recordset($1) as r (key text, asset text, role text, unit text, kind jsonb, reporting jsonb,
    low float8, high float8)
  join asset a on a.tag = r.asset
  on conflict (municipality, key) do update set asset = excluded.asset, role = excluded.role,
    unit = excluded.unit, kind = excluded.kind, reporting = excluded.reporting,
    range_low = excluded.range_low, range_high = excluded.range_high
  where (signal.asset, signal.role, signal.unit, signal.kind, signal.reporting, signal.range_low, signal.range_high)
    is distinct from (excluded.asset, excluded.role, excluded.unit, excluded.kind, excluded.reporting,
                      excluded.range_low, excluded.range_high)`

const alarmRules = `
  insert into alarm_rule (name, signal, condition, alarm_limit, hysteresis, delay_on, delay_off, rate_window,
    priority, mode)
  select r.id, s.id, r.condition, r."limit", r.hysteresis, r."delayOn", r."delayOff", r."window", r.priority, r.mode
  from jsonb_to_recordset($1) as r (id text, signal text, condition text, "limit" float8, hysteresis float8,
    "delayOn" bigint, "delayOff" bigint, "window" bigint, priority text, mode text)
  join signal s on s.key = r.signal
  on conflict (municipality, name) do update set signal = excluded.signal, condition = excluded.condition,
    alarm_limit = excluded.alarm_limit, hysteresis = excluded.hysteresis, delay_on = excluded.delay_on,
    delay_off = excluded.delay_off, rate_window = excluded.rate_window, priority = excluded.priority,
    mode = excluded.mode
  where (alarm_rule.signal, alarm_rule.condition, alarm_rule.alarm_limit, alarm_rule.hysteresis,
         alarm_rule.delay_on, alarm_rule.delay_off, alarm_rule.rate_window, alarm_rule.priority, alarm_rule.mode)
    is distinct from (excluded.signal, excluded.condition, excluded.alarm_limit, excluded.hysteresis,
         excluded.delay_on, excluded.delay_off, excluded.rate_window, excluded.priority, excluded.mode)`
