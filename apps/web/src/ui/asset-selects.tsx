import { type AssetClass, type AssetState, assetStates, type Service } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { zonesQuery } from '../data/zones.ts'
import { useHere } from '../frame/here.tsx'
import { useWords } from '../i18n/words.tsx'
import { Select } from './field.tsx'
import { ServiceSelect } from './service-select.tsx'

/** Which assets, by what most people ask for. */
export interface AssetChoice {
  service?: Service | undefined
  class?: AssetClass | undefined
  state?: AssetState | undefined
  zone?: string | undefined
}

interface AssetSelectsProps {
  choice: AssetChoice
  services: readonly Service[]
  classes: readonly AssetClass[]
  onChange: (change: AssetChoice) => void
}

/** The same questions wherever assets are chosen. */
export function AssetSelects({ choice, services, classes, onChange }: AssetSelectsProps) {
  const { t } = useWords()
  const { code } = useHere()
  const zones = useQuery(zonesQuery(code))
  return (
    <>
      <ServiceSelect
        value={choice.service ?? ''}
        onChange={(service) => onChange({ service: service || undefined, class: undefined })}
        none={t('list.any')}
        among={services}
      />
      <Select<AssetClass>
        label={t('list.class')}
        value={choice.class ?? ''}
        onChange={(one) => onChange({ class: one || undefined })}
        none={t('list.any')}
        options={classes.map((value) => ({ value, label: t(`class.${value}`) }))}
      />
      <Select<AssetState>
        label={t('list.state')}
        value={choice.state ?? ''}
        onChange={(state) => onChange({ state: state || undefined })}
        none={t('list.any')}
        options={assetStates.map((value) => ({ value, label: t(`state.${value}`) }))}
      />
      <Select<string>
        label={t('asset.zone')}
        value={choice.zone ?? ''}
        onChange={(zone) => onChange({ zone: zone || undefined })}
        none={t('list.any')}
        options={(zones.data ?? []).map(({ tag, name }) => ({ value: tag, label: name }))}
      />
    </>
  )
}
