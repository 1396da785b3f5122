// Made by web/contract.mjs of the C++ that says it: not to be changed by hand.

/**
 * What the module imports: host.hpp.
 * @typedef {{
 *   random: (bytes: number, count: number) => number,
 *   local_time: (tag: number, tagLength: number, out: number, room: number) => number,
 *   text_style: (style: number, size: number, line: number, weight: number) => void,
 *   advance: (style: number, text: number, length: number) => number,
 *   run: (style: number, colour: number, text: number, length: number, run: number) => void,
 *   value_runs: (
 *     field: number,
 *     colour: number,
 *     value: number,
 *     length: number,
 *     runs: number,
 *     room: number,
 *   ) => number,
 *   value_height: (field: number, value: number, length: number, contentWidth: number) => number,
 *   thumbnail: (file: number, side: number, run: number) => void,
 *   atlas_generation: () => number,
 *   texture: (
 *     id: number,
 *     wholeW: number,
 *     wholeH: number,
 *     x: number,
 *     y: number,
 *     w: number,
 *     h: number,
 *     pixels: number,
 *     pitch: number,
 *   ) => void,
 *   drop_texture: (id: number) => void,
 *   begin_frame: (width: number, height: number, overhang: number) => void,
 *   draw: (
 *     vertices: number,
 *     vertexCount: number,
 *     indices: number,
 *     indexCount: number,
 *     commands: number,
 *     commandCount: number,
 *   ) => void,
 *   request_frame: () => void,
 *   cursor: (cursor: number) => void,
 *   describe: (strings: number, bytes: number) => void,
 *   place: (boxes: number, controlCount: number) => void,
 *   focus: (control: number) => void,
 *   check_files: () => void,
 *   probe: (url: number, length: number) => void,
 *   check: (url: number, length: number) => void,
 *   expect: (
 *     pieces: number,
 *     pairCount: number,
 *     timeoutMs: number,
 *     challenge: number,
 *     length: number,
 *   ) => void,
 *   ticks: (on: number) => void,
 *   busy: (on: number) => void,
 *   pick_files: () => void,
 *   release_files: () => void,
 *   convert_file: (id: number, limit: number) => void,
 *   drop_file: (id: number) => void,
 *   copy: (text: number, length: number) => void,
 *   print: () => void,
 *   tell: (what: number, strings: number, bytes: number) => void,
 *   dropped: (strings: number, bytes: number) => void,
 *   words: (tag: number, tagLength: number) => void,
 *   config_problems: (refused: number, strings: number, bytes: number) => void,
 *   token_exposed: () => void,
 * }} Host
 */

/**
 * What it exports: main.cpp, without `casement_` and the widget.
 * @typedef {{
 *   start: () => number,
 *   configure: (
 *     config: number,
 *     configLength: number,
 *     documentUrl: number,
 *     documentUrlLength: number,
 *     gateway: number,
 *     gatewayLength: number,
 *     contact: number,
 *     contactLength: number,
 *     language: number,
 *     languageLength: number,
 *     flags: number,
 *   ) => void,
 *   words: (tag: number, tagLength: number, file: number, length: number) => number,
 *   stop: () => void,
 *   has_form: () => number,
 *   frame: (width: number, ratio: number, nowS: number) => void,
 *   pointer: (kind: number, x: number, y: number, touch: number) => void,
 *   wheel: (lines: number) => number,
 *   list_open: () => number,
 *   close_list: () => void,
 *   drag_over: (over: number) => void,
 *   allocate: (bytes: number) => number,
 *   release: (memory: number) => void,
 *   theme: (colours: number, fieldRadius: number, textScale: number, flags: number) => void,
 *   restore_context: () => void,
 *   focus: (control: number, flags: number) => void,
 *   press: (control: number) => void,
 *   set_value: (control: number, text: number, length: number) => void,
 *   leave: (control: number) => void,
 *   add_file: (
 *     id: number,
 *     name: number,
 *     nameLength: number,
 *     type: number,
 *     typeLength: number,
 *     size: number,
 *     modified: number,
 *   ) => void,
 *   file_looked: (id: number, head: number, length: number) => void,
 *   file_converted: (id: number, size: number) => void,
 *   files_checked: (unreadable: number, count: number) => void,
 *   probe_ended: (reached: number, online: number) => void,
 *   progress: (sent: number, total: number, nowMs: number) => void,
 *   request_failed: (failure: number) => void,
 *   check_ended: (status: number, body: number, length: number, keyLives: number) => void,
 *   tick: () => void,
 *   copied: () => void,
 *   reset: () => void,
 *   prefill: (name: number, nameLength: number, value: number, valueLength: number) => void,
 * }} Calls
 */

/** Exports of the module as a whole, not of its widget. */
export const sharedCalls = /** @type {const} */ (['allocate', 'release']);

// browser/bridge/contract.hpp
export const runFloats = 9;
export const placedRunFloats = 11;
export const boxFloats = 8;
export const vertexBytes = 20;
export const indexBytes = 2;
export const commandIntegers = 7;
export const settingsConfigRead = 1;
export const settingsLanguageChosen = 2;
export const themeReducedMotion = 1;
export const themeCoarsePointer = 2;
export const themeRightToLeft = 4;
export const focusRing = 1;
export const focusEditing = 2;
export const controlRequired = 1;
export const controlDisabled = 2;
export const controlReadOnly = 4;
export const controlSegmented = 8;
export const controlHidden = 16;
export const cursorText = 1;
export const cursorPointer = 7;

// PointerKind
export const pointerKindMove = 0;
export const pointerKindDown = 1;
export const pointerKindUp = 2;
export const pointerKindLeave = 3;

// casement::event::Failure
export const failureNetwork = 0;
export const failureTimeout = 1;
export const failureTooLong = 2;
export const failureUnsent = 3;

// casement::TextStyle
export const textStyleBody = 0;
export const textStyleBodyBold = 1;
export const textStyleLabel = 2;
export const textStyleSecondary = 3;
export const textStyleLink = 4;
export const textStyleSmall = 5;
export const textStyleTitle = 6;
export const textStyleNumber = 7;
export const textStyleBadge = 8;
export const textStyleCaption = 9;

// Limits and names of others
export const replyLimit = 1048576;
export const runAtlasTexture = 1;

/** casement::effect::Tell::What */
export const tellings = /** @type {const} */ (['sent', 'created', 'rejected', 'error']);

/** casement::Language */
export const languageTags = /** @type {const} */ (['en', 'es', 'pt', 'fr', 'de']);

/** casement::Theme */
export const themeColours = /** @type {const} */ ([
  'ink',
  'muted',
  'line',
  'card',
  'field',
  'accent',
  'on-accent',
  'soft',
  'error',
  'error-soft',
  'success',
  'success-soft',
]);

/** What an effect::Tell carries. */
export const tellRecord = /** @type {const} */ ([
  'caseNumber',
  'recordId',
  'key',
  'reason',
  'answer',
]);

/** What is said of the form as a whole: mirror.cpp. */
export const headRecord = /** @type {const} */ ([
  'language',
  'heading',
  'intro',
  'alertTitle',
  'alertBody',
  'status',
  'requiredMark',
  'progressTitle',
  'progressShare',
  'progressLeft',
  'progressRight',
]);

/** What is said of a control. */
export const controlRecord = /** @type {const} */ ([
  'key',
  'kind',
  'name',
  'label',
  'hint',
  'error',
  'counter',
  'maxLength',
  'value',
  'flags',
  'variant',
  'mode',
  'autocomplete',
  'placeholder',
]);
