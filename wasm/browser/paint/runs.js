/**
 * Words as pixels: each run is rasterised by the browser's own text engine on a 2D canvas, which is
 * the atlas that WebGL samples. Kerning, shaping, emoji and right-to-left text are exact by
 * construction. Nothing is ever read back with getImageData: Firefox with
 * privacy.resistFingerprinting returns noise there.
 */

/** @typedef {{x: number, y: number, width: number, height: number}} Slot device px in the atlas */
/** @typedef {{slot: Slot, left: number, top: number, advance: number}} Run */

/** A floor that keeps small forms in one texture of a megabyte. */
const smallest = 512;

/** @typedef {import('./measure.js').Measure} Measure */

export class Runs {
  canvas = document.createElement('canvas');
  /** Grows when the atlas was emptied: coordinates handed out before are void. */
  generation = 0;
  /** What the texture does not have yet: everything, or the slots drawn since. */
  stale = true;
  /** @type {Slot[]} */
  fresh = [];

  #context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext('2d'));
  #ruler;
  /** Of a side of the atlas: WebGL's, once there is a context. */
  limit;
  #measure;
  /** What of the measure this was made for. */
  #measured = -1;
  /** @type {number[]} baselines of the styles in CSS px below the top of the line box */
  #baselines = [];
  /** @type {Map<string, Run>} */
  #runs = new Map();
  /** @type {Map<number, {slot?: Slot, bitmap?: ImageBitmap}>} */
  #pictures = new Map();
  /** Shelves: rows of slots of about one height. */
  #shelf = { x: 0, y: 0, height: 0 };

  /**
   * @param {HTMLElement} ruler an unseen element of the card's, in its font
   * @param {number} limit of WebGL's texture size
   * @param {Measure} measure
   */
  constructor(ruler, limit, measure) {
    this.#ruler = ruler;
    this.limit = limit;
    this.#measure = measure;
  }

  /** To what the measure has, before each frame. @param {number} width of the card in device px: no run is wider than a line */
  configure(width) {
    const needed = Math.min(this.limit, 2 ** Math.ceil(Math.log2(Math.max(smallest, width + 8))));
    const { generation } = this.#measure;
    const same = generation === this.#measured;
    if (same && this.canvas.width >= needed) return;
    this.#measured = generation;
    this.#resize(needed, Math.max(smallest, same ? this.canvas.height : smallest));
    this.#findBaselines();
    this.#empty();
  }

  /**
   * @param {number} style
   * @param {number} colour 0xAABBGGRR
   * @param {string} text
   * @param {CanvasDirection} [direction]
   * @param {number} [start] device px of its left that are out of view: of what is wider than the
   *   atlas, only what comes after them is drawn
   * @returns {Run}
   */
  run(style, colour, text, direction = this.#measure.directionOf(text), start = 0) {
    start = Math.max(0, Math.round(start));
    const key = `${style} ${colour} ${direction} ${start} ${text}`;
    let run = this.#runs.get(key);
    if (!run) {
      run = this.#rasterise(style, colour, text, direction, start);
      // One that found no room is tried again in the emptied atlas.
      if (run.slot.width) this.#runs.set(key, run);
    }
    return run;
  }

  /**
   * A square picture of an image file; nothing until it is decoded, then `ready` is called.
   * @param {number} id
   * @param {Blob | undefined} file
   * @param {number} side device px
   * @param {() => void} ready
   * @returns {Slot | undefined}
   */
  picture(id, file, side, ready) {
    let picture = this.#pictures.get(id);
    if (!picture) {
      this.#pictures.set(id, (picture = {}));
      if (file?.type.startsWith('image/') && file.size < 30e6)
        createImageBitmap(file).then(
          (bitmap) => {
            this.#pictures.set(id, { bitmap });
            ready();
          },
          () => {}, // not an image after all: its badge stays
        );
    }
    const { bitmap } = picture;
    if (bitmap && !picture.slot) {
      const slot = this.#allocate(side, side);
      if (!slot) return undefined;
      picture.slot = slot;
      const crop = Math.min(bitmap.width, bitmap.height);
      const [left, top] = [(bitmap.width - crop) / 2, (bitmap.height - crop) / 2];
      this.#context.imageSmoothingQuality = 'high';
      this.#context.drawImage(bitmap, left, top, crop, crop, slot.x, slot.y, side, side);
    }
    return picture.slot;
  }

  /** Where the engine itself puts the baselines in line boxes, by asking it for all at once. */
  #findBaselines() {
    const width = 100;
    const { styles, scale, family } = this.#measure;
    const lines = styles.map(([size, line, weight]) => {
      const box = document.createElement('div');
      box.style.width = `${width}px`;
      box.style.font = `${weight} ${size * scale}px/${line * scale}px ${family}`;
      const mark = document.createElement('span');
      mark.style.display = 'inline-block';
      box.append('x', mark);
      return { box, mark };
    });
    this.#ruler.append(...lines.map(({ box }) => box));
    this.#baselines = lines.map(({ box, mark }) => {
      const { top, width: seen } = box.getBoundingClientRect();
      // Under a transform a box looks larger or smaller than it is laid out, by not quite the same number.
      return ((mark.getBoundingClientRect().bottom - top) * width) / (seen || width);
    });
    this.#ruler.replaceChildren();
  }

  /**
   * @param {number} style @param {number} colour @param {string} text
   * @param {CanvasDirection} direction
   * @param {number} start
   * @returns {Run}
   */
  #rasterise(style, colour, text, direction, start) {
    const context = this.#context;
    const { ratio, scale, family, styles } = this.#measure;
    context.font = this.#measure.font(style);
    context.direction = direction;
    context.textAlign = 'left';
    // measureText knows nothing of the context's scale. Hints round the ink of a size to other pixels
    // than a multiple's, and of a size that is no whole number to those of one beside it; at the next
    // whole one it is at its highest, but advances and optical sizes are another font's. So the box
    // holds both measures, and a pixel more where large glyphs are drawn unhinted. Firefox and WebKit
    // leave out of them where marks are put (Arabic, Hebrew, keycaps).
    const [size, , weight] = styles[style];
    const pixels = Math.ceil(size * scale * ratio);
    context.font = `${weight} ${pixels}px ${family}`;
    const drawn = context.measureText(text);
    context.font = this.#measure.font(style);
    const box = context.measureText(text);
    const advance = box.width * ratio;
    const marks = /\p{M}/u.test(text) ? pixels / 6 : 0;
    const reach = (/** @type {number} */ plain, /** @type {number} */ hinted, more = 1) =>
      Math.ceil(Math.max(0, plain * ratio, hinted + more) + marks) + 1;
    const before = reach(box.actualBoundingBoxLeft, drawn.actualBoundingBoxLeft);
    const after = reach(
      Math.max(box.width, box.actualBoundingBoxRight),
      advance + drawn.actualBoundingBoxRight - drawn.width,
    );
    const width = Math.min(before + after, this.canvas.width);
    const left = before - Math.min(start, before + after - width);
    // A row that an unscaled run was never seen to need.
    const more = ratio === 1 ? 0 : 1;
    const above = reach(box.actualBoundingBoxAscent, drawn.actualBoundingBoxAscent, more);
    const below = reach(box.actualBoundingBoxDescent, drawn.actualBoundingBoxDescent);
    const slot = this.#allocate(width, above + below);
    if (!slot) return { slot: { x: 0, y: 0, width: 0, height: 0 }, left: 0, top: 0, advance: 0 };

    context.save();
    context.beginPath();
    context.rect(slot.x, slot.y, slot.width, slot.height);
    context.clip();
    context.translate(slot.x + left, slot.y + above);
    // Scaling the context, not the font, keeps the engine's own advances: the painted value and
    // the edited one stay on the same pixels.
    context.scale(ratio, ratio);
    const channel = (/** @type {number} */ shift) => (colour >>> shift) & 255;
    context.fillStyle = `rgb(${channel(0)} ${channel(8)} ${channel(16)} / ${channel(24) / 255})`;
    context.fillText(text, 0, 0);
    context.restore();
    return {
      slot,
      left: -left,
      top: Math.round(this.#baselines[style] * ratio + 1e-3) - above,
      advance,
    };
  }

  /**
   * @param {number} width @param {number} height
   * @returns {Slot | undefined} nothing when the atlas had to be emptied or has no room at all
   */
  #allocate(width, height) {
    const shelf = this.#shelf;
    if (shelf.x + width > this.canvas.width) {
      shelf.x = 0;
      shelf.y += shelf.height;
      shelf.height = 0;
    }
    if (shelf.y + height > this.canvas.height) {
      if (this.canvas.height * 2 <= this.limit)
        this.#resize(this.canvas.width, this.canvas.height * 2);
      this.#empty();
      return undefined;
    }
    const slot = { x: shelf.x, y: shelf.y, width, height };
    shelf.x += width;
    shelf.height = Math.max(shelf.height, height);
    this.fresh.push(slot);
    return slot;
  }

  /** @param {number} width @param {number} height */
  #resize(width, height) {
    this.canvas.width = width;
    this.canvas.height = Math.min(this.limit, height);
  }

  #empty() {
    this.#context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.#runs.clear();
    for (const picture of this.#pictures.values()) delete picture.slot;
    this.#shelf = { x: 0, y: 0, height: 0 };
    this.fresh = [];
    this.stale = true;
    ++this.generation;
  }
}
