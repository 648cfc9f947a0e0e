import { textOf, type OperatorCommand } from './operator-command.js';
import { lookAtRebuild, rebuildRecords } from './rebuild-records.js';

/** The views that are kept from events for good, and can be thrown away. */
export const rebuildCommands: readonly OperatorCommand[] = [
  {
    name: 'rebuild',
    does: "folds children's records again from their kept facts, compares field by field, and puts them in place",
    options: { child: { type: 'string' }, look: { type: 'string' } },
    told: {
      child: 'of this child alone, by its id (default: all of the municipality)',
      look: 'only say how far this rebuild is, by its id',
    },
    run: (terminal, given) => {
      const look = textOf(given, 'look');
      return look === undefined ? rebuildRecords(terminal, textOf(given, 'child')) : lookAtRebuild(terminal, look);
    },
  },
];
