import type { OrderState } from '@driftbild/core'
import { useWords } from '../../i18n/words.tsx'

const way = ['draft', 'approved', 'assigned', 'in-progress', 'done'] as const satisfies readonly OrderState[]

/** The way of an order from draft to done, and where it stands. */
export function OrderSteps({ state }: { state: OrderState }) {
  const { t } = useWords()
  const ended = state === 'not-found' || state === 'cancelled'
  const steps: readonly OrderState[] = ended ? [...way.slice(0, state === 'cancelled' ? 1 : 4), state] : way
  const now = steps.indexOf(state)
  return (
    <ol className="steps" aria-label={t('order.steps')}>
      {steps.map((step, i) => (
        <li key={step} data-done={i <= now || undefined} aria-current={i === now ? 'step' : undefined}>
          {t(`order.state.${step}`)}
        </li>
      ))}
    </ol>
  )
}
