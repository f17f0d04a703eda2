import { type Locale, locales } from '@driftbild/words/messages'
import { stored } from '../ui/stored.ts'

/** The language that somebody chose in this browser. */
export const localeChoice = stored<Locale>('driftbild.locale', 'sv', locales)
