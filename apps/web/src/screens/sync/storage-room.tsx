import { useEffect, useState } from 'react'
import { useWords } from '../../i18n/words.tsx'
import { roomLeft } from '../../offline/room.ts'

const LITTLE_BYTES = 100 * 1024 * 1024

interface Room {
  persisted: boolean
  left: number | null
}

/** Asks the phone to keep what is here; says what it answered and how much room there is. */
export function StorageRoom() {
  const { t, f } = useWords()
  const [room, setRoom] = useState<Room | null>(null)
  useEffect(() => {
    const ask = async (): Promise<Room> => ({
      persisted: await navigator.storage.persist(),
      left: await roomLeft(),
    })
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
      <p className="quiet">{t(room.persisted ? 'storage.kept' : 'storage.ask-failed')}</p>
      {megabytes !== null && (
        <p className={room.left! < LITTLE_BYTES ? 'remark' : 'quiet'}>
          {t(room.left! < LITTLE_BYTES ? 'storage.little' : 'storage.left', { megabytes })}
        </p>
      )}
    </section>
  )
}
