import { formatTime } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { PredictionView } from '../../data/predictions.ts'
import { travelQuery } from '../../data/travel.ts'

/** Where what a prediction speaks of may be: foreign water is looked for where the water was before. */
export function useWhereItMayBe(
  municipality: string,
  prediction: PredictionView | undefined,
): PredictionView['candidates'] | undefined {
  const isForeign = prediction?.kind === 'water-quality'
  const travel = useQuery({
    ...travelQuery(
      municipality,
      prediction?.subject.tag ?? '',
      prediction ? formatTime(prediction.asOf) : null,
    ),
    enabled: isForeign,
  })
  const cameBy = useMemo(
    () => travel.data?.back.pipes.map(({ asset, share }) => ({ asset, probability: share })),
    [travel.data],
  )
  return isForeign ? cameBy : prediction?.candidates
}
