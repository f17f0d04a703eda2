import { Link } from '@tanstack/react-router'
import type { Balance } from '../../data/figures.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'

const YEAR_HOURS = 8760

/** What was repaired, what that did to the index, and on which days the balance of now rests. */
export function Repaired({
  balance: { measured, lines },
  repaired: { repairs, before },
}: {
  balance: Pick<Balance, 'measured' | 'lines'>
  repaired: NonNullable<Balance['repaired']>
}) {
  const { t, f } = useWords()
  const { code } = useHere()
  const indexIn = (some: Balance['lines']) => some.find(({ line }) => line === 'ili')?.value ?? null
  const [then, now] = [indexIn(before.lines), indexIn(lines)]
  return (
    <div className="repaired">
      {then !== null && now !== null && (
        <p>
          <strong>{t('balance.index-moved', { before: f.number(then, 1), now: f.number(now, 1) })}</strong>
        </p>
      )}
      <ul className="shut-list">
        {repairs.map(({ order, number, at, flow }) => (
          <li key={order}>
            <Link to="/$municipality/orders/$id" params={{ municipality: code, id: order }}>
              {t('order.number', { number: String(number) })}
            </Link>{' '}
            {flow === null
              ? t('balance.repaired-unknown', { day: f.day(at) })
              : t('balance.repaired', {
                  day: f.day(at),
                  flow: f.number(flow, 1),
                  year: f.number(Math.round(flow * YEAR_HOURS), 0),
                })}
          </li>
        ))}
      </ul>
      <p className="quiet">{t(`balance.now-is.${measured.basis}`)}</p>
    </div>
  )
}
