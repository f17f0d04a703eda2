import { useHere } from '../frame/here.tsx'
import { useWords } from '../i18n/words.tsx'

/** Journals name people by an opaque id, which says nothing to anybody: it is you, or it is a colleague. */
export function usePersonName(): (id: string) => string {
  const { t } = useWords()
  const { user } = useHere()
  return (id) => t(id === user.id ? 'person.you' : 'person.other')
}
