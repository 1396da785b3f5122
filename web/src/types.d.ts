/** @file What a page may use of `<casement-form>`, and the boundary between element and widget. */
import type { CaseFormDocument } from './case_form_config.js';
import type { CasementForm } from './element.js';

/**
 * Attributes:
 * - `src`: URL of the form's document (case-form.json).
 * - `gateway`: URL of a casement gateway; wins over the document's own.
 * - `contact`: the customer's e-mail as the CRM knows it; the field is then not asked.
 * - `lang`: BCP 47; else the nearest `lang` around the element, else the browser's.
 * - `open`: without `launcher` the form is loaded at once, not only when it comes near the
 *   viewport; with it, the panel is open.
 * - `launcher`: a button at the page's corner opens the form. A value is the button's label.
 * - `appearance="plain"`: HTML controls instead of the canvas.
 *
 * Children are shown until the form is ready, and where it cannot run.
 */
/**
 * The portal's word for who its visitor is, a JWT: text, or a function that is asked before each request, so that it can
 * renew what has expired. Never an attribute: every script of the page reads those.
 */
export type Token = string | (() => string | Promise<string>) | null | undefined;

export interface CasementFormElement extends HTMLElement {
  /** The form's document as an object or as JSON text; wins over `src`. */
  config: CaseFormConfig | string | null | undefined;
  /** For a gateway whose form has `contactToken`. */
  token: Token;
  open(): void;
  close(): void;
  /** Values by the CRM's field names; custom fields by their own. */
  prefill(values: Record<string, unknown>): void;
  reset(): void;
}

/** The same, changed by nobody: what is written `as const` fits too. */
type Frozen<T> = T extends object ? { readonly [key in keyof T]: Frozen<T[key]> } : T;

/**
 * The form's document; docs/configuration.md tells of every key. What TypeScript makes of an imported .json file is too
 * wide for it (`"kind": "text"` is any string there): give that as text, or by `src`.
 */
export type CaseFormConfig = Frozen<CaseFormDocument>;

/** All bubble and are composed. */
export interface CasementEvents {
  'casement-ready': CustomEvent<object>;
  'casement-sent': CustomEvent<{ key: string }>;
  'casement-created': CustomEvent<{ caseNumber: string; recordId: string; key: string }>;
  /** `answer`: the CRM's own words, which no customer reads. */
  'casement-rejected': CustomEvent<{ reason: string; answer: string }>;
  /**
   * `reason` is 'wasm' where WebAssembly cannot run, 'load' when a file did not arrive, 'config'
   * when the document was not taken (`problems`: a line for the developer each).
   */
  'casement-error': CustomEvent<{ reason: string; error?: unknown; problems?: string[] }>;
  /** Another document left no place for what was written in these fields. */
  'casement-changed': CustomEvent<{ removed: { name: string; value: string }[] }>;
}

declare global {
  interface HTMLElementTagNameMap {
    'casement-form': CasementForm;
  }
  interface HTMLElementEventMap extends CasementEvents {}
}

export interface ConfigDocument {
  /** JSON text, not parsed; null: it could not be had. */
  config: string | null;
  /** HTTP status; 0 when there was no answer. 200 for a document that the page gave. */
  configStatus: number;
  /** Absolute; relative addresses in the document resolve against it. */
  documentUrl: string;
}

/** What the element hands to the panel's form (panel/form.js). */
export interface FormOptions {
  host: HTMLElement & { token?: Token };
  root: ShadowRoot;
  /** What stands in the form's place until it is ready. */
  shell: HTMLElement;
  /** Made once for all forms of the page. */
  module: Promise<WebAssembly.Module>;
  /** What was asked for already when the panel came. */
  first: { src: string | null; answer: Promise<Response> | undefined };
  /** By prefill(), before the form was there. */
  values: Record<string, unknown>;
  /** The page's own document, if it gave one. */
  text(): string | undefined;
  /** The element's own words in the language of now (language.js). */
  words(): string[];
  /** The form is ready; or it is not, and `failed`: it cannot be shown. */
  show(ready: boolean, failed?: boolean): void;
  tell(type: 'ready' | 'sent' | 'created' | 'rejected' | 'error' | 'changed', detail: object): void;
}

export interface PanelForm {
  /** Rejects when the module cannot run here; then nothing of it is left behind. */
  start(): Promise<void>;
  /** Attributes, the document or the place in the page have changed. */
  update(): void;
  /** Taken out of the page. */
  rest(): void;
  prefill(values: Record<string, unknown>): void;
  reset(): void;
  focus(options: FocusOptions): void;
}

export interface WidgetOptions {
  host: HTMLElement & { token?: Token };
  root: ShadowRoot;
  /** Carries the theme. */
  box: HTMLElement;
  module: Promise<WebAssembly.Module>;
  /** Absolute, or ''. */
  gateway(): string;
  /** The form is there: called before its first frame. */
  show(): void;
  /** After it, and after `ready` was told. */
  shown(): void;
  tell: FormOptions['tell'];
}
