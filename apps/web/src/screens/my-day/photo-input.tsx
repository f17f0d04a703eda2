import { useState } from 'react'
import { useWords } from '../../i18n/words.tsx'
import type { FieldFile } from '../../offline/field-file.ts'
import { preparePhoto } from '../../offline/photo.ts'
import { FileButton } from '../../ui/file-button.tsx'
import { type KeepingTrouble, NotKept, troubleOf } from './not-kept.tsx'

/** The phone's own camera; what it took is on the disk before this says that it has it. */
export function PhotoInput({ onPhoto }: { onPhoto: (photo: FieldFile) => Promise<void> }) {
  const { t } = useWords()
  const [trouble, setTrouble] = useState<KeepingTrouble | 'photo.unreadable' | null>(null)
  const take = async (files: readonly File[]) => {
    setTrouble(null)
    for (const file of files) {
      const photo = await preparePhoto(file).catch(() => null)
      if (!photo) setTrouble('photo.unreadable')
      else await onPhoto(photo).catch((error) => setTrouble(troubleOf(error)))
    }
  }
  return (
    <>
      <FileButton
        label={t('photo.take')}
        icon="camera"
        accept="image/*"
        capture="environment"
        onFiles={take}
      />
      <NotKept trouble={trouble} />
    </>
  )
}
