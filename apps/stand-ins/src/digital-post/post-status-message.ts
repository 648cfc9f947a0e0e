import { XMLBuilder } from 'fast-xml-parser';
import type { PlannedReceipt, PostStatus, TakenLetter } from './taken-letter.js';

/** Ids of the acts at the event distributor. */
const ACTS: Record<PostStatus, string> = {
  'Modtaget Digital Post': 'eb866ca2-b871-4387-b501-12cde577bd58',
  'Afleveret Digital Post': 'f7161a89-5068-4023-bc80-d7f4daad2a2e',
  Fejlet: 'e225a75c-4b63-46c4-9423-77f5c8762445',
  Afsendt: 'db5a6025-caa3-45c3-8e02-4e6fa8142ade',
  'Modtaget Fjernprint': 'dd98e71c-41ac-4305-a47b-8f86b00e639b',
  Klar: 'e2b30d57-504a-4e2e-ae2d-a1394a9cb0b8',
  'Afleveret til print og kuvertering': 'e3c0a021-2070-40d4-b7b7-754aeba762e9',
  'Modtaget Post Danmark': 'e94a0a8b-60a0-42ad-8b83-52c9e15d0fb3',
  Tilbagekaldt: 'f03904aa-df6e-417f-bd74-6a01a61adbcf',
  'Opdatering fra Post Danmark': 'f4e6eb11-0261-4198-8b5d-be92a9b1a35d',
};
const KIND_OF_CHANNEL = { digital_post: 'Digital Post', physical_letter: 'Fysisk Post' } as const;
const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: false });

type Correlated = Pick<TakenLetter, 'messageUuid' | 'channel' | 'transmissionId'>;

/** A `Haendelsesbesked` as the event distributor pushes it, with a `PKO_PostStatus` in Base64. */
export function postStatusMessage(
  letter: Correlated,
  receipt: Pick<PlannedReceipt, 'status' | 'at' | 'errorCode'>,
): string {
  const paper = letter.channel === 'physical_letter';
  const status = builder.build({
    'ps:PKO_PostStatus': {
      '@xmlns:ps': 'http://serviceplatformen.dk/xml/print/PKO_PostStatus/1/types',
      'ps:TransmissionId': letter.transmissionId,
      // Remote print knows the letter by the sender's reference alone.
      ...(paper
        ? { 'ps:AfsendelseIdentifikator': letter.messageUuid.replaceAll('-', '') }
        : { 'ps:MessageUUID': letter.messageUuid }),
      'ps:KanalKode': KIND_OF_CHANNEL[letter.channel],
      'ps:TransaktionsDatoTid': receipt.at.toString(),
      'ps:TransaktionsStatusKode': receipt.status,
      ...(receipt.errorCode
        ? { 'ps:FejlDetaljer': { 'ps:FejlKode': receipt.errorCode, 'ps:FejlTekst': 'The letter was refused' } }
        : {}),
    },
  });
  return builder.build({
    Haendelsesbesked: {
      Beskedkuvert: {
        Beskedtype: 'urn:uuid:d2bed63c-4853-4008-b6e0-a74c15b15fbf',
        Handling: `urn:uuid:${ACTS[receipt.status]}`,
      },
      Beskeddata: { Base64: Buffer.from(status).toString('base64') },
    },
  });
}
