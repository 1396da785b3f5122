/** The document of a form in direct mode, as the stand-in CRM wants it. */

/**
 * @param {string} proxy origin of a plain CORS proxy
 * @param {{port: number, token: string}} crm
 * @param {object} [more]
 */
export const directConfig = (proxy, crm, more = {}) => ({
  proxy,
  server: `localhost:${crm.port}`,
  token: crm.token,
  operation: 'talleres',
  responsible: 'ana@talleres',
  owner: 'ventas@talleres',
  status: 'open',
  ...more,
});
