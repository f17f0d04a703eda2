import { assetStates } from '@driftbild/core'
import { Checkbox, CheckboxGroup, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import type { Overview } from '../data/overview.ts'
import { useWords } from '../i18n/words.tsx'
import { assetClassNames } from '../signs/class-icons.ts'
import { FlowMark } from '../signs/flow-mark.tsx'
import { ClassIcon } from '../signs/icon.tsx'
import { StateMark } from '../signs/state-mark.tsx'
import { Button } from '../ui/button.tsx'
import { CheckBox } from '../ui/check-box.tsx'
import { showClasses, useHiddenClasses } from './visible-classes.ts'

/** What the map shows: a switch for each service and each of its classes, and what the shapes mean. */
export function LayerSwitch({ services }: { services: Overview['services'] }) {
  const { t } = useWords()
  const hidden = useHiddenClasses()
  return (
    <DialogTrigger>
      <Button icon="layers">{t('map.layers')}</Button>
      <Popover className="popover" placement="bottom end">
        <Dialog className="popover-dialog layers" aria-label={t('map.layers')}>
          {services.map(({ service, classes: counts }) => {
            const classes = assetClassNames.filter((one) => counts[one] !== undefined)
            const shown = classes.filter((one) => !hidden.has(one))
            return (
              <fieldset key={service} className="layer-group">
                <legend className="visually-hidden">{t(`service.${service}`)}</legend>
                <Checkbox
                  className="check layer-service"
                  isSelected={shown.length === classes.length}
                  isIndeterminate={shown.length > 0 && shown.length < classes.length}
                  onChange={(on) => showClasses(classes, on)}
                >
                  <CheckBox />
                  {t(`service.${service}`)}
                </Checkbox>
                <CheckboxGroup
                  aria-label={t('map.classes', { service: t(`service.${service}`) })}
                  value={shown}
                  onChange={(next) => {
                    showClasses(
                      classes.filter((one) => next.includes(one)),
                      true,
                    )
                    showClasses(
                      classes.filter((one) => !next.includes(one)),
                      false,
                    )
                  }}
                >
                  {classes.map((one) => (
                    <Checkbox key={one} value={one} className="check">
                      <CheckBox />
                      <ClassIcon of={one} size={18} />
                      {t(`class.${one}`)}
                    </Checkbox>
                  ))}
                </CheckboxGroup>
              </fieldset>
            )
          })}
          <div className="map-legend">
            <h3>{t('map.legend')}</h3>
            <ul>
              {assetStates.map((state) => (
                <li key={state}>
                  <StateMark state={state} probability={0.7} />
                  {t(`state.${state}`)}
                </li>
              ))}
              {([true, false] as const).map((measured) => (
                <li key={String(measured)}>
                  <FlowMark measured={measured} />
                  {t(measured ? 'map.flow-measured' : 'map.flow-certain')}
                </li>
              ))}
            </ul>
          </div>
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
