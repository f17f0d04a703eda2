import { afterAll, beforeAll, describe } from 'vitest'
import { adminSuite } from './test/admin.suite.ts'
import { alarmLimitsSuite } from './test/alarm-limits.suite.ts'
import { alarmStandardSuite } from './test/alarm-standard.suite.ts'
import { alarmsSuite } from './test/alarms.suite.ts'
import { startTestCentre, type TestCentre } from './test/centre.ts'
import { commandsSuite } from './test/commands.suite.ts'
import { exportsSuite } from './test/exports.suite.ts'
import { fieldSuite } from './test/field.suite.ts'
import { importsSuite } from './test/imports.suite.ts'
import { ingestSuite } from './test/ingest.suite.ts'
import { inspectionsSuite } from './test/inspections.suite.ts'
import { leaksSuite } from './test/leaks.suite.ts'
import { ledgerSuite } from './test/ledger.suite.ts'
import { lightingSuite } from './test/lighting.suite.ts'
import { linkMailSuite } from './test/link-mail.suite.ts'
import { liveSuite } from './test/live.suite.ts'
import { modelFilesSuite } from './test/model-files.suite.ts'
import { inThisThread, modelsSuite, wearModel } from './test/models.suite.ts'
import { momentsSuite } from './test/moments.suite.ts'
import { noticesSuite } from './test/notices.suite.ts'
import { overflowsSuite } from './test/overflows.suite.ts'
import { overviewSuite } from './test/overview.suite.ts'
import { pumpsSuite } from './test/pumps.suite.ts'
import { registerChangesSuite } from './test/register-changes.suite.ts'
import { renewalSuite } from './test/renewal.suite.ts'
import { retentionSuite } from './test/retention.suite.ts'
import { rightsSuite } from './test/rights.suite.ts'
import { roundsSuite } from './test/rounds.suite.ts'
import { sewerSuite } from './test/sewer.suite.ts'
import { signInSuite } from './test/sign-in.suite.ts'
import { surfaceSuite } from './test/surface.suite.ts'
import { travelTimesSuite } from './test/travel-times.suite.ts'
import { workSuite } from './test/work.suite.ts'

/** Everything over HTTP against one real engine: its start costs more than all of the tests together. */
let centre: TestCentre
beforeAll(async () => {
  centre = await startTestCentre({ models: [wearModel], thread: inThisThread })
})
afterAll(() => centre?.close())

const suites = {
  'signing in': signInSuite,
  rights: rightsSuite,
  ingest: ingestSuite,
  alarms: alarmsSuite,
  'faults and work orders': workSuite,
  'a crew’s day': fieldSuite,
  exports: exportsSuite,
  'changes of the register': registerChangesSuite,
  'files read into the register': importsSuite,
  'plans of renewal': renewalSuite,
  'lamps that are changed together': lightingSuite,
  commands: commandsSuite,
  'the ledger': ledgerSuite,
  retention: retentionSuite,
  'the live stream': liveSuite,
  models: modelsSuite,
  'the past': momentsSuite,
  'the surface': surfaceSuite,
  'services and zones': overviewSuite,
  inspections: inspectionsSuite,
  'a way in by mail': linkMailSuite,
  'who is told of alarms': noticesSuite,
  administration: adminSuite,
  'alarms in groups, out of service and counted': alarmStandardSuite,
  'rounds that are planned': roundsSuite,
  'from a suspicion to a repaired pipe': leaksSuite,
  'sewers and energy': sewerSuite,
  'how pumps are': pumpsSuite,
  'overflows from readings': overflowsSuite,
  'limits of alarms': alarmLimitsSuite,
  'travel times of water': travelTimesSuite,
  // Its pipes are in the register from then on.
  'model files': modelFilesSuite,
}

for (const [name, suite] of Object.entries(suites)) describe(name, () => suite(() => centre))
