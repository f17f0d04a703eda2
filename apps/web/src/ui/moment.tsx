import { type Instant, toMs } from '@driftbild/words'
import { useWords } from '../i18n/words.tsx'
import { useDataNow, useNow } from './now.ts'

interface MomentProps {
  at: Instant
  relative?: boolean
  /** Something that people or processes did, not the data: told by our own clock. */
  ours?: boolean
}

/** A time as people say it, with the exact one behind it for machines and on request. */
export function Moment({ at, relative = false, ours = false }: MomentProps) {
  const { f } = useWords()
  const [ourNow, dataNow] = [useNow(), useDataNow()]
  const now = ours ? ourNow : dataNow
  return (
    <time dateTime={new Date(toMs(at)).toISOString()} title={f.exact(at)}>
      {relative ? f.relative(at, now) : f.moment(at)}
    </time>
  )
}
