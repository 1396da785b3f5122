/** Screenshots as pixels. */
import { inflateSync } from 'node:zlib';

/**
 * @typedef {object} Picture
 * @property {number} width
 * @property {number} height
 * @property {Uint8Array} pixels red, green, blue, from the top left
 */

/**
 * Reads what browsers write: 8 bits a channel, not interlaced (ISO/IEC 15948).
 * @param {Uint8Array} png
 * @returns {Picture}
 */
export function decodePng(png) {
  const file = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  const width = file.readUInt32BE(16);
  const height = file.readUInt32BE(20);
  const [depth, colour, , , interlace] = file.subarray(24, 29);
  const channels = { 2: 3, 6: 4 }[colour];
  if (depth !== 8 || !channels || interlace) throw new Error('a kind of PNG that is not read here');
  const data = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at))
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT')
      data.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)));
  const bytes = new Uint8Array(inflateSync(Buffer.concat(data)));

  const stride = width * channels;
  const pixels = new Uint8Array(width * height * 3);
  let above = new Uint8Array(stride);
  for (let y = 0, to = 0; y < height; ++y) {
    const start = y * (stride + 1) + 1;
    const row = bytes.subarray(start, start + stride);
    unfilter(bytes[start - 1], row, above, channels);
    for (let from = 0; from < stride; from += channels) {
      pixels[to++] = row[from];
      pixels[to++] = row[from + 1];
      pixels[to++] = row[from + 2];
    }
    above = row;
  }
  return { width, height, pixels };
}

/**
 * Large pictures are read by the hundred: nothing is made for a pixel, and one kind of array.
 * @param {number} filter
 * @param {Uint8Array} row undone in place
 * @param {Uint8Array} above
 * @param {number} step bytes from one pixel to the next
 */
function unfilter(filter, row, above, step) {
  if (filter === 0) return;
  for (let i = 0; i < row.length; ++i) {
    const left = i < step ? 0 : row[i - step];
    if (filter === 1) row[i] += left;
    else if (filter === 2) row[i] += above[i];
    else if (filter === 3) row[i] += (left + above[i]) >> 1;
    else row[i] += paeth(left, above[i], i < step ? 0 : above[i - step]);
  }
}

/** @param {number} left @param {number} up @param {number} corner */
function paeth(left, up, corner) {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/**
 * How far two pictures of one size are apart.
 * @param {Picture} one
 * @param {Picture} other
 * @returns {{mean: number, differing: number}} mean: levels of 255 a channel; differing: the share
 *   of pixels with a channel that is more than 32 levels off
 */
export function difference(one, other) {
  if (one.width !== other.width || one.height !== other.height)
    throw new Error(`${one.width}x${one.height} and ${other.width}x${other.height}`);
  let sum = 0;
  let differing = 0;
  for (let i = 0; i < one.pixels.length; i += 3) {
    let most = 0;
    for (let channel = i; channel < i + 3; ++channel) {
      const apart = Math.abs(one.pixels[channel] - other.pixels[channel]);
      sum += apart;
      most = Math.max(most, apart);
    }
    if (most > 32) ++differing;
  }
  return { mean: sum / one.pixels.length, differing: differing / (one.pixels.length / 3) };
}
