import { fromMillis, type OverflowCause, OverflowDecision, overflowCauses, toMillis } from '@driftbild/core'
import { useWords } from '../../i18n/words.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { fromLocalInput, toLocalInput } from '../../ui/local-time.ts'
import { readNumber } from '../../ui/read-number.ts'

/** What a person fills in, as texts. */
export interface Draft {
  isOverflow: boolean
  began: string
  ended: string
  volume: string
  cause: OverflowCause
  note: string
}

export const localText = (at: number | null): string =>
  at === null ? '' : toLocalInput(new Date(toMillis(at)))

/** The decision that a draft means; null while something is missing. A volume that is kept keeps its source. */
export function decisionOf(
  draft: Draft,
  kept: Pick<OverflowDecision, 'began' | 'ended' | 'volume' | 'volumeSource'> | null,
) {
  const micros = (text: string, same: number | null | undefined) => {
    if (same != null && text === localText(same)) return same
    const at = fromLocalInput(text)
    return at === null ? null : fromMillis(Date.parse(at))
  }
  const volume = draft.volume.trim() === '' ? null : (readNumber(draft.volume) ?? Number.NaN)
  const isKept = kept?.volume != null && volume === Math.round(kept.volume)
  const parsed = OverflowDecision.safeParse({
    ...{ isOverflow: draft.isOverflow, cause: draft.cause, note: draft.note },
    ...{ began: micros(draft.began, kept?.began), ended: micros(draft.ended, kept?.ended) },
    volume: isKept ? kept.volume : volume,
    volumeSource: volume === null ? null : isKept ? kept.volumeSource : 'stated',
  })
  return parsed.success ? parsed.data : null
}

interface DecisionFieldsProps {
  draft: Draft
  onChange: (draft: Draft) => void
  /** Whether it may have been none. */
  mayBeNone: boolean
}

export function DecisionFields({ draft, onChange, mayBeNone }: DecisionFieldsProps) {
  const { t } = useWords()
  const field = (label: string, name: 'began' | 'ended' | 'volume', type: 'datetime-local' | 'text') => (
    <Field label={label}>
      {(ids) => (
        <input
          {...ids}
          type={type}
          inputMode={type === 'text' ? 'decimal' : undefined}
          required={name === 'began'}
          value={draft[name]}
          onChange={(event) => onChange({ ...draft, [name]: event.target.value })}
        />
      )}
    </Field>
  )
  return (
    <>
      {mayBeNone && (
        <label className="check-row">
          <input
            type="checkbox"
            checked={!draft.isOverflow}
            onChange={(event) => onChange({ ...draft, isOverflow: !event.target.checked })}
          />
          <span>{t('overflow.not')}</span>
        </label>
      )}
      {field(t('overflow.began'), 'began', 'datetime-local')}
      {field(t('overflow.ended'), 'ended', 'datetime-local')}
      {field(t('overflow.volume-m3'), 'volume', 'text')}
      <Select
        label={t('overflow.cause')}
        value={draft.cause}
        onChange={(cause) => cause !== '' && onChange({ ...draft, cause })}
        options={overflowCauses.map((value) => ({ value, label: t(`overflow-cause.${value}`) }))}
      />
      <Field label={t('overflow.note')}>
        {(ids) => (
          <textarea
            {...ids}
            required
            value={draft.note}
            onChange={(event) => onChange({ ...draft, note: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}
