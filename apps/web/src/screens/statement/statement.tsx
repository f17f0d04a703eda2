import { localeNames, locales } from '@driftbild/words'
import { Link } from '@tanstack/react-router'
import { useWords } from '../../i18n/words.tsx'
import { usePageTitle } from '../../ui/screen-head.tsx'

const lacks = ['map', 'charts', 'documents', 'photos', 'tested'] as const

/**
 * The statement that the Swedish act on accessibility of digital public services (2018:1937) asks for, in the form that
 * its supervisor gives. Open to everybody: who can't sign in must be able to say so.
 */
export function StatementScreen() {
  const { t, locale, setLocale } = useWords()
  usePageTitle(t('statement.title'))
  return (
    <main className="screen statement">
      <p className="brand-name">Driftbild</p>
      <h1>{t('statement.title')}</h1>
      <p>{t('statement.who')}</p>
      <h2>{t('statement.how')}</h2>
      <p>{t('statement.partly')}</p>
      <h2>{t('statement.lacks')}</h2>
      <ul className="plain-list">
        {lacks.map((one) => (
          <li key={one}>{t(`statement-lack.${one}`)}</li>
        ))}
      </ul>
      <h2>{t('statement.holds')}</h2>
      <p>{t('statement.holds.what')}</p>
      <h2>{t('statement.report')}</h2>
      <p>{t('statement.report.what')}</p>
      <h2>{t('statement.supervisor')}</h2>
      <p>
        {t('statement.supervisor.what')}{' '}
        <a href="https://www.digg.se/tdosanmalan" rel="noreferrer">
          digg.se/tdosanmalan
        </a>
      </p>
      <h2>{t('statement.tests')}</h2>
      <p>{t('statement.tests.what')}</p>
      <p className="screen-actions">
        {locales
          .filter((one) => one !== locale)
          .map((one) => (
            <button
              key={one}
              type="button"
              className="button plain"
              lang={one}
              onClick={() => setLocale(one)}
            >
              {localeNames[one]}
            </button>
          ))}
        <Link className="button plain" to="/" search={{ error: undefined }}>
          {t('not-found.home')}
        </Link>
      </p>
    </main>
  )
}
