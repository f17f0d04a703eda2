import { useInfiniteQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { allItems } from '../../data/page.ts'
import { workOrdersQuery } from '../../data/work-orders.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Field } from '../../ui/field.tsx'

interface CrewFieldProps {
  value: string
  hint: string
  required?: boolean
  onChange: (crew: string) => void
}

/** Which crew; those that have had orders before are offered. */
export function CrewField({ value, hint, required = false, onChange }: CrewFieldProps) {
  const { t } = useWords()
  const { code } = useHere()
  const list = useId()
  const known = useInfiniteQuery(workOrdersQuery(code, false))
  const crews = [...new Set(allItems(known.data).flatMap((order) => order.assignee ?? []))].sort()
  return (
    <Field label={t('order.field.assignee')} hint={hint}>
      {(ids) => (
        <>
          <input
            {...ids}
            list={list}
            required={required}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <datalist id={list}>
            {crews.map((crew) => (
              <option key={crew} value={crew} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}
