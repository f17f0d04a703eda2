import { type AssetClass, type AssetState, assetStates, type Service, services } from '@driftbild/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { type AssetFilter, assetsQuery } from '../../data/assets.ts'
import { overviewQuery } from '../../data/overview.ts'
import { allItems } from '../../data/page.ts'
import { zonesQuery } from '../../data/zones.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { assetClassNames } from '../../signs/class-icons.ts'
import { Field, Select } from '../../ui/field.tsx'
import { Empty, Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { AssetTable } from './asset-table.tsx'

const TYPING_MS = 250

/** Everything that is on the map, as a list that needs no pointer. */
export function ListScreen() {
  const { t } = useWords()
  const { code } = useHere()
  const navigate = useNavigate()
  const filter = useSearch({ from: '/$municipality/list' })
  const assets = useInfiniteQuery({ ...assetsQuery(code, filter), placeholderData: (previous) => previous })
  const zones = useQuery(zonesQuery(code))
  const items = allItems(assets.data)
  const set = (change: Partial<AssetFilter>) =>
    navigate({
      to: '/$municipality/list',
      params: { municipality: code },
      search: { ...filter, ...change } as typeof filter,
      replace: true,
    })
  const overview = useQuery(overviewQuery(code))
  const classes = (overview.data?.services ?? [])
    .filter(({ service }) => filter.service === undefined || service === filter.service)
    .flatMap((service) => assetClassNames.filter((one) => service.classes[one] !== undefined))
  return (
    <div className="screen">
      <ScreenHead title={t('nav.list')} lead={t('list.lead')} />
      <search className="filters">
        <TextFilter value={filter.q ?? ''} onChange={(q) => set({ q: q || undefined })} />
        <Select<Service>
          label={t('list.service')}
          value={filter.service ?? ''}
          onChange={(service) => set({ service: service || undefined, class: undefined })}
          none={t('list.any')}
          options={services.map((value) => ({ value, label: t(`service.${value}`) }))}
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
        <Select
          label={t('asset.zone')}
          value={filter.zone ?? ''}
          onChange={(zone) => set({ zone: zone || undefined })}
          none={t('list.any')}
          options={(zones.data ?? []).map((zone) => ({ value: zone.tag, label: zone.name }))}
        />
      </search>
      <Loaded query={assets} skeleton={<SkeletonRows rows={10} height={44} />}>
        {() =>
          items.length === 0 ? (
            <Empty title={t('list.none')}>{t('list.none.what')}</Empty>
          ) : (
            <AssetTable assets={items} />
          )
        }
      </Loaded>
      <MoreButton query={assets} />
    </div>
  )
}

/** Text goes to the address a moment after the last letter. */
function TextFilter({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useWords()
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text.trim() === value) return
    const timer = setTimeout(() => onChange(text.trim()), TYPING_MS)
    return () => clearTimeout(timer)
  })
  return (
    <Field label={t('list.text')}>
      {(ids) => (
        <input {...ids} type="search" value={text} onChange={(event) => setText(event.target.value)} />
      )}
    </Field>
  )
}
