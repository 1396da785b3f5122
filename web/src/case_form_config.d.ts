/** @file Made by `./dev docs` from web/case-form.schema.json. */

/**
 * A field of the CRM: a string, its fixed and hidden value, or an object.
 */
export type Field =
  | string
  | {
      /**
       * Who sees the field and who writes it. `shown` when left out; a field of the company's (operation, responsible, owner, status) is `locked` behind a gateway, else `hidden` with a `default` and `shown` with `options`.
       */
      visibility?: 'shown' | 'read-only' | 'hidden' | 'locked';
      /**
       * Whether it may be empty. True for the CRM's own fields but `solution`, false for custom ones.
       */
      required?: boolean;
      /**
       * The value at first, or the only one where the customer does not write the field. It must keep the field's own rules.
       */
      default?: string;
      /**
       * How the field is written and checked. With `options` it is a choice; else it is the CRM's own kind, and `text` for a custom field.
       */
      kind?: 'text' | 'multiline' | 'email' | 'phone' | 'number' | 'date' | 'time' | 'choice';
      /**
       * What can be chosen: at most 200, each value once.
       *
       * @minItems 1
       * @maxItems 200
       */
      options?: Option[];
      /**
       * What stands above the field, instead of the widget's own words or a custom field's name.
       */
      label?: Text;
      /**
       * A sentence below the field.
       */
      hint?: Text;
      /**
       * What an empty field shows, such as an example.
       */
      placeholder?: Text;
      /**
       * The fewest characters (code points) of a value that is not empty.
       */
      minLength?: number;
      /**
       * The most characters (code points) of a value. 254 for `contact` and 2,500 for every other field when left out.
       */
      maxLength?: number;
      /**
       * What the browser may fill in: a name of HTML's autofill, in lower case. `email` for `contact` when left out.
       */
      autocomplete?: string;
    };
/**
 * A string, the value itself, or an object.
 */
export type Option =
  | string
  | {
      /**
       * The value as the CRM knows it.
       */
      value: string;
      /**
       * The value as people read it, instead of the value itself.
       */
      label?: Text;
      /**
       * Offered for these case types alone; for all of them when left out or empty.
       *
       * @maxItems 200
       */
      caseTypes?: string[];
    };
/**
 * Words for people: one string for every language, or one each. Where a language has none, any that is there is taken, English first.
 */
export type Text =
  | string
  | {
      /**
       * In English.
       */
      en?: string;
      /**
       * In Spanish.
       */
      es?: string;
      /**
       * In Portuguese.
       */
      pt?: string;
      /**
       * In French.
       */
      fr?: string;
      /**
       * In German.
       */
      de?: string;
    };
/**
 * The field case-type: a string, its fixed and hidden value, or an object. Its options depend on nothing.
 */
export type CaseTypeField =
  | string
  | {
      /**
       * Who sees the field and who writes it. `shown` when left out; a field of the company's (operation, responsible, owner, status) is `locked` behind a gateway, else `hidden` with a `default` and `shown` with `options`.
       */
      visibility?: 'shown' | 'read-only' | 'hidden' | 'locked';
      /**
       * Whether it may be empty. True for the CRM's own fields but `solution`, false for custom ones.
       */
      required?: boolean;
      /**
       * The value at first, or the only one where the customer does not write the field. It must keep the field's own rules.
       */
      default?: string;
      /**
       * How the field is written and checked. With `options` it is a choice; else it is the CRM's own kind, and `text` for a custom field.
       */
      kind?: 'text' | 'multiline' | 'email' | 'phone' | 'number' | 'date' | 'time' | 'choice';
      /**
       * What can be chosen: at most 200, each value once.
       *
       * @minItems 1
       * @maxItems 200
       */
      options?: CaseTypeOption[];
      /**
       * What stands above the field, instead of the widget's own words or a custom field's name.
       */
      label?: Text;
      /**
       * A sentence below the field.
       */
      hint?: Text;
      /**
       * What an empty field shows, such as an example.
       */
      placeholder?: Text;
      /**
       * The fewest characters (code points) of a value that is not empty.
       */
      minLength?: number;
      /**
       * The most characters (code points) of a value. 254 for `contact` and 2,500 for every other field when left out.
       */
      maxLength?: number;
      /**
       * What the browser may fill in: a name of HTML's autofill, in lower case. `email` for `contact` when left out.
       */
      autocomplete?: string;
    };
/**
 * A string, the value itself, or an object.
 */
export type CaseTypeOption =
  | string
  | {
      /**
       * The value as the CRM knows it.
       */
      value: string;
      /**
       * The value as people read it, instead of the value itself.
       */
      label?: Text;
    };
/**
 * The field status: a string, its fixed and hidden value, or an object. Its options may have a condition.
 */
export type StatusField =
  | string
  | {
      /**
       * Who sees the field and who writes it. `shown` when left out; a field of the company's (operation, responsible, owner, status) is `locked` behind a gateway, else `hidden` with a `default` and `shown` with `options`.
       */
      visibility?: 'shown' | 'read-only' | 'hidden' | 'locked';
      /**
       * Whether it may be empty. True for the CRM's own fields but `solution`, false for custom ones.
       */
      required?: boolean;
      /**
       * The value at first, or the only one where the customer does not write the field. It must keep the field's own rules.
       */
      default?: string;
      /**
       * How the field is written and checked. With `options` it is a choice; else it is the CRM's own kind, and `text` for a custom field.
       */
      kind?: 'text' | 'multiline' | 'email' | 'phone' | 'number' | 'date' | 'time' | 'choice';
      /**
       * What can be chosen: at most 200, each value once.
       *
       * @minItems 1
       * @maxItems 200
       */
      options?: StatusOption[];
      /**
       * What stands above the field, instead of the widget's own words or a custom field's name.
       */
      label?: Text;
      /**
       * A sentence below the field.
       */
      hint?: Text;
      /**
       * What an empty field shows, such as an example.
       */
      placeholder?: Text;
      /**
       * The fewest characters (code points) of a value that is not empty.
       */
      minLength?: number;
      /**
       * The most characters (code points) of a value. 254 for `contact` and 2,500 for every other field when left out.
       */
      maxLength?: number;
      /**
       * What the browser may fill in: a name of HTML's autofill, in lower case. `email` for `contact` when left out.
       */
      autocomplete?: string;
    };
/**
 * A string, the value itself, or an object.
 */
export type StatusOption =
  | string
  | {
      /**
       * The value as the CRM knows it.
       */
      value: string;
      /**
       * The value as people read it, instead of the value itself.
       */
      label?: Text;
      /**
       * Offered for these case types alone; for all of them when left out or empty.
       *
       * @maxItems 200
       */
      caseTypes?: string[];
      /**
       * What the CRM counts the status as. `Closed` asks for a `solution`. `Open` when left out, and `Closed` for the status `closed`.
       */
      condition?: 'Open' | 'Closed';
    };
/**
 * Bytes, or a string such as `20 MB`, up to `100 GB`.
 */
export type Size = number | string;

/**
 * The form's document, case-form.json: what the form asks and where it sends it. Behind a gateway {} is enough; in direct mode it must have proxy, server, token, operation, responsible, owner and status.
 */
export interface CaseFormDocument {
  /**
   * The gateway that takes the cases: an https URL, or a path of this site. The CRM's own path is appended. The element's attribute `gateway` wins over it. Without either the form is in direct mode.
   */
  gateway?: string;
  /**
   * Direct mode: the CORS proxy. An https URL (http for this machine alone) with `{url}` or `{url:encoded}` where the CRM's goes, or a base to which the CRM's path is appended.
   */
  proxy?: string;
  /**
   * Direct mode: the CRM's host, without a scheme or a path.
   */
  server?: string;
  /**
   * Direct mode: the CRM's token, up to 4,096 visible ASCII characters. Everybody who can open the page can read it, so this is for inside use. Behind a gateway it must not be here.
   */
  token?: string;
  /**
   * The operation that takes the cases. Locked behind a gateway; in direct mode it must be said.
   */
  operation?: Field;
  /**
   * What kind of case it is. Shown and required; the four types of the CRM's page (Request, Complaints, Claims, Suggestions) unless `options` says otherwise.
   */
  'case-type'?: CaseTypeField;
  /**
   * The user who answers for the case. Locked behind a gateway; in direct mode it must be said.
   */
  responsible?: Field;
  /**
   * The user who owns the case. Locked behind a gateway; in direct mode it must be said.
   */
  owner?: Field;
  /**
   * The customer's e-mail. Shown and required, up to 254 characters. `{"visibility": "locked"}` where a portal's token says it.
   */
  contact?: Field;
  /**
   * What the customer has to say. Shown and required, several lines, up to 2,500 characters.
   */
  description?: Field;
  /**
   * The case's status. Locked behind a gateway; in direct mode it must be said. When shown without `options`: open or closed, open at first. A closed one asks for `solution`.
   */
  status?: StatusField;
  /**
   * How urgent it is. Shown and required: low, medium or high, low at first.
   */
  priority?: Field;
  /**
   * The operation's custom fields, in the order in which they are asked; sent as the CRM's JSON text.
   *
   * @maxItems 100
   */
  form?: CustomField[];
  /**
   * How the case was solved. Shown, several lines, and required exactly while the status is a closed one.
   */
  solution?: Field;
  /**
   * What may be attached, or false for no attachments. Without it: the formats of the CRM's page, 5 files of 20 MB.
   */
  file?: false | Attachments;
  /**
   * The form's language, as a BCP 47 tag; else the element's `lang`, the page's, the browser's.
   */
  language?: string;
  /**
   * The form's heading, instead of the widget's own words.
   */
  title?: Text;
  /**
   * What stands below the heading.
   */
  intro?: Text;
  /**
   * Seconds without any progress, up to the CRM's answer, after which a case counts as not answered.
   */
  timeout?: number;
  /**
   * Direct mode: true sends the header `Idempotency-Key`, which a proxy must then allow. A gateway always gets it.
   */
  idempotencyKey?: boolean;
  /**
   * True where the gateway's form has `proofOfWork`: each sender then computes for a moment. `casement-credentials.js` must lie beside the other files.
   */
  proofOfWork?: boolean;
  /**
   * Where this schema is, for editors. The form does not read it.
   */
  $schema?: string;
}
/**
 * A custom field of the operation. Shown, optional, one line, up to 2,500 characters, unless it says otherwise.
 */
export interface CustomField {
  /**
   * The CRM's own name of the field: 1 to 100 characters, none of them a control; each once.
   */
  name: string;
  /**
   * Who sees the field and who writes it. `shown` when left out; a field of the company's (operation, responsible, owner, status) is `locked` behind a gateway, else `hidden` with a `default` and `shown` with `options`.
   */
  visibility?: 'shown' | 'read-only' | 'hidden' | 'locked';
  /**
   * Whether it may be empty. True for the CRM's own fields but `solution`, false for custom ones.
   */
  required?: boolean;
  /**
   * The value at first, or the only one where the customer does not write the field. It must keep the field's own rules.
   */
  default?: string;
  /**
   * How the field is written and checked. With `options` it is a choice; else it is the CRM's own kind, and `text` for a custom field.
   */
  kind?: 'text' | 'multiline' | 'email' | 'phone' | 'number' | 'date' | 'time' | 'choice';
  /**
   * What can be chosen: at most 200, each value once.
   *
   * @minItems 1
   * @maxItems 200
   */
  options?: Option[];
  /**
   * What stands above the field, instead of the widget's own words or a custom field's name.
   */
  label?: Text;
  /**
   * A sentence below the field.
   */
  hint?: Text;
  /**
   * What an empty field shows, such as an example.
   */
  placeholder?: Text;
  /**
   * The fewest characters (code points) of a value that is not empty.
   */
  minLength?: number;
  /**
   * The most characters (code points) of a value. 254 for `contact` and 2,500 for every other field when left out.
   */
  maxLength?: number;
  /**
   * What the browser may fill in: a name of HTML's autofill, in lower case. `email` for `contact` when left out.
   */
  autocomplete?: string;
}
/**
 * What may be attached.
 */
export interface Attachments {
  /**
   * The name of the files' part on the wire. `file[]`, and `file` when `maxFiles` is 1: PHP keeps only the last of several files whose name has no `[]`.
   */
  name?: string;
  /**
   * What file names may end in: 1 to 10 letters and digits each, with or without the dot. A HEIC picture goes as JPEG where that is accepted and the browser can read it (Safari); when and where it was taken is left out.
   *
   * @minItems 1
   * @maxItems 200
   */
  extensions?: string[];
  /**
   * The most files of a case; PHP, which the CRM runs on, drops without a word what is over 20.
   */
  maxFiles?: number;
  /**
   * The most bytes of one file, or a string such as `20 MB` (1 KB is 1,000 bytes; up to `100 GB`).
   */
  maxFileSize?: Size;
  /**
   * The most bytes of all files together, likewise; `maxFiles` times `maxFileSize` when left out.
   */
  maxTotalSize?: Size;
  /**
   * Whether a case needs a file.
   */
  required?: boolean;
}
