/**
 * The module's memory as JavaScript reads and writes it. Views are made anew for each use: growth
 * detaches the old ones.
 */

/**
 * @template {(string | Uint8Array)[]} Texts
 * @typedef {Texts extends [string | Uint8Array, ...infer Rest extends (string | Uint8Array)[]] ? [at: number, length: number, ...Pairs<Rest>] : []} Pairs
 */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Memory {
  /** @type {WebAssembly.Memory} */
  #memory;
  /** @type {(bytes: number) => number} */
  #allocate;
  /** @type {(pointer: number) => void} */
  #release;

  /**
   * @param {WebAssembly.Memory} memory
   * @param {(bytes: number) => number} allocate
   * @param {(pointer: number) => void} release
   */
  constructor(memory, allocate, release) {
    this.#memory = memory;
    this.#allocate = allocate;
    this.#release = release;
  }

  /** @param {number} pointer @param {number} length */
  bytes(pointer, length) {
    return new Uint8Array(this.#memory.buffer, pointer, length);
  }

  /** @param {number} pointer @param {number} count */
  floats(pointer, count) {
    return new Float32Array(this.#memory.buffer, pointer, count);
  }

  /** @param {number} pointer @param {number} count */
  integers(pointer, count) {
    return new Int32Array(this.#memory.buffer, pointer, count);
  }

  /** @param {number} pointer @param {number} length in bytes */
  text(pointer, length) {
    return decoder.decode(this.bytes(pointer, length));
  }

  /**
   * Strings, each preceded by its length (strings.hpp).
   * @param {number} pointer
   * @param {number} length of them all, in bytes
   */
  strings(pointer, length) {
    const view = new DataView(this.#memory.buffer, pointer, length);
    const list = [];
    for (let at = 0; at < length;) {
      const size = view.getUint32(at, true);
      list.push(this.text(pointer + at + 4, size));
      at += 4 + size;
    }
    return list;
  }

  /**
   * Writes text into a buffer of the module's; returns the bytes written, never more than `room`.
   * @param {string} text @param {number} pointer @param {number} room
   */
  write(text, pointer, room) {
    return encoder.encodeInto(text, this.bytes(pointer, room)).written;
  }

  /**
   * Lends texts and bytes to a function of the module, as (pointer, length) pairs, for the time of
   * the call.
   * @template {(string | Uint8Array)[]} Texts
   * @template Answer
   * @param {[...Texts]} texts
   * @param {(...pairs: Pairs<Texts>) => Answer} call
   * @returns {Answer}
   */
  lend(texts, call) {
    const encoded = texts.map((text) => (typeof text === 'string' ? encoder.encode(text) : text));
    const pointer = this.#allocate(encoded.reduce((sum, { length }) => sum + length, 1));
    const pairs = [];
    let at = pointer;
    for (const bytes of /** @type {Uint8Array[]} */ (encoded)) {
      this.bytes(at, bytes.length).set(bytes);
      pairs.push(at, bytes.length);
      at += bytes.length;
    }
    const answer = call(.../** @type {Pairs<Texts>} */ (pairs));
    this.#release(pointer);
    return answer;
  }

  /**
   * The same for whole numbers.
   * @param {number[]} numbers
   * @param {(pointer: number, count: number) => void} call
   */
  lendIntegers(numbers, call) {
    const { length } = numbers;
    const pointer = this.#allocate(length * 4);
    this.integers(pointer, length).set(numbers);
    call(pointer, length);
    this.#release(pointer);
  }
}
