import { useId, useState } from 'react'
import { useWords } from '../../i18n/words.tsx'
import { type Photo, preparePhoto } from '../../offline/photo.ts'
import { Icon } from '../../signs/icon.tsx'

/** The phone's own camera; what it took is on the disk before this says that it has it. */
export function PhotoInput({ onPhoto }: { onPhoto: (photo: Photo) => Promise<void> }) {
  const { t } = useWords()
  const id = useId()
  const [trouble, setTrouble] = useState<'photo.unreadable' | 'field.not-kept' | null>(null)
  const take = async (files: readonly File[]) => {
    setTrouble(null)
    for (const file of files) {
      const photo = await preparePhoto(file).catch(() => null)
      if (!photo) setTrouble('photo.unreadable')
      else await onPhoto(photo).catch(() => setTrouble('field.not-kept'))
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
      {trouble && (
        <p className="inline-problem" role="alert">
          {t(trouble)}
        </p>
      )}
    </>
  )
}
