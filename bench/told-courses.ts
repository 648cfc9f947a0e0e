import { type EventCourse, eventCourses, UNTOLD } from './event-courses.js';
import { byPublishing, type PublishingPlace } from './publishing-place.js';

interface Told {
  readonly name: string;
  readonly place: PublishingPlace;
}

const courseOf = new Map(
  eventCourses.flatMap((course) =>
    Object.values(course.states).flatMap((next) => Object.keys(next).map((name) => [name, course] as const)),
  ),
);

/** What was told of each consent, letter and request for information, for each child in the order of publishing. */
export class ToldCourses {
  private readonly things = new Map<string, { readonly course: EventCourse; readonly byChild: Map<string, Told[]> }>();

  /** Whether the order of that event, named without its version, is watched: only then its data are needed. */
  static watches(name: string): boolean {
    return courseOf.has(name);
  }

  hear(childId: string, name: string, data: Readonly<Record<string, unknown>>, place: PublishingPlace): void {
    const course = courseOf.get(name);
    const id = course && data[course.id];
    if (!course || typeof id !== 'string') return;
    const thing = this.things.get(id) ?? { course, byChild: new Map<string, Told[]>() };
    this.things.set(id, thing);
    thing.byChild.set(childId, [...(thing.byChild.get(childId) ?? []), { name, place }]);
  }

  /** What was told of a thing when it could not be, the first time of each. */
  outOfOrder(): string[] {
    return [...this.things].flatMap(([id, { course, byChild }]) =>
      [...byChild.values()].flatMap((told) => {
        const wrong = wrongIn(course, told, byChild.size > 1);
        return wrong === null ? [] : [`${course.id} ${id}: ${wrong}`];
      }),
    );
  }
}

/** `hasMoved`: a letter that goes out for another child than before may come to that one as it is. */
function wrongIn({ states }: EventCourse, told: readonly Told[], hasMoved: boolean): string | null {
  let state = UNTOLD;
  let before = 'nothing';
  for (const { name } of told.toSorted((one, other) => byPublishing(one.place, other.place))) {
    const next = states[state]![name];
    if (next === undefined && state === UNTOLD && hasMoved) return null;
    if (next === undefined) return `${name} after ${before}`;
    state = next;
    before = name;
  }
  return null;
}
