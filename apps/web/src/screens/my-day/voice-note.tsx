import { useState } from 'react'
import { useWords } from '../../i18n/words.tsx'
import type { FieldFile } from '../../offline/field-file.ts'
import { Icon } from '../../signs/icon.tsx'
import { Button } from '../../ui/button.tsx'
import { type KeepingTrouble, NotKept, troubleOf } from './not-kept.tsx'
import { canRecord, LONGEST_S, useRecorder } from './use-recorder.ts'

/** Said instead of written, with gloves on. One press begins, the next ends. */
export function VoiceNote({ onVoice }: { onVoice: (voice: FieldFile) => Promise<void> }) {
  const { t, f } = useWords()
  const [trouble, setTrouble] = useState<KeepingTrouble | null>(null)
  const { recording, start, stop } = useRecorder((voice) => {
    onVoice(voice).catch((error) => setTrouble(troubleOf(error)))
  })
  if (!canRecord()) return null
  const isOn = recording.is === 'on'
  return (
    <>
      <Button
        look={isOn ? 'strong' : 'plain'}
        isDisabled={recording.is === 'asking'}
        onPress={() => {
          setTrouble(null)
          if (isOn) stop()
          else void start()
        }}
      >
        <Icon name="microphone" size={20} />
        {isOn ? t('voice.stop') : t('voice.start')}
      </Button>
      {isOn && (
        <p className="recording" role="timer">
          {t('voice.on', { seconds: f.number(recording.seconds, 0), most: f.number(LONGEST_S, 0) })}
        </p>
      )}
      <NotKept trouble={recording.is === 'refused' ? 'voice.refused' : trouble} />
    </>
  )
}
