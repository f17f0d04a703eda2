import { Link } from '@tanstack/react-router'
import { AttentionRow } from '../../attention/attention-row.tsx'
import { keyOfAttention } from '../../attention/key-of.ts'
import { NoAdvice } from '../../attention/no-advice.tsx'
import type { AttentionItem } from '../../data/attention.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { SkeletonRows } from '../../ui/loaded.tsx'

const SHOWN = 5

/** The few things that need somebody, with what models advise beside them and never among them. */
export function Attention({ items }: { items: readonly AttentionItem[] }) {
  const { t } = useWords()
  const { code } = useHere()
  const advice = items.filter(({ kind }) => kind === 'prediction')
  const calls = items.filter(({ kind }) => kind !== 'prediction')
  return (
    <div className="attention">
      <section aria-labelledby="calls">
        <h2 id="calls">{t('overview.calls')}</h2>
        {calls.length === 0 ? <p className="calm">{t('overview.calls.none')}</p> : <Rows items={calls} />}
        {calls.length > 0 && (
          <Link
            className="all-link"
            to="/$municipality/alarms"
            params={{ municipality: code }}
            search={{ show: undefined }}
          >
            {t('overview.all-alarms')}
          </Link>
        )}
      </section>
      <section aria-labelledby="advice">
        <h2 id="advice">{t('overview.advice')}</h2>
        {advice.length === 0 ? (
          <p className="calm">
            <NoAdvice>{t('overview.advice.none')}</NoAdvice>
          </p>
        ) : (
          <Rows items={advice} />
        )}
        {advice.length > 0 && (
          <Link
            className="all-link"
            to="/$municipality/predictions"
            params={{ municipality: code }}
            search={{ show: undefined, service: undefined }}
          >
            {t('overview.all-predictions')}
          </Link>
        )}
      </section>
    </div>
  )
}

const Rows = ({ items }: { items: readonly AttentionItem[] }) => (
  <ul className="rows">
    {items.slice(0, SHOWN).map((item) => (
      <AttentionRow key={keyOfAttention(item)} item={item} />
    ))}
  </ul>
)

/** The same shape while nothing is known yet. */
export function AttentionSkeleton() {
  const { t } = useWords()
  return (
    <div className="attention" aria-busy="true">
      {(['overview.calls', 'overview.advice'] as const).map((title) => (
        <section key={title}>
          <h2>{t(title)}</h2>
          <SkeletonRows rows={SHOWN} height={58} />
        </section>
      ))}
    </div>
  )
}
