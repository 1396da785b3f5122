/** The attached files: they stay with the browser, the module knows them by number. */

export class Files {
  /** @type {Map<number, File>} */
  #files = new Map();
  #last = 0;
  #added;

  /** @param {(id: number, file: File) => void} added */
  constructor(added) {
    this.#added = added;
  }

  /** @param {Iterable<File>} files */
  add(files) {
    for (const file of files) {
      this.#files.set(++this.#last, file);
      this.#added(this.#last, file);
    }
  }

  /** @param {number} id */
  get(id) {
    return this.#files.get(id);
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
      if (accepting()) this.add(event.dataTransfer?.files ?? []);
    });
  }
}
