import { useEffect, useState } from 'react'
import { fileOf } from '../../offline/queue-store.ts'

/** A photo as it lies on this phone. */
export function QueuedPhoto({ hash, name }: { hash: string; name: string }) {
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    let made: string | null = null
    let gone = false
    fileOf(hash).then(
      (bytes) => {
        if (gone || !bytes) return
        made = URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }))
        setAddress(made)
      },
      () => {},
    )
    return () => {
      gone = true
      if (made) URL.revokeObjectURL(made)
    }
  }, [hash])
  return address ? <img src={address} alt={name} /> : <span className="photo-coming" />
}
