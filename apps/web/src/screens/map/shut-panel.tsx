import { useQuery } from '@tanstack/react-query'
import { isolationQuery } from '../../data/leaks.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { ShowChoice } from '../../ui/show-choice.tsx'
import { ShutPlan } from '../leaks/shut-plan.tsx'
import { MapPanel, type PanelPlace } from './map-panel.tsx'
import type { MapSearch } from './map-search.ts'

const ways = ['least-area', 'fewest-valves'] as const

interface ShutPanelProps extends PanelPlace {
  /** Tags with commas between. */
  pipes: string
  way: (typeof ways)[number]
  onChange: (next: Pick<MapSearch, 'way'>) => void
}

/** Which valves to close for a pipe, beside the map that shows where they are and what is without water. */
export function ShutPanel({ pipes, way, onChange, ...place }: ShutPanelProps) {
  const { t } = useWords()
  const { code } = useHere()
  const plan = useQuery(isolationQuery(code, pipes, way))
  return (
    <MapPanel
      {...place}
      label={t('shut.title')}
      head={<h2>{t('shut.of', { pipes: pipes.replaceAll(',', ', ') })}</h2>}
    >
      <ShowChoice
        label={t('shut.way')}
        value={way}
        onChange={(next) => onChange({ way: next === 'fewest-valves' ? next : undefined })}
        options={ways.map((value) => ({ value, label: t(`shut.way.${value}`) }))}
      />
      <Loaded query={plan} skeleton={<SkeletonRows rows={5} height={48} />}>
        {(loaded) => <ShutPlan plan={loaded} level={3} />}
      </Loaded>
    </MapPanel>
  )
}
