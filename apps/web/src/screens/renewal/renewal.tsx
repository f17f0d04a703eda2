import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { type RenewalScenario, renewalPlanQuery } from '../../data/renewal.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Failed, SkeletonRows } from '../../ui/loaded.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { PlanExports } from './plan-exports.tsx'
import { PlanResult } from './plan-result.tsx'
import { RenewalFigures } from './renewal-figures.tsx'
import { SavedScenarios } from './saved-scenarios.tsx'
import { ScenarioForm } from './scenario-form.tsx'

/** A scenario with what it is called. */
export interface Named {
  name: string
  scenario: RenewalScenario
}

const usual: RenewalScenario = { years: 50, budget: 10_000_000, considerFrom: 0.7, class: 'pipe' }

/** What to replace when, under a yearly budget; and how other budgets would do. */
export function RenewalScreen() {
  const { t } = useWords()
  const { code } = useHere()
  const [chosen, setChosen] = useState<Named>({ name: '', scenario: usual })
  const [compared, setCompared] = useState<readonly Named[]>([])
  const shown: Named[] = [
    { ...chosen, name: chosen.name || t('renewal.unnamed') },
    ...compared.filter(({ name }) => name !== chosen.name),
  ]
  const plans = useQueries({ queries: shown.map(({ scenario }) => renewalPlanQuery(code, scenario)) })
  const failed = plans.find(({ error }) => error)
  const ready = plans.flatMap(({ data }, i) => (data ? [{ ...shown[i]!, plan: data }] : []))
  return (
    <div className="screen">
      <ScreenHead title={t('renewal.title')} lead={t('renewal.lead')}>
        <PlanExports of={chosen} />
      </ScreenHead>
      <ScenarioForm key={JSON.stringify(chosen)} of={chosen} onChange={setChosen} />
      <SavedScenarios chosen={chosen} compared={compared} onOpen={setChosen} onCompare={setCompared} />
      {failed ? (
        <Failed error={failed.error} retry={() => failed.refetch()} />
      ) : ready.length < shown.length ? (
        <div aria-busy="true">
          <SkeletonRows rows={6} height={56} />
        </div>
      ) : (
        <PlanResult of={ready} />
      )}
      <RenewalFigures />
    </div>
  )
}
