/** @file What a page may use of `<casement-form>`, and the boundary between element and widget. */
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
export interface CasementFormElement extends HTMLElement {
  /** The form's document as an object or as JSON text; wins over `src`. */
  config: CaseFormConfig | string | null | undefined;
  open(): void;
  close(): void;
  /** Values by the CRM's field names; custom fields by their own. */
  prefill(values: Record<string, unknown>): void;
  reset(): void;
}

/** The document's keys are described and checked in wasm/core/config.hpp. */
export type CaseFormConfig = { readonly [key: string]: unknown };

/** All bubble and are composed. */
export interface CasementEvents {
  'casement-ready': CustomEvent<object>;
  'casement-sent': CustomEvent<{ key: string }>;
  'casement-created': CustomEvent<{ caseNumber: string; recordId: string; key: string }>;
  'casement-rejected': CustomEvent<{ reason: string }>;
  /** `reason` is 'wasm' where WebAssembly cannot run, 'load' when a file did not arrive. */
  'casement-error': CustomEvent<{ reason: string; error?: unknown }>;
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

export interface WidgetOptions extends ConfigDocument {
  host: HTMLElement;
  root: ShadowRoot;
  /** The widget appends its one `.card` here: within `root`, maybe in a dialog. */
  box: HTMLElement;
  /** Absolute, or ''. */
  gateway: string;
  contact: string;
  lang: string;
  /** The element's own `lang` is set: it wins over the document's. */
  languageChosen: boolean;
  plain: boolean;
  /** Made once for all forms of the page. */
  module: Promise<WebAssembly.Module>;
  tell(type: 'ready' | 'sent' | 'created' | 'rejected' | 'error', detail: object): void;
}

export interface Widget {
  /** `chosen` as WidgetOptions.languageChosen. */
  setLanguage(tag: string, chosen?: boolean): void;
  prefill(values: Record<string, string>): void;
  reset(): void;
  setPlain(plain: boolean): void;
  /** The `--casement-*` properties may have changed. */
  refreshTheme(): void;
  destroy(): void;
}
