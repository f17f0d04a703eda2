import { useInfiniteQuery } from '@tanstack/react-query'
import { type FaultView, faultsQuery, useMergeFault } from '../../data/faults.ts'
import { allItems } from '../../data/page.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemWords } from '../../ui/loaded.tsx'

/** Which other fault is the same one. */
export function MergeDialog({
  fault,
  open,
  onClose,
}: {
  fault: FaultView
  open: boolean
  onClose: () => void
}) {
  const { t, f } = useWords()
  const { code } = useHere()
  const faults = useInfiniteQuery({ ...faultsQuery(code), enabled: open })
  const merge = useMergeFault(code, fault.id)
  const others = allItems(faults.data).filter(
    (other) => other.id !== fault.id && other.service === fault.service,
  )
  return (
    <Dialog title={t('fault.merge.title')} open={open} onClose={onClose}>
      <p>{t('fault.merge.what')}</p>
      {others.length === 0 && <p className="quiet">{t('fault.merge.none')}</p>}
      <ul className="choices-list">
        {others.map((other) => (
          <li key={other.id}>
            <span>
              {t('prediction.headline', { mode: t(`mode.${other.mode}`), subject: other.subjectName })}
              <br />
              <span className="quiet">
                {other.subject.tag} · {t('alarm.since', { at: f.moment(other.from) })}
              </span>
            </span>
            <Button
              isPending={merge.isPending && merge.variables.other === other.id}
              onPress={() => merge.mutate({ other: other.id }, { onSuccess: onClose })}
            >
              {t('fault.merge.this')}
            </Button>
          </li>
        ))}
      </ul>
      {merge.error && (
        <p className="inline-problem" role="alert">
          <ProblemWords error={merge.error} />
        </p>
      )}
    </Dialog>
  )
}
