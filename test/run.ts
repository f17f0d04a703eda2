/**
 * Everything, in the order in which a failure is cheapest to find: types, lint, then all tests. Ends with
 * one line that counts.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBrowser } from './browser.ts'

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  numFailedTestSuites: number
  testResults: { name: string; status: string; assertionResults: { status: string; fullName: string }[] }[]
}

const root = fileURLToPath(new URL('..', import.meta.url))
const count = { passed: 0, failed: 0, skipped: 0 }
const only = process.argv.slice(2)

if (only.length === 0) {
  check('types', ['tsc', '--noEmit'])
  check('lint and format', ['biome', 'check', '--error-on-warnings', '.'])
}
const browser = ensureBrowser()
console.log(browser.message)
runTests(browser.path)
console.log(
  `\n${count.passed} passed, ${count.failed} failed${count.skipped > 0 ? `, ${count.skipped} skipped` : ''}`,
)
process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0

function check(name: string, [tool, ...args]: string[]): void {
  console.log(`\n# ${name}`)
  const { status } = spawnSync(join(root, 'node_modules/.bin', tool!), args, { cwd: root, stdio: 'inherit' })
  if (status === 0) count.passed++
  else count.failed++
}

function runTests(browserPath: string | null): void {
  console.log('\n# tests')
  const folder = mkdtempSync(join(tmpdir(), 'driftbild-test-'))
  const output = join(folder, 'report.json')
  const { status } = spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...['--config', join(root, 'test/vitest.config.ts'), '--root', root],
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${output}`],
      ...only,
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...(browserPath ? { DRIFTBILD_BROWSER: browserPath } : {}) },
    },
  )
  let report: VitestReport
  try {
    report = JSON.parse(readFileSync(output, 'utf8')) as VitestReport
  } catch {
    console.error(`the tests ended with ${status} and left no report`)
    count.failed++
    return
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  count.passed += report.numPassedTests
  count.failed += report.numFailedTests
  count.skipped += report.numPendingTests + report.numTodoTests
  // A file that fails before its first test has no failed test of its own.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((a) => a.status === 'failed'),
  )
  count.failed += brokenFiles.length
  for (const file of report.testResults) {
    for (const one of file.assertionResults) {
      if (one.status === 'pending' || one.status === 'skipped') console.log(`skipped: ${one.fullName}`)
    }
  }
  if (status !== 0 && count.failed === 0) count.failed++
}
