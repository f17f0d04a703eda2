import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { afterFirstPicture } from '../ui/first-picture.ts'
import { useHere } from './here.tsx'
import { LiveStatusView } from './live-status.tsx'

// What has overlays comes after the first paint: the picture of the town is there before the search is.
const Search = lazy(() =>
  afterFirstPicture(() => import('./search.tsx')).then((m) => ({ default: m.Search })),
)
const AccountMenu = lazy(() =>
  afterFirstPicture(() => import('./account-menu.tsx')).then((m) => ({ default: m.AccountMenu })),
)

export function TopBar() {
  const { code, name } = useHere()
  return (
    <header className="top-bar">
      <Link to="/$municipality" params={{ municipality: code }} className="brand">
        <span className="brand-name">Driftbild</span>
        <span className="brand-place">{name}</span>
      </Link>
      <Suspense fallback={<span className="search search-coming" />}>
        <Search />
      </Suspense>
      <LiveStatusView />
      <Suspense fallback={<span className="icon-button" />}>
        <AccountMenu />
      </Suspense>
    </header>
  )
}
