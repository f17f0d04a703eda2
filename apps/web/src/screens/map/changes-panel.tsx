import { shownUnit } from '@driftbild/words'
import { useQuery } from '@tanstack/react-query'
import { type ChangesView, changesQuery } from '../../data/moments.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { ChangeMark } from '../../signs/change-mark.tsx'
import { Empty, Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { Quantity } from '../../ui/quantity.tsx'
import { AssetLine } from './asset-line.tsx'
import { MapPanel, type PanelPlace } from './map-panel.tsx'
import { filterOf, type MapSearch } from './map-search.ts'
import { MoreThanListed } from './moment-panel.tsx'

interface ChangesPanelProps extends PanelPlace {
  since: string
  /** Null for now. */
  at: string | null
  search: MapSearch
}

/** What differs between two moments: what got worse first. */
export function ChangesPanel({ since, at, search, ...place }: ChangesPanelProps) {
  const { t, f } = useWords()
  const { code } = useHere()
  const changes = useQuery(changesQuery(code, since, at ?? undefined, filterOf(search)))
  const times = { since: f.moment(since), at: at === null ? t('time.now') : f.moment(at) }
  return (
    <MapPanel {...place} label={t('changes-between.title')} head={<h2>{t('changes-between.of', times)}</h2>}>
      <Loaded query={changes} skeleton={<SkeletonRows rows={8} height={48} />}>
        {({ counts, items }) =>
          items.length === 0 ? (
            <Empty title={t('changes-between.none')}>{t('changes-between.none.what')}</Empty>
          ) : (
            <>
              <ul className="counts">
                {kinds.map((kind) => (
                  <li key={kind}>
                    <ChangeMark change={kind} />
                    {t(`changes-between.${kind}`, { count: counts[kind] })}
                  </li>
                ))}
              </ul>
              <ul className="asset-lines">
                {items.map((one) => (
                  <AssetLine
                    key={one.tag}
                    asset={one}
                    search={search}
                    mark={<ChangeMark change={one.change} />}
                  >
                    <Difference of={one} />
                  </AssetLine>
                ))}
              </ul>
              <MoreThanListed listed={items.length} all={counts.worse + counts.better + counts.other} />
            </>
          )
        }
      </Loaded>
    </MapPanel>
  )
}

const kinds = ['worse', 'better', 'other'] as const

function Difference({ of: { state, before, values } }: { of: ChangesView['items'][number] }) {
  const { t } = useWords()
  return (
    <>
      {state !== before && <p>{t('changes-between.was', { state: t(`state.${before}`) })}</p>}
      {values.map((value) => {
        const unit = shownUnit(value.key, value.unit)
        return (
          <p key={value.key} className="change-value">
            {t(`role.${value.role}`)} <Quantity value={value.before?.value ?? null} unit={unit} /> →{' '}
            <Quantity value={value.after?.value ?? null} unit={unit} />
          </p>
        )
      })}
    </>
  )
}
