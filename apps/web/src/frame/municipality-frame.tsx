import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useParams } from '@tanstack/react-router'
import { useLayoutEffect, useState } from 'react'
import { type Live, openLive } from '../data/live.ts'
import { meQuery } from '../data/me.ts'
import { ExportsBar } from '../exports/exports-bar.tsx'
import { useWords, ZoneProvider } from '../i18n/words.tsx'
import { Empty, Failed } from '../ui/loaded.tsx'
import { DataClock } from '../ui/now.ts'
import { AlarmSound } from './alarm-sound.ts'
import { useDataClock } from './data-clock.ts'
import { HereProvider, useHere } from './here.tsx'
import { JobsBar } from './jobs-bar.tsx'
import { OriginBar } from './origin-bar.tsx'
import { Rail } from './rail.tsx'
import { Tabs } from './tabs.tsx'
import { TopBar } from './top-bar.tsx'

/** Everything inside one municipality: who looks, the live stream, and the frame around the screens. */
export function MunicipalityFrame() {
  const { municipality: code } = useParams({ from: '/$municipality' })
  const { t } = useWords()
  const me = useQuery(meQuery())
  const live = useLive(code, me.isSuccess)
  if (me.error)
    return (
      <main className="alone">
        <Failed error={me.error} level={1} retry={() => me.refetch()} />
      </main>
    )
  if (!me.data || !live) return <FrameSkeleton />
  const membership = me.data.memberships.find((m) => m.municipality === code)
  if (!membership) {
    return (
      <main className="alone">
        <div>
          <Empty title={t('start.not-yours')} level={1}>
            {t('start.not-yours.what', { code })}
          </Empty>
          <Link to="/" search={{ error: undefined }} className="button plain">
            {t('not-found.home')}
          </Link>
        </div>
      </main>
    )
  }
  return (
    <HereProvider me={me.data} code={code} live={live}>
      <ZoneProvider zone={membership.zone}>
        <Frame />
      </ZoneProvider>
    </HereProvider>
  )
}

function Frame() {
  const { t } = useWords()
  const { code } = useHere()
  const dataNow = useDataClock()
  return (
    <DataClock value={dataNow}>
      <div className="frame">
        <a className="skip" href="#page">
          {t('frame.skip')}
        </a>
        <OriginBar />
        <AlarmSound municipality={code} />
        <TopBar />
        <Rail />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the page scrolls in here, also by keyboard */}
        <main id="page" className="page" tabIndex={0}>
          <Outlet />
        </main>
        <div className="under-way">
          <JobsBar />
          <ExportsBar />
        </div>
        <Tabs />
      </div>
    </DataClock>
  )
}

function FrameSkeleton() {
  const { t } = useWords()
  return (
    <div className="frame" aria-busy="true">
      <header className="top-bar" />
      <div className="rail" />
      <main className="page">
        <p className="quiet alone">{t('loading')}</p>
      </main>
    </div>
  )
}

/** Opened with the municipality, once somebody is signed in, and closed with it. */
function useLive(code: string, signedIn: boolean): Live | null {
  const client = useQueryClient()
  const [live, setLive] = useState<Live | null>(null)
  // Before the first paint: what is to be seen waits for it.
  useLayoutEffect(() => {
    if (!signedIn) return
    const opened = openLive(code, client)
    setLive(opened)
    return () => {
      opened.close()
      setLive(null)
    }
  }, [code, client, signedIn])
  return live
}
