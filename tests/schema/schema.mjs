/** Walking the two schemas: what a place of theirs means once its references are followed. */
import { readFileSync } from 'node:fs';

/**
 * @typedef {{
 *   $ref?: string, $comment?: string, $defs?: Record<string, Schema>, title?: string, description?: string,
 *   type?: string | string[], properties?: Record<string, Schema>, required?: string[], items?: Schema,
 *   enum?: string[], enumDescriptions?: string[], const?: unknown, anyOf?: Schema[], oneOf?: Schema[],
 *   allOf?: Schema[], not?: Schema, if?: Schema, then?: Schema, else?: Schema,
 *   additionalProperties?: Schema, minimum?: number, maximum?: number, minLength?: number,
 *   maxLength?: number, minItems?: number, maxItems?: number, pattern?: string, default?: unknown,
 *   examples?: unknown[], doNotSuggest?: boolean, [keyword: string]: unknown
 * }} Schema
 */

export const paths = {
  form: new URL('../../web/case-form.schema.json', import.meta.url),
  gateway: new URL('../../web/gateway/gateway.schema.json', import.meta.url),
};

/** @param {keyof typeof paths} name @returns {Schema} */
export const readSchema = (name) => JSON.parse(readFileSync(paths[name], 'utf8'));

/** @param {Schema} schema @param {Schema} root */
const definitionOf = (schema, root) => (root.$defs ?? {})[schema.$ref?.split('/').at(-1) ?? ''];

/** The schema with what it refers to; its own words win. @param {Schema} schema @param {Schema} root @returns {Schema} */
export function resolved(schema, root) {
  if (!schema.$ref) return schema;
  const { $ref, ...own } = schema;
  return { ...resolved(definitionOf(schema, root), root), ...own };
}

/**
 * A definition with a title is a thing of its own: a type, a section of the docs. What refers to another one has what
 * that says in its place.
 * @param {Schema} schema @param {Schema} root @returns {Schema}
 */
export function inlined(schema, root) {
  const { $ref, ...own } = schema;
  const definition = definitionOf(schema, root);
  return !definition || definition.title ? schema : inlined({ ...definition, ...own }, root);
}

/** Of what the schema refers to. @param {Schema} schema @param {Schema} root */
export const titleOf = (schema, root) => definitionOf(schema, root)?.title;

/**
 * What a key of an object takes: what is said of it, and what holds for it in one mode only or beside certain others.
 * @param {Schema} object @param {string} key @param {Schema} root @returns {Schema}
 */
export function keyOf(object, key, root) {
  const cases = [object.then, object.else, ...(object.anyOf ?? [])];
  /** @type {(Schema | undefined)[]} */
  const said = cases.map((each) => each?.properties?.[key]);
  const asked = said.find((each) => each && !each.not);
  return { ...asked, ...inlined(object.properties?.[key] ?? {}, root) };
}

/**
 * What an object or a type of its own is. Where those that refer to it have words of their own it stands in a comment:
 * an editor would show the description of what is referred to in their place.
 * @param {Schema} schema
 */
export const wordsOf = ({ description, $comment = '' }) => description ?? $comment;
