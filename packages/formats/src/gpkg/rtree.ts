/** Where the standard's text on the extension is kept. */
export const RTREE_DEFINITION = 'http://www.geopackage.org/spec120/#extension_rtree'

export const rtreeOf = (table: string): string => `"rtree_${table}_geom"`

export const createRtree = (table: string): string =>
  `create virtual table ${rtreeOf(table)} using rtree(id, minx, maxx, miny, maxy)`

/**
 * The triggers that keep the index true when somebody edits the layer (annex F.3 of the standard, with its own
 * names). They call functions that GIS programs bring; SQLite looks for those when a trigger fires, not before.
 */
export function rtreeTriggers(table: string): string {
  const index = rtreeOf(table)
  const box = 'st_minx(new.geom), st_maxx(new.geom), st_miny(new.geom), st_maxy(new.geom)'
  const full = '(new.geom notnull and not st_isempty(new.geom))'
  const empty = '(new.geom isnull or st_isempty(new.geom))'
  const wasFull = '(old.geom notnull and not st_isempty(old.geom))'
  const wasEmpty = '(old.geom isnull or st_isempty(old.geom))'
  const put = `insert or replace into ${index} values (new.fid, ${box});`
  const trigger = (name: string, when: string, condition: string, action: string) =>
    `create trigger "rtree_${table}_geom_${name}" after ${when} on "${table}" when ${condition} begin ${action} end;`
  return [
    trigger('insert', 'insert', full, put),
    trigger(
      'update2',
      'update of geom',
      `old.fid = new.fid and ${empty}`,
      `delete from ${index} where id = old.fid;`,
    ),
    trigger(
      'update4',
      'update',
      `old.fid != new.fid and ${empty}`,
      `delete from ${index} where id in (old.fid, new.fid);`,
    ),
    trigger(
      'update5',
      'update',
      `old.fid != new.fid and ${full}`,
      `delete from ${index} where id = old.fid; ${put}`,
    ),
    trigger(
      'update6',
      'update of geom',
      `old.fid = new.fid and ${full} and ${wasFull}`,
      `update ${index} set minx = st_minx(new.geom), maxx = st_maxx(new.geom), miny = st_miny(new.geom), maxy = st_maxy(new.geom) where id = new.fid;`,
    ),
    trigger('update7', 'update of geom', `old.fid = new.fid and ${full} and ${wasEmpty}`, put),
    trigger('delete', 'delete', 'old.geom notnull', `delete from ${index} where id = old.fid;`),
  ].join('\n')
}
