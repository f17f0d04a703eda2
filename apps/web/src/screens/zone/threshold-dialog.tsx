import { useState } from 'react'
import { type LeakRecord, useLeakThreshold } from '../../data/leaks.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'

interface ThresholdDialogProps {
  tag: string
  threshold: LeakRecord['threshold']
  onClose: () => void
}

const percent = (share: number): string => String(Math.round(share * 100))
const shareOf = (text: string): number => Number(text) / 100

/** Limits within which the threshold follows what is found, or one that holds. */
export function ThresholdDialog({ tag, threshold: { value, limits }, onClose }: ThresholdDialogProps) {
  const { t } = useWords()
  const { code } = useHere()
  const save = useLeakThreshold(code, tag)
  const [now, setNow] = useState(percent(value))
  const [least, setLeast] = useState(percent(limits?.least ?? 0.35))
  const [most, setMost] = useState(percent(limits?.most ?? 0.8))
  const [wanted, setWanted] = useState(percent(limits?.wanted ?? 0.6))
  const [isFixed, setFixed] = useState(limits !== null && limits.fixed !== null)
  const isOrdered = shareOf(least) <= shareOf(most)
  const number = (label: string, text: string, set: (text: string) => void, min = 20, max = 95) => (
    <Field label={label}>
      {(ids) => (
        <input
          {...ids}
          type="number"
          inputMode="numeric"
          required
          {...{ min, max, step: 1, value: text }}
          onChange={(event) => set(event.target.value)}
        />
      )}
    </Field>
  )
  return (
    <Dialog title={t('threshold.set')} open onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          const threshold = shareOf(now)
          const chosen = {
            ...{ least: shareOf(least), most: shareOf(most), wanted: shareOf(wanted) },
            fixed: isFixed ? threshold : null,
          }
          save.mutate({ threshold, limits: chosen }, { onSuccess: onClose })
        }}
      >
        <p className="quiet">{t('threshold.rule')}</p>
        {number(t('threshold.value'), now, setNow)}
        <label className="check-row">
          <input type="checkbox" checked={isFixed} onChange={(event) => setFixed(event.target.checked)} />
          <span>{t('threshold.fix')}</span>
        </label>
        {!isFixed && (
          <>
            {number(t('threshold.least'), least, setLeast)}
            {number(t('threshold.most'), most, setMost)}
            {number(t('threshold.wanted'), wanted, setWanted, 10)}
          </>
        )}
        {!isOrdered && <p className="inline-problem">{t('threshold.order')}</p>}
        <ProblemLine error={save.error} />
        <footer className="form-actions">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button look="strong" type="submit" isPending={save.isPending} isDisabled={!isOrdered}>
            {t('action.save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
