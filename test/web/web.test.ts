import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'
import { ensureBrowser } from '../browser.ts'
import { choicesSuite } from './choices.suite.ts'
import { exportsSuite } from './exports.suite.ts'
import { fieldSuite } from './field.suite.ts'
import { fieldEachStepSuite } from './field-each-step.suite.ts'
import { fieldNothingLostSuite } from './field-nothing-lost.suite.ts'
import { fieldRoundSuite } from './field-round.suite.ts'
import { fieldTroubleSuite } from './field-trouble.suite.ts'
import { fieldWorkSuite } from './field-work.suite.ts'
import { firstLoadSuite } from './first-load.suite.ts'
import { followSuite } from './follow.suite.ts'
import { inspectionsSuite } from './inspections.suite.ts'
import { keyboardSuite } from './keyboard.suite.ts'
import { keyboardWorkSuite } from './keyboard-work.suite.ts'
import { lampsSuite } from './lamps.suite.ts'
import { leaksSuite } from './leaks.suite.ts'
import { levelsSuite } from './levels.suite.ts'
import { linkMailSuite } from './link-mail.suite.ts'
import { liveSuite } from './live.suite.ts'
import { mapSuite } from './map.suite.ts'
import { mapLookSuite } from './map-look.suite.ts'
import { networkSuite } from './network.suite.ts'
import { operationsSuite } from './operations.suite.ts'
import { ownPlaneSuite } from './own-plane.suite.ts'
import { paperSuite } from './paper.suite.ts'
import { pastSuite } from './past.suite.ts'
import { placeSuite } from './place.suite.ts'
import { plannerSuite } from './planner.suite.ts'
import { predictionsSuite } from './predictions.suite.ts'
import { pumpsSuite } from './pumps.suite.ts'
import { rolesSuite } from './roles.suite.ts'
import { roundsSuite } from './rounds.suite.ts'
import { screensSuite } from './screens.suite.ts'
import { sewerSuite } from './sewer.suite.ts'
import { signInSuite } from './sign-in.suite.ts'
import { silencedSuite } from './silenced.suite.ts'
import { openStage, type Stage } from './stage.ts'
import { workSuite } from './work.suite.ts'

// What a person does with the pages, in a real browser, against one real start of everything. In the order in
// which the town's past comes in behind the live map: what needs alarms and predictions is later.

const browser = ensureBrowser()

const suites = {
  'signing in': signInSuite,
  'the map': mapSuite,
  'by keyboard alone': keyboardSuite,
  'what a person sets': choicesSuite,
  'the live stream': liveSuite,
  'from an alarm to a closed order': workSuite,
  roles: rolesSuite,
  'files of what is selected': exportsSuite,
  'a planner keeps the register': plannerSuite,
  'a model file in a plane of its own': ownPlaneSuite,
  'an asset in its place': placeSuite,
  'what is joined to a place': followSuite,
  'a crew without coverage': fieldSuite,
  'what a crew makes at the place': fieldWorkSuite,
  'rounds that are planned': roundsSuite,
  'on paper': paperSuite,
  'a driver’s round': fieldRoundSuite,
  inspections: inspectionsSuite,
  'what goes wrong in the field': fieldTroubleSuite,
  'nothing of a crew’s work is lost': fieldNothingLostSuite,
  'each step of a crew’s day': fieldEachStepSuite,
  'the past on the map': pastSuite,
  'the network': networkSuite,
  'from a leak to a repaired pipe': leaksSuite,
  'levels and water quality': levelsSuite,
  'work by keyboard alone': keyboardWorkSuite,
  'lamps that are changed together': lampsSuite,
  'how pumps are': pumpsSuite,
  'sewers and energy': sewerSuite,
  'what stands behind a prediction': predictionsSuite,
  'areas and risks on the map': mapLookSuite,
  'the first load': firstLoadSuite,
  'services, alarms and administration': operationsSuite,
  'alarms that others silence': silencedSuite,
  'a way in by mail': linkMailSuite,
  'every screen': screensSuite,
}

describe.skipIf(browser.path === null)('the pages in a browser (skipped without a Chromium)', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(browser.path!)
  })
  afterEach(async () => {
    expect(await stage.leave(), 'errors in the console or the page, or failed requests').toEqual([])
  })
  afterAll(() => stage?.close())

  for (const [name, suite] of Object.entries(suites)) describe(name, () => suite(() => stage))
})
