/**
 * Pictures that few can open (HEIC), made into JPEG where this browser can read them: Safari does. A file of its own
 * (casement-pictures.js), loaded when there is such a picture. What the camera wrote beside it, the place too, is left out.
 */

/** As many pixels as an iPhone's canvas may have. */
const mostPixels = 16_777_216;

/**
 * @param {Blob} file
 * @returns {Promise<Blob | null>} nothing where it cannot be read
 */
export async function toJpeg(file) {
  const picture = await createImageBitmap(file);
  const { width, height } = picture;
  const scale = Math.min(1, Math.sqrt(mostPixels / (width * height)));
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(width * scale);
  canvas.height = Math.floor(height * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const jpeg = await new Promise((/** @type {BlobCallback} */ resolve) =>
    canvas.toBlob(resolve, 'image/jpeg', 0.9),
  );
  canvas.width = 0; // Safari keeps a canvas's memory for long
  return jpeg;
}
