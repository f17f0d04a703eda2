import { useWords } from '../../i18n/words.tsx'
import { PhoneFull } from '../../offline/room.ts'

export type KeepingTrouble = 'field.full' | 'field.not-kept'

export const troubleOf = (error: unknown): KeepingTrouble =>
  error instanceof PhoneFull ? 'field.full' : 'field.not-kept'

/** Why something is not on the phone, and what to do about it. */
export function NotKept({
  trouble,
}: {
  trouble: KeepingTrouble | 'photo.unreadable' | 'voice.refused' | null
}) {
  const { t } = useWords()
  if (!trouble) return null
  return (
    <p className="inline-problem" role="alert">
      {t(trouble)}
    </p>
  )
}
