import { useExportPlan } from '../../data/renewal.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemWords } from '../../ui/loaded.tsx'
import type { Named } from './renewal.tsx'

/** The plan with every replacement, as a file that comes by itself. */
export function PlanExports({ of: { name, scenario } }: { of: Named }) {
  const { t, locale } = useWords()
  const { code, may } = useHere()
  const order = useExportPlan(code)
  if (!may('export-assets')) return null
  const take = (format: 'xlsx' | 'csv') => order.mutate({ scenario, name, format, language: locale })
  return (
    <>
      <Button onPress={() => take('csv')} isPending={order.isPending}>
        {t('renewal.export.csv')}
      </Button>
      <Button onPress={() => take('xlsx')} isPending={order.isPending}>
        {t('renewal.export.xlsx')}
      </Button>
      {order.error && (
        <p className="inline-problem" role="alert">
          <ProblemWords error={order.error} />
        </p>
      )}
    </>
  )
}
