import type { MunicipalitySettings } from '@driftbild/core'
import { localeNames, locales } from '@driftbild/words'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type SettingsView, settingsQuery, useSaveSettings } from '../../data/admin.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { AdminPlaces } from './admin-places.tsx'

/** What the municipality settled for itself. */
export function MunicipalityScreen() {
  const { t } = useWords()
  const { code } = useHere()
  const settings = useQuery(settingsQuery(code))
  return (
    <div className="screen">
      <ScreenHead title={t('admin.municipality')} lead={t('municipality.lead', { code })} />
      <AdminPlaces />
      <Loaded query={settings} skeleton={<SkeletonRows rows={5} height={60} />}>
        {(loaded) => <SettingsForm view={loaded} />}
      </Loaded>
    </div>
  )
}

function SettingsForm({ view }: { view: SettingsView }) {
  const { t } = useWords()
  const { code } = useHere()
  const save = useSaveSettings(code)
  const [name, setName] = useState(view.municipality.name)
  const [zone, setZone] = useState(view.municipality.zone)
  const [settings, setSettings] = useState<MunicipalitySettings>(view.settings)
  return (
    <form
      className="card form"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ name: name.trim(), zone: zone.trim(), settings })
      }}
    >
      <Field label={t('municipality.name')}>
        {(ids) => <input {...ids} required value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Field label={t('municipality.zone')} hint={t('municipality.zone.hint')}>
        {(ids) => <input {...ids} required value={zone} onChange={(event) => setZone(event.target.value)} />}
      </Field>
      <Select
        label={t('municipality.language')}
        value={settings.language}
        onChange={(language) => language !== '' && setSettings({ ...settings, language })}
        options={locales.map((value) => ({ value, label: localeNames[value] }))}
      />
      <Field label={t('municipality.operators')} hint={t('municipality.operators.hint')}>
        {(ids) => (
          <input
            {...ids}
            type="number"
            min={1}
            max={20}
            required
            value={settings.operators}
            onChange={(event) => setSettings({ ...settings, operators: Number(event.target.value) })}
          />
        )}
      </Field>
      <Field label={t('municipality.nearly-full')}>
        {(ids) => (
          <input
            {...ids}
            type="number"
            min={30}
            max={100}
            required
            value={Math.round(settings.nearlyFull * 100)}
            onChange={(event) => setSettings({ ...settings, nearlyFull: Number(event.target.value) / 100 })}
          />
        )}
      </Field>
      <Field label={t('municipality.energy-price')}>
        {(ids) => (
          <input
            {...ids}
            type="number"
            min={0.01}
            max={100}
            step={0.01}
            required
            value={settings.energyPrice}
            onChange={(event) => setSettings({ ...settings, energyPrice: Number(event.target.value) })}
          />
        )}
      </Field>
      <Field label={t('municipality.energy-price-source')} hint={t('energy.price.ours')}>
        {(ids) => (
          <input
            {...ids}
            value={settings.energyPriceSource ?? ''}
            onChange={(event) => setSettings({ ...settings, energyPriceSource: event.target.value || null })}
          />
        )}
      </Field>
      <ProblemLine error={save.error} />
      {save.isSuccess && <p role="status">{t('municipality.saved')}</p>}
      <footer className="form-actions">
        <Button look="strong" type="submit" isPending={save.isPending}>
          {t('action.save')}
        </Button>
      </footer>
    </form>
  )
}
