import type { ImportFileView, ImportMapping } from '../../data/imports.ts'
import { useWords } from '../../i18n/words.tsx'
import { Select } from '../../ui/field.tsx'
import { OwnPlaneFields } from './own-plane-fields.tsx'

interface PlaceMappingProps {
  file: ImportFileView
  layer: ImportFileView['layers'][number]
  mapping: ImportMapping
  onChange: (change: Partial<ImportMapping>) => void
}

type From = ImportMapping['place']['from']
const OWN = 'own'

/** Where the rows lie: in the file itself, in columns, or nowhere, and in which coordinate system. */
export function PlaceMapping({ file, layer, mapping, onChange }: PlaceMappingProps) {
  const { t } = useWords()
  const { place } = mapping
  const columns = layer.columns.map(({ name }) => ({ value: name, label: name }))
  const [first, second] = layer.columns.map(({ name }) => name)
  const take = (from: From) => {
    if (from === 'columns')
      return onChange({ place: { from, east: first ?? '', north: second ?? first ?? '' } })
    if (from === 'text') return onChange({ place: { from, column: first ?? '' } })
    return onChange({ place: { from } })
  }
  const ways: From[] = [...(layer.placed > 0 ? (['file'] as const) : []), 'columns', 'text', 'none']
  return (
    <fieldset className="import-part">
      <legend>{t('import.place')}</legend>
      <div className="edit-fields">
        <Select<From>
          label={t('import.place.from')}
          value={place.from}
          onChange={(from) => from && take(from)}
          options={ways.map((value) => ({ value, label: t(`import.place.${value}`) }))}
        />
        {place.from === 'columns' && (
          <>
            <Select
              label={t('import.place.east')}
              value={place.east}
              onChange={(east) => onChange({ place: { ...place, east } })}
              options={columns}
            />
            <Select
              label={t('import.place.north')}
              value={place.north}
              onChange={(north) => onChange({ place: { ...place, north } })}
              options={columns}
            />
          </>
        )}
        {place.from === 'text' && (
          <Select
            label={t('import.place.column')}
            value={place.column}
            onChange={(column) => onChange({ place: { ...place, column } })}
            options={columns}
          />
        )}
        {place.from !== 'none' && (
          <Select
            label={t('import.crs')}
            value={mapping.plane ? OWN : String(mapping.crs)}
            onChange={(crs) => onChange(crs === OWN ? { plane: [] } : { crs: Number(crs), plane: undefined })}
            options={[
              ...file.systems.map(({ code, name }) => ({
                value: String(code),
                label: layer.crs === code ? t('import.crs.named', { name }) : name,
              })),
              { value: OWN, label: t('import.crs.own') },
            ]}
          />
        )}
      </div>
      {place.from === 'none' && <p className="hint">{t('import.place.none.what')}</p>}
      {place.from === 'file' && layer.extent && !mapping.plane && !layer.fits.includes(mapping.crs) && (
        <p className="inline-problem" role="alert">
          {t(layer.fits.length === 0 ? 'import.crs.none-fits' : 'import.crs.not-here')}
        </p>
      )}
      {place.from !== 'none' && mapping.plane && (
        <OwnPlaneFields
          points={mapping.plane}
          extent={layer.extent}
          onPoints={(plane) => onChange({ plane })}
        />
      )}
    </fieldset>
  )
}
