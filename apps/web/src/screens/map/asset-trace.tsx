import { type AssetClass, serviceOf } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { type TraceView, traceQuery } from '../../data/network.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { assetClassNames } from '../../signs/class-icons.ts'
import { Button } from '../../ui/button.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { AssetLine } from './asset-line.tsx'
import { type MapSearch, traceWays } from './map-search.ts'

interface AssetTraceProps {
  tag: string
  class: AssetClass
  at: string | null
  search: MapSearch
  onTrace: (way: TraceView['way'] | null) => void
}

/** What lies up- and downstream of an asset, in words; the map shows the same. */
export function AssetTrace({ tag, class: of, at, search, onTrace }: AssetTraceProps) {
  const { t } = useWords()
  const { code } = useHere()
  const title = useId()
  const way = search.trace ?? null
  const trace = useQuery({ ...traceQuery(code, tag, way ?? 'downstream', at), enabled: way !== null })
  if (!canBeTraced(of)) return null
  return (
    <section className="asset-trace" aria-labelledby={title}>
      <h3 id={title}>{t('trace.title')}</h3>
      <div className="trace-ways">
        {traceWays.map((one) => (
          <Button key={one} aria-pressed={way === one} onPress={() => onTrace(way === one ? null : one)}>
            {t(`trace.${one}`)}
          </Button>
        ))}
      </div>
      {way !== null && (
        <Loaded query={trace} skeleton={<SkeletonRows rows={2} height={40} />}>
          {({ certain, possible, closed }) => (
            <div className="trace-found" role="status">
              <Part title={t(`trace.${way}.certain`)} part={certain} search={search} />
              <Part title={t(`trace.${way}.possible`)} part={possible} search={search} />
              {closed.length > 0 && (
                <>
                  <h4>{t('trace.closed', { count: closed.length })}</h4>
                  <ul className="asset-lines">
                    {closed.map((asset) => (
                      <AssetLine key={asset.tag} asset={asset} search={search} />
                    ))}
                  </ul>
                </>
              )}
            </div>
          )}
        </Loaded>
      )}
    </section>
  )
}

const FIRST = 8

function Part({ title, part, search }: { title: string; part: TraceView['certain']; search: MapSearch }) {
  const { t, f } = useWords()
  const counted = assetClassNames.filter((one) => part.classes[one] !== undefined)
  return (
    <>
      <h4>{title}</h4>
      {counted.length === 0 ? (
        <p className="quiet">{t('trace.nothing')}</p>
      ) : (
        <>
          <p>
            {counted.map((one) => `${t(`class.${one}`)}: ${f.number(part.classes[one] ?? 0, 0)}`).join(' · ')}
            {part.metres > 0 && ` · ${t('trace.length', { km: f.number(part.metres / 1000, 1) })}`}
          </p>
          <ul className="asset-lines">
            {part.items
              .filter((asset) => asset.class !== 'junction')
              .slice(0, FIRST)
              .map((asset) => (
                <AssetLine key={asset.tag} asset={asset} search={search} />
              ))}
          </ul>
        </>
      )}
    </>
  )
}

/** What belongs to a network. */
const canBeTraced = (of: AssetClass): boolean =>
  serviceOf(of) === 'water' || of === 'lighting-cabinet' || of === 'luminaire'
