import { formatTime } from '@driftbild/core'
import type { StoredSearch } from '@driftbild/store'
import type { LeakSearch, LeakSearchView } from '../contract/index.ts'

export const viewSearch = (stored: StoredSearch | undefined): LeakSearchView | null =>
  stored ? { ...(stored.body as LeakSearch), madeAt: formatTime(stored.madeAt) } : null
