import { balanceLineUnits, type Service, type StatedInput } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Balance, balanceQuery } from '../../data/figures.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { Quantity } from '../../ui/quantity.tsx'
import { Scrolling } from '../../ui/scrolling.tsx'
import { Repaired } from './repaired.tsx'
import { StateButton } from './state-button.tsx'
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
  const before = balance.repaired?.before
  return (
    <div>
      {balance.repaired && <Repaired balance={balance} repaired={balance.repaired} />}
      <Scrolling className="table-scroll" label={t('balance.year')}>
        <table className="numbers">
          <caption>{t('balance.year')}</caption>
          {before && (
            <thead>
              <tr>
                <th scope="col">{t('balance.line')}</th>
                <th scope="col">{t('balance.before')}</th>
                <th scope="col">{t('balance.now')}</th>
              </tr>
            </thead>
          )}
          <tbody>
            {balance.lines.map((now) => {
              const then = before?.lines.find(({ line }) => line === now.line)
              return (
                <tr key={now.line}>
                  <th scope="row">{t(`balance.${now.line}`)}</th>
                  {then && (
                    <td>
                      <Line line={then} />
                    </td>
                  )}
                  <td>
                    <Line line={now} />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Scrolling>
      {isSmall && <p className="quiet">{t('balance.small')}</p>}
    </div>
  )
}

function Line({ line: { line, value, missing } }: { line: Balance['lines'][number] }) {
  const { t } = useWords()
  if (value !== null) return <Quantity value={value} unit={balanceLineUnits[line]} />
  return (
    <span className="quiet">
      {t('balance.waits', { what: missing.map((input) => t(`lack.${input}`)).join(', ') })}
    </span>
  )
}

function Inputs({ balance, tag, service }: { balance: Balance; tag: string; service: Service }) {
  const { t, f } = useWords()
  const [stating, setStating] = useState<StatedInput | null>(null)
  const { measured, stated } = balance
  const fromRegister = (input: StatedInput) => (input === 'connections' ? measured.connections : null)
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
            <td className="quiet">{t(`balance.basis.${measured.basis}`, { days: measured.days })}</td>
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
                <Quantity value={value ?? fromRegister(input)} unit={unit} />
              </td>
              <td>
                {value === null && fromRegister(input) !== null && (
                  <p className="quiet">{t('balance.register')}</p>
                )}
                {source !== null && at !== null && (
                  <p className="quiet">{t('balance.source', { source, day: f.day(at) })}</p>
                )}
                <StateButton
                  input={input}
                  service={service}
                  missing={value === null && fromRegister(input) === null}
                  onPress={() => setStating(input)}
                />
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
