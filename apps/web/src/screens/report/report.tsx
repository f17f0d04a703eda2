import { type FaultMode, faultModes } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { assetSearchQuery } from '../../data/assets.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import type { FieldState, Field as FieldStore } from '../../offline/field.ts'
import type { FieldFile } from '../../offline/field-file.ts'
import { PhoneFull } from '../../offline/room.ts'
import { useField } from '../../offline/use-field.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { SkeletonRows } from '../../ui/loaded.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { NotKept } from '../my-day/not-kept.tsx'
import { PhotoInput } from '../my-day/photo-input.tsx'
import { SendingBar } from '../my-day/sending-bar.tsx'
import { useDoing } from '../my-day/use-doing.ts'
import { useDraft } from '../my-day/use-draft.ts'
import { ScanButton } from './scan-button.tsx'

/** A fault that a crew comes upon: which asset, what, and a photo; sent when there is coverage. */
export function ReportScreen() {
  const { t } = useWords()
  const { field, state } = useField()
  return (
    <div className="screen outdoors">
      <ScreenHead title={t('report.title')} lead={t('report.lead')} />
      {state ? <ReportForm field={field} state={state} /> : <SkeletonRows rows={3} height={72} />}
    </div>
  )
}

const empty = { asset: '', mode: '' as FaultMode | '', text: '' }
const [TEXT, PHOTOS] = ['report', 'report-photos'] as const
const modes = Object.keys(faultModes) as FaultMode[]

function ReportForm({ field, state }: { field: FieldStore; state: FieldState }) {
  const { t } = useWords()
  const { code } = useHere()
  const { asset: asked } = useSearch({ from: '/$municipality/report' })
  const { draft, change, forget } = useDraft(field.owner, TEXT, { ...empty, asset: asked ?? '' })
  const pictures = useDraft(field.owner, PHOTOS, { photos: [] as FieldFile[] }, 'file')
  const [sent, setSent] = useState(false)
  const { run, busy, failed } = useDoing()
  const found = useQuery(assetSearchQuery(code, draft?.asset ?? ''))
  if (!draft || !pictures.draft) return <SkeletonRows rows={3} height={72} />
  const { asset, mode, text } = draft
  const { photos } = pictures.draft
  const known = [
    ...(state.day?.day.visits ?? []).flatMap((visit) => visit.asset ?? []),
    ...(found.data?.items ?? []),
  ]
  const places = new Map(known.map(({ tag, name }) => [tag, name]))
  const service = known.find(({ tag }) => tag === asset.trim())?.service
  const send = async () => {
    if (mode === '') return
    const place = places.get(asset.trim()) ?? asset.trim()
    const tag = asset.trim()
    const report = { asset: tag, place, mode, text: text.trim(), photos }
    if (!(await run(() => field.report(report, [TEXT, PHOTOS])))) return
    await Promise.all([forget(), pictures.forget()])
    setSent(true)
  }
  return (
    <>
      <SendingBar state={state} />
      {sent && (
        <p className="remark" role="status">
          {t('report.kept')}
        </p>
      )}
      <form
        className="card field-form"
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <Field label={t('report.asset')} hint={places.get(asset.trim()) ?? t('report.asset.hint')}>
          {(ids) => (
            <>
              <input
                {...ids}
                list="places"
                required
                autoCapitalize="characters"
                autoComplete="off"
                value={asset}
                onChange={(event) => {
                  setSent(false)
                  change({ asset: event.target.value })
                }}
              />
              <datalist id="places">
                {[...places].map(([tag, name]) => (
                  <option key={tag} value={tag}>
                    {name}
                  </option>
                ))}
              </datalist>
            </>
          )}
        </Field>
        <ScanButton onTag={(tag) => change({ asset: tag })} />
        <Select
          label={t('report.mode')}
          value={mode}
          none={t('report.mode.none')}
          onChange={(value) => change({ mode: value })}
          options={modes
            .filter((one) => !service || !faultModes[one].service || faultModes[one].service === service)
            .map((value) => ({ value, label: t(`mode.${value}`) }))}
        />
        <Field label={t('report.text')}>
          {(ids) => (
            <textarea
              {...ids}
              rows={3}
              maxLength={2000}
              value={text}
              onChange={(event) => change({ text: event.target.value })}
            />
          )}
        </Field>
        <PhotoInput
          onPhoto={async (photo) => {
            if (await pictures.change({ photos: [...photos, photo] })) return
            await pictures.change({ photos })
            throw new PhoneFull('no room for another photo')
          }}
        />
        {photos.length > 0 && <p role="status">{t('photos.title', { count: photos.length })}</p>}
        <NotKept trouble={failed ? 'field.not-kept' : null} />
        <Button look="strong" type="submit" isDisabled={asset.trim() === '' || mode === '' || busy}>
          {t('report.send')}
        </Button>
      </form>
    </>
  )
}
