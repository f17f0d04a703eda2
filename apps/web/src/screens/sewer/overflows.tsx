import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type OverflowView, overflowsQuery, useExportOverflows } from '../../data/sewer.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { AddOverflow } from './add-overflow.tsx'
import { DecideOverflow } from './decide-overflow.tsx'
import { OverflowRow } from './overflow-row.tsx'

const YEARS_BACK = 5

/** A year's overflows: what the readings tell, what people decided, and the file for the authority. */
export function OverflowsScreen() {
  const { t, locale } = useWords()
  const { code, may } = useHere()
  const [year, setYear] = useState<number | null>(null)
  const [deciding, setDeciding] = useState<OverflowView | null>(null)
  const [adding, setAdding] = useState(false)
  const overflows = useQuery(overflowsQuery(code, year))
  const order = useExportOverflows(code)
  const shown = overflows.data?.year ?? year ?? new Date().getFullYear()
  const take = (format: 'xlsx' | 'csv', rows: 'overflows' | 'points' = 'overflows') =>
    order.mutate({ year: shown, rows, format, language: locale })
  const real = (overflows.data?.items ?? []).filter(({ holds }) => holds.isOverflow)
  const volume = real.reduce((sum, { holds }) => sum + (holds.volume ?? 0), 0)
  const newest = new Date().getFullYear()
  return (
    <div className="screen">
      <ScreenHead
        title={t('overflow.title')}
        lead={overflows.data && t('overflow.lead', { count: real.length, year: String(shown), volume })}
      >
        {may('judge-prediction', 'sewer') && (
          <Button onPress={() => setAdding(true)}>{t('overflow.add')}</Button>
        )}
        {may('export-assets') && (
          <>
            <Button onPress={() => take('csv')} isPending={order.isPending}>
              {t('overflow.export.csv')}
            </Button>
            <Button onPress={() => take('xlsx')} isPending={order.isPending}>
              {t('overflow.export.xlsx')}
            </Button>
            <Button onPress={() => take('xlsx', 'points')} isPending={order.isPending}>
              {t('overflow.export.points')}
            </Button>
          </>
        )}
      </ScreenHead>
      <ProblemLine error={order.error} />
      <div className="filters">
        <Select
          label={t('overflow.year')}
          value={String(shown)}
          onChange={(value) => value !== '' && setYear(Number(value))}
          options={Array.from({ length: YEARS_BACK }, (_, i) => String(newest - i)).map((value) => ({
            value,
            label: value,
          }))}
        />
      </div>
      <Loaded query={overflows} skeleton={<SkeletonRows rows={4} height={72} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="calm">{t('overflow.none')}</p>
          ) : (
            <ul className="rows">
              {items.map((overflow) => (
                <OverflowRow key={overflow.id} overflow={overflow} onDecide={() => setDeciding(overflow)} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {deciding && <DecideOverflow overflow={deciding} onClose={() => setDeciding(null)} />}
      {adding && <AddOverflow onClose={() => setAdding(false)} />}
    </div>
  )
}
