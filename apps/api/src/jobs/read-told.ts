import { DAY, type Forecast, type Micros } from '@driftbild/core'
import type { Asks, Told, ToldOccasion } from '@driftbild/models'
import { forecastsSince, type OccasionStatement, statementsOfContainer, type Tx } from '@driftbild/store'

/** What a subject asks for beside readings. Each step is given what had been told by an instant, and nothing since. */
export async function readTold(
  tx: Tx,
  { occasions: tag, forecasts }: Asks,
  from: Micros,
): Promise<(at: Micros) => Told> {
  const statements = tag === undefined ? null : await statementsOfContainer(tx, tag)
  const runs: [name: string, runs: Forecast[]][] = []
  for (const [name, key] of Object.entries(forecasts ?? {}))
    runs.push([name, await forecastsSince(tx, key, from - LOOKED_BACK)])
  return (at) => ({
    at,
    ...(statements && { occasions: occasionsAt(statements, tag!, at) }),
    ...(forecasts && {
      forecasts: Object.fromEntries(
        runs.flatMap(([name, of]) => {
          const newest = of.findLast(({ asOf }) => asOf <= at)
          return newest ? [[name, newest] as const] : []
        }),
      ),
    }),
  })
}
/** A forecast that is older tells nothing any more. */
const LOOKED_BACK = DAY

/** Of each occasion what was stated last, where it fills the container. `statements` come oldest first. */
export function occasionsAt(
  statements: readonly Pick<OccasionStatement, 'id' | 'occasion' | 'knownAt'>[],
  tag: string,
  at: Micros,
): ToldOccasion[] {
  const newest = new Map(
    statements.filter(({ knownAt }) => knownAt <= at).map(({ id, occasion }) => [id, occasion]),
  )
  return [...newest.values()]
    .flatMap((one) => (one?.bins.includes(tag) ? [one] : []))
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.name < b.name ? -1 : 1))
    .map(({ kind, name, from, to, expected }) => ({ kind, name, from, to, expected }))
}
