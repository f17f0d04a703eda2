import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type OccasionView, occasionsQuery } from '../../data/occasions.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import type { PickedAsset } from '../../ui/asset-picker.tsx'
import { Button } from '../../ui/button.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { useNow } from '../../ui/now.ts'
import { OccasionDialog } from './occasion-dialog.tsx'
import { OccasionRow } from './occasion-row.tsx'

interface OccasionsProps {
  /** Only those that fill this container; null for all. */
  of: PickedAsset | null
  level: 2 | 3
}

const EARLIER_FIRST = 3

/** What is on that fills containers, what was, and a way to state more. */
export default function Occasions({ of, level }: OccasionsProps) {
  const { t } = useWords()
  const { code, zone, may } = useHere()
  const query = useQuery(occasionsQuery(code))
  const [changing, setChanging] = useState<OccasionView | 'new' | null>(null)
  const [all, setAll] = useState(false)
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(useNow())
  const Heading = level === 2 ? 'h2' : 'h3'
  const mayState = may('plan-rounds', 'waste')
  return (
    <section aria-labelledby="occasions" className="occasions">
      <header className="section-head">
        <Heading id="occasions">{t('occasion.title')}</Heading>
        {mayState && <Button onPress={() => setChanging('new')}>{t('occasion.add')}</Button>}
      </header>
      <Loaded query={query} skeleton={<SkeletonRows rows={2} height={48} />}>
        {(occasions) => {
          const own = occasions.filter(
            ({ bins, isOn, earlier }) =>
              (of === null || bins.some(({ tag }) => tag === of.tag)) && (isOn || earlier > 0),
          )
          const coming = own.filter(({ occasion }) => occasion.to >= today).toReversed()
          const earlier = own.filter(({ occasion, isOn }) => occasion.to < today && isOn)
          const shown = all ? earlier : earlier.slice(0, EARLIER_FIRST)
          const row = (one: OccasionView) => (
            <OccasionRow key={one.id} of={one} onChange={mayState ? () => setChanging(one) : null} />
          )
          return (
            <>
              {coming.length === 0 ? (
                <p className="calm">{t('occasion.none')}</p>
              ) : (
                <ul className="rows">{coming.map(row)}</ul>
              )}
              {earlier.length > 0 && (
                <>
                  <p className="quiet">{t('occasion.earlier', { count: earlier.length })}</p>
                  <ul className="rows">{shown.map(row)}</ul>
                  {shown.length < earlier.length && (
                    <Button look="quiet" onPress={() => setAll(true)}>
                      {t('action.more')}
                    </Button>
                  )}
                </>
              )}
            </>
          )
        }}
      </Loaded>
      {changing && (
        <OccasionDialog
          of={changing === 'new' ? null : changing}
          at={of}
          today={today}
          onClose={() => setChanging(null)}
        />
      )}
    </section>
  )
}
