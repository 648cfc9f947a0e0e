import { RefusalError } from '#contracts/refusal-error.js';
import { XMLBuilder } from 'fast-xml-parser';

/** A paper letter for remote print: the recipient by CPR number alone, so that the print provider finds the address and we never hold it. */
export interface PaperLetter {
  readonly messageUuid: string;
  readonly recipientCpr: string;
  readonly pdf: Uint8Array;
}

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: true,
  format: false,
});

/** Writes `ForsendelseI` (namespace urn:oio:fjernprint:1.0.0). The sender's reference is our message id without hyphens: at most 35 signs. */
export function writeForsendelse(letter: PaperLetter): string {
  if (!/^\d{10}$/.test(letter.recipientCpr))
    throw new RefusalError('MEMO_INVALID', { place: 'CPRnummerIdentifikator: CPR of ten digits' });
  return builder.build({
    'fp:ForsendelseI': {
      '@xmlns:fp': 'urn:oio:fjernprint:1.0.0',
      '@xmlns:dkal': 'urn:oio:dkal:1.0.0',
      'fp:AfsendelseIdentifikator': forsendelseId(letter.messageUuid),
      'fp:ForsendelseModtager': {
        'dkal:AfsendelseModtager': {
          'cpr:CPRnummerIdentifikator': {
            '@xmlns:cpr': 'urn:oio:adir:dagpenge:2009.07.01',
            '#text': letter.recipientCpr,
          },
        },
      },
      'dkal:FilformatNavn': 'pdf',
      'dkal:MeddelelseIndholdData': Buffer.from(letter.pdf).toString('base64'),
      'fp:DokumentParametre': '',
    },
  });
}

export function forsendelseId(messageUuid: string): string {
  return messageUuid.replaceAll('-', '');
}
