import type { Database } from '../index.ts'

const ours = `n.nspname in ('public', 'auth')`

/** Each query gives lines of text: of what (a table, mostly), and what is said of it. */
const parts = [
  // Columns.
  `select n.nspname || '.' || c.relname as of,
          a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
          || case when a.attnotnull then ' not null' else '' end
          || case a.attidentity when 'a' then ' generated always as identity' else '' end
          || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') as line, 1 as part, a.attnum as place
   from pg_class c join pg_namespace n on n.oid = c.relnamespace
   join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
   left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
   where ${ours} and c.relkind = 'r'`,
  // Constraints; what is not null stands with the columns.
  `select n.nspname || '.' || c.relname, pg_get_constraintdef(k.oid), 2, 0
   from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
   where ${ours} and c.relkind = 'r' and k.contype <> 'n'`,
  // Indexes that no constraint made.
  `select n.nspname || '.' || c.relname, pg_get_indexdef(i.indexrelid), 3, 0
   from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
   where ${ours} and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`,
  // Policies.
  `select n.nspname || '.' || c.relname,
          'policy ' || p.polname || ' using (' || coalesce(pg_get_expr(p.polqual, p.polrelid), '') || ') with check ('
          || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') || ')', 4, 0
   from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
   where ${ours}`,
  // Rights of our roles: on whole tables, and on columns.
  `select n.nspname || '.' || c.relname,
          'grant ' || string_agg(lower(g.privilege_type), ', ' order by g.privilege_type) || ' to ' || r.rolname, 5, 0
   from pg_class c join pg_namespace n on n.oid = c.relnamespace,
        aclexplode(c.relacl) g join pg_roles r on r.oid = g.grantee
   where ${ours} and c.relkind in ('r', 'v') and r.rolname ~ '^driftbild_' and r.rolname <> 'driftbild_migrator'
   group by 1, r.rolname`,
  `select n.nspname || '.' || c.relname,
          'grant ' || lower(g.privilege_type) || ' (' || string_agg(a.attname, ', ' order by a.attnum) || ') to '
          || r.rolname, 6, 0
   from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid,
        aclexplode(a.attacl) g join pg_roles r on r.oid = g.grantee
   where ${ours} and r.rolname ~ '^driftbild_' and r.rolname <> 'driftbild_migrator'
   group by 1, r.rolname, g.privilege_type`,
  // Views.
  `select n.nspname || '.' || c.relname,
          'view ' || coalesce(array_to_string(c.reloptions, ', '), '') || ' as' || pg_get_viewdef(c.oid), 7, 0
   from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${ours} and c.relkind = 'v'`,
  // Functions of our own.
  `select n.nspname || '.' || p.proname, pg_get_functiondef(p.oid), 8, 0
   from pg_proc p join pg_namespace n on n.oid = p.pronamespace
   where ${ours} and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
  // Hypertables.
  `select h.hypertable_schema || '.' || h.hypertable_name,
          'hypertable by ' || d.column_name || ' in chunks of ' || d.time_interval, 9, 0
   from timescaledb_information.hypertables h
   join timescaledb_information.dimensions d using (hypertable_schema, hypertable_name)
   where h.hypertable_schema = 'public'`,
  `select hypertable_schema || '.' || hypertable_name,
          'compressed by ' || string_agg(attname, ', ' order by segmentby_column_index)
            filter (where segmentby_column_index is not null)
          || ' in order of ' || string_agg(attname, ', ' order by orderby_column_index)
            filter (where orderby_column_index is not null), 10, 0
   from timescaledb_information.compression_settings where hypertable_schema = 'public' group by 1`,
]

/**
 * The schema as text: every table with its columns, constraints, indexes, policies, rights and what makes it a
 * hypertable, in an order that doesn't depend on how it came about.
 */
export async function describeSchema(db: Database): Promise<string> {
  const lines = await db.across(async (tx) => {
    // What isn't in the path is written with its schema.
    await tx.query('set local search_path = public')
    return tx.query<{ of: string; line: string }>(
      `select x.of, x.line from (${parts.join('\nunion all\n')}) x
       order by x.of collate "C", x.part, x.place, x.line collate "C"`,
    )
  })
  const byTable = Map.groupBy(lines, (one) => one.of)
  return [...byTable]
    .map(([of, about]) => [of, ...about.map(({ line }) => `  ${line.replaceAll('\n', '\n  ')}`)].join('\n'))
    .join('\n\n')
    .concat('\n')
}
