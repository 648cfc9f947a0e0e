import { holds } from '../codes/code-set.js';
import { findingInformers } from '../codes/finding-informers.js';
import { codingsOf, REFERENCE } from '../fhir/datatypes.js';
import type { Faults } from '../fhir/faults.js';
import { isObject, type FhirObject } from '../fhir/fhir-object.js';
import { list, may, must, object, primitive } from '../fhir/shape.js';
import { resource } from './resource-shape.js';

/** questionnaire-response-string-length. */
export const hasAnswerLength = (text: string): boolean => /^.{1,30}$/s.test(text);

const answer = object(
  { valueBoolean: may('boolean'), valueInteger: may('answerInteger'), valueString: may('string') },
  {
    forbids: [
      'item',
      'valueDecimal',
      'valueDate',
      'valueDateTime',
      'valueTime',
      'valueUri',
      'valueAttachment',
      'valueCoding',
      'valueQuantity',
      'valueReference',
    ],
    choices: [{ names: ['valueBoolean', 'valueInteger', 'valueString'], min: 0 }],
    check: (given, faults) => {
      const text = given['valueString'];
      if (typeof text === 'string' && !hasAnswerLength(text)) {
        faults.add('INVARIANT_BROKEN', 'questionnaire-response-string-length: 1 to 30 characters.');
      }
    },
  },
);

/**
 * klgateway-children-questionnaire-response. That each item has its one answer is judged with the questionnaire, which knows
 * whether the item is missing altogether.
 */
export const questionnaireResponse = resource(
  'QuestionnaireResponse',
  {
    id: must('id'),
    questionnaire: must('uri'),
    status: must(primitive('code', 'in-progress', 'completed', 'amended', 'entered-in-error', 'stopped')),
    subject: must(REFERENCE),
    authored: must('dateTime'),
    item: list(
      object({ linkId: must('string'), answer: list(answer, 0, 1) }, { forbids: ['definition', 'text', 'item'] }),
      0,
      36,
    ),
  },
  {
    forbids: ['identifier', 'basedOn', 'partOf', 'encounter', 'author', 'source'],
    check: (response, faults) => judgeInformer(response['extension'], faults),
  },
);

const FINDING_INFORMER = 'http://fhir.kl.dk/children/StructureDefinition/FindingInformer';

/** Who answered: at most once, and from the closed set. */
function judgeInformer(extensions: unknown, faults: Faults): void {
  if (!Array.isArray(extensions)) return;
  let seen = 0;
  extensions.forEach((extension: unknown, index) => {
    if (!isObject(extension) || extension['url'] !== FINDING_INFORMER) return;
    faults.at(['extension', index], () => {
      if (++seen > 1) faults.add('SHAPE_INVALID', 'The informer may be given once.');
      if (!isInformer(extension)) faults.add('CODE_INVALID', 'The informer is not in the value set of the guide.');
    });
  });
}

function isInformer(extension: FhirObject): boolean {
  const codings = codingsOf(extension['valueCodeableConcept']);
  return codings.some((coding) => holds(findingInformers, coding['system'], coding['code']));
}
