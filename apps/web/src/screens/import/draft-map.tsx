import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { OutcomeMark } from '../../changes/outcome-mark.tsx'
import { draftQuery, type RowOutcome } from '../../data/changes.ts'
import { draftPlacesQuery } from '../../data/imports.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'

// MapLibre comes with the first map that is drawn.
const PlacesMap = lazy(() => import('../../map/places-map.tsx').then((m) => ({ default: m.PlacesMap })))

const outcomes = ['new', 'changed', 'same', 'refused'] as const satisfies readonly RowOutcome[]

/** Where the file's rows lie and what would happen there; the list below says the same in words. */
export function DraftMap({ id }: { id: string }) {
  const { t } = useWords()
  const { code } = useHere()
  const { data: draft } = useQuery(draftQuery(code, id))
  const ready = draft?.state === 'ready'
  const { data: places } = useQuery({ ...draftPlacesQuery(code, id), enabled: ready })
  if (!ready || !places || places.features.length === 0) return null
  return (
    <figure className="draft-map">
      <Suspense fallback={<div className="skeleton places-map" />}>
        <PlacesMap places={places} label={t('import.map')} />
      </Suspense>
      <figcaption className="legend">
        {outcomes
          .filter((outcome) => draft.counts[outcome] > 0)
          .map((outcome) => (
            <span key={outcome} className="with-icon">
              <OutcomeMark of={outcome} />
              {t(`outcome.${outcome}`)}
            </span>
          ))}
      </figcaption>
    </figure>
  )
}
