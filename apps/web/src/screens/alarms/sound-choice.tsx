import { chooseSound, useSoundChoice } from '../../frame/alarm-sound.ts'
import { useWords } from '../../i18n/words.tsx'

/** A sound for critical alarms, in this browser only; off until somebody wants it. */
export function SoundChoice() {
  const { t } = useWords()
  const isOn = useSoundChoice() === 'on'
  return (
    <label className="plain-check">
      <input
        type="checkbox"
        checked={isOn}
        onChange={(event) => chooseSound(event.target.checked ? 'on' : 'off')}
      />
      {t('alarms.sound')}
    </label>
  )
}
