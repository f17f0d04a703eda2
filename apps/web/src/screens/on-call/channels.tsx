import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type ChannelView, channelsQuery, useRemoveChannel, useTestChannel } from '../../data/notices.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { ChannelDialog } from './channel-dialog.tsx'

/** Ways out of the house, each with a test. */
export function Channels() {
  const { t } = useWords()
  const { code } = useHere()
  const channels = useQuery(channelsQuery(code))
  const [adding, setAdding] = useState(false)
  return (
    <section className="card" aria-labelledby="channels">
      <h2 id="channels">{t('channels.title')}</h2>
      <Loaded query={channels} skeleton={<SkeletonRows rows={2} height={40} />}>
        {(all) =>
          all.length === 0 ? (
            <p className="calm">{t('channels.none')}</p>
          ) : (
            <ul className="plain-rows">
              {all.map((channel) => (
                <ChannelRow key={channel.id} channel={channel} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <p>
        <Button onPress={() => setAdding(true)}>{t('channels.add')}</Button>
      </p>
      {adding && <ChannelDialog onClose={() => setAdding(false)} />}
    </section>
  )
}

function ChannelRow({ channel }: { channel: ChannelView }) {
  const { t } = useWords()
  const { code } = useHere()
  const remove = useRemoveChannel(code)
  const tried = useTestChannel(code)
  const { host, port, url } = channel.settings
  return (
    <li>
      <div className="row-main">
        <p className="row-title">{channel.name}</p>
        <p className="row-facts">
          <span>{t(`channel.${channel.kind}`)}</span>
          <span>{url === undefined ? `${host}:${port}` : String(url)}</span>
          {channel.hasSecret && <span>{t('channels.secret-kept')}</span>}
        </p>
        {tried.data && (
          <p role="status">
            {tried.data.sent ? t('channels.tested') : t('channels.failed', { why: tried.data.error ?? '' })}
          </p>
        )}
        <ProblemLine error={tried.error ?? remove.error} />
      </div>
      <div className="row-actions">
        <Button
          isPending={tried.isPending}
          aria-label={t('channels.test-of', { name: channel.name })}
          onPress={() => tried.mutate(channel.id)}
        >
          {t('channels.test')}
        </Button>
        <Button
          isPending={remove.isPending}
          aria-label={t('channels.remove-of', { name: channel.name })}
          onPress={() => remove.mutate(channel.id)}
        >
          {t('channels.remove')}
        </Button>
      </div>
    </li>
  )
}
