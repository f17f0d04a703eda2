import {
  type AssetClass,
  type AssetField,
  attributeField,
  type BulkEdit,
  type BulkRule,
  type FieldKind,
  fieldKind,
} from '@driftbild/core'
import { fieldTitle } from '@driftbild/words'
import { useState } from 'react'
import { DraftReview } from '../../changes/draft-review.tsx'
import { FieldInput } from '../../changes/field-input.tsx'
import { fieldValue } from '../../changes/field-value.ts'
import { useCancelDraft, useStartDraft } from '../../data/changes.ts'
import type { ExportOrder } from '../../data/exports.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { ProblemWords } from '../../ui/loaded.tsx'
import { attributeColumnsOf } from './columns.ts'

type RuleKind = BulkRule['kind']

const common = ['name', 'site', 'zone', 'builtYear', 'expectedLife', 'visibility'] as const

interface BulkEditProps {
  selection: ExportOrder['selection']
  /** How many that is, where it is known. */
  count: number | null
  /** Whose attributes are offered. */
  classes: readonly AssetClass[]
  onClose: () => void
}

/** One field of many assets: which, and what becomes of it; then what that means for each, before it is done. */
export function BulkEditDialog({ selection, count, classes, onClose }: BulkEditProps) {
  const { t } = useWords()
  const { code } = useHere()
  const start = useStartDraft(code)
  const cancel = useCancelDraft(code)
  const draft = start.data
  const back = () => {
    if (draft) cancel.mutate(draft.id)
    start.reset()
  }
  return (
    <Dialog
      title={count === null ? t('bulk.title.all') : t('bulk.title', { count })}
      open
      wide
      onClose={onClose}
    >
      {draft ? (
        <DraftReview id={draft.id} onCancel={back} onDone={onClose} />
      ) : (
        <BulkForm
          classes={classes}
          error={start.error}
          pending={start.isPending}
          onSubmit={(edit) => start.mutate({ kind: 'bulk', selection, edit })}
          onClose={onClose}
        />
      )}
    </Dialog>
  )
}

interface BulkFormProps {
  classes: readonly AssetClass[]
  error: unknown
  pending: boolean
  onSubmit: (edit: BulkEdit) => void
  onClose: () => void
}

function BulkForm({ classes, error, pending, onSubmit, onClose }: BulkFormProps) {
  const { t, find } = useWords()
  const fields: AssetField[] = [...common, ...attributeColumnsOf(classes).map(attributeField)]
  const [field, setField] = useState<AssetField>('builtYear')
  const [rule, setRule] = useState<RuleKind>('set')
  const [text, setText] = useState('')
  const [find_, setFind] = useState('')
  const [onlyEmpty, setOnlyEmpty] = useState(false)
  const of = classes.find((one) => fieldKind(one, field) !== null) ?? null
  const kind = of === null ? null : fieldKind(of, field)
  const rules = kind === null ? [] : rulesFor(kind)
  const chosen = rules.includes(rule) ? rule : 'set'
  const made = kind && ruleOf(chosen, { kind, text, find: find_ })
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        if (made) onSubmit({ field, rule: made, onlyEmpty })
      }}
    >
      <Select<AssetField>
        label={t('bulk.field')}
        value={field}
        onChange={(value) => {
          setField(value || 'builtYear')
          setText('')
        }}
        options={fields.map((value) => ({ value, label: fieldTitle(value, { t, find }) }))}
      />
      <Select<RuleKind>
        label={t('bulk.rule')}
        value={chosen}
        onChange={(value) => setRule(value || 'set')}
        options={rules.map((value) => ({ value, label: t(`bulk.rule.${value}`) }))}
      />
      {chosen === 'set' && kind && (
        <FieldInput {...{ field, kind, of, text }} onChange={setText} label={t('bulk.value')} />
      )}
      {(chosen === 'add' || chosen === 'multiply' || chosen === 'replace') && (
        <>
          {chosen === 'replace' && (
            <Field label={t('bulk.find')}>
              {(ids) => <input {...ids} value={find_} onChange={(event) => setFind(event.target.value)} />}
            </Field>
          )}
          <Field label={t(chosen === 'replace' ? 'bulk.with' : `bulk.by.${chosen}`)}>
            {(ids) => (
              <input
                {...ids}
                {...(chosen !== 'replace' && { inputMode: 'decimal' as const })}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
        </>
      )}
      {chosen === 'set' && (
        <label className="check-line">
          <input
            type="checkbox"
            checked={onlyEmpty}
            onChange={(event) => setOnlyEmpty(event.target.checked)}
          />
          {t('bulk.only-empty')}
        </label>
      )}
      {error !== null && error !== undefined && (
        <p className="inline-problem" role="alert">
          <ProblemWords error={error} />
        </p>
      )}
      <footer className="form-actions">
        <Button onPress={onClose}>{t('action.cancel')}</Button>
        <Button look="strong" type="submit" isDisabled={!made || pending}>
          {t('bulk.preview')}
        </Button>
      </footer>
    </form>
  )
}

/** What can be done with a value of that kind. */
function rulesFor({ type, optional }: FieldKind): RuleKind[] {
  return [
    'set',
    ...(optional ? (['clear'] as const) : []),
    ...(type === 'number' ? (['add', 'multiply'] as const) : []),
    ...(type === 'text' ? (['replace'] as const) : []),
  ]
}

/** The rule as it was typed; null while something is missing or is no number. */
function ruleOf(
  rule: RuleKind,
  { kind, text, find }: { kind: FieldKind; text: string; find: string },
): BulkRule | null {
  if (rule === 'clear') return { kind: 'clear' }
  if (rule === 'replace') return find === '' ? null : { kind: 'replace', find, with: text }
  const value = fieldValue(text, rule === 'set' ? kind : { type: 'number', whole: false, optional: false })
  if (value === null) return null
  if (rule === 'set') return { kind: 'set', value: value as string | number | boolean }
  return typeof value === 'number' ? { kind: rule, by: value } : null
}
