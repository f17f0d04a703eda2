import { type FieldFile, fieldFile } from './field-file.ts'

/** Enough to read a type plate; a camera's own size would fill the phone and take an hour to send. */
const LONGEST_SIDE = 2048
const QUALITY = 0.85

/** Made small enough to be kept and sent; throws where the browser can't read it as a picture. */
export async function preparePhoto(file: Blob): Promise<FieldFile> {
  const bitmap = await createImageBitmap(file)
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(bitmap.width * scale)
  canvas.height = Math.round(bitmap.height * scale)
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  const drawn = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY))
  if (!drawn) throw new Error('the picture could not be drawn')
  return fieldFile('photo', drawn, 'image/jpeg')
}
