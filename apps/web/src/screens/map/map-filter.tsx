import { assetClasses } from '@driftbild/core'
import { Dialog, DialogTrigger, Popover } from 'react-aria-components'
import type { Overview } from '../../data/overview.ts'
import { useWords } from '../../i18n/words.tsx'
import { assetClassNames } from '../../signs/class-icons.ts'
import { AssetSelects } from '../../ui/asset-selects.tsx'
import { Button } from '../../ui/button.tsx'
import type { MapFilter as Filter } from './map-search.ts'

interface MapFilterProps {
  filter: Filter
  services: Overview['services']
  onChange: (filter: Filter) => void
}

/** What of everything the map shows; it stands in the page's address, so that it can be sent to somebody. */
export function MapFilter({ filter, services, onChange }: MapFilterProps) {
  const { t } = useWords()
  const there = services.flatMap(({ classes }) => assetClassNames.filter((one) => classes[one] !== undefined))
  const classes = there.filter((one) => !filter.service || assetClasses[one].service === filter.service)
  const chosen = Object.values(filter).filter((value) => value !== undefined).length
  const set = (change: Partial<Filter>) => onChange({ ...filter, ...change })
  return (
    <DialogTrigger>
      <Button icon="filter">{chosen === 0 ? t('map.filter') : t('map.filtered', { count: chosen })}</Button>
      <Popover className="popover" placement="bottom end">
        <Dialog className="popover-dialog map-filter" aria-label={t('map.filter')}>
          <AssetSelects
            choice={filter}
            services={services.map(({ service }) => service)}
            classes={classes}
            onChange={set}
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
