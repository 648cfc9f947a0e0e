import { randomInt } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';

interface Citizen {
  cpr: string;
  name: string;
}

/** An invented child with two parents who share custody, in the shape in which the custody register's stand-in takes people. */
export interface LocalFamily {
  child: Citizen;
  mother: Citizen;
  father: Citizen;
}

/** A municipal replacement number: 60 added to the day of birth, so that it belongs to nobody. */
function replacementNumber(born: Temporal.PlainDate, serial: number): string {
  const two = (value: number): string => String(value % 100).padStart(2, '0');
  return `${two(born.day + 60)}${two(born.month)}${two(born.year)}${String(serial).padStart(4, '0')}`;
}

/** A new family whose child is nine weeks old today: at the age of the two-month visit. */
export function newLocalFamily(today: Temporal.PlainDate): LocalFamily {
  // A seventh digit of 5 to 8 means born in 2000 to 2057, 0 to 3 in the 1900s.
  const child = replacementNumber(today.subtract({ days: 63 }), randomInt(5_000, 9_000));
  const parent = (year: number): string =>
    replacementNumber(
      Temporal.PlainDate.from({ year, month: randomInt(1, 13), day: randomInt(1, 29) }),
      randomInt(0, 4_000),
    );
  return {
    child: { cpr: child, name: 'Liv Prøvesen' },
    mother: { cpr: parent(1992), name: 'Alma Prøvesen' },
    father: { cpr: parent(1990), name: 'Bertil Prøvesen' },
  };
}
