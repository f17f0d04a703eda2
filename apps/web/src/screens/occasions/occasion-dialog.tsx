import { type OccasionKind, occasionKinds } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { assetQuery } from '../../data/assets.ts'
import { type OccasionView, useChangeOccasion, useStateOccasion } from '../../data/occasions.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { AssetPicker, type PickedAsset } from '../../ui/asset-picker.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { readNumber } from '../../ui/read-number.ts'
import { ShowChoice } from '../../ui/show-choice.tsx'

interface OccasionDialogProps {
  /** What is stated anew; null for a new one. */
  of: OccasionView | null
  /** The container that one was looking at. */
  at: PickedAsset | null
  today: string
  onClose: () => void
}

const RADIUS = { usual: '200', most: 5_000 } as const

/** What is on, when, which containers it fills, and how much more is expected. */
export function OccasionDialog({ of, at, today, onClose }: OccasionDialogProps) {
  const { t } = useWords()
  const { code } = useHere()
  const [id] = useState(() => of?.id ?? crypto.randomUUID())
  const state = useStateOccasion(code)
  const change = useChangeOccasion(code, id)
  const sending = of ? change : state
  const [draft, setDraft] = useState(() => ({
    ...{ kind: of?.occasion.kind ?? ('market' as OccasionKind), name: of?.occasion.name ?? '' },
    ...{ from: of?.occasion.from ?? today, to: of?.occasion.to ?? today },
    expected: of?.occasion.expected == null ? '' : String(of.occasion.expected),
  }))
  const put = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }))
  const [where, setWhere] = useState<'around' | 'chosen'>(of ? 'chosen' : 'around')
  const [middle, setMiddle] = useState<PickedAsset | null>(at)
  const [radius, setRadius] = useState<string>(RADIUS.usual)
  const [chosen, setChosen] = useState<readonly PickedAsset[]>(of?.bins ?? (at ? [at] : []))
  const place = useQuery({ ...assetQuery(code, middle?.tag ?? ''), enabled: middle !== null })
  const expected = draft.expected.trim() === '' ? null : readNumber(draft.expected)
  const isExpectedWrong =
    draft.expected.trim() !== '' && (expected === null || expected <= 0 || expected > 20)
  const metres = readNumber(radius)
  const isRadiusWrong = metres === null || metres <= 0 || metres > RADIUS.most
  const geometry = place.data?.geometry
  const [longitude, latitude] = geometry?.type === 'Point' ? geometry.coordinates : []
  const bins = where === 'chosen' ? chosen.map(({ tag }) => tag) : []
  const around =
    where === 'around' && longitude !== undefined && latitude !== undefined && !isRadiusWrong
      ? { longitude, latitude, radius: metres }
      : null
  const isWhole =
    draft.name.trim() !== '' &&
    draft.from !== '' &&
    draft.to >= draft.from &&
    !isExpectedWrong &&
    (bins.length > 0 || around !== null)
  const send = () => {
    const fields = { ...draft, name: draft.name.trim(), expected, bins, place: around }
    const done = { onSuccess: onClose }
    if (of) change.mutate({ ...fields, revision: of.revision }, done)
    else state.mutate({ ...fields, id }, done)
  }
  return (
    <Dialog title={t(of ? 'occasion.change' : 'occasion.add')} open onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (isWhole) send()
        }}
      >
        <Field label={t('occasion.name')} hint={t('occasion.name.hint')}>
          {(ids) => (
            <input
              {...ids}
              required
              maxLength={120}
              value={draft.name}
              onChange={(event) => put({ name: event.target.value })}
            />
          )}
        </Field>
        <Select<OccasionKind>
          label={t('occasion.kind')}
          value={draft.kind}
          onChange={(kind) => kind !== '' && put({ kind })}
          options={occasionKinds.map((value) => ({ value, label: t(`occasion-kind.${value}`) }))}
        />
        <div className="field-pair">
          <Field label={t('occasion.from')}>
            {(ids) => (
              <input
                {...ids}
                type="date"
                required
                value={draft.from}
                onChange={(event) => {
                  const from = event.target.value
                  put(draft.to < from ? { from, to: from } : { from })
                }}
              />
            )}
          </Field>
          <Field label={t('occasion.to')}>
            {(ids) => (
              <input
                {...ids}
                type="date"
                required
                min={draft.from}
                value={draft.to}
                onChange={(event) => put({ to: event.target.value })}
              />
            )}
          </Field>
        </div>
        <Field label={t('occasion.expected')} hint={t('occasion.expected.hint')}>
          {(ids) => (
            <input
              {...ids}
              className="short"
              inputMode="decimal"
              value={draft.expected}
              aria-invalid={isExpectedWrong}
              onChange={(event) => put({ expected: event.target.value })}
            />
          )}
        </Field>
        <fieldset className="rule-choice">
          <legend>{t('occasion.bins')}</legend>
          <ShowChoice
            label={t('occasion.bins')}
            value={where}
            onChange={setWhere}
            options={[
              { value: 'around', label: t('occasion.around') },
              { value: 'chosen', label: t('occasion.chosen') },
            ]}
          />
          {where === 'around' ? (
            <>
              <AssetPicker
                label={t('occasion.middle')}
                hint={t('occasion.middle.hint')}
                picked={middle}
                onPick={setMiddle}
              />
              <Field label={t('occasion.radius')}>
                {(ids) => (
                  <input
                    {...ids}
                    className="short"
                    inputMode="numeric"
                    value={radius}
                    aria-invalid={isRadiusWrong}
                    onChange={(event) => setRadius(event.target.value)}
                  />
                )}
              </Field>
            </>
          ) : (
            <ChosenBins chosen={chosen} onChange={setChosen} />
          )}
        </fieldset>
        <ProblemLine error={sending.error} />
        <footer className="form-actions">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button look="strong" type="submit" isPending={sending.isPending} isDisabled={!isWhole}>
            {t('action.save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

interface ChosenBinsProps {
  chosen: readonly PickedAsset[]
  onChange: (chosen: readonly PickedAsset[]) => void
}

function ChosenBins({ chosen, onChange }: ChosenBinsProps) {
  const { t } = useWords()
  // A picker keeps what was picked; the next one is a new one.
  const [picks, setPicks] = useState(0)
  return (
    <>
      {chosen.length > 0 && (
        <ul className="plain-rows occasion-bins">
          {chosen.map(({ tag, name }) => (
            <li key={tag}>
              <span>{name}</span> <span className="quiet">{tag}</span>
              <Button
                look="quiet"
                aria-label={t('occasion.leave-out.of', { tag })}
                onPress={() => onChange(chosen.filter((one) => one.tag !== tag))}
              >
                {t('occasion.leave-out')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <AssetPicker
        key={picks}
        label={t('occasion.one-more')}
        hint={t('occasion.middle.hint')}
        picked={null}
        onPick={(asset) => {
          if (!asset) return
          if (!chosen.some(({ tag }) => tag === asset.tag))
            onChange([...chosen, { tag: asset.tag, name: asset.name }])
          setPicks(picks + 1)
        }}
      />
    </>
  )
}
