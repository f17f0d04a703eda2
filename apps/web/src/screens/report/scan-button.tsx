import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../i18n/words.tsx'
import { Icon } from '../../signs/icon.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { tagInCode } from './tag-in-code.ts'

/** Of the browser, where it has one; not yet in TypeScript's library. */
interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>
}
declare const BarcodeDetector: (new (options: { formats: string[] }) => Detector) | undefined

const LOOK_MS = 250

/** Reads the asset's QR code; nothing where the browser can't, for the tag can be typed too. */
export function ScanButton({ onTag }: { onTag: (tag: string) => void }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  if (typeof BarcodeDetector === 'undefined' || !navigator.mediaDevices) return null
  return (
    <>
      <Button onPress={() => setOpen(true)}>
        <Icon name="scan" size={20} />
        {t('scan.open')}
      </Button>
      {open && (
        <Dialog title={t('scan.open')} open onClose={() => setOpen(false)}>
          <Camera
            onCode={(text) => {
              onTag(tagInCode(text))
              setOpen(false)
            }}
          />
        </Dialog>
      )}
    </>
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
    const detector = new BarcodeDetector!({ formats: ['qr_code'] })
    const look = async () => {
      if (gone || !video.current) return
      const [code] = await detector.detect(video.current).catch(() => [])
      if (gone) return
      if (code) found.current(code.rawValue)
      else timer = setTimeout(look, LOOK_MS)
    }
    navigator.mediaDevices
      .getUserMedia({ video: { facingMode: 'environment' } })
      .then(async (opened) => {
        stream = opened
        if (gone || !video.current) return stop()
        video.current.srcObject = opened
        await video.current.play()
        await look()
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
