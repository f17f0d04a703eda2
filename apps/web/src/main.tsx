import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@fontsource-variable/inter/wght.css'
import './styles/index.css'
import { queryClient, setOnSignedOut } from './data/query-client.ts'
import { startWords, WordsProvider } from './i18n/words.tsx'
import { isFieldPlace, lastKnown } from './offline/last-known.ts'
import { registerWorker } from './offline/register-worker.ts'
import { router } from './router.tsx'
import { startTheme, ThemeProvider } from './theme/theme.tsx'

startTheme()
setOnSignedOut(() => {
  // A crew's day goes on; the screens say that nothing is sent until somebody signs in.
  if (isFieldPlace(location.pathname) && lastKnown('me') !== null) return
  queryClient.clear()
  // Whoever is there already has what a link brought along in the address.
  if (location.pathname === '/sign-in') return
  // A one-time link that failed says so in the address it came back to.
  const error = new URLSearchParams(location.search).get('error') ?? undefined
  router.navigate({ to: '/sign-in', search: { error } })
})

registerWorker()

void begin()

// Not awaited on top: screens import from the file that this becomes a part of.
async function begin(): Promise<void> {
  // With the screen's script and what it asks first there at once, it stands with the first paint.
  const [words] = await Promise.all([startWords(), router.load()])
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <WordsProvider start={words}>
        <ThemeProvider>
          <QueryClientProvider client={queryClient}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </ThemeProvider>
      </WordsProvider>
    </StrictMode>,
  )
}
