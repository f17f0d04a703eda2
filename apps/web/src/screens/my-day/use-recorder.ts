import { useCallback, useEffect, useRef, useState } from 'react'
import { type FieldFile, fieldFile } from '../../offline/field-file.ts'

/** A note, not a lecture: some 500 kB at most. */
export const LONGEST_S = 120
const BITS_PER_SECOND = 32_000

const types = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'] as const

export const canRecord = (): boolean =>
  typeof MediaRecorder !== 'undefined' &&
  navigator.mediaDevices !== undefined &&
  types.some((type) => MediaRecorder.isTypeSupported(type))

export type Recording = { is: 'off' } | { is: 'asking' } | { is: 'on'; seconds: number } | { is: 'refused' }

/** The microphone, from a press to the next one or the limit; leaving the screen ends it and keeps what was said. */
export function useRecorder(onVoice: (voice: FieldFile) => void) {
  const [recording, setRecording] = useState<Recording>({ is: 'off' })
  const recorder = useRef<MediaRecorder | null>(null)
  const keep = useRef(onVoice)
  const gone = useRef(false)
  useEffect(() => {
    keep.current = onVoice
  })
  const stop = useCallback(() => {
    if (recorder.current?.state === 'recording') recorder.current.stop()
  }, [])
  useEffect(() => {
    gone.current = false
    return () => {
      gone.current = true
      stop()
    }
  }, [stop])

  const start = useCallback(async () => {
    setRecording({ is: 'asking' })
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null)
    if (!stream) return setRecording({ is: 'refused' })
    const close = () => {
      for (const track of stream.getTracks()) track.stop()
    }
    // Whoever left while the phone asked is not listened to.
    if (gone.current) return close()
    const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type))!
    const made = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_PER_SECOND })
    const chunks: Blob[] = []
    const since = performance.now()
    const seconds = () => Math.floor((performance.now() - since) / 1000)
    const clock = setInterval(() => {
      setRecording({ is: 'on', seconds: seconds() })
      if (seconds() >= LONGEST_S) stop()
    }, 250)
    made.ondataavailable = ({ data }) => void (data.size > 0 && chunks.push(data))
    made.onstop = async () => {
      clearInterval(clock)
      close()
      setRecording({ is: 'off' })
      if (chunks.length > 0) keep.current(await fieldFile('voice', new Blob(chunks), mimeType.split(';')[0]!))
    }
    recorder.current = made
    made.start(1000)
    setRecording({ is: 'on', seconds: 0 })
  }, [stop])
  return { recording, start, stop }
}
