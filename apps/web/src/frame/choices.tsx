import { localeNames, locales } from '@driftbild/words'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import { meQuery } from '../data/me.ts'
import { signOut } from '../data/sign-in.ts'
import { useWords } from '../i18n/words.tsx'
import { type ThemeChoice, useTheme } from '../theme/theme.tsx'
import { Button } from '../ui/button.tsx'
import { useHere } from './here.tsx'

const themeChoices: readonly ThemeChoice[] = ['system', 'light', 'dark']

/** What a person may set for themselves: language, theme, and to leave. */
export function Choices() {
  const { t, locale, setLocale } = useWords()
  const { code, user } = useHere()
  const theme = useTheme()
  const client = useQueryClient()
  const navigate = useNavigate()
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: () => {
      client.clear()
      return navigate({ to: '/sign-in', search: {} })
    },
  })
  return (
    <div className="choices">
      <p className="quiet">
        {user.name}
        <br />
        {user.email}
      </p>
      <OtherMunicipalities />
      <RadioGroup
        className="segments"
        value={locale}
        onChange={(value) => {
          const chosen = locales.find((l) => l === value)
          if (chosen) setLocale(chosen)
        }}
      >
        <Label>{t('choice.language')}</Label>
        <div>
          {locales.map((value) => (
            <Radio key={value} value={value}>
              <span lang={value}>{localeNames[value]}</span>
            </Radio>
          ))}
        </div>
      </RadioGroup>
      <RadioGroup
        className="segments"
        value={theme.choice}
        onChange={(value) => {
          const chosen = themeChoices.find((c) => c === value)
          if (chosen) theme.choose(chosen)
        }}
      >
        <Label>{t('choice.theme')}</Label>
        <div>
          {themeChoices.map((value) => (
            <Radio key={value} value={value}>
              {t(`theme.${value}`)}
            </Radio>
          ))}
        </div>
      </RadioGroup>
      <Link to="/$municipality/profile" params={{ municipality: code }}>
        {t('profile.title')}
      </Link>
      <Button onPress={() => leave.mutate()} isPending={leave.isPending}>
        {t('action.sign-out')}
      </Button>
    </div>
  )
}

/** Where else this person works; nothing for the many who work in one place. */
function OtherMunicipalities() {
  const { t } = useWords()
  const { code } = useHere()
  const me = useQuery(meQuery())
  const places = new Map(me.data?.memberships.map((m) => [m.municipality, m.name]))
  if (places.size < 2) return null
  return (
    <nav aria-label={t('choice.municipality')}>
      <p>{t('choice.municipality')}</p>
      <ul className="places">
        {[...places].map(([municipality, name]) => (
          <li key={municipality}>
            <Link
              to="/$municipality"
              params={{ municipality }}
              aria-current={municipality === code ? 'true' : undefined}
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
