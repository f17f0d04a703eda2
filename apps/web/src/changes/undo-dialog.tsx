import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { draftQuery, useCancelDraft, useStartDraft } from '../data/changes.ts'
import { useHere } from '../frame/here.tsx'
import { useWords } from '../i18n/words.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemWords } from '../ui/loaded.tsx'
import { DraftReview } from './draft-review.tsx'

interface UndoDialogProps {
  set: string
  onClose: () => void
}

/** What turning a set of changes round would do. What was changed again later stays unless one says otherwise. */
export function UndoDialog({ set, onClose }: UndoDialogProps) {
  const { t } = useWords()
  const { code } = useHere()
  const [overwrite, setOverwrite] = useState(false)
  const { mutate, data, error } = useStartDraft(code)
  const cancel = useCancelDraft(code)
  useEffect(() => mutate({ kind: 'undo', set, overwrite }), [mutate, set, overwrite])
  const draft = useQuery({ ...draftQuery(code, data?.id ?? ''), enabled: data !== undefined })
  const conflicts = draft.data?.state === 'ready' && draft.data.counts.refused > 0
  const leave = () => {
    if (data) cancel.mutate(data.id)
    onClose()
  }
  return (
    <Dialog title={t('undo.title')} open wide onClose={onClose}>
      <p className="hint">{t(overwrite ? 'undo.overwrites' : 'undo.what')}</p>
      {(overwrite || conflicts) && (
        <p>
          <Button onPress={() => setOverwrite(!overwrite)}>
            {t(overwrite ? 'undo.keep-later' : 'undo.overwrite')}
          </Button>
        </p>
      )}
      {error && (
        <p className="inline-problem" role="alert">
          <ProblemWords error={error} />
        </p>
      )}
      {data && (
        <DraftReview key={data.id} id={data.id} reason={t('undo.reason')} onCancel={leave} onDone={onClose} />
      )}
    </Dialog>
  )
}
