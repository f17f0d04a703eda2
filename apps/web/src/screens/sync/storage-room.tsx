import { useEffect, useState } from 'react'
import { useWords } from '../../i18n/words.tsx'

const LITTLE_BYTES = 100 * 1024 * 1024

interface Room {
  persisted: boolean
  used: number
  /** As the browser says, which may be more than there is. */
  left: number
}

/** Asks the phone to keep what is here; says what it answered, and how much that is. */
export function StorageRoom() {
  const { t, f } = useWords()
  const [room, setRoom] = useState<Room | null>(null)
  useEffect(() => {
    const ask = async (): Promise<Room> => {
      const { quota = Number.POSITIVE_INFINITY, usage = 0 } = await navigator.storage.estimate()
      return { persisted: await navigator.storage.persist(), used: usage, left: quota - usage }
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
  const megabytes = (bytes: number) => f.number(bytes / 1024 / 1024, 0)
  return (
    <section aria-labelledby="room">
      <h2 id="room">{t('storage.title')}</h2>
      <p className="quiet">{t(room.persisted ? 'storage.kept' : 'storage.ask-failed')}</p>
      <p className="quiet">{t('storage.used', { megabytes: megabytes(room.used) })}</p>
      {room.left < LITTLE_BYTES && (
        <p className="remark">{t('storage.little', { megabytes: megabytes(room.left) })}</p>
      )}
    </section>
  )
}
