import { lazy, Suspense, useState } from 'react'
import type { AssetPage } from '../../data/assets.ts'
import { useWords } from '../../i18n/words.tsx'
import { useOneColumn } from '../../ui/media.ts'
import { ValveHistory } from '../leaks/valve-history.tsx'
import { SewerStation } from '../sewer/sewer-station.tsx'
import { AssetCondition } from './asset-condition.tsx'
import { AssetFacts } from './asset-facts.tsx'
import { AssetHistory } from './asset-history.tsx'
import { AssetWork } from './asset-work.tsx'
import { SignalChart } from './signal-chart.tsx'
import { inOrder } from './signal-order.ts'
import { SignalRow } from './signal-row.tsx'

const Occasions = lazy(() => import('../occasions/occasions.tsx'))
const TravelTimes = lazy(() => import('../travel/travel-times.tsx'))
const PumpCondition = lazy(() => import('../pumps/pump-condition.tsx'))
const AlarmLimits = lazy(() => import('./alarm-limits.tsx').then((m) => ({ default: m.AlarmLimits })))

/**
 * Everything about one asset, the same on its page and beside the map. Where there is no room beside the values
 * the chart stands under the one that it shows.
 */
export function AssetContent({ asset, level }: { asset: AssetPage; level: 2 | 3 }) {
  const Heading = level === 2 ? 'h2' : 'h3'
  const oneColumn = useOneColumn()
  const chartWithin = level === 3 || oneColumn
  const { t } = useWords()
  const [chosen, setChosen] = useState<string | null>(null)
  const signals = inOrder(asset)
  const shown =
    signals.find((s) => s.key === chosen) ?? signals.find((s) => s.kind === 'measure') ?? signals[0]
  return (
    <div className="asset-content">
      <AssetWork tag={asset.tag} at={asset.at ?? null} />
      {shown && (
        <section aria-labelledby="asset-signals">
          <Heading id="asset-signals">{t('asset.signals')}</Heading>
          <ul className="signals">
            {signals.map((signal) => (
              <SignalRow
                key={signal.key}
                signal={signal}
                chosen={signal.key === shown.key}
                onChoose={() => setChosen(signal.key)}
              >
                {chartWithin && signal.key === shown.key && <SignalChart signal={signal} of={asset.class} />}
              </SignalRow>
            ))}
          </ul>
        </section>
      )}
      <div className="asset-beside">
        {shown && !chartWithin && <SignalChart signal={shown} of={asset.class} />}
        <AssetFacts asset={asset} level={level} />
        {(asset.class === 'pump' || asset.class === 'wastewater-pump') && asset.at === undefined && (
          <Suspense fallback={null}>
            <PumpCondition tag={asset.tag} level={level} />
          </Suspense>
        )}
        {asset.class === 'wastewater-pumping-station' && asset.at === undefined && (
          <SewerStation tag={asset.tag} level={level} />
        )}
      </div>
      {asset.class === 'valve' && asset.at === undefined && <ValveHistory tag={asset.tag} level={level} />}
      {asset.at === undefined && (
        <Suspense fallback={null}>
          <AlarmLimits asset={asset} level={level} />
        </Suspense>
      )}
      {asset.class === 'water-quality-station' && (
        <Suspense fallback={null}>
          <TravelTimes tag={asset.tag} at={asset.at ?? null} level={level} />
        </Suspense>
      )}
      {asset.class === 'waste-container' && asset.at === undefined && (
        <Suspense fallback={null}>
          <Occasions of={asset} level={level} />
        </Suspense>
      )}
      <AssetCondition asset={asset} level={level} />
      <AssetHistory asset={asset} level={level} />
    </div>
  )
}
