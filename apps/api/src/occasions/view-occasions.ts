import { formatTime, type Occasion } from '@driftbild/core'
import type { OccasionStatement } from '@driftbild/store'
import type { OccasionView } from '../contract/index.ts'
import type { Sight } from '../http/sight.ts'
import type { Picture } from '../picture/picture.ts'

interface Seen {
  picture: Picture
  sight: Sight
  names: ReadonlyMap<string, string>
}

/** The last to begin first. `statements` come by occasion, the newest first; containers that nobody may see are left out. */
export function viewOccasions(
  statements: readonly OccasionStatement[],
  { picture, sight, names }: Seen,
): OccasionView[] {
  const known = [...Map.groupBy(statements, ({ id }) => id).values()].flatMap((own) => {
    const [newest] = own
    const stated = own.find(({ occasion }) => occasion !== null)?.occasion
    return newest && stated ? [{ newest, stated, earlier: own.length - 1 }] : []
  })
  const views = known.flatMap(({ newest, stated, earlier }): OccasionView[] => {
    const bins = stated.bins
      .filter((tag) => sight.subject({ type: 'asset', tag }))
      .map((tag) => ({ tag, name: picture.assets.get(tag)?.asset.name ?? tag }))
    if (bins.length === 0) return []
    const alike = known.filter(
      (one) =>
        one.newest.occasion !== null &&
        one.stated.kind === stated.kind &&
        one.stated.to < stated.from &&
        one.stated.bins.some((tag) => stated.bins.includes(tag)),
    )
    return [
      {
        ...{ id: newest.id, revision: newest.revision, isOn: newest.occasion !== null },
        ...{ occasion: { ...stated, bins: bins.map(({ tag }) => tag) }, bins, earlier },
        ...{ by: names.get(newest.by) ?? newest.by, at: formatTime(newest.at) },
        before: alike.reduce((sum, one) => sum + daysOf(one.stated), 0),
      },
    ]
  })
  return views.toSorted((a, b) => (a.occasion.from < b.occasion.from ? 1 : -1))
}

const daysOf = ({ from, to }: Occasion): number => (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1
