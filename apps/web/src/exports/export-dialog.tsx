import { swerefZones } from '@driftbild/network'
import { type Locale, localeNames, locales } from '@driftbild/words'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type AssetColumn,
  type ExportOrder,
  type ExportView,
  exportsQuery,
  networkModelsQuery,
  useOrderExport,
} from '../data/exports.ts'
import { useHere } from '../frame/here.tsx'
import { useWords } from '../i18n/words.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Select } from '../ui/field.tsx'
import { ProblemWords } from '../ui/loaded.tsx'
import { ExportLine } from './exports-bar.tsx'

type Format = ExportView['format']
const formats = [
  'gpkg',
  'xlsx',
  'csv',
  'geojson',
  'inp',
  'pdf',
  'labels',
] as const satisfies readonly Format[]
const systems = ['3006', '4326'] as const
/** A model file may be in a regional zone, as most municipalities keep theirs. */
const zones = swerefZones.map(({ code, name }) => ({ value: String(code), label: `${name} (EPSG:${code})` }))

interface ExportDialogProps {
  selection: ExportOrder['selection']
  /** How many that is, where it is known. */
  count: number | null
  /** As the list shows them. */
  columns: readonly AssetColumn[]
  onClose: () => void
}

/** What is selected, as which file. */
export function ExportDialog({ selection, count, columns, onClose }: ExportDialogProps) {
  const { t, locale } = useWords()
  const { code } = useHere()
  const [format, setFormat] = useState<Format>('gpkg')
  const [crs, setCrs] = useState<string>('3006')
  const [language, setLanguage] = useState<Locale>(locale)
  const [shownOnly, setShownOnly] = useState(false)
  const models = useQuery({ ...networkModelsQuery(code), enabled: format === 'inp' })
  const bases = models.data ?? []
  const [chosen, setBase] = useState<string | null>(null)
  const base = chosen ?? bases[0]?.name ?? ''
  const order = useOrderExport(code)
  const known = useQuery(exportsQuery(code))
  const kept = (known.data ?? []).filter(({ state }) => state === 'done')
  const placed = format !== 'pdf' && format !== 'labels'
  const table = placed && format !== 'inp'
  const submit = () =>
    order.mutate(
      {
        ...{ format, language, selection },
        ...(placed && { crs: Number(crs) }),
        ...(format === 'inp' && base !== '' && { base }),
        ...(table && shownOnly && { columns: [...columns] }),
      },
      { onSuccess: onClose },
    )
  return (
    <Dialog
      title={count === null ? t('export.title.all') : t('export.title', { count })}
      open
      onClose={onClose}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Select<Format>
          label={t('export.format')}
          value={format}
          onChange={(value) => {
            if (value === '') return
            setFormat(value)
            setCrs('3006')
          }}
          options={formats.map((value) => ({ value, label: t(`export.format.${value}`) }))}
        />
        {format === 'inp' && bases.length > 0 && (
          <Select
            label={t('export.base')}
            value={base}
            onChange={setBase}
            none={t('export.base.none')}
            options={bases.map(({ name }) => ({ value: name, label: name }))}
          />
        )}
        {placed && !(format === 'inp' && base !== '') && (
          <Select
            label={t('export.crs')}
            value={crs}
            onChange={(value) => value && setCrs(value)}
            options={[
              ...systems.map((value) => ({ value: value as string, label: t(`export.crs.${value}`) })),
              ...(table ? [] : zones),
            ]}
          />
        )}
        <Select<Locale>
          label={t('export.language')}
          value={language}
          onChange={(value) => value && setLanguage(value)}
          options={locales.map((value) => ({ value, label: localeNames[value] }))}
        />
        {table && (
          <Select<'all' | 'shown'>
            label={t('export.columns')}
            value={shownOnly ? 'shown' : 'all'}
            onChange={(value) => setShownOnly(value === 'shown')}
            options={[
              { value: 'all', label: t('export.columns.all') },
              { value: 'shown', label: t('export.columns.shown') },
            ]}
          />
        )}
        <p className="hint">{t('export.what')}</p>
        {order.error && (
          <p className="inline-problem" role="alert">
            <ProblemWords error={order.error} />
          </p>
        )}
        <footer className="form-actions">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button look="strong" type="submit" isPending={order.isPending}>
            {t('export.start')}
          </Button>
        </footer>
      </form>
      {kept.length > 0 && (
        <section className="kept-exports" aria-label={t('export.list')}>
          {kept.map((one) => (
            <ExportLine key={one.id} of={one} />
          ))}
        </section>
      )}
    </Dialog>
  )
}
