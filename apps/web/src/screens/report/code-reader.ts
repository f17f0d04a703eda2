/** Looks for a QR code in what the camera sees now; gives what it says. */
export type ReadCode = (video: HTMLVideoElement) => Promise<string | null>

/** Of the browser, where it has one; not yet in TypeScript's library. */
interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>
}
declare const BarcodeDetector:
  | ((new (options: { formats: string[] }) => Detector) & { getSupportedFormats(): Promise<string[]> })
  | undefined

/** Wide enough to find a code across a hand's breadth; a camera's own size takes an old phone seconds. */
const WIDTH = 640

/** The browser's own reader where there is one that knows QR codes, else one that is fetched when it is first needed. */
export async function codeReader(): Promise<ReadCode> {
  if (await hasOwn()) {
    const detector = new BarcodeDetector!({ formats: ['qr_code'] })
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null
  }
  const { default: decode } = await import('qr/decode.js')
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  return async (video) => {
    const scale = Math.min(1, WIDTH / video.videoWidth)
    const [width, height] = [video.videoWidth, video.videoHeight].map((side) => Math.round(side * scale))
    if (!width || !height) return null
    canvas.width = width
    canvas.height = height
    context.drawImage(video, 0, 0, width, height)
    try {
      return decode({ width, height, data: context.getImageData(0, 0, width, height).data })
    } catch {
      // That is how it says that there is none in the picture.
      return null
    }
  }
}

/** Some have the class and no reader behind it. */
const hasOwn = async (): Promise<boolean> =>
  typeof BarcodeDetector !== 'undefined' &&
  (await BarcodeDetector.getSupportedFormats().catch((): string[] => [])).includes('qr_code')
