import { type LeakClass, leakClasses } from '@driftbild/core'
import { useState } from 'react'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, Select } from '../../ui/field.tsx'
import type { LeakDraft } from './leak-draft.ts'

interface LeakFieldsProps {
  draft: LeakDraft
  /** Pipes that were suspected. */
  pipes: readonly { tag: string; name: string }[]
  onChange: (part: Partial<LeakDraft>) => void
}

const classes = Object.keys(leakClasses) as LeakClass[]

/** Where a leak was and how large: what scores the suspicion and says what was saved. */
export function LeakFields({ draft, pipes, onChange }: LeakFieldsProps) {
  const { t, f } = useWords()
  const [failed, setFailed] = useState(false)
  const [other, setOther] = useState(draft.pipe !== '' && !pipes.some(({ tag }) => tag === draft.pipe))
  const here = () => {
    setFailed(false)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => onChange({ place: [coords.longitude, coords.latitude] }),
      () => setFailed(true),
      { enableHighAccuracy: true, timeout: 20_000 },
    )
  }
  return (
    <>
      {pipes.length > 0 && (
        <Select
          label={t('leak.pipe')}
          value={other ? OTHER : draft.pipe}
          onChange={(value) => {
            setOther(value === OTHER)
            onChange({ pipe: value === OTHER ? '' : value })
          }}
          none={t('leak.pipe.unknown')}
          options={[
            ...pipes.map(({ tag, name }) => ({ value: tag, label: `${tag} ${name}` })),
            { value: OTHER, label: t('leak.pipe.other') },
          ]}
        />
      )}
      {(other || pipes.length === 0) && (
        <Field label={t('leak.pipe.tag')}>
          {(ids) => (
            <input {...ids} value={draft.pipe} onChange={(event) => onChange({ pipe: event.target.value })} />
          )}
        </Field>
      )}
      <Field label={t('leak.flow')} hint={t('leak.flow.hint')}>
        {(ids) => (
          <input
            {...ids}
            inputMode="decimal"
            value={draft.flow}
            onChange={(event) => onChange({ flow: event.target.value })}
          />
        )}
      </Field>
      <Select
        label={t('leak.class')}
        value={draft.class}
        onChange={(value) => onChange({ class: value })}
        none={t('leak.class.none')}
        options={classes.map((value) => ({
          value,
          label: t(`leak-class.${value}`, { flow: f.number(leakClasses[value], 1) }),
        }))}
      />
      <div className="field">
        <Button onPress={here}>{t('leak.here')}</Button>
        <p className="quiet" role="status">
          {draft.place
            ? t('leak.here.known', { place: `${draft.place[1].toFixed(5)}, ${draft.place[0].toFixed(5)}` })
            : failed
              ? t('leak.here.failed')
              : ''}
        </p>
      </div>
    </>
  )
}

const OTHER = '*'
