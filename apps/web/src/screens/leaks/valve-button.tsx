import { lazy, Suspense, useState } from 'react'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'

const ValveDialog = lazy(() => import('./valve-dialog.tsx').then((m) => ({ default: m.ValveDialog })))

/** Says what a valve is like; every plan that counts on it is made again. */
export function ValveButton({ tag }: { tag: string }) {
  const { t } = useWords()
  const { may } = useHere()
  const [open, setOpen] = useState(false)
  if (!may('do-order', 'water')) return null
  return (
    <>
      <Button look="quiet" aria-label={t('valve.say-of', { valve: tag })} onPress={() => setOpen(true)}>
        {t('valve.say')}
      </Button>
      {open && (
        <Suspense>
          <ValveDialog tag={tag} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
