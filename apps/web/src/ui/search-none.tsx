import { useWords } from '../i18n/words.tsx'

/** Nothing to show: because nothing was found, or not yet. */
export function SearchNone({ text, isAnswered }: { text: string; isAnswered: boolean }) {
  const { t } = useWords()
  return <p className="quiet search-none">{isAnswered ? t('search.none', { text }) : t('search.busy')}</p>
}
