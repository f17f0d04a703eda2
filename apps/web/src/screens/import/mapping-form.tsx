import { type AssetClass, assetClasses } from '@driftbild/core'
import { ownPlane } from '@driftbild/network'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import {
  type ImportFileView,
  type ImportMapping,
  importMappingsQuery,
  usePlanImport,
} from '../../data/imports.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { ProblemWords } from '../../ui/loaded.tsx'
import { FieldMapping } from './field-mapping.tsx'
import { guessMapping, readElsewhere } from './guess-mapping.ts'
import { PlaceMapping } from './place-mapping.tsx'

interface MappingFormProps {
  file: ImportFileView
  onPlanned: (draft: string) => void
  onCancel: () => void
}

/** What each column of the file is; proposed from its names, or as it was for this contractor last. */
export function MappingForm({ file, onPlanned, onCancel }: MappingFormProps) {
  const { t, f, find } = useWords()
  const { code } = useHere()
  const words = { t, find }
  const saved = useQuery(importMappingsQuery(code))
  const [contractor, setContractor] = useState('')
  const [mapping, setMapping] = useState<ImportMapping>(() => guessMapping(file.layers[0]!, words))
  const plan = usePlanImport(code, file.id)
  const layer = file.layers.find(({ name }) => name === mapping.layer) ?? file.layers[0]!
  const columns = layer.columns.map(({ name }) => ({ value: name, label: name }))
  const set = (change: Partial<ImportMapping>) => setMapping({ ...mapping, ...change })
  const kept = saved.data?.find((one) => one.name === contractor)
  useEffect(() => {
    if (kept) setMapping({ ...kept.mapping, layer: layer.name })
  }, [kept, layer.name])
  const titles = new Set(layer.columns.map(({ name }) => name))
  const missing = [...readElsewhere(mapping), ...mapping.fields.map(({ column }) => column)].filter(
    (name) => !titles.has(name),
  )
  return (
    <form
      className="card import-mapping"
      onSubmit={(event) => {
        event.preventDefault()
        plan.mutate({ mapping: withoutPlane(mapping), contractor }, { onSuccess: ({ id }) => onPlanned(id) })
      }}
    >
      <h2>{t('import.mapping', { name: file.name })}</h2>
      <p className="quiet">{t('import.features', { count: layer.features })}</p>
      <div className="edit-fields">
        {file.layers.length > 1 && (
          <Select
            label={t('import.layer')}
            value={layer.name}
            onChange={(name) =>
              setMapping(guessMapping(file.layers.find((one) => one.name === name) ?? layer, words))
            }
            options={file.layers.map(({ name, features }) => ({
              value: name,
              label: `${name} (${f.number(features, 0)})`,
            }))}
          />
        )}
        <Field label={t('import.contractor')} hint={t('import.contractor.hint')}>
          {(ids) => (
            <>
              <input
                {...ids}
                list="import-contractors"
                maxLength={100}
                value={contractor}
                onChange={(event) => setContractor(event.target.value)}
              />
              <datalist id="import-contractors">
                {(saved.data ?? []).map(({ name }) => (
                  <option key={name} value={name} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <Select
          label={t('import.tag')}
          value={mapping.tag}
          onChange={(tag) => set({ tag })}
          options={columns}
        />
      </div>
      <ClassMapping {...{ mapping, layer }} onChange={(next) => set({ class: next })} />
      <PlaceMapping {...{ file, layer, mapping }} onChange={set} />
      <FieldMapping {...{ layer, mapping }} onChange={(fields) => set({ fields })} />
      {missing.length > 0 && (
        <p className="inline-problem" role="alert">
          {t('import.missing', { columns: missing.join(', ') })}
        </p>
      )}
      {plan.error && (
        <p className="inline-problem" role="alert">
          <ProblemWords error={plan.error} />
        </p>
      )}
      <footer className="form-actions">
        <Button onPress={onCancel}>{t('import.other-file')}</Button>
        <Button
          look="strong"
          type="submit"
          isDisabled={missing.length > 0 || !isLaid(mapping) || plan.isPending}
        >
          {t('bulk.preview')}
        </Button>
      </footer>
    </form>
  )
}

/** Where nothing lies anywhere, no plane is laid. */
const withoutPlane = ({ plane, ...mapping }: ImportMapping): ImportMapping =>
  plane && mapping.place.from !== 'none' ? { ...mapping, plane } : mapping

/** A plane of its own needs places by which it is laid on the map. */
const isLaid = ({ plane, place }: ImportMapping): boolean =>
  place.from === 'none' || !plane || ownPlane(plane) !== null

interface ClassMappingProps {
  mapping: ImportMapping
  layer: ImportFileView['layers'][number]
  onChange: (next: ImportMapping['class']) => void
}

/** One class for all rows, or a column that says it, word by word. */
function ClassMapping({ mapping: { class: how }, layer, onChange }: ClassMappingProps) {
  const { t } = useWords()
  const classes = (Object.keys(assetClasses) as AssetClass[]).map((value) => ({
    ...{ value, label: t(`class.${value}`) },
  }))
  const column = how.by === 'column' ? how.column : ''
  const values = layer.columns.find(({ name }) => name === column)?.values ?? []
  return (
    <fieldset className="import-part">
      <legend>{t('import.class')}</legend>
      <div className="edit-fields">
        <Select
          label={t('import.class.column')}
          value={column}
          none={t('import.class.one')}
          onChange={(name) =>
            onChange(name ? { by: 'column', column: name, values: {} } : { by: 'one', class: 'pipe' })
          }
          options={layer.columns
            .filter((one) => one.values !== null)
            .map(({ name }) => ({ value: name, label: name }))}
        />
        {how.by === 'one' ? (
          <Select<AssetClass>
            label={t('list.class')}
            value={how.class}
            onChange={(value) => onChange({ by: 'one', class: value || 'pipe' })}
            options={classes}
          />
        ) : (
          values.map((value) => (
            <Select<AssetClass>
              key={value}
              label={t('import.means', { value })}
              value={how.values[value] ?? ''}
              none={t('import.class.refuse')}
              onChange={(of) => {
                const { [value]: _, ...rest } = how.values
                onChange({ ...how, values: of ? { ...rest, [value]: of } : rest })
              }}
              options={classes}
            />
          ))
        )}
      </div>
    </fieldset>
  )
}
