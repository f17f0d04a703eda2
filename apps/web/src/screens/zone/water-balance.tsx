import type { Service, StatedInput } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Balance, balanceQuery } from '../../data/figures.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { Quantity } from '../../ui/quantity.tsx'
import { StatementDialog } from './statement-dialog.tsx'

/** From what came in to what leaked, in the IWA's terms; what is missing is named and can be stated here. */
export function WaterBalance({ tag, service }: { tag: string; service: Service }) {
  const { t } = useWords()
  const { code } = useHere()
  const balance = useQuery(balanceQuery(code, tag))
  return (
    <section className="card" aria-labelledby="balance">
      <h2 id="balance">{t('balance.title')}</h2>
      <p className="quiet">{t('balance.what')}</p>
      <Loaded query={balance} skeleton={<SkeletonRows rows={8} height={32} />}>
        {(loaded) => (
          <div className="balance">
            <Lines balance={loaded} />
            <Inputs balance={loaded} tag={tag} service={service} />
          </div>
        )}
      </Loaded>
    </section>
  )
}

function Lines({ balance }: { balance: Balance }) {
  const { t } = useWords()
  const isSmall =
    balance.small === true && balance.lines.some(({ line, value }) => line === 'ili' && value !== null)
  return (
    <div>
      <table className="numbers">
        <caption>{t('balance.year')}</caption>
        <tbody>
          {balance.lines.map(({ line, value, missing }) => (
            <tr key={line}>
              <th scope="row">{t(`balance.${line}`)}</th>
              <td>
                {value === null ? (
                  <span className="quiet">
                    {t('balance.waits', { what: missing.map((input) => t(`lack.${input}`)).join(', ') })}
                  </span>
                ) : (
                  <Quantity value={value} unit={line === 'ili' ? 'ratio' : 'm3'} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {isSmall && <p className="quiet">{t('balance.small')}</p>}
    </div>
  )
}

function Inputs({ balance, tag, service }: { balance: Balance; tag: string; service: Service }) {
  const { t, f } = useWords()
  const { may } = useHere()
  const [stating, setStating] = useState<StatedInput | null>(null)
  const { measured, stated } = balance
  return (
    <div>
      <table className="numbers">
        <caption>{t('balance.inputs')}</caption>
        <tbody>
          <tr>
            <th scope="row">{t('lack.systemInput')}</th>
            <td>
              <Quantity value={measured.systemInput} unit="m3" />
            </td>
            <td className="quiet">{t('balance.of-days', { days: measured.days })}</td>
          </tr>
          <tr>
            <th scope="row">{t('lack.mains')}</th>
            <td>
              <Quantity value={measured.mains} unit="km" />
            </td>
            <td className="quiet">{t('balance.register')}</td>
          </tr>
          <tr>
            <th scope="row">{t('lack.pressure')}</th>
            <td>
              <Quantity value={measured.pressure} unit="m[H2O]" />
            </td>
            <td className="quiet">{t('balance.sensors')}</td>
          </tr>
          {stated.map(({ input, unit, value, source, at }) => (
            <tr key={input}>
              <th scope="row">{t(`lack.${input}`)}</th>
              <td>
                <Quantity value={value} unit={unit} />
              </td>
              <td>
                {source !== null && at !== null && (
                  <p className="quiet">{t('balance.source', { source, day: f.day(at) })}</p>
                )}
                {may('edit-assets', service) && (
                  <Button
                    look="quiet"
                    aria-label={t(value === null ? 'balance.state-it' : 'balance.change-it', {
                      what: t(`lack.${input}`),
                    })}
                    onPress={() => setStating(input)}
                  >
                    {t(value === null ? 'balance.state' : 'balance.change')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {stating && (
        <StatementDialog key={stating} tag={tag} input={stating} onClose={() => setStating(null)} />
      )}
    </div>
  )
}
