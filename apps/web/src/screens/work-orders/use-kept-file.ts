import { useEffect, useState } from 'react'
import { fileOf } from '../../offline/queue-store.ts'

/** The address of a file as it lies on this phone, as long as it is looked at; null until it is read. */
export function useKeptFile(hash: string | null, mediaType: string): string | null {
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    if (hash === null) return
    let made: string | null = null
    let gone = false
    fileOf(hash).then(
      (bytes) => {
        if (gone || !bytes) return
        made = URL.createObjectURL(new Blob([bytes], { type: mediaType }))
        setAddress(made)
      },
      () => {},
    )
    return () => {
      gone = true
      if (made) URL.revokeObjectURL(made)
    }
  }, [hash, mediaType])
  return address
}
