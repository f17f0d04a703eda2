import { useState } from 'react'
import { useEnrolment } from '../../data/collectors.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemWords } from '../../ui/loaded.tsx'

/** Letting a new edge in: a name, and the one-time code that it is to be given. */
export function Enrolment() {
  const { t, f } = useWords()
  const { code } = useHere()
  const enrol = useEnrolment(code)
  const [name, setName] = useState('')
  return (
    <section className="card" aria-labelledby="enrolment">
      <h2 id="enrolment">{t('enrol.title')}</h2>
      <p className="quiet">{t('enrol.what')}</p>
      <form
        className="form inline-form"
        onSubmit={(event) => {
          event.preventDefault()
          enrol.mutate(name.trim())
        }}
      >
        <Field label={t('enrol.name')}>
          {(ids) => (
            <input {...ids} required value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Button type="submit" isPending={enrol.isPending} isDisabled={name.trim() === ''}>
          {t('enrol.make')}
        </Button>
      </form>
      {enrol.data && (
        <p className="remark" role="status">
          <code className="one-time">{enrol.data.code}</code>
          <br />
          <span className="quiet">{t('enrol.until', { at: f.moment(enrol.data.expires) })}</span>
        </p>
      )}
      {enrol.error && (
        <p className="inline-problem" role="alert">
          <ProblemWords error={enrol.error} />
        </p>
      )}
    </section>
  )
}
