import { lazy, Suspense, useState } from 'react'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'

const SkipDialog = lazy(() => import('./skip-dialog.tsx').then((m) => ({ default: m.SkipDialog })))

interface SkipButtonProps {
  isDisabled: boolean
  /** Says whether it is kept. */
  onSkip: (reason: string) => Promise<boolean>
}

/** Leaves a stop out, with a reason. */
export function SkipButton({ isDisabled, onSkip }: SkipButtonProps) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button isDisabled={isDisabled} onPress={() => setOpen(true)}>
        {t('visit.skip')}
      </Button>
      {open && (
        <Suspense>
          <SkipDialog
            onClose={() => setOpen(false)}
            onSkip={async (reason) => {
              if (await onSkip(reason)) setOpen(false)
            }}
          />
        </Suspense>
      )}
    </>
  )
}
