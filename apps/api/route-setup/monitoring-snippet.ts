/** What the monitoring code of an account needs; both are shown in its panel and are no secrets. */
export type Monitored = { readonly endpoint: string; readonly clientId: string };

export type Snippet = {
  readonly html: string;
  /** Global variables it sets, as they are in the code. */
  readonly variables: Readonly<Record<string, string | number>>;
};

/** What people copy along with the server: its scripts are beside the API, not in it. */
const API_PATH = /\/api(?:\/v\d+)?\/*$/u;
/** Accounts live on `app2`, `app3`, …; on `www` the number is not in the address (reference sheet, sections 1 and 7). */
const SERVER = /^app(\d{1,3})\./u;

/** A value inside a script: nothing in it can end the script, begin a comment or break a line. */
function literal(value: string | number): string {
  return JSON.stringify(typeof value === 'string' ? value.toWellFormed() : value).replace(/[<>&'\u2028\u2029]/gu, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function serverNumber(endpoint: URL): number | null {
  const number = SERVER.exec(endpoint.hostname)?.[1];
  return number === undefined ? null : Number(number);
}

/**
 * The monitoring code of SALESmanago: `_smid` is the client id, `_smapp` the number of the server, then `sm.js` is loaded without
 * holding up the page, and takes over the queue `sm` (official WooCommerce plugin, `MonitCodeModel`). `_smclt` and the like keep
 * their defaults. Null when the endpoint is no web address.
 */
export function monitoringSnippet({ endpoint, clientId }: Monitored): Snippet | null {
  if (!URL.canParse(endpoint) || !/^https?:$/u.test(new URL(endpoint).protocol)) return null;
  const server = serverNumber(new URL(endpoint));
  const variables = { _smid: clientId, ...(server === null ? {} : { _smapp: server }) };
  const script = `${endpoint.replace(API_PATH, '').replace(/\/+$/u, '')}/static/sm.js`;
  const html = `<script>
${Object.entries(variables).map(([name, value]) => `  var ${name} = ${literal(value)};`).join('\n')}
  (function (page, name, address) {
    page.SalesmanagoObject = name;
    page[name] = page[name] || function () {
      (page[name].q = page[name].q || []).push(arguments);
    };
    var loader = page.document.createElement('script');
    loader.async = true;
    loader.src = address;
    page.document.head.appendChild(loader);
  })(window, 'sm', ${literal(script)});
</script>`;
  return { html, variables };
}
