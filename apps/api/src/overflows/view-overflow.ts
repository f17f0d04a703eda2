import { formatTime } from '@driftbild/core'
import { namesOf, type StoredOverflow, type Tx } from '@driftbild/store'
import type { OverflowView } from '../contract/index.ts'
import type { Picture } from '../picture/picture.ts'

/** Overflows as people see them: what holds, what the readings say, and who said what. */
export async function viewOverflows(
  tx: Tx,
  picture: Picture,
  stored: readonly StoredOverflow[],
): Promise<OverflowView[]> {
  const names = await namesOf(
    tx,
    stored.flatMap(({ decisions }) => decisions.map(({ by }) => by)),
  )
  return stored.map(({ id, station, detected, decisions }) => ({
    ...{ id, station, stationName: picture.assets.get(station)?.asset.name ?? station, detected },
    holds: holdsOf(detected, decisions),
    history: decisions.map(({ decision, at, by }) => ({
      ...{ decision, at: formatTime(at), by: names.get(by) ?? by },
    })),
  }))
}

function holdsOf(
  detected: StoredOverflow['detected'],
  [newest]: StoredOverflow['decisions'],
): OverflowView['holds'] {
  if (newest) {
    const { note: _, ...decision } = newest.decision
    return { ...decision, decided: true }
  }
  if (!detected) throw new Error('an overflow that nobody saw is kept with nothing said of it')
  const { began, ended, volume, cause } = detected
  return {
    ...{ isOverflow: true, began, ended, cause, decided: false },
    ...{ volume: volume?.value ?? null, volumeSource: volume?.source ?? null },
  }
}
