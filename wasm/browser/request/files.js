/**
 * The attached files: they stay with the browser, the module knows them by number. A file on a disk
 * may change after it was chosen, and browsers differ in what they make of that: reading may fail
 * (Chromium, WebKit), fail only when it is gone (Firefox), give nothing, or give what is there now,
 * and a request may stand still for ever. So the files are looked at before each request.
 */
import { holdsText } from '../mirror/keys.js';

/** So many bytes at a file's beginning tell what it is (content_head of content.hpp) ... */
const head = 1024;
/** ... and with so many at its end whether it is still what was chosen. */
const tail = 64;

/** A disk that takes longer is told as one that cannot be read, ms. */
const patience = 10_000;
/** A slow phone decodes a large picture for seconds, ms. */
const conversionTime = 60_000;

/**
 * A file's first and last bytes; nothing when they cannot be read.
 * @param {Blob} file
 * @returns {Promise<Uint8Array[] | undefined>}
 */
async function endsOf(file) {
  try {
    const ends = [file.slice(0, head), file.slice(-tail)].map((end) => end.arrayBuffer());
    return (await Promise.all(ends)).map((end) => new Uint8Array(end));
  } catch {
    return undefined;
  }
}

let failed = 0;

/** Browsers remember a failed import for good, so a second try has another address. */
const importPictures = () =>
  (failed
    ? import(String(new URL(`./casement-pictures.js?${failed}`, import.meta.url)))
    : import('./casement-pictures.js')
  ).catch((error) => {
    ++failed;
    throw error;
  });

/** @param {Blob} file @param {number} limit bytes @returns {Promise<Blob | null>} */
async function jpegOf(file, limit) {
  try {
    const { toJpeg } = await importPictures();
    return await toJpeg(file, limit);
  } catch {
    return null; // such pictures cannot be read here, or not now
  }
}

/**
 * @template Value
 * @param {Promise<Value>} promise that is always kept
 * @param {number} [time] ms
 * @returns {Promise<Value | undefined>}
 */
const inTime = (promise, time = patience) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, time);
    promise.then((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });

/**
 * What was dropped; of a folder, whose bytes are nothing that can be read, its name alone.
 * @param {DataTransfer} transfer
 */
function dropped({ files, items }) {
  const entries = [...items].filter(({ kind }) => kind === 'file');
  return [...files].map((file, index) =>
    entries[index]?.webkitGetAsEntry?.()?.isDirectory
      ? new File([], file.name, { type: 'inode/directory' })
      : file,
  );
}

/** A picture in the clipboard is always called image.png: its time tells it from others. @param {File} file */
function named(file) {
  if (!/^image\.\w+$/.test(file.name)) return file;
  const now = new Date();
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
  const date = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join('');
  return new File([file], `pasted-${date}-${time}${file.name.slice(5)}`, { type: file.type });
}

/**
 * @typedef {object} Held
 * @property {Blob} file
 * @property {number} size when it was chosen: Chromium looks again
 * @property {ReturnType<typeof endsOf>} ends likewise
 * @property {Promise<void>} [conversion] under way, or ended
 */

export class Files {
  /** @type {Map<number, Held>} */
  #files = new Map();
  #last = 0;
  #added;
  #looked;
  #converted;
  #checked;
  #check = 0;
  /** Kept when the last picture has become another: one at a time is held in memory. */
  #conversions = Promise.resolve();

  /**
   * @param {(id: number, file: File) => void} added
   * @param {(id: number, head: Uint8Array) => void} looked soon after
   * @param {(id: number, size: number) => void} converted 0: it could not be
   * @param {(unreadable: number[]) => void} checked
   */
  constructor(added, looked, converted, checked) {
    this.#added = added;
    this.#looked = looked;
    this.#converted = converted;
    this.#checked = checked;
  }

  /** @param {Iterable<File>} files */
  add(files) {
    for (const file of files) {
      const id = ++this.#last;
      const held = { file, size: file.size, ends: endsOf(file) };
      this.#files.set(id, held);
      this.#added(id, file);
      held.ends.then((ends) => ends && this.#looked(id, ends[0]));
    }
  }

  /** @param {number} id */
  get(id) {
    return this.#files.get(id)?.file;
  }

  /**
   * As it goes into a request: of a whole file that grew, Firefox sends more than it announced, and
   * the rest of the body is taken for another request.
   * @param {number} id
   */
  body(id) {
    const held = this.#files.get(id);
    return held?.file.slice(0, held.size);
  }

  /** A picture takes the place of the file that it was made of. @param {number} id @param {number} limit bytes */
  convert(id, limit) {
    const held = this.#files.get(id);
    if (!held) return this.#converted(id, 0);
    const isHeld = () => this.#files.get(id) === held;
    held.conversion = this.#conversions = this.#conversions.then(async () => {
      if (!isHeld()) return;
      const jpeg = await inTime(jpegOf(held.file, limit), conversionTime);
      if (jpeg?.size) Object.assign(held, { file: jpeg, size: jpeg.size, ends: endsOf(jpeg) });
      if (isHeld()) this.#converted(id, jpeg?.size ?? 0);
    });
  }

  /** Which files are no longer what was chosen. */
  async unreadable() {
    await Promise.all([...this.#files.values()].map(({ conversion }) => conversion));
    const looks = [...this.#files].map(async ([id, { file, size, ends }]) => {
      const [before, now] = (await inTime(Promise.all([ends, endsOf(file)]))) ?? [];
      return now && `${now}` === `${before}` && file.size === size ? 0 : id;
    });
    return (await Promise.all(looks)).filter((id) => id);
  }

  /** Tells of them; of several checks the last one alone. */
  async check() {
    const check = ++this.#check;
    const unreadable = await this.unreadable();
    if (check === this.#check) this.#checked(unreadable);
  }

  /** @param {number} id */
  drop(id) {
    this.#files.delete(id);
  }

  release() {
    this.#files.clear();
  }

  /**
   * Files dropped anywhere on the card are added while the form is shown, and never opened by the
   * browser in place of the page; the page's own handling of drops is left alone for anything else
   * (text, links).
   * @param {HTMLElement} card
   * @param {(over: boolean) => void} over
   * @param {() => boolean} accepting
   */
  listenForDrops(card, over, accepting) {
    const carriesFiles = (/** @type {DragEvent} */ event) =>
      !!event.dataTransfer?.types.includes('Files');
    for (const type of /** @type {const} */ (['dragenter', 'dragover']))
      card.addEventListener(type, (event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        if (accepting()) over(true);
        else if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
      });
    card.addEventListener('dragleave', (event) => {
      if (!card.contains(/** @type {Node | null} */ (event.relatedTarget))) over(false);
    });
    card.addEventListener('drop', (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      over(false);
      if (accepting() && event.dataTransfer) this.add(dropped(event.dataTransfer));
    });
  }

  /**
   * Files that are pasted while focus is anywhere in the form are added; a text goes into a text
   * field as ever. Heard first of all, so that the page does not take them as well.
   * @param {ShadowRoot} root
   * @param {() => boolean} accepting
   * @param {AbortSignal} signal
   */
  listenForPastes(root, accepting, signal) {
    const paste = (/** @type {ClipboardEvent} */ event) => {
      const { activeElement } = root;
      const { files = [], types = [] } = event.clipboardData ?? {};
      const text = holdsText(activeElement) && types.includes('text/plain');
      if (!activeElement || !files.length || text || !accepting()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.add([...files].map(named));
    };
    addEventListener('paste', paste, { signal, capture: true });
  }
}
