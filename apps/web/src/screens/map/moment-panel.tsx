import { assetStates } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { momentQuery } from '../../data/moments.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Icon } from '../../signs/icon.tsx'
import { StateMark } from '../../signs/state-mark.tsx'
import { Empty, Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { AssetLine } from './asset-line.tsx'
import { MapPanel, type PanelPlace } from './map-panel.tsx'
import { filterOf, type MapSearch } from './map-search.ts'
import { OrdersThen } from './orders-then.tsx'

/** What stood out at a past moment: the same as the map shows, in words. */
export function MomentPanel({ at, search, ...place }: PanelPlace & { at: string; search: MapSearch }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const moment = useQuery(momentQuery(code, at, filterOf(search)))
  return (
    <MapPanel
      {...place}
      label={t('time.stood-out')}
      head={<h2>{t('time.stood-out-at', { time: f.moment(at) })}</h2>}
    >
      <Loaded query={moment} skeleton={<SkeletonRows rows={8} height={48} />}>
        {({ states, items, orders }) => (
          <>
            {items.length === 0 ? (
              <Empty title={t('time.nothing')}>{t('time.nothing.what')}</Empty>
            ) : (
              <>
                <ul className="counts">
                  {assetStates.map(
                    (state) =>
                      states[state] !== undefined && (
                        <li key={state}>
                          <StateMark state={state} probability={0.7} />
                          {t(`state.${state}`)} <strong>{f.number(states[state], 0)}</strong>
                        </li>
                      ),
                  )}
                  {orders.count > 0 && (
                    <li>
                      <Icon name="work" size={16} />
                      {t('time.orders')} <strong>{f.number(orders.count, 0)}</strong>
                    </li>
                  )}
                </ul>
                <ul className="asset-lines">
                  {items.map((asset) => (
                    <AssetLine key={asset.tag} asset={asset} search={search} />
                  ))}
                </ul>
                <MoreThanListed listed={items.length} all={total(states)} />
              </>
            )}
            {orders.count > 0 && <OrdersThen orders={orders} />}
          </>
        )}
      </Loaded>
    </MapPanel>
  )
}

/** Says how many are not in the list. */
export function MoreThanListed({ listed, all }: { listed: number; all: number }) {
  const { t } = useWords()
  return listed < all ? <p className="quiet">{t('map.more-than-listed', { count: all - listed })}</p> : null
}

const total = (counts: Partial<Record<string, number>>): number =>
  Object.values(counts).reduce<number>((sum, count) => sum + (count ?? 0), 0)
