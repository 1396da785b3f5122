/**
 * Pictures that few can open (HEIC), made into JPEG where this browser can read them: Safari does. A file of its own
 * (casement-pictures.js), loaded when there is such a picture. What the camera wrote beside it, the place too, is left out.
 */

/** As many pixels as an iPhone's canvas may have. */
const mostPixels = 16_777_216;

/** Tried one after the other while the JPEG has too many bytes. */
const qualities = [0.9, 0.8, 0.6];

/**
 * Rejects where it cannot be read.
 * @param {Blob} file
 * @param {number} limit bytes
 * @returns {Promise<Blob | null>} larger than the limit where that cannot be helped
 */
export async function toJpeg(file, limit) {
  const canvas = document.createElement('canvas');
  const picture = await createImageBitmap(file);
  try {
    const { width, height } = picture;
    const scale = Math.min(1, Math.sqrt(mostPixels / (width * height)));
    canvas.width = Math.floor(width * scale);
    canvas.height = Math.floor(height * scale);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.fillStyle = '#fff'; // JPEG has no transparency
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    let jpeg = null;
    for (const quality of qualities) {
      jpeg = await new Promise((/** @type {BlobCallback} */ resolve) =>
        canvas.toBlob(resolve, 'image/jpeg', quality),
      );
      if (!jpeg || jpeg.size <= limit) break;
    }
    return jpeg;
  } finally {
    picture.close();
    canvas.width = 0; // Safari keeps a canvas's memory for long
  }
}
