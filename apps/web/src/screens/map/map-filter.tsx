import { type AssetClass, type AssetState, assetClasses, assetStates, type Service } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { Dialog, DialogTrigger, Popover } from 'react-aria-components'
import type { Overview } from '../../data/overview.ts'
import { zonesQuery } from '../../data/zones.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { assetClassNames } from '../../signs/class-icons.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import type { MapFilter as Filter } from './map-search.ts'

interface MapFilterProps {
  filter: Filter
  services: Overview['services']
  onChange: (filter: Filter) => void
}

/** What of everything the map shows; it stands in the page's address, so that it can be sent to somebody. */
export function MapFilter({ filter, services, onChange }: MapFilterProps) {
  const { t } = useWords()
  const { code } = useHere()
  const zones = useQuery(zonesQuery(code))
  const there = services.flatMap(({ classes }) => assetClassNames.filter((one) => classes[one] !== undefined))
  const classes = there.filter((one) => !filter.service || assetClasses[one].service === filter.service)
  const chosen = Object.values(filter).filter((value) => value !== undefined).length
  const set = (change: Partial<Filter>) => onChange({ ...filter, ...change })
  return (
    <DialogTrigger>
      <Button icon="filter">{chosen === 0 ? t('map.filter') : t('map.filtered', { count: chosen })}</Button>
      <Popover className="popover" placement="bottom end">
        <Dialog className="popover-dialog map-filter" aria-label={t('map.filter')}>
          <Select<Service>
            label={t('list.service')}
            value={filter.service ?? ''}
            onChange={(service) => set({ service: service || undefined, class: undefined })}
            none={t('list.any')}
            options={services.map(({ service }) => ({ value: service, label: t(`service.${service}`) }))}
          />
          <Select<AssetClass>
            label={t('list.class')}
            value={filter.class ?? ''}
            onChange={(one) => set({ class: one || undefined })}
            none={t('list.any')}
            options={classes.map((value) => ({ value, label: t(`class.${value}`) }))}
          />
          <Select<AssetState>
            label={t('list.state')}
            value={filter.state ?? ''}
            onChange={(state) => set({ state: state || undefined })}
            none={t('list.any')}
            options={assetStates.map((value) => ({ value, label: t(`state.${value}`) }))}
          />
          <Select<string>
            label={t('asset.zone')}
            value={filter.zone ?? ''}
            onChange={(zone) => set({ zone: zone || undefined })}
            none={t('list.any')}
            options={(zones.data ?? []).map(({ tag, name }) => ({ value: tag, label: name }))}
          />
          <Button isDisabled={chosen === 0} onPress={() => onChange(nothing)}>
            {t('map.filter-none')}
          </Button>
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

const nothing: Filter = { service: undefined, class: undefined, state: undefined, zone: undefined }
