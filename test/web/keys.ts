import type { Locator, Page } from 'playwright-core'
import { soon } from './stage.ts'

type Role = Parameters<Page['getByRole']>[0]

/** Presses Tab until the focus is there; on the way nothing has it unseen. */
export async function tabTo(
  page: Page,
  role: Role,
  name: string | RegExp,
  within: Page | Locator = page,
): Promise<void> {
  const target = within.getByRole(role, { name }).first()
  const passed: string[] = []
  while (!(await target.evaluate((element) => element === document.activeElement))) {
    if (passed.length > 80) throw new Error(`${role} ${name} is not reached; passed ${passed.join(', ')}`)
    await page.keyboard.press('Tab')
    passed.push(await focusSeen(page))
  }
}

export async function expectFocus(page: Page, role: Role, name: string): Promise<void> {
  const target = page.getByRole(role, { name })
  await soon(() => target.evaluate((element) => element === document.activeElement)).toBe(true)
  await focusSeen(page)
}

/** What has the focus; throws when nothing shows that it has. */
async function focusSeen(page: Page): Promise<string> {
  const { name, seen } = await page.evaluate(() => {
    const focused = document.activeElement as HTMLElement
    // A check box or radio is hidden behind the label that is drawn for it.
    const drawn = focused.closest('label') ?? focused
    const outlined = [drawn, ...drawn.querySelectorAll('*')].some((element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0
    })
    const box = drawn.getBoundingClientRect()
    const inside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth
    return {
      name: `${focused.tagName} ${focused.getAttribute('aria-label') ?? focused.textContent?.slice(0, 40)}`,
      seen: focused === document.body || (outlined && inside && box.width > 1),
    }
  })
  if (!seen) throw new Error(`${name} has the focus and doesn’t show it`)
  return name
}
