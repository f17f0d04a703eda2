import { useHere } from '../frame/here.tsx'
import { useWords } from '../i18n/words.tsx'

/** Journals name people by an opaque id: "you" for one's own, the id for others until the centre names them. */
export function usePersonName(): (id: string) => string {
  const { t } = useWords()
  const { user } = useHere()
  return (id) => (id === user.id ? t('person.you') : id)
}
