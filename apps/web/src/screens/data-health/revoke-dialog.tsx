import { type CollectorView, useRevoke } from '../../data/collectors.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemWords } from '../../ui/loaded.tsx'

interface RevokeProps {
  collector: CollectorView
  open: boolean
  onClose: () => void
}

/** A device that was lost or replaced must not hand in anything more. */
export function RevokeDialog({ collector, open, onClose }: RevokeProps) {
  const { t } = useWords()
  const { code } = useHere()
  const revoke = useRevoke(code)
  return (
    <Dialog title={t('health.revoke')} open={open} onClose={onClose}>
      <p>{t('health.revoke.ask', { name: collector.name })}</p>
      <Button
        isPending={revoke.isPending}
        onPress={() => revoke.mutate(collector.id, { onSuccess: onClose })}
      >
        {t('health.revoke.yes')}
      </Button>
      {revoke.error && (
        <p className="inline-problem" role="alert">
          <ProblemWords error={revoke.error} />
        </p>
      )}
    </Dialog>
  )
}
