import { lazy, Suspense, useState } from 'react'
import { useWords } from '../../i18n/words.tsx'
import { Icon } from '../../signs/icon.tsx'
import { Button } from '../../ui/button.tsx'

const ScanDialog = lazy(() => import('./scan-dialog.tsx').then((m) => ({ default: m.ScanDialog })))

/** Reads the asset's QR code; nothing where there is no camera, for the tag can be typed too. */
export function ScanButton({ onTag }: { onTag: (tag: string) => void }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  if (!navigator.mediaDevices) return null
  return (
    <>
      <Button onPress={() => setOpen(true)}>
        <Icon name="scan" size={20} />
        {t('scan.open')}
      </Button>
      {open && (
        <Suspense>
          <ScanDialog
            onClose={() => setOpen(false)}
            onTag={(tag) => {
              onTag(tag)
              setOpen(false)
            }}
          />
        </Suspense>
      )}
    </>
  )
}
