import { type Instant, toMs } from '../i18n/format.ts'
import { useWords } from '../i18n/words.tsx'
import { useNow } from './now.ts'

/** A time as people say it, with the exact one behind it for machines and on request. */
export function Moment({ at, relative = false }: { at: Instant; relative?: boolean }) {
  const { f } = useWords()
  const now = useNow()
  return (
    <time dateTime={new Date(toMs(at)).toISOString()} title={f.exact(at)}>
      {relative ? f.relative(at, now) : f.moment(at)}
    </time>
  )
}
