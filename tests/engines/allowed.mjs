/**
 * What the built files use although some of the oldest engines do not know it: where, and what happens without. An
 * entry that is no longer needed fails the test, as a missing one does.
 */

/** @type {Record<string, string>} */
export const allowed = {
  // Asked for, or harmless where it is not known.
  'api.HTMLSelectElement.showPicker':
    'takeover.js: in a try; without it the list is our own. On an input it is old',
  'api.CanvasRenderingContext2D.imageSmoothingQuality':
    'runs.js: only set; without it thumbnails are scaled as the browser does by itself',
  'api.HTMLElement.popover': 'element.js: only set; nothing happens where it is not known',
  'api.HTMLElement.showPopover':
    'element.js: in a try; without it the launcher lies where its z-index puts it',
  'api.DataTransferItem.webkitGetAsEntry':
    'files.js: called with `?.`; without it a folder is a file that cannot be read',
  'api.Window.requestIdleCallback': 'rest.js: asked for with `in`; without it a timer',
  'javascript.builtins.ArrayBuffer.resizable': "Emscripten's glue: read, undefined without it",
  'api.HTMLElement.focus.preventScroll': 'on phones browsers may scroll to what gets the focus',
  'api.Element.wheel_event': 'keys.js, pointer.js: iPhones have no wheel',
  'api.trustedTypes': 'the demo: asked for; without it nothing needs a policy',

  // Other things of the same name.
  'api.Blob.bytes': 'memory.js: a method of Memory',
  'api.Response.bytes': 'memory.js: a method of Memory',
  'api.CanvasRenderingContext2D.filter': 'of arrays',
  'api.CanvasRenderingContext2D.isContextLost': 'canvas.js: of the WebGL context',
  'api.CanvasRenderingContext2D.lang': 'the demo: of an element',
  'api.Performance.memory': 'imports.js: a part of the widget',
  'javascript.builtins.Iterator.take': 'widget.js: a method of the widget',
  'api.ReadableStream.values': 'runs.js: of a Map',
  'api.Window.viewport': 'canvas.js: of the WebGL context',
  'javascript.builtins.Error.fileName': "the demo's received.js: of a part of the request",
  'javascript.builtins.Iterator.drop': 'files.js: a method of Files',

  // Style sheets.
  'css.selectors.-webkit-progress-value':
    'plain/progress.css: one of three rules, each for its own engines',
  'css.selectors.-webkit-progress-bar': 'plain/progress.css: the same',
  'css.selectors.-moz-progress-bar': 'plain/progress.css: the same',
  'css.properties.forced-color-adjust':
    'plain/forced_colors.css: without it a chosen segment has the system’s plain colours; Safari has no such themes',
  'css.types.color.light-dark':
    'style.css: web/src/panel/sheet.js asks CSS.supports() and gives older browsers the light colours',
  'css.properties.scrollbar-width':
    'controls.css: without it the scrollbar is as wide as any other',
  'css.properties.scrollbar-color':
    'controls.css: without it the scrollbar is as grey as any other',
  'css.properties.text-size-adjust':
    'demo.css: without it a phone that is turned may choose its own text size',
  'css.properties.resize': 'form_controls.css, plain/fields.css: phones never had a corner to pull',
  'css.properties.cursor.pointer': 'style.css, plain/: phones have no pointer to show',
  'css.selectors.selection': "controls.css: without it what is selected has the system's colour",
};

/**
 * The kinds of objects that the widget holds: a member is judged by these alone. Of others it could only get one by a
 * global or a member that is judged itself.
 */
export const held = new Set([
  ...['Element', 'HTMLElement', 'HTMLInputElement', 'HTMLTextAreaElement', 'HTMLSelectElement'],
  ...['HTMLButtonElement', 'HTMLFormElement', 'HTMLDialogElement', 'HTMLLabelElement'],
  ...['HTMLOptionElement', 'HTMLProgressElement', 'HTMLSlotElement', 'HTMLIFrameElement'],
  ...['HTMLCanvasElement', 'CanvasRenderingContext2D', 'WebGL2RenderingContext', 'TextMetrics'],
  ...['WebGLRenderingContext', 'ImageBitmap', 'ElementInternals', 'CustomElementRegistry'],
  ...['Node', 'Text', 'CharacterData', 'NodeList', 'Document', 'DocumentFragment', 'ShadowRoot'],
  ...['Window', 'Navigator', 'Clipboard', 'DataTransfer', 'DataTransferItem', 'FontFaceSet'],
  ...['Range', 'DOMRect', 'DOMRectReadOnly', 'DOMTokenList', 'DOMStringMap', 'Animation'],
  ...['CSSStyleSheet', 'CSSStyleDeclaration', 'MediaQueryList', 'VisualViewport'],
  ...['Event', 'CustomEvent', 'InputEvent', 'KeyboardEvent', 'PointerEvent', 'MouseEvent'],
  ...['WheelEvent', 'FocusEvent', 'DragEvent', 'ClipboardEvent', 'SubmitEvent', 'ToggleEvent'],
  ...['ProgressEvent', 'EventTarget', 'AbortController', 'AbortSignal', 'ResizeObserver'],
  ...['ResizeObserverEntry', 'IntersectionObserver', 'IntersectionObserverEntry'],
  ...['MutationObserver', 'MutationRecord', 'Blob', 'File', 'FileList', 'FileReader', 'Response'],
  ...['Headers', 'ReadableStream', 'ReadableStreamDefaultReader', 'XMLHttpRequest', 'FormData'],
  ...['XMLHttpRequestUpload', 'XMLHttpRequestEventTarget', 'URL', 'TextDecoder', 'TextEncoder'],
  ...['Crypto', 'SubtleCrypto', 'Performance', 'Storage', 'History', 'Location'],
  ...['Array', 'TypedArray', 'Uint8Array', 'ArrayBuffer', 'DataView', 'String', 'RegExp', 'Map'],
  ...['Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Object', 'Function', 'Promise', 'Number', 'Math'],
  ...['Date', 'Error', 'Symbol', 'JSON', 'BigInt', 'Intl', 'Intl.DateTimeFormat', 'Iterator'],
  ...['Intl.NumberFormat', 'Intl.Segmenter', 'Intl.Locale', 'Intl.PluralRules'],
  ...['WebAssembly', 'WebAssembly.Memory', 'WebAssembly.Instance', 'WebAssembly.Module'],
]);
