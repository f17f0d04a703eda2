import type { BaseMapFeature, Box } from '@driftbild/core'
import type { Tx } from './database.ts'
import { boxLiteral, boxText, upsert } from './register.ts'

/** Replaces the municipality's built-in base map. */
export async function putBaseMap(tx: Tx, features: readonly BaseMapFeature[]): Promise<void> {
  await tx.query('delete from base_map_feature')
  await upsert(
    tx,
    `insert into base_map_feature (layer, name, rank, geometry, box)
     select layer, name, rank, geometry, box from jsonb_to_recordset($1)
       as r (layer text, name text, rank smallint, geometry jsonb, box box)`,
    features.map((feature) => ({ ...feature, box: boxText(feature.geometry) })),
  )
}

export const loadBaseMap = (tx: Tx, box?: Box): Promise<BaseMapFeature[]> =>
  tx.query(
    `select layer, name, rank, geometry from base_map_feature where ($1::box is null or box && $1) order by id`,
    [box ? boxLiteral(box) : null],
  )
