import { type AssetField, fieldKind, unitsLike } from '@driftbild/core'
import { fieldTitle } from '@driftbild/words'
import type { ImportLayer, ImportMapping } from '../../data/imports.ts'
import { useWords } from '../../i18n/words.tsx'
import { Select } from '../../ui/field.tsx'
import { classesOf, fieldsFor, mapField, readElsewhere, unitOf } from './guess-mapping.ts'

interface FieldMappingProps {
  layer: ImportLayer
  mapping: ImportMapping
  onChange: (fields: ImportMapping['fields']) => void
}

/** Every column with some of its values, and the field that it fills; its unit and its words where they differ. */
export function FieldMapping({ layer, mapping, onChange }: FieldMappingProps) {
  const { t, find } = useWords()
  const words = { t, find }
  const classes = classesOf(mapping)
  const fields = fieldsFor(classes)
  const taken = new Set(readElsewhere(mapping))
  const put = (column: ImportLayer['columns'][number], field: AssetField | '') => {
    const others = mapping.fields.filter((one) => one.column !== column.name && one.field !== field)
    onChange(field === '' ? others : [...others, mapField(field, column, classes, words)])
  }
  return (
    <fieldset className="import-part">
      <legend>{t('import.fields')}</legend>
      <ul className="import-columns">
        {layer.columns
          .filter(({ name }) => !taken.has(name))
          .map((column) => {
            const mapped = mapping.fields.find((one) => one.column === column.name)
            return (
              <li key={column.name}>
                <div>
                  <strong>{column.name}</strong>
                  <span className="quiet">{column.samples.join(', ')}</span>
                </div>
                <Select<AssetField>
                  label={t('import.becomes', { column: column.name })}
                  value={mapped?.field ?? ''}
                  none={t('import.not-read')}
                  onChange={(field) => put(column, field)}
                  options={fields.map((value) => ({ value, label: fieldTitle(value, words) }))}
                />
                {mapped && (
                  <MappedDetails
                    {...{ mapped, column, classes }}
                    onChange={(next) =>
                      onChange(mapping.fields.map((one) => (one.column === column.name ? next : one)))
                    }
                  />
                )}
              </li>
            )
          })}
      </ul>
    </fieldset>
  )
}

interface MappedDetailsProps {
  mapped: ImportMapping['fields'][number]
  column: ImportLayer['columns'][number]
  classes: ReturnType<typeof classesOf>
  onChange: (next: ImportMapping['fields'][number]) => void
}

/** The unit that the file counts in, and what its words mean. */
function MappedDetails({ mapped, column, classes, onChange }: MappedDetailsProps) {
  const { t, find } = useWords()
  const of = classes.find((one) => fieldKind(one, mapped.field) !== null)
  const kind = of && fieldKind(of, mapped.field)
  if (!of || !kind) return null
  const unit = unitOf(mapped.field, of)
  const prefix = mapped.field.replace('attributes.', 'attribute.')
  return (
    <>
      {unit !== null && (
        <Select
          label={t('import.unit', { column: column.name })}
          value={mapped.unit ?? unit}
          onChange={(next) => onChange({ ...mapped, unit: next })}
          options={unitsLike(unit).map((value) => ({ value, label: value }))}
        />
      )}
      {kind.type === 'choice' &&
        (column.values ?? []).map((value) => (
          <Select
            key={value}
            label={t('import.means', { value })}
            value={mapped.values[value] ?? ''}
            none={t('import.class.refuse')}
            onChange={(choice) => {
              const { [value]: _, ...rest } = mapped.values
              onChange({ ...mapped, values: choice ? { ...rest, [value]: choice } : rest })
            }}
            options={kind.choices.map((one) => ({ value: one, label: find(`${prefix}.${one}`) ?? one }))}
          />
        ))}
    </>
  )
}
