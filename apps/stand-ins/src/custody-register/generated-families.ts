import { Temporal } from 'temporal-polyfill';
import type { Citizen, Family, People } from './people-file.js';

const given = ['Alba', 'Bror', 'Clara', 'Dagny', 'Elmer', 'Flora', 'Gorm', 'Hilda', 'Ivar', 'Johan', 'Klara', 'Lauge'];
const surnames = ['Engtoft', 'Lindehøj', 'Pilekær', 'Ravndal', 'Stenløkke', 'Ternegård', 'Ulvedal', 'Vindelev'];

/** The replacement number (60 added to the day) of somebody born on that day, with the given four last digits. */
function replacementCpr(born: Temporal.PlainDate, serial: number): string {
  const two = (value: number) => String(value % 100).padStart(2, '0');
  return `${two(born.day + 60)}${two(born.month)}${two(born.year)}${String(serial).padStart(4, '0')}`;
}

/**
 * The first `count` of an endless row of families: one child with both parents holding custody. The same place in the
 * row is always the same family, so a restart brings the same people back. The children are born on the 60 days from
 * `firstBirth`, 2000 on each; their last four digits (7000-8999) mean a birth between 2000 and 2057.
 */
export function generatedFamilies(count: number, firstBirth: Temporal.PlainDate): People {
  const citizens: Citizen[] = [];
  const families: Family[] = [];
  for (let place = 0; place < count; place++) {
    const parentBirth = Temporal.PlainDate.from('1984-01-01').add({ days: place % 1400 });
    const parentSerial = 2 * Math.floor(place / 1400);
    const surname = surnames[place % surnames.length]!;
    const person = (cpr: string, index: number): Citizen => ({
      cpr,
      name: `${given[(place + index) % given.length]!} ${surname}-${place}`,
      status: 1,
      digitalPost: true,
    });
    const child = replacementCpr(firstBirth.add({ days: place % 60 }), 7000 + Math.floor(place / 60));
    const mother = replacementCpr(parentBirth, parentSerial);
    const father = replacementCpr(parentBirth, parentSerial + 1);
    citizens.push(person(child, 0), person(mother, 1), person(father, 2));
    families.push({
      child,
      mother,
      father,
      custody: [
        { type: 3, from: '2000-01-01' },
        { type: 4, from: '2000-01-01' },
      ],
    });
  }
  return { citizens, families };
}
