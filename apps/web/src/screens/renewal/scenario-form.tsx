import { type AssetClass, type Service, services } from '@driftbild/core'
import { useState } from 'react'
import { type RenewalScenario, useSaveScenario } from '../../data/renewal.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { assetClassNames } from '../../signs/class-icons.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { ProblemWords } from '../../ui/loaded.tsx'
import { readNumber } from '../../ui/read-number.ts'
import type { Named } from './renewal.tsx'

const MILLION = 1e6
const horizons = ['20', '50', '100'] as const

/** The terms of a plan. Nothing is worked out anew until one says so. */
export function ScenarioForm({ of, onChange }: { of: Named; onChange: (next: Named) => void }) {
  const { t } = useWords()
  const { code } = useHere()
  const { scenario } = of
  const [name, setName] = useState(of.name)
  const [years, setYears] = useState(String(scenario.years))
  const [budget, setBudget] = useState(String(scenario.budget / MILLION).replace('.', ','))
  const [from, setFrom] = useState(String(Math.round(scenario.considerFrom * 100)))
  const [service, setService] = useState<Service | ''>(scenario.service ?? '')
  const [assetClass, setAssetClass] = useState<AssetClass | ''>(scenario.class ?? '')
  const save = useSaveScenario(code)
  const [money, share] = [readNumber(budget), readNumber(from)]
  const typed: RenewalScenario | null =
    money === null || share === null || share > 150
      ? null
      : {
          ...{ years: Number(years) as 20 | 50 | 100, budget: money * MILLION, considerFrom: share / 100 },
          ...(service && { service }),
          ...(assetClass && { class: assetClass }),
        }
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault()
        if (typed) onChange({ name: name.trim(), scenario: typed })
      }}
    >
      <h2>{t('renewal.terms')}</h2>
      <div className="edit-fields">
        <Field label={t('renewal.budget')}>
          {(ids) => (
            <input
              {...ids}
              inputMode="decimal"
              value={budget}
              aria-invalid={money === null}
              onChange={(event) => setBudget(event.target.value)}
            />
          )}
        </Field>
        <Select
          label={t('renewal.years')}
          value={years}
          onChange={setYears}
          options={horizons.map((value) => ({ value, label: t('years', { count: Number(value) }) }))}
        />
        <Select
          label={t('list.service')}
          value={service}
          onChange={setService}
          none={t('list.any')}
          options={services.map((value) => ({ value, label: t(`service.${value}`) }))}
        />
        <Select
          label={t('list.class')}
          value={assetClass}
          onChange={setAssetClass}
          none={t('list.any')}
          options={assetClassNames.map((value) => ({ value, label: t(`class.${value}`) }))}
        />
        <Field label={t('renewal.consider')} hint={t('renewal.consider.hint')}>
          {(ids) => (
            <input
              {...ids}
              inputMode="decimal"
              value={from}
              aria-invalid={share === null || share > 150}
              onChange={(event) => setFrom(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('renewal.name')} hint={t('renewal.name.hint')}>
          {(ids) => (
            <input {...ids} maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
      </div>
      {save.error && (
        <p className="inline-problem" role="alert">
          <ProblemWords error={save.error} />
        </p>
      )}
      <footer className="form-actions">
        <Button
          isDisabled={!typed || name.trim() === '' || save.isPending}
          onPress={() => {
            if (!typed) return
            const next = { name: name.trim(), scenario: typed }
            save.mutate(next, { onSuccess: () => onChange(next) })
          }}
        >
          {t('renewal.save')}
        </Button>
        <Button look="strong" type="submit" isDisabled={!typed}>
          {t('renewal.count')}
        </Button>
      </footer>
    </form>
  )
}
