import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../i18n/words.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { codeReader, type ReadCode } from './code-reader.ts'
import { tagInCode } from './tag-in-code.ts'

const LOOK_MS = 250

/** What the camera sees, until there is a code in it. */
export function ScanDialog({ onTag, onClose }: { onTag: (tag: string) => void; onClose: () => void }) {
  const { t } = useWords()
  return (
    <Dialog title={t('scan.open')} open onClose={onClose}>
      <Camera onCode={(text) => onTag(tagInCode(text))} />
    </Dialog>
  )
}

function Camera({ onCode }: { onCode: (text: string) => void }) {
  const { t } = useWords()
  const video = useRef<HTMLVideoElement>(null)
  const [refused, setRefused] = useState(false)
  const found = useRef(onCode)
  useEffect(() => {
    found.current = onCode
  })
  useEffect(() => {
    let stream: MediaStream | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    let gone = false
    const look = async (read: ReadCode) => {
      if (gone || !video.current) return
      const code = await read(video.current).catch(() => null)
      if (gone) return
      if (code !== null) found.current(code)
      else timer = setTimeout(look, LOOK_MS, read)
    }
    navigator.mediaDevices
      .getUserMedia({ video: { facingMode: 'environment' } })
      .then(async (opened) => {
        stream = opened
        if (gone || !video.current) return stop()
        video.current.srcObject = opened
        await video.current.play()
        await look(await codeReader())
      })
      .catch(() => !gone && setRefused(true))
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
    return () => {
      gone = true
      clearTimeout(timer)
      stop()
    }
  }, [])
  return refused ? (
    <p className="remark" role="alert">
      {t('scan.refused')}
    </p>
  ) : (
    <>
      <p>{t('scan.how')}</p>
      <video className="scan" ref={video} muted playsInline />
    </>
  )
}
