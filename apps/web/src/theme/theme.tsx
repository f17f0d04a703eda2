import { cssProperties, dark, light, type ThemeName, type Tokens, themes } from '@driftbild/words/look'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { flushSync } from 'react-dom'
import { isPaper, onPaper } from '../ui/paper.ts'
import { stored } from '../ui/stored.ts'

export type ThemeChoice = 'system' | ThemeName

interface Theme {
  name: ThemeName
  tokens: Tokens
  choice: ThemeChoice
  choose: (choice: ThemeChoice) => void
}

const Context = createContext<Theme | null>(null)

const choice = stored<ThemeChoice>('driftbild.theme', 'system', ['system', 'light', 'dark'])
const systemDark = matchMedia('(prefers-color-scheme: dark)')

/** A style sheet made in the page: both themes come from the same tokens, and no inline style is needed. */
function adoptTokens(): void {
  const sheet = new CSSStyleSheet()
  const block = (selector: string, scheme: ThemeName, tokens: Tokens) =>
    `${selector}{color-scheme:${scheme};${cssProperties(tokens)
      .map(([name, value]) => `${name}:${value}`)
      .join(';')}}`
  // Paper is white, whatever the screen is.
  const onScreen = `@media not print { ${block(':root[data-theme=dark]', 'dark', dark)} }`
  sheet.replaceSync(block(':root', 'light', light) + onScreen)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}

/** What pictures are drawn in: charts don't follow the style sheet. */
const drawn = (chosen: ThemeChoice): ThemeName => (isPaper() ? 'light' : resolve(chosen))

const resolve = (chosen: ThemeChoice): ThemeName =>
  chosen === 'system' ? (systemDark.matches ? 'dark' : 'light') : chosen

/** Before anything is drawn, so that the first paint has its colours. */
export function startTheme(): void {
  adoptTokens()
  document.documentElement.dataset.theme = resolve(choice.read())
}

export function ThemeProvider({ children }: { children: ReactNode }) {
  const [chosen, setChosen] = useState(choice.read)
  const [name, setName] = useState(() => resolve(chosen))
  useEffect(() => {
    const apply = () => {
      setName(drawn(chosen))
      document.documentElement.dataset.theme = resolve(chosen)
    }
    apply()
    systemDark.addEventListener('change', apply)
    // At once: the page is laid out for paper as soon as everybody was told.
    const stop = onPaper(() => flushSync(apply))
    return () => {
      stop()
      systemDark.removeEventListener('change', apply)
    }
  }, [chosen])
  const theme = useMemo<Theme>(
    () => ({
      name,
      tokens: themes[name],
      choice: chosen,
      choose: (next) => {
        choice.write(next)
        setChosen(next)
      },
    }),
    [name, chosen],
  )
  return <Context value={theme}>{children}</Context>
}

export function useTheme(): Theme {
  const theme = useContext(Context)
  if (!theme) throw new Error('useTheme outside ThemeProvider')
  return theme
}
