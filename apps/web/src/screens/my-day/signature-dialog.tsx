import { useState } from 'react'
import { useWords } from '../../i18n/words.tsx'
import { type FieldFile, fieldFile } from '../../offline/field-file.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { type KeepingTrouble, NotKept, troubleOf } from './not-kept.tsx'
import { SignaturePad } from './signature-pad.tsx'
import { type Stroke, signaturePicture } from './signature-picture.ts'

interface SignatureDialogProps {
  onSigned: (signature: FieldFile) => Promise<void>
  onClose: () => void
}

/** Who takes the work over writes their name, and draws it where they can. */
export function SignatureDialog({ onSigned, onClose }: SignatureDialogProps) {
  const { t } = useWords()
  const [name, setName] = useState('')
  const [strokes, setStrokes] = useState<readonly Stroke[]>([])
  const [trouble, setTrouble] = useState<KeepingTrouble | null>(null)
  const sign = async () => {
    try {
      const picture = await signaturePicture(strokes, name.trim())
      await onSigned(await fieldFile('signature', picture, 'image/png', name.trim()))
      onClose()
    } catch (error) {
      setTrouble(troubleOf(error))
    }
  }
  return (
    <Dialog title={t('signature.open')} open onClose={onClose}>
      <form
        className="form field-form"
        onSubmit={(event) => {
          event.preventDefault()
          void sign()
        }}
      >
        <p>{t('signature.how')}</p>
        <Field label={t('signature.name')}>
          {(ids) => (
            <input
              {...ids}
              required
              autoComplete="off"
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <SignaturePad strokes={strokes} onStrokes={setStrokes} />
        <NotKept trouble={trouble} />
        <footer className="form-actions">
          <Button isDisabled={strokes.length === 0} onPress={() => setStrokes([])}>
            {t('signature.clear')}
          </Button>
          <Button look="strong" type="submit" isDisabled={name.trim() === ''}>
            {t('signature.sign')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
