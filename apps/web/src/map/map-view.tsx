import type { Geometry } from '@driftbild/core'
import { lazy, type ReactNode, Suspense, useEffect, useId, useRef, useState } from 'react'
import type { Overview } from '../data/overview.ts'
import { useHere } from '../frame/here.tsx'
import { useWords } from '../i18n/words.tsx'
import { useTheme } from '../theme/theme.tsx'
import { IconButton } from '../ui/button.tsx'
import { afterFirstPicture, firstPictureDrawn } from '../ui/first-picture.ts'
import { useReducedMotion } from '../ui/media.ts'
import { AreaChoice } from './area-choice.tsx'
import type { ShapeEditing } from './edit-shape.ts'
import { ListLink } from './list-link.tsx'
import { type Box, createTownMap, type TownMap } from './town-map.ts'
import type { MapView as View } from './view.ts'

const LayerSwitch = lazy(() =>
  afterFirstPicture(() => import('./layer-switch.tsx')).then((m) => ({ default: m.LayerSwitch })),
)

/** A town's changes are redrawn at most this often. */
const REFRESH_MS = 2000

/** Where each municipality's map stood when it was left. */
const cameras = new Map<string, { centre: [number, number]; zoom: number }>()

interface MapViewProps {
  box: Box
  services: Overview['services']
  view: View
  /** Brought into sight when it changes. */
  focus: Geometry | null
  /** A stretch of the town to bring into sight when nothing is chosen. */
  lookAt: Box | null
  /** What covers the map: the panel to the right, or the sheet below. */
  covered: { right: number; bottom: number }
  /** What is being put in its place. */
  editing: ShapeEditing | null
  onChoose: (tag: string | null) => void
  /** Beside the layers' switch. */
  children?: ReactNode
}

export function MapView({
  box,
  services,
  view,
  focus,
  lookAt,
  covered,
  editing,
  onChoose,
  children,
}: MapViewProps) {
  const { t } = useWords()
  const { code, live } = useHere()
  const { tokens } = useTheme()
  const still = useReducedMotion()
  const container = useRef<HTMLDivElement>(null)
  const [map, setMap] = useState<TownMap | null>(null)
  const [seen, setSeen] = useState<number | null>(null)
  const [inView, setInView] = useState<Box | null>(null)
  const seenId = useId()
  const latest = useRef({ onChoose, tokens, view, box })
  useEffect(() => {
    latest.current = { onChoose, tokens, view, box }
  })

  useEffect(() => {
    if (!container.current) return
    const camera = cameras.get(code)
    const made = createTownMap({
      container: container.current,
      municipality: code,
      tokens: latest.current.tokens,
      view: latest.current.view,
      start: camera ?? { box: latest.current.box },
      animate: !still,
      onChoose: (tag) => latest.current.onChoose(tag),
      onSeen: (assets) => {
        setSeen(assets)
        firstPictureDrawn()
      },
      onMove: (seen, at) => {
        cameras.set(code, at)
        live.look(seen)
        setInView(seen)
      },
    })
    setMap(made)
    return () => {
      setMap(null)
      setSeen(null)
      live.look(null)
      made.remove()
    }
  }, [code, live, still])

  const name = t('map.canvas')
  useEffect(() => map?.setName(name), [map, name])
  useEffect(() => map?.setTokens(tokens), [map, tokens])
  useEffect(() => map?.setView(view), [map, view])
  useEffect(() => map?.edit(editing), [map, editing])
  useEffect(() => {
    if (map && focus) map.show(focus, covered)
  }, [map, focus, covered])
  useEffect(() => {
    if (map && lookAt) map.fit(lookAt)
  }, [map, lookAt])
  const isNow = view.shown.at === null && view.shown.since === null
  useEffect(() => {
    // What has been doesn't change with what happens now.
    if (!map || !isNow) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const off = live.onStates(() => {
      timer ??= setTimeout(() => {
        timer = undefined
        map.refresh()
      }, REFRESH_MS)
    })
    return () => {
      off()
      clearTimeout(timer)
    }
  }, [map, live, isNow])

  return (
    <section
      className="map"
      aria-label={t('map.label')}
      aria-describedby={seenId}
      aria-busy={seen === null || undefined}
    >
      <p id={seenId} className="visually-hidden">
        {seen === null ? t('loading') : t('map.seen', { count: seen })}
      </p>
      <div ref={container} className="map-canvas" />
      <div className="map-controls">
        {children}
        <Suspense fallback={null}>
          <LayerSwitch services={services} />
        </Suspense>
        <div className="map-picks">
          <AreaChoice map={map} />
          <ListLink box={inView} />
        </div>
        <div className="map-zoom">
          <IconButton icon="plus" label={t('map.zoom-in')} onPress={() => map?.zoomBy(1)} />
          <IconButton icon="minus" label={t('map.zoom-out')} onPress={() => map?.zoomBy(-1)} />
          <IconButton icon="fit" label={t('map.fit')} onPress={() => map?.fit(box)} />
        </div>
      </div>
    </section>
  )
}
