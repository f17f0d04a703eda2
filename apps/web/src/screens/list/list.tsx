import { services } from '@driftbild/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { type AssetFilter, assetsQuery } from '../../data/assets.ts'
import type { AssetColumn, ExportOrder } from '../../data/exports.ts'
import { overviewQuery } from '../../data/overview.ts'
import { allItems } from '../../data/page.ts'
import { ExportDialog } from '../../exports/export-dialog.tsx'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { assetClassNames } from '../../signs/class-icons.ts'
import { AssetSelects } from '../../ui/asset-selects.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Empty, Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { EmptyRegister } from '../import/empty-register.tsx'
import { PlanInspectionsDialog } from '../inspections/plan-dialog.tsx'
import { AssetTable } from './asset-table.tsx'
import { BulkEditDialog } from './bulk-edit.tsx'
import { ColumnChoice } from './column-choice.tsx'
import { columnsOf, linkOf, usualColumns } from './columns.ts'

const TYPING_MS = 250

/** Everything that is on the map, as a list that needs no pointer. */
export function ListScreen() {
  const { t } = useWords()
  const { code, may } = useHere()
  const navigate = useNavigate()
  const filter = useFilter()
  const { columns: link } = useSearch({ from: '/$municipality/list' })
  const columns = columnsOf(link)
  const asked = columns.filter((column) => !usualColumns.includes(column))
  const assets = useInfiniteQuery({
    ...assetsQuery(code, filter, asked),
    placeholderData: (previous) => previous,
  })
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [exporting, setExporting] = useState(false)
  const [editing, setEditing] = useState(false)
  const [inspecting, setInspecting] = useState(false)
  const items = allItems(assets.data)
  const go = (search: AssetFilter & { columns?: string | undefined }) =>
    navigate({
      to: '/$municipality/list',
      params: { municipality: code },
      search: search as typeof filter,
      replace: true,
    })
  const set = (change: Partial<AssetFilter>) => {
    // What is no longer in sight is no longer chosen.
    setChosen(new Set())
    return go({ ...filter, ...change, columns: link })
  }
  const show = (shown: readonly AssetColumn[]) => go({ ...filter, columns: linkOf(shown) })
  const overview = useQuery(overviewQuery(code))
  const classes = (overview.data?.services ?? [])
    .filter(({ service }) => filter.service === undefined || service === filter.service)
    .flatMap((service) => assetClassNames.filter((one) => service.classes[one] !== undefined))
  return (
    <div className="screen">
      <ScreenHead title={t('nav.list')} lead={t('list.lead')}>
        <ColumnChoice classes={filter.class ? [filter.class] : classes} shown={columns} onChange={show} />
        {may('edit-assets') && (
          <>
            <Link className="button plain" to="/$municipality/changes" params={{ municipality: code }}>
              {t('changes.title')}
            </Link>
            <Link className="button plain" to="/$municipality/import" params={{ municipality: code }}>
              {t('import.title')}
            </Link>
            <Button onPress={() => setEditing(true)} isDisabled={items.length === 0}>
              {t('bulk.start')}
            </Button>
          </>
        )}
        {may('plan-inspection') && (
          <Button onPress={() => setInspecting(true)} isDisabled={items.length === 0}>
            {t('inspection.plan')}
          </Button>
        )}
        {may('export-assets') && (
          <Button look="strong" onPress={() => setExporting(true)} isDisabled={items.length === 0}>
            {t('export.start')}
          </Button>
        )}
      </ScreenHead>
      <search className="filters">
        <TextFilter value={filter.q ?? ''} onChange={(q) => set({ q: q || undefined })} />
        <AssetSelects choice={filter} services={services} classes={classes} onChange={set} />
      </search>
      {(filter.box !== undefined || filter.area !== undefined) && (
        <p className="chosen">
          {t(filter.area === undefined ? 'list.in-view' : 'list.in-area')}
          <Button look="quiet" onPress={() => set({ box: undefined, area: undefined })}>
            {t('list.everywhere')}
          </Button>
        </p>
      )}
      <Loaded query={assets} skeleton={<SkeletonRows rows={10} height={44} />}>
        {() =>
          items.length === 0 ? (
            <NothingListed filtered={Object.values(filter).some((one) => one !== undefined && one !== '')} />
          ) : (
            <>
              {chosen.size > 0 && (
                <p className="chosen" role="status">
                  {t('list.chosen', { count: chosen.size })}
                  <Button look="quiet" onPress={() => setChosen(new Set())}>
                    {t('list.unchoose')}
                  </Button>
                </p>
              )}
              <AssetTable
                assets={items}
                columns={columns}
                chosen={chosen}
                onChoose={may('export-assets') || may('edit-assets') ? setChosen : null}
              />
            </>
          )
        }
      </Loaded>
      <MoreButton query={assets} />
      {editing && (
        <BulkEditDialog
          selection={chosen.size > 0 ? { tags: [...chosen] } : selectionOf(filter)}
          count={chosen.size > 0 ? chosen.size : null}
          classes={filter.class ? [filter.class] : classes}
          onClose={() => setEditing(false)}
        />
      )}
      {inspecting && (
        <PlanInspectionsDialog
          selection={chosen.size > 0 ? { tags: [...chosen] } : selectionOf(filter)}
          count={chosen.size > 0 ? chosen.size : null}
          onClose={() => setInspecting(false)}
        />
      )}
      {exporting && (
        <ExportDialog
          selection={chosen.size > 0 ? { tags: [...chosen] } : selectionOf(filter)}
          count={chosen.size > 0 ? chosen.size : null}
          columns={['tag', 'name', ...columns]}
          onClose={() => setExporting(false)}
        />
      )}
    </div>
  )
}

/** The link's box and area as numbers. */
function selectionOf({ box, area, ...filter }: ReturnType<typeof useFilter>): ExportOrder['selection'] {
  return {
    ...filter,
    ...(box !== undefined && { box: box.split(',').map(Number) as [number, number, number, number] }),
    ...(area !== undefined && { area: cornersOf(area) }),
  }
}

const cornersOf = (area: string): [number, number][] =>
  area.split(';').map((corner) => corner.split(',').map(Number) as [number, number])

function useFilter() {
  const { columns: _, ...filter } = useSearch({ from: '/$municipality/list' })
  return filter
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

function NothingListed({ filtered }: { filtered: boolean }) {
  const { t } = useWords()
  return filtered ? <Empty title={t('list.none')}>{t('list.none.what')}</Empty> : <EmptyRegister />
}
