import { useEffect, useState } from 'react'
import { useWords } from '../../i18n/words.tsx'

const LITTLE_BYTES = 100 * 1024 * 1024

interface Room {
  persisted: boolean
  left: number | null
}

/** Whether the phone may throw away what is kept here, and how much room there is. */
export function StorageRoom() {
  const { t, f } = useWords()
  const [room, setRoom] = useState<Room | null>(null)
  useEffect(() => {
    const ask = async (): Promise<Room> => {
      const { quota, usage } = await navigator.storage.estimate()
      const left = quota === undefined ? null : quota - (usage ?? 0)
      return { persisted: await navigator.storage.persisted(), left }
    }
    let gone = false
    ask().then(
      (known) => !gone && setRoom(known),
      () => {},
    )
    return () => {
      gone = true
    }
  }, [])
  if (!room) return null
  const megabytes = room.left === null ? null : f.number(room.left / 1024 / 1024, 0)
  return (
    <section aria-labelledby="room">
      <h2 id="room">{t('storage.title')}</h2>
      <p className="quiet">{t(room.persisted ? 'storage.kept' : 'storage.may-go')}</p>
      {megabytes !== null && (
        <p className={room.left! < LITTLE_BYTES ? 'remark' : 'quiet'}>
          {t(room.left! < LITTLE_BYTES ? 'storage.little' : 'storage.left', { megabytes })}
        </p>
      )}
    </section>
  )
}
