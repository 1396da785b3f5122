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
  const bytes = inflateSync(Buffer.concat(data));

  const stride = width * channels;
  const pixels = new Uint8Array(width * height * 3);
  let above = Buffer.alloc(stride);
  for (let y = 0; y < height; ++y) {
    const start = y * (stride + 1);
    const row = bytes.subarray(start + 1, start + 1 + stride);
    unfilter(bytes[start], row, above, channels);
    for (let x = 0; x < width; ++x)
      pixels.set(row.subarray(x * channels, x * channels + 3), (y * width + x) * 3);
    above = Buffer.from(row);
  }
  return { width, height, pixels };
}

/**
 * @param {number} filter
 * @param {Uint8Array} row undone in place
 * @param {Uint8Array} above
 * @param {number} step bytes from one pixel to the next
 */
function unfilter(filter, row, above, step) {
  for (let i = 0; i < row.length; ++i) {
    const left = i < step ? 0 : row[i - step];
    const up = above[i];
    const corner = i < step ? 0 : above[i - step];
    if (filter === 1) row[i] += left;
    else if (filter === 2) row[i] += up;
    else if (filter === 3) row[i] += (left + up) >> 1;
    else if (filter === 4) row[i] += paeth(left, up, corner);
  }
}

/** @param {number} left @param {number} up @param {number} corner */
function paeth(left, up, corner) {
  const [toLeft, toUp, toCorner] = [left, up, corner].map((p) => Math.abs(left + up - corner - p));
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
