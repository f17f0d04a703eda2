import { Link } from '@tanstack/react-router'
import { useWords } from '../i18n/words.tsx'

export function NotFound() {
  const { t } = useWords()
  return (
    <main className="alone">
      <div className="notice">
        <h1>{t('not-found.title')}</h1>
        <p>{t('not-found.what')}</p>
        <Link to="/" search={{ error: undefined }} className="button plain">
          {t('not-found.home')}
        </Link>
      </div>
    </main>
  )
}
