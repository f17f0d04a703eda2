import { signalWords } from '@driftbild/words'
import { Link } from '@tanstack/react-router'
import type { CollectorView } from '../../data/collectors.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { StateMark } from '../../signs/state-mark.tsx'

const SHOWN_SIGNALS = 20

/** What was silent, since or between when, and why. */
export function SilenceRow({ silence }: { silence: CollectorView['silences'][number] }) {
  const { t, f, find } = useWords()
  const { code } = useHere()
  const why = find(`silence.${silence.reason}`) ?? silence.reason
  const [first] = silence.signals
  const recoveredWords = (share: number) =>
    share === 0
      ? t('health.recovered.none')
      : share === 1
        ? t('health.recovered.all')
        : t('health.recovered', { share: Math.min(0.99, Math.max(0.01, share)) })
  return (
    <li>
      <StateMark state={silence.to === null ? 'stale' : 'normal'} />
      <div>
        <p>
          {silence.to === null
            ? t('health.silent-since', { at: f.moment(silence.from) })
            : f.range(silence.from, silence.to)}
          {' · '}
          {why}
        </p>
        {silence.recovered !== null && <p className="quiet">{recoveredWords(silence.recovered)}</p>}
        {silence.signals.length === 1 && first !== undefined ? (
          <p className="quiet">
            <SignalLink signal={first} code={code} />
          </p>
        ) : (
          <details>
            <summary>{t('health.signals', { count: silence.signals.length })}</summary>
            <ul>
              {silence.signals.slice(0, SHOWN_SIGNALS).map((signal) => (
                <li key={signal}>
                  <SignalLink signal={signal} code={code} />
                </li>
              ))}
            </ul>
            {silence.signals.length > SHOWN_SIGNALS && (
              <p className="quiet">
                {t('health.more-signals', { count: silence.signals.length - SHOWN_SIGNALS })}
              </p>
            )}
          </details>
        )}
      </div>
    </li>
  )
}

function SignalLink({ signal, code }: { signal: string; code: string }) {
  const { t, find } = useWords()
  return (
    <Link
      to="/$municipality/assets/$tag"
      params={{ municipality: code, tag: signal.slice(0, signal.lastIndexOf('/')) }}
    >
      {signalWords(signal, { t, find })}
    </Link>
  )
}
