import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type ShiftView, shiftsQuery, useRemoveShift } from '../../data/notices.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { ShiftDialog } from './shift-dialog.tsx'

const SHOWN = 20

/** Who is on call now and next. */
export function Shifts() {
  const { t } = useWords()
  const { code, may } = useHere()
  const shifts = useQuery(shiftsQuery(code))
  const [adding, setAdding] = useState(false)
  return (
    <section className="card" aria-labelledby="shifts">
      <h2 id="shifts">{t('shifts.title')}</h2>
      <Loaded query={shifts} skeleton={<SkeletonRows rows={2} height={40} />}>
        {(all) =>
          all.length === 0 ? (
            <p className="calm">{t('shifts.none')}</p>
          ) : (
            <ul className="plain-rows">
              {all.slice(0, SHOWN).map((shift) => (
                <ShiftRow key={shift.id} shift={shift} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {may('manage-rota') && (
        <p>
          <Button onPress={() => setAdding(true)}>{t('shifts.add')}</Button>
        </p>
      )}
      {adding && <ShiftDialog onClose={() => setAdding(false)} />}
    </section>
  )
}

function ShiftRow({ shift }: { shift: ShiftView }) {
  const { t, f } = useWords()
  const { code, may } = useHere()
  const remove = useRemoveShift(code)
  return (
    <li>
      <div className="row-main">
        <p className="row-title">
          {shift.name} {shift.now && <span className="chip chip-on">{t('shifts.now')}</span>}
        </p>
        <p className="row-facts">
          <span>{t('shifts.line', { line: shift.line })}</span>
          <span>{shift.service === null ? t('shifts.all') : t(`service.${shift.service}`)}</span>
          <span>{f.range(shift.from, shift.to)}</span>
        </p>
        <ProblemLine error={remove.error} />
      </div>
      {may('manage-rota') && (
        <Button
          look="quiet"
          aria-label={t('shifts.remove-of', { name: shift.name, at: f.moment(shift.from) })}
          isPending={remove.isPending}
          onPress={() => remove.mutate(shift.id)}
        >
          {t('shifts.remove')}
        </Button>
      )}
    </li>
  )
}
