import { firstText, readChannelXml } from './read-channel-xml.js';

/** The synchronous answer of KombiPostAfsend. Accepted is not delivered; paper may come without a transmission id. */
export interface KombiReply {
  readonly accepted: boolean;
  readonly transmissionId: string | null;
  readonly errorId: string | null;
}

/** Reads the answer's body; null when it is not the agreed one. The channel's error text may name people and is not kept. */
export function readKombiReply(body: string): KombiReply | null {
  const answer = readChannelXml(body);
  const result = firstText(answer ?? undefined, 'Result');
  if (!answer || (result !== 'true' && result !== 'false')) return null;
  return {
    accepted: result === 'true',
    transmissionId: firstText(answer, 'TransmissionID'),
    errorId: firstText(answer, 'FejlId') ?? firstText(answer, 'FejlKode'),
  };
}
