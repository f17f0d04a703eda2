import type { Service } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { colleaguesQuery, useAddShift } from '../../data/notices.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { fromLocalInput, toLocalInput } from '../../ui/local-time.ts'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { ServiceSelect } from '../../ui/service-select.tsx'

const lines = ['1', '2', '3'] as const
const repeats = ['1', '4', '8', '26', '52'] as const
const WEEK_MS = 7 * 86_400_000

/** Somebody, from and to, on which line; the same week after week where that is asked. */
export function ShiftDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const { code, user } = useHere()
  const people = useQuery(colleaguesQuery(code))
  const add = useAddShift(code)
  const [who, setWho] = useState(user.id)
  const [line, setLine] = useState<(typeof lines)[number]>('1')
  const [service, setService] = useState<Service | ''>('')
  const [from, setFrom] = useState(() => toLocalInput(new Date()))
  const [to, setTo] = useState(() => toLocalInput(new Date(Date.now() + WEEK_MS)))
  const [weeks, setWeeks] = useState<(typeof repeats)[number]>('1')
  const [begin, end] = [fromLocalInput(from), fromLocalInput(to)]
  return (
    <Dialog title={t('shifts.add')} open onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (begin === null || end === null) return
          add.mutate(
            {
              ...{ user: who, line: Number(line), service: service || null },
              ...{ from: begin, to: end, weeks: Number(weeks) },
            },
            { onSuccess: onClose },
          )
        }}
      >
        <Select
          label={t('shifts.who')}
          value={who}
          onChange={setWho}
          options={(people.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Select
          label={t('shifts.line-label')}
          value={line}
          onChange={(value) => value !== '' && setLine(value)}
          options={lines.map((value) => ({ value, label: t('shifts.line', { line: Number(value) }) }))}
        />
        <ServiceSelect value={service} onChange={setService} none={t('shifts.all')} />
        <Field label={t('shifts.from')}>
          {(ids) => (
            <input
              {...ids}
              type="datetime-local"
              required
              value={from}
              onChange={(event) => setFrom(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('shifts.to')}>
          {(ids) => (
            <input
              {...ids}
              type="datetime-local"
              required
              value={to}
              onChange={(event) => setTo(event.target.value)}
            />
          )}
        </Field>
        <Select
          label={t('shifts.weeks')}
          value={weeks}
          onChange={(value) => value !== '' && setWeeks(value)}
          options={repeats.map((value) => ({
            value,
            label: t('shifts.weeks-count', { count: Number(value) }),
          }))}
        />
        <ProblemLine error={add.error} />
        <footer className="form-actions">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button
            look="strong"
            type="submit"
            isPending={add.isPending}
            isDisabled={begin === null || end === null || who === ''}
          >
            {t('action.save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
