import { type FieldChange, type Geometry, lengthOf, metresBetween, sameValue, valueAt } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useReducer, useState } from 'react'
import { Checkbox } from 'react-aria-components'
import { conflictsOf, EditProblem } from '../../changes/edit-problem.tsx'
import { ReasonField } from '../../changes/reason-field.tsx'
import type { AssetPage } from '../../data/assets.ts'
import { joinedAssetsQuery, useEditAsset } from '../../data/changes.ts'
import { problemOf } from '../../data/http.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import type { ShapeEditing } from '../../map/edit-shape.ts'
import { geometryOf, mayRemove, pointsOf, shapeOf } from '../../map/shape.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { CheckBox } from '../../ui/check-box.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemWords } from '../../ui/loaded.tsx'
import { readNumber } from '../../ui/read-number.ts'
import { ShowChoice } from '../../ui/show-choice.tsx'
import { surveyedByHand } from './coordinates.ts'
import { followed, followingFields, isLine } from './following.ts'
import { FollowingList } from './following-list.tsx'
import { draftOf, isMoved, methodOf, placeDraft, shapeNow } from './place-draft.ts'
import { PointCoordinates } from './point-coordinates.tsx'

const steps = ['0.1', '1', '10'] as const

interface PlaceEditorProps {
  asset: AssetPage
  onEditing: (editing: ShapeEditing | null) => void
  onClose: () => void
}

/** An asset is put in its place: on the map, by keys, or by coordinates; seen on the map before it is saved. */
export function PlaceEditor({ asset, onEditing, onClose }: PlaceEditorProps) {
  const { t, f } = useWords()
  const { code } = useHere()
  // What somebody else changes meanwhile must not slip in under what is drawn here.
  const [from, setFrom] = useState(asset)
  const [draft, act] = useReducer(placeDraft, shapeOf(asset.geometry), draftOf)
  const [step, setStep] = useState<(typeof steps)[number]>('1')
  const [accuracy, setAccuracy] = useState('')
  const [reason, setReason] = useState('')
  const [withLength, setWithLength] = useState(true)
  const joined = useQuery(joinedAssetsQuery(code, asset.tag))
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const following = useMemo(
    () => (joined.data ?? []).filter(({ tag }) => !left.has(tag)),
    [joined.data, left],
  )
  const edit = useEditAsset(code, asset.tag)
  const shape = shapeNow(draft)
  const { chosen } = draft
  const points = pointsOf(shape)
  const geometry = useMemo(() => geometryOf(shape), [shape])
  const joinedChanged = changedMeanwhile(edit.error, asset.tag)
  const conflicts = joinedChanged === null ? conflictsOf(edit.error) : []
  const theirs = (conflicts.find(({ field }) => field === 'geometry')?.found ?? null) as Geometry | null

  const editing = useMemo<ShapeEditing>(
    () => ({
      ...{ shape, chosen, theirs },
      following: (to) => following.filter(isLine).map((one) => followed(one, to)),
      onChoose: (index) => act({ do: 'choose', index }),
      onMove: (index, to) => act({ do: 'move', index, to, by: 'map' }),
      onAdd: (behind, at) => act({ do: 'add', behind, at }),
      onRemove: (index) => act({ do: 'remove', index }),
      onStep: (right, up) => act({ do: 'step', east: right * Number(step), north: up * Number(step) }),
    }),
    [shape, chosen, theirs, following, step],
  )
  useEffect(() => onEditing(editing), [onEditing, editing])
  useEffect(() => () => onEditing(null), [onEditing])

  const byHand = { accuracy: readNumber(accuracy) || null, method: methodOf(draft) }
  const change = (field: FieldChange['field'], after: unknown): FieldChange[] => {
    const before = valueAt(from, field)
    return sameValue(before, after) ? [] : [{ field, before, after }]
  }
  const drawnLength = lengthOf(geometry)
  const knownLength = geometry.type === 'LineString' ? from.attributes.length : undefined
  const lengthDiffers = typeof knownLength === 'number' && isMoved(draft) && knownLength !== drawnLength
  const fields = isMoved(draft)
    ? [
        ...change('geometry', geometry),
        ...change('surveyed', surveyedByHand(geometry, from, byHand)),
        ...(lengthDiffers && withLength ? change('attributes.length', drawnLength) : []),
      ]
    : []
  const place = points[0]!
  const also = isMoved(draft)
    ? following
        .map((one) => ({
          ...{ tag: one.tag, fields: followingFields(one, place, { method: methodOf(draft), withLength }) },
        }))
        .filter((one) => one.fields.length > 0)
    : []
  const accuracyInvalid = accuracy.trim() !== '' && readNumber(accuracy) === null
  return (
    <form
      className="form place-editor"
      aria-label={t('place.title')}
      onSubmit={(event) => {
        event.preventDefault()
        edit.mutate({ reason, fields, also }, { onSuccess: onClose })
      }}
    >
      <p className="hint">{t(shape.type === 'Point' ? 'place.hint.point' : 'place.hint.line')}</p>
      {points.length > 1 && (
        <div className="place-points">
          <IconButton
            icon="left"
            label={t('place.previous')}
            onPress={() => act({ do: 'choose', index: (chosen + points.length - 1) % points.length })}
          />
          <span role="status">{t('place.point', { index: chosen + 1, count: points.length })}</span>
          <IconButton
            icon="right"
            label={t('place.next')}
            onPress={() => act({ do: 'choose', index: (chosen + 1) % points.length })}
          />
          <Button onPress={() => act({ do: 'add', behind: chosen })}>{t('place.add')}</Button>
          <Button isDisabled={!mayRemove(shape, chosen)} onPress={() => act({ do: 'remove', index: chosen })}>
            {t('place.remove')}
          </Button>
        </div>
      )}
      <PointCoordinates
        place={points[chosen]!}
        onPlace={(to) => act({ do: 'move', index: chosen, to, by: 'typed' })}
      />
      <div className="place-steps">
        <ShowChoice
          label={t('place.step')}
          value={step}
          onChange={setStep}
          options={steps.map((value) => ({
            value,
            label: t('place.step.metres', { metres: f.number(Number(value), value === '0.1' ? 1 : 0) }),
          }))}
        />
        <IconButton icon="left" label={t('place.move.left')} onPress={() => editing.onStep(-1, 0)} />
        <IconButton icon="up" label={t('place.move.up')} onPress={() => editing.onStep(0, 1)} />
        <IconButton icon="down" label={t('place.move.down')} onPress={() => editing.onStep(0, -1)} />
        <IconButton icon="right" label={t('place.move.right')} onPress={() => editing.onStep(1, 0)} />
      </div>
      <div className="place-preview">
        <p role="status">
          {!isMoved(draft)
            ? t('place.preview.none')
            : t(shape.type === 'Point' ? 'place.preview.point' : 'place.preview.line', {
                count: points.length,
                length: f.number(drawnLength, 1),
                moved: f.number(farthest(geometry, from.geometry), 1),
              })}
        </p>
        <Button isDisabled={!isMoved(draft)} onPress={() => act({ do: 'back' })}>
          {t('place.back')}
        </Button>
      </div>
      {joined.data && joined.data.length > 0 && (
        <FollowingList
          {...{ joined: joined.data, to: place, left, withLength }}
          onLeft={setLeft}
          onWithLength={setWithLength}
        />
      )}
      {lengthDiffers && (
        <Checkbox className="check" isSelected={withLength} onChange={setWithLength}>
          <CheckBox />
          {t('place.length', { before: f.number(knownLength, 1), after: f.number(drawnLength, 1) })}
        </Checkbox>
      )}
      <Field label={t('place.accuracy')} hint={t('place.accuracy.hint')}>
        {(ids) => (
          <input
            {...ids}
            inputMode="decimal"
            value={accuracy}
            aria-invalid={accuracyInvalid}
            onChange={(event) => setAccuracy(event.target.value)}
          />
        )}
      </Field>
      <ReasonField value={reason} onChange={setReason} />
      {theirs && <p className="hint">{t('place.theirs')}</p>}
      {joined.error && (
        <p className="inline-problem" role="alert">
          <ProblemWords error={joined.error} />
        </p>
      )}
      {joinedChanged !== null && (
        <div className="inline-problem" role="alert">
          <p>{t('place.following.changed', { tag: joinedChanged })}</p>
          <Button onPress={() => joined.refetch().then(edit.reset)}>{t('place.following.again')}</Button>
        </div>
      )}
      {edit.error && joinedChanged === null && (
        <EditProblem
          error={edit.error}
          of={from}
          onTakeOver={(next) => {
            setFrom(next)
            edit.reset()
            void joined.refetch()
          }}
          onTheirs={onClose}
        />
      )}
      <footer className="form-actions">
        <Button onPress={onClose}>{t('action.cancel')}</Button>
        <Button
          look="strong"
          type="submit"
          isDisabled={
            fields.length === 0 ||
            reason.trim() === '' ||
            accuracyInvalid ||
            edit.isPending ||
            // What is known to be another by now is fetched first.
            joinedChanged !== null ||
            // What moves along is not left behind because nobody knew of it yet.
            !joined.data
          }
        >
          {t('action.save')}
        </Button>
      </footer>
    </form>
  )
}

/** The tag of what moves along and was changed by somebody else; null where that isn't what is wrong. */
function changedMeanwhile(error: unknown, tag: string): string | null {
  const problem = error ? problemOf(error) : null
  return problem?.code === 'edited-meanwhile' && problem.ref !== undefined && problem.ref !== tag
    ? problem.ref
    : null
}

/** Metres from what is farthest of the one to the nearest point of the other. */
function farthest(now: Geometry, before: Geometry): number {
  const known = pointsOf(shapeOf(before))
  return Math.max(
    ...pointsOf(shapeOf(now)).map((at) => Math.min(...known.map((was) => metresBetween(at, was)))),
  )
}
