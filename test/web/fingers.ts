import type { Page } from 'playwright-core'

/** Pixels that a finger needs, after WCAG 2.5.5. */
const FINGER = 44

/** What on a phone’s screen is wider than it, or too small to be pressed. */
export function troublesForFingers(page: Page): Promise<string[]> {
  return page.evaluate((finger) => {
    const main = document.querySelector('#page')
    const troubles: string[] = []
    if (document.documentElement.scrollWidth > innerWidth || (main && main.scrollWidth > main.clientWidth))
      troubles.push('wider than the phone')
    let measured = 0
    const pressable =
      'button, select, input, textarea, summary, [role=radio], nav a, .button, a.row-title, td a, th a'
    for (const element of document.querySelectorAll<HTMLElement>(pressable)) {
      const target = element.closest('label') ?? element
      if (!target.checkVisibility({ visibilityProperty: true })) continue
      target.scrollIntoView({ block: 'center' })
      const [width, height] = reach(target)
      if (width === 0) continue
      measured++
      if (width < finger || height < finger)
        troubles.push(
          `${target.tagName.toLowerCase()} “${target.textContent || target.getAttribute('aria-label')}” ${width} × ${height}`,
        )
    }
    if (measured === 0) troubles.push('nothing to press')
    return troubles

    /** How far from its middle a finger still finds it, beyond what is drawn too; nothing for what lies under another. */
    function reach(target: Element): [width: number, height: number] {
      const box = target.getBoundingClientRect()
      const x = box.x + box.width / 2
      const y = box.y + box.height / 2
      const hits = (dx: number, dy: number) => {
        const hit = document.elementFromPoint(x + dx, y + dy)
        return target.contains(hit)
      }
      if (!hits(0, 0)) return [0, 0]
      const far = (dx: number, dy: number) => {
        let n = 0
        while (n < finger && hits(dx * (n + 1), dy * (n + 1))) n++
        return n
      }
      return [far(1, 0) + far(-1, 0) + 1, far(0, 1) + far(0, -1) + 1]
    }
  }, FINGER)
}

interface Spot {
  x: number
  y: number
}

/** A finger is put down, moved and lifted, as the touch screen tells it. */
export async function dragByFinger(page: Page, from: Spot, to: Spot): Promise<void> {
  const onTheWay = [0.25, 0.5, 0.75, 1].map((share) => ({
    x: from.x + (to.x - from.x) * share,
    y: from.y + (to.y - from.y) * share,
  }))
  await byFinger(page, from, onTheWay)
}

export const tapByFinger = (page: Page, at: Spot): Promise<void> => byFinger(page, at, [])

async function byFinger(page: Page, from: Spot, onTheWay: readonly Spot[]): Promise<void> {
  const screen = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: Spot[]) =>
    screen.send('Input.dispatchTouchEvent', { type, touchPoints })
  await touch('touchStart', [from])
  for (const spot of onTheWay) await touch('touchMove', [spot])
  await touch('touchEnd', [])
  await screen.detach()
}
