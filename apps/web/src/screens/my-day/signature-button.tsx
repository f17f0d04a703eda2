import { lazy, Suspense, useState } from 'react'
import { useWords } from '../../i18n/words.tsx'
import type { FieldFile } from '../../offline/field-file.ts'
import { Icon } from '../../signs/icon.tsx'
import { Button } from '../../ui/button.tsx'

const SignatureDialog = lazy(() =>
  import('./signature-dialog.tsx').then((m) => ({ default: m.SignatureDialog })),
)

/** Where somebody signs for the work. */
export function SignatureButton({ onSigned }: { onSigned: (signature: FieldFile) => Promise<void> }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onPress={() => setOpen(true)}>
        <Icon name="pen" size={20} />
        {t('signature.open')}
      </Button>
      {open && (
        <Suspense>
          <SignatureDialog onSigned={onSigned} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
