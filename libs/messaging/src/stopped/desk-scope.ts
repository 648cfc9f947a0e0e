import { NO_MUNICIPALITY } from './stop-notice.js';

/** What a clerk may see, `$1` being what `deskScope` answers. What could not be read may name no municipality. */
export const OF_MUNICIPALITY = `($1::text[] is null or coalesce(municipality, '') = any($1))`;

/** Null: of all. What names no municipality stands as the empty one, and is seen by the home municipality alone. */
export function deskScope(municipality: string | null, homeMunicipality: string | null): string[] | null {
  if (municipality === null) return null;
  const seesUnnamed = municipality === homeMunicipality || municipality === NO_MUNICIPALITY;
  return seesUnnamed ? [municipality, ''] : [municipality];
}
