import type { AssetClass, AssetField, FieldKind } from '@driftbild/core'
import { fieldTitle, fieldUnit } from '@driftbild/words'
import { useQuery } from '@tanstack/react-query'
import { zonesQuery } from '../data/zones.ts'
import { useHere } from '../frame/here.tsx'
import { useWords } from '../i18n/words.tsx'
import { Field, Select } from '../ui/field.tsx'

interface FieldInputProps {
  field: AssetField
  kind: FieldKind
  of: AssetClass | null
  text: string
  onChange: (text: string) => void
  /** Instead of the field's own name. */
  label?: string
}

/** A control for what can stand in a field; its text is read by `fieldValue`. */
export function FieldInput({ field, kind, of, text, onChange, label }: FieldInputProps) {
  const { t, find } = useWords()
  const { code } = useHere()
  const zones = useQuery({ ...zonesQuery(code), enabled: field === 'zone' })
  const unit = fieldUnit(of, field)
  const title = label ?? fieldTitle(field, { t, find })
  const name = unit === undefined ? title : `${title} (${unit})`
  const flags = [
    { value: 'true', label: t('flag.yes') },
    { value: 'false', label: t('flag.no') },
  ]
  const choices = kind.type === 'flag' ? flags : choicesOf(kind, field, zones.data ?? [])
  if (choices) {
    const attribute = field.replace('attributes.', 'attribute.')
    return (
      <Select<string>
        label={name}
        value={text}
        onChange={onChange}
        {...(kind.optional || text === '' ? { none: t('value.none') } : {})}
        options={choices.map(({ value, label: own }) => ({
          value,
          label: own ?? find(`${attribute}.${value}`) ?? find(`${field}.${value}`) ?? value,
        }))}
      />
    )
  }
  return (
    <Field label={name}>
      {(ids) => (
        <input
          {...ids}
          value={text}
          {...(kind.type === 'number' && { inputMode: 'decimal' as const })}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

function choicesOf(
  kind: FieldKind,
  field: AssetField,
  zones: readonly { tag: string; name: string }[],
): { value: string; label?: string }[] | null {
  if (field === 'zone') return zones.map(({ tag, name }) => ({ value: tag, label: name }))
  if (kind.type === 'choice') return kind.choices.map((value) => ({ value }))
  return null
}
