import { useState } from 'react'
import { type OverflowView, useDecideOverflow } from '../../data/sewer.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { DecisionFields, type Draft, decisionOf, localText } from './decision-fields.tsx'

/** What it was, by a named person; what was said before stays beside it. */
export function DecideOverflow({ overflow, onClose }: { overflow: OverflowView; onClose: () => void }) {
  const { t } = useWords()
  const { code } = useHere()
  const { id, holds, stationName } = overflow
  const decide = useDecideOverflow(code, id)
  const [draft, setDraft] = useState<Draft>({
    ...{ isOverflow: holds.isOverflow, cause: holds.cause, note: '' },
    ...{ began: localText(holds.began), ended: localText(holds.ended) },
    volume: holds.volume === null ? '' : String(Math.round(holds.volume)),
  })
  const decision = decisionOf(draft, holds)
  return (
    <Dialog title={t('overflow.decide-of', { station: stationName })} open onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (decision) decide.mutate(decision, { onSuccess: onClose })
        }}
      >
        <DecisionFields draft={draft} onChange={setDraft} mayBeNone />
        <ProblemLine error={decide.error} />
        <footer className="form-actions">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button look="strong" type="submit" isPending={decide.isPending} isDisabled={decision === null}>
            {t('action.save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
