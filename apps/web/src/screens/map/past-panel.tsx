import { ChangesPanel } from './changes-panel.tsx'
import type { PanelPlace } from './map-panel.tsx'
import type { MapSearch } from './map-search.ts'
import { MomentPanel } from './moment-panel.tsx'

/** What stood out at a past moment or, with two, what differs between them. */
export function PastPanel({
  since,
  at,
  ...rest
}: PanelPlace & { search: MapSearch; since: string | null; at: string | null }) {
  if (since !== null) return <ChangesPanel {...rest} since={since} at={at} />
  return at === null ? null : <MomentPanel {...rest} at={at} />
}
