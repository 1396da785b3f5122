/**
 * Which of WebAssembly's later proposals a module uses, read from its own bytes: the release has no section that says
 * so. Every instruction is stepped over by what follows it (WebAssembly core specification, chapter 5); one that is not
 * known here is an error, never skipped.
 */
import { featureAt, oldestEngines, tooNewFor } from './support.mjs';

/** @typedef {import('./scripts.mjs').Finding} Finding */
/** @typedef {import('./support.mjs').Oldest} Oldest */

const Section = {
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
  tag: 13,
};

class Reader {
  /** @param {Uint8Array} bytes @param {number} [at] @param {number} [end] */
  constructor(bytes, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  byte() {
    if (this.at >= this.end) throw new Error(`the module ends inside an item at ${this.at}`);
    return this.bytes[this.at++];
  }

  /** LEB128; signed ones are only stepped over, so the value is that of an unsigned one. */
  number() {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  /** @param {number} count */
  skip(count) {
    this.at += count;
  }

  /** @template Item @param {() => Item} item @returns {Item[]} */
  list(item) {
    return Array.from({ length: this.number() }, item);
  }

  /** A part with its length before it. */
  part() {
    const length = this.number();
    const part = new Reader(this.bytes, this.at, this.at + length);
    this.at += length;
    return part;
  }
}

/** @param {Uint8Array} bytes @returns {Set<string>} names below `webassembly` in browser-compat-data */
export function wasmFeatures(bytes) {
  /** @type {Set<string>} */
  const used = new Set();
  const whole = new Reader(bytes, 8);
  /** Of a value; i32, i64, f32 and f64 are the first version's. @param {number} type */
  const valueType = (type) => {
    if (type >= 0x7c && type <= 0x7f) return;
    if (type === 0x7b) used.add('fixed-width-SIMD');
    else if (type === 0x70 || type === 0x6f) used.add('reference-types');
    else if (type >= 0x63 && type <= 0x6e) used.add('garbage-collection');
    else throw new Error(`value type 0x${type.toString(16)} is not known here`);
  };
  /** @param {Reader} reader */
  const limits = (reader) => {
    const flags = reader.byte();
    if (flags & 2) used.add('threads-and-atomics');
    if (flags & 4) used.add('memory64');
    reader.number();
    if (flags & 1) reader.number();
  };
  /** Imported globals: one that changes is later than the first version. @param {Reader} reader */
  const importItem = (reader) => {
    reader.part();
    reader.part();
    const kind = reader.byte();
    if (kind === 0) reader.number();
    else if (kind === 1) (valueType(reader.byte()), limits(reader));
    else if (kind === 2) limits(reader);
    else if (kind === 3) (valueType(reader.byte()), reader.byte());
    else if (kind === 4) (used.add('exception-handling'), reader.skip(1), reader.number());
    else throw new Error(`import kind ${kind} is not known here`);
  };

  while (whole.at < bytes.length) {
    const id = whole.byte();
    const section = whole.part();
    switch (id) {
      case Section.type:
        section.list(() => {
          if (section.byte() !== 0x60) return void used.add('garbage-collection');
          section.list(() => valueType(section.byte()));
          if (section.list(() => valueType(section.byte())).length > 1) used.add('multi-value');
        });
        break;
      case Section.import:
        section.list(() => importItem(section));
        break;
      case Section.table:
        if (section.list(() => (valueType(section.byte()), limits(section))).length > 1)
          used.add('reference-types');
        break;
      case Section.memory:
        if (section.list(() => limits(section)).length > 1) used.add('multiMemory');
        break;
      case Section.global:
        section.list(() => {
          valueType(section.byte());
          section.byte();
          if (instructions(section, used) > 1) used.add('extended-constant-expressions');
        });
        break;
      case Section.dataCount:
        used.add('bulk-memory-operations');
        break;
      case Section.tag:
        used.add('exception-handling');
        break;
      case Section.code:
        section.list(() => {
          const body = section.part();
          body.list(() => (body.number(), valueType(body.byte())));
          while (body.at < body.end) instructions(body, used);
        });
        break;
      default: // names, exports, elements and data say nothing that the code does not
    }
  }
  return used;
}

/**
 * Steps over instructions to the `end` of their block.
 * @param {Reader} reader
 * @param {Set<string>} used
 * @returns {number} how many there were before it
 */
function instructions(reader, used) {
  let depth = 0;
  for (let count = 0; ; ++count) {
    const code = reader.byte();
    if (code === 0x0b && depth-- === 0) return count;
    if (code >= 0x02 && code <= 0x04) {
      ++depth;
      // No result, one value, or the number of a type: with several of them or with parameters.
      const type = reader.number();
      if (type < 0x40) used.add('multi-value');
    } else if (code <= 0x01 || code === 0x05 || code === 0x0b || code === 0x0f) continue;
    else if (code === 0x0c || code === 0x0d || code === 0x10) reader.number();
    else if (code === 0x0e) (reader.list(() => reader.number()), reader.number());
    else if (code === 0x11) (reader.number(), reader.number());
    else if (code === 0x12) (used.add('tail-calls'), reader.number());
    else if (code === 0x13) (used.add('tail-calls'), reader.number(), reader.number());
    else if (code === 0x1a || code === 0x1b) continue;
    else if (code === 0x1c) (used.add('reference-types'), reader.list(() => reader.number()));
    else if (code >= 0x20 && code <= 0x24) reader.number();
    else if (code === 0x25 || code === 0x26) (used.add('reference-types'), reader.number());
    else if (code >= 0x28 && code <= 0x3e) memoryArgument(reader, used);
    else if (code === 0x3f || code === 0x40) reader.number();
    else if (code === 0x41 || code === 0x42) reader.number();
    else if (code === 0x43) reader.skip(4);
    else if (code === 0x44) reader.skip(8);
    else if (code >= 0x45 && code <= 0xbf) continue;
    else if (code >= 0xc0 && code <= 0xc4) used.add('sign-extension-operations');
    else if (code === 0xd0 || code === 0xd2) (used.add('reference-types'), reader.number());
    else if (code === 0xd1) used.add('reference-types');
    else if (code === 0xfc) miscellaneous(reader, used);
    else if (code === 0xfd) vector(reader, used);
    else if (code === 0xfe) atomic(reader, used);
    else throw new Error(`instruction 0x${code.toString(16)} at ${reader.at} is not known here`);
  }
}

/** Alignment and offset, and the memory's number when there are several. @param {Reader} reader @param {Set<string>} used */
function memoryArgument(reader, used) {
  if (reader.number() & 64) (used.add('multiMemory'), reader.number());
  reader.number();
}

/** @param {Reader} reader @param {Set<string>} used */
function miscellaneous(reader, used) {
  const code = reader.number();
  if (code > 17) throw new Error(`instruction 0xfc ${code} is not known here`);
  if (code < 8) return void used.add('non-trapping-float-to-int-conversions');
  used.add(code < 15 ? 'bulk-memory-operations' : 'reference-types');
  reader.number();
  if ([8, 10, 12, 14].includes(code)) reader.number();
}

/** @param {Reader} reader @param {Set<string>} used */
function vector(reader, used) {
  const code = reader.number();
  used.add(code < 256 ? 'fixed-width-SIMD' : 'relaxed-SIMD');
  if (code <= 11 || code === 92 || code === 93) memoryArgument(reader, used);
  else if (code === 12 || code === 13) reader.skip(16);
  else if (code >= 21 && code <= 34) reader.skip(1);
  else if (code >= 84 && code <= 91) (memoryArgument(reader, used), reader.skip(1));
}

/** @param {Reader} reader @param {Set<string>} used */
function atomic(reader, used) {
  used.add('threads-and-atomics');
  if (reader.number() === 3) reader.skip(1);
  else memoryArgument(reader, used);
}

/**
 * @param {Uint8Array} bytes
 * @param {Oldest} [oldest]
 * @returns {Finding[]}
 */
export function checkWasm(bytes, oldest = oldestEngines) {
  return [...wasmFeatures(bytes)].flatMap((name) => {
    const path = `webassembly.${name}`;
    const feature = featureAt(path);
    if (!feature) throw new Error(`browser-compat-data has no ${path}`);
    const engines = tooNewFor(feature, oldest);
    return engines.length ? [{ path, engines, near: name }] : [];
  });
}
