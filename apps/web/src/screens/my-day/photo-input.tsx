import { useId, useState } from 'react'
import { useWords } from '../../i18n/words.tsx'
import type { FieldFile } from '../../offline/field-file.ts'
import { preparePhoto } from '../../offline/photo.ts'
import { Icon } from '../../signs/icon.tsx'
import { type KeepingTrouble, NotKept, troubleOf } from './not-kept.tsx'

/** The phone's own camera; what it took is on the disk before this says that it has it. */
export function PhotoInput({ onPhoto }: { onPhoto: (photo: FieldFile) => Promise<void> }) {
  const { t } = useWords()
  const id = useId()
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
      <label className="button plain photo-take" htmlFor={id}>
        <Icon name="camera" size={20} />
        {t('photo.take')}
      </label>
      <input
        id={id}
        className="visually-hidden"
        type="file"
        accept="image/*"
        capture="environment"
        onChange={async (event) => {
          const { files } = event.target
          const taken = [...(files ?? [])]
          event.target.value = ''
          await take(taken)
        }}
      />
      <NotKept trouble={trouble} />
    </>
  )
}
