import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import encodeQR from 'qr'

const [WIDTH, HEIGHT] = [640, 480]
const [BLACK, WHITE, GREY] = [16, 235, 128]

/** A film that Chromium plays as its camera: it sees a sign with this code. */
export function fakeCamera(text: string): { flags: string[]; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'driftbild-camera-'))
  const film = join(folder, 'sign.y4m')
  writeFileSync(film, filmOf(encodeQR(text, 'raw')))
  return {
    flags: [`--use-file-for-fake-video-capture=${film}`],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** YUV4MPEG2 of one picture: brightness for each pixel, then two colours for each four. */
function filmOf(code: readonly boolean[][]): Buffer {
  const module = Math.floor((HEIGHT * 0.7) / code.length)
  const [left, top] = [WIDTH, HEIGHT].map((side) => Math.floor((side - module * code.length) / 2)) as [
    number,
    number,
  ]
  const brightness = Buffer.alloc(WIDTH * HEIGHT, WHITE)
  code.forEach((row, y) => {
    row.forEach((isBlack, x) => {
      if (!isBlack) return
      for (let dy = 0; dy < module; dy++) {
        const start = (top + y * module + dy) * WIDTH + left + x * module
        brightness.fill(BLACK, start, start + module)
      }
    })
  })
  const head = `YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420mpeg2\nFRAME\n`
  return Buffer.concat([Buffer.from(head), brightness, Buffer.alloc((WIDTH * HEIGHT) / 2, GREY)])
}
