/**
 * The pixels: a WebGL2 canvas as tall as the form, drawn only when asked, that survives a lost
 * context. Implements what renderer.hpp hands over.
 */
import fragmentSource from '../../../shaders/panel.frag';
import vertexSource from '../../../shaders/panel.vert';
import {
  commandIntegers,
  cursorPointer,
  cursorText,
  indexBytes,
  runAtlasTexture,
  vertexBytes,
} from '../bridge/contract.js';

/** @type {Record<number, string>} */
const cursors = { [cursorText]: 'text', [cursorPointer]: 'pointer' };

/** @typedef {import('./runs.js').Runs} Runs */

export class Canvas {
  element = document.createElement('canvas');
  /** @type {WebGL2RenderingContext | null} */
  gl = null;
  #tried = false;
  #runs = /** @type {Runs | undefined} */ (undefined);
  /** @type {Map<number, WebGLTexture>} */
  #textures = new Map();
  /** @type {WebGLUniformLocation | null} */
  #size = null;
  #height = 0;

  /** @returns {boolean} a context was made now */
  open() {
    if (this.gl || this.#tried) return false;
    this.#tried = true;
    this.gl = this.element.getContext('webgl2', {
      antialias: false,
      depth: false,
      stencil: false,
      powerPreference: 'low-power',
    });
    if (this.gl) this.#prepare(this.gl);
    return !!this.gl;
  }

  get usable() {
    return !!this.gl && !this.gl.isContextLost();
  }

  /** The largest width and height that both the viewport and a texture can have. */
  get limit() {
    const { gl } = this;
    if (!gl) return 0;
    const [width, height] = gl.getParameter(gl.MAX_VIEWPORT_DIMS) ?? [4096, 4096];
    return Math.min(width, height, gl.getParameter(gl.MAX_TEXTURE_SIZE) ?? 4096);
  }

  /** @param {number} cursor */
  setCursor(cursor) {
    this.element.style.cursor = cursors[cursor] ?? '';
  }

  /** @param {Runs} runs */
  use(runs) {
    this.#runs = runs;
    runs.stale = true;
    runs.limit = this.limit;
  }

  /** The context came back: programs and buffers anew; textures follow with the next frame. */
  restore() {
    this.#textures.clear();
    if (this.#runs) this.#runs.stale = true;
    if (this.gl) this.#prepare(this.gl);
  }

  /** Gives the context back to the browser, which allows a page only about sixteen. */
  release() {
    this.element.remove();
    this.gl?.getExtension('WEBGL_lose_context')?.loseContext();
    this.gl = null;
  }

  /** @param {WebGL2RenderingContext} gl */
  #prepare(gl) {
    const program = gl.createProgram();
    for (const [type, source] of /** @type {const} */ ([
      [gl.VERTEX_SHADER, vertexSource],
      [gl.FRAGMENT_SHADER, fragmentSource],
    ])) {
      const shader = /** @type {WebGLShader} */ (gl.createShader(type));
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    gl.useProgram(program);
    this.#size = gl.getUniformLocation(program, 'size');
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
    // ImDrawVert: position and uv as floats, colour as four bytes.
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, vertexBytes, 0);
    gl.vertexAttribPointer(1, 2, gl.FLOAT, false, vertexBytes, 8);
    gl.vertexAttribPointer(2, 4, gl.UNSIGNED_BYTE, true, vertexBytes, 16);
    for (const attribute of [0, 1, 2]) gl.enableVertexAttribArray(attribute);
    gl.enable(gl.BLEND);
    gl.enable(gl.SCISSOR_TEST);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  /** @param {number} id */
  #bind(id) {
    const gl = /** @type {WebGL2RenderingContext} */ (this.gl);
    let texture = this.#textures.get(id);
    const created = !texture;
    if (!texture) this.#textures.set(id, (texture = gl.createTexture()));
    gl.bindTexture(gl.TEXTURE_2D, texture);
    if (created) {
      // Runs stand on the device grid and are sampled texel by texel; shapes need blending.
      const filter = id === runAtlasTexture ? gl.NEAREST : gl.LINEAR;
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, filter);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, filter);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    }
    return created;
  }

  /**
   * @param {number} id @param {number} wholeWidth @param {number} wholeHeight
   * @param {number} x @param {number} y @param {number} width @param {number} height
   * @param {(row: number) => Uint8Array} alphaRow
   */
  texture(id, wholeWidth, wholeHeight, x, y, width, height, alphaRow) {
    const gl = this.gl;
    if (!gl) return;
    const pixels = new Uint8Array(width * height * 4);
    for (let row = 0; row < height; ++row) {
      const alpha = alphaRow(row);
      for (let column = 0; column < width; ++column)
        pixels.fill(alpha[column], (row * width + column) * 4, (row * width + column + 1) * 4);
    }
    if (this.#bind(id) || (width === wholeWidth && height === wholeHeight))
      gl.texImage2D(
        gl.TEXTURE_2D,
        0,
        gl.RGBA8,
        wholeWidth,
        wholeHeight,
        0,
        gl.RGBA,
        gl.UNSIGNED_BYTE,
        null,
      );
    gl.texSubImage2D(gl.TEXTURE_2D, 0, x, y, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  }

  /** @param {number} id */
  dropTexture(id) {
    this.gl?.deleteTexture(this.#textures.get(id) ?? null);
    this.#textures.delete(id);
  }

  /**
   * @param {number} width device px
   * @param {number} height of the form
   * @param {number} overhang of an open list below it
   * @param {number} ratio
   */
  begin(width, height, overhang, ratio) {
    const { element, gl } = this;
    if (!gl) return;
    const whole = height + overhang;
    if (element.width !== width || element.height !== whole) {
      element.width = width;
      element.height = whole;
    }
    element.style.width = `${width / ratio}px`;
    element.style.height = `${whole / ratio}px`;
    this.#height = whole;
    this.#uploadRuns(gl);
    gl.viewport(0, 0, width, whole);
    gl.uniform2f(this.#size, width, whole);
    gl.scissor(0, 0, width, whole);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
  }

  /** @param {WebGL2RenderingContext} gl */
  #uploadRuns(gl) {
    const runs = this.#runs;
    if (!runs || !(runs.stale || runs.fresh.length)) return;
    this.#bind(runAtlasTexture);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
    if (runs.stale) {
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, runs.canvas);
    } else {
      for (const { x, y, width, height } of runs.fresh) {
        gl.pixelStorei(gl.UNPACK_SKIP_PIXELS, x);
        gl.pixelStorei(gl.UNPACK_SKIP_ROWS, y);
        gl.texSubImage2D(
          gl.TEXTURE_2D,
          0,
          x,
          y,
          width,
          height,
          gl.RGBA,
          gl.UNSIGNED_BYTE,
          runs.canvas,
        );
      }
      gl.pixelStorei(gl.UNPACK_SKIP_PIXELS, 0);
      gl.pixelStorei(gl.UNPACK_SKIP_ROWS, 0);
    }
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    runs.stale = false;
    runs.fresh = [];
  }

  /**
   * One ImDrawList.
   * @param {Uint8Array} vertices @param {Uint8Array} indices
   * @param {Int32Array} commands clip x, y, w, h; texture; first index; index count
   */
  draw(vertices, indices, commands) {
    const { gl } = this;
    if (!gl) return;
    gl.bufferData(gl.ARRAY_BUFFER, vertices, gl.STREAM_DRAW);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, indices, gl.STREAM_DRAW);
    for (let at = 0; at < commands.length; at += commandIntegers) {
      const [x, y, width, height, texture, first, count] = commands.subarray(at);
      gl.scissor(x, this.#height - y - height, width, height);
      gl.bindTexture(gl.TEXTURE_2D, this.#textures.get(texture) ?? null);
      gl.drawElements(gl.TRIANGLES, count, gl.UNSIGNED_SHORT, first * indexBytes);
    }
  }
}
