/**
 * Version profiles: what one and the same request answers in different PrestaShop and PHP versions.
 * Facts: 1.6.1.25 and 9.0.3 were run, the ones between are read from the project's code and issue tracker.
 */

export type ProfileName = '1.6' | '1.7' | '8.0.1' | '8.1' | '8.2' | '9.0';

/** How numbers and booleans come out in JSON: all as text, all as numbers, or numbers with textual booleans. */
export type JsonTypes = 'text' | 'native' | 'mixed';

export type Profile = {
  readonly name: ProfileName;
  /** Ordered number for "since" and "until" of fields: 16, 17, 80, 81, 82, 90. */
  readonly level: number;
  /** What `PSWS-Version` says. */
  readonly version: string;
  /** `PSWS-Version` after a refused key. */
  readonly versionRefused: string;
  readonly phpVersion: string;
  readonly jsonTypes: JsonTypes;
  /** JSON root listing: a list of names, or a fatal PHP error. */
  readonly jsonRoot: 'names' | 'dies';
  /** A single entity without `display` loses every falsy field in JSON. */
  readonly stripsFalsy: boolean;
  /** Empty fields in XML: empty CDATA on PHP 8, an empty element before. */
  readonly emptyCdata: boolean;
  readonly xmlType: string;
  /** Name and value of the type header of everything PHP or the shop front says in HTML. */
  readonly htmlType: readonly [string, string];
  /** `/resource/ID?display=full` gives ids only. */
  readonly fullSingleIsIdsOnly: boolean;
  /** `display=[groups[id]]` gives nothing. */
  readonly dropsGroups: boolean;
  /** Customer groups come out as `[[null]]` and as an illegal tag in XML. */
  readonly brokenGroups: boolean;
  readonly hasPatch: boolean;
  /** `id_shop=all` is known; a redirect before. */
  readonly knowsAllShops: boolean;
  /** OPTIONS without credentials is a CORS preflight. */
  readonly preflight: boolean;
  /** The plain 401 carries `WWW-Authenticate`. */
  readonly plain401Challenges: boolean;
  readonly setsCookie: boolean;
};

const old = {
  jsonTypes: 'text',
  jsonRoot: 'names',
  stripsFalsy: false,
  emptyCdata: false,
  xmlType: 'text/xml;charset=utf-8',
  htmlType: ['Content-Type', 'text/html; charset=utf-8'],
  fullSingleIsIdsOnly: false,
  dropsGroups: false,
  brokenGroups: false,
  hasPatch: false,
  knowsAllShops: true,
  preflight: false,
  plain401Challenges: true,
  setsCookie: false,
} as const;

const modern = {
  ...old,
  jsonTypes: 'mixed',
  jsonRoot: 'dies',
  stripsFalsy: true,
  emptyCdata: true,
  xmlType: 'text/xml;charset=UTF-8',
  htmlType: ['Content-type', 'text/html; charset=UTF-8'],
  dropsGroups: true,
  hasPatch: true,
  preflight: true,
  plain401Challenges: false,
  versionRefused: '0',
  phpVersion: '8.1.29',
} as const;

const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  '1.6': {
    ...old,
    name: '1.6',
    level: 16,
    version: '1.6.1.25',
    versionRefused: '1.6.1.25',
    phpVersion: '7.1.33',
    fullSingleIsIdsOnly: true,
    knowsAllShops: false,
    setsCookie: true,
  },
  '1.7': { ...old, name: '1.7', level: 17, version: '1.7.8.11', versionRefused: '1.7.8.11', phpVersion: '7.4.33' },
  '8.0.1': { ...modern, name: '8.0.1', level: 80, version: '8.0.1', jsonTypes: 'native', brokenGroups: true },
  '8.1': { ...modern, name: '8.1', level: 81, version: '8.1.7' },
  '8.2': { ...modern, name: '8.2', level: 82, version: '8.2.1', jsonTypes: 'text' },
  '9.0': { ...modern, name: '9.0', level: 90, version: '9.0.3', phpVersion: '8.2.36' },
};

/** The switches of one version. */
export function profileOf(name: ProfileName): Profile {
  return PROFILES[name];
}

export const PROFILE_NAMES = Object.keys(PROFILES) as readonly ProfileName[];
