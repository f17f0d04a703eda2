import { type Crs, crsOf } from '../crs.ts'

/** "GPKG". */
export const APPLICATION_ID = 0x47504b47
/** Version 1.3. */
export const USER_VERSION = 10_300

/** The tables that every GeoPackage has (OGC 12-128r18), as the standard writes them. */
export const coreTables = `
create table gpkg_spatial_ref_sys (
  srs_name text not null, srs_id integer primary key, organization text not null,
  organization_coordsys_id integer not null, definition text not null, description text);
create table gpkg_contents (
  table_name text not null primary key, data_type text not null, identifier text unique, description text default '',
  last_change datetime not null default (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x double, min_y double, max_x double, max_y double, srs_id integer,
  constraint fk_gc_r_srs_id foreign key (srs_id) references gpkg_spatial_ref_sys(srs_id));
create table gpkg_geometry_columns (
  table_name text not null, column_name text not null, geometry_type_name text not null, srs_id integer not null,
  z tinyint not null, m tinyint not null,
  constraint pk_geom_cols primary key (table_name, column_name),
  constraint uk_gc_table_name unique (table_name),
  constraint fk_gc_tn foreign key (table_name) references gpkg_contents(table_name),
  constraint fk_gc_srs foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id));
create table gpkg_extensions (
  table_name text, column_name text, extension_name text not null, definition text not null, scope text not null,
  constraint ge_tce unique (table_name, column_name, extension_name));
`

interface Srs {
  name: string
  id: number
  organization: string
  definition: string
}

const undefinedSrs = (id: -1 | 0, kind: string): Srs => ({
  name: `Undefined ${kind} SRS`,
  id,
  organization: 'NONE',
  definition: 'undefined',
})

const named = ({ name, code, wkt }: Crs): Srs => ({ name, id: code, organization: 'EPSG', definition: wkt })

/** The three that the standard demands, and those that we write in. */
export const spatialRefSystems: readonly Srs[] = [
  undefinedSrs(-1, 'Cartesian'),
  undefinedSrs(0, 'geographic'),
  ...Object.values(crsOf).map(named),
]
