import { alarmWords } from '@driftbild/words'
import type { AlarmView } from '../../data/alarms.ts'
import { useWords } from '../../i18n/words.tsx'

export function AlarmSentence({ alarm }: { alarm: AlarmView }) {
  const { t, f, find } = useWords()
  return alarmWords(alarm, { t, find }, f)
}
