import { loadMessages } from '@driftbild/words/messages'
import { localeChoice } from '../i18n/locale-choice.ts'
import { begin } from './begun.ts'

// Runs before the app is there: asks at once for what the page of this address begins with. It must stay small and
// import nothing that is not needed for that, for it is what everything else waits behind.
void loadMessages(localeChoice.read())
const [, municipality = '', screen] = location.pathname.split('/')
if (/^\d{4}$/.test(municipality)) {
  begin('/api/me')
  if (screen === 'map') {
    begin(`/api/${municipality}/overview`)
    void import('../screens/map/map-screen.tsx')
  }
}
