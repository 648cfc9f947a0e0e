import { chainCommands } from './chain-commands.js';
import { deadLetterCommands } from './dead-letter-commands.js';
import { gapCommands } from './gap-commands.js';
import type { OperatorCommand } from './operator-command.js';
import { parkedCommands } from './parked-commands.js';
import { rebuildCommands } from './rebuild-commands.js';
import { refusedCommands } from './refused-commands.js';
import { troubleCommands } from './trouble-commands.js';

/** Everything that an operator can do from a terminal. */
export const operatorCommands: readonly OperatorCommand[] = [
  ...chainCommands,
  ...gapCommands,
  ...refusedCommands,
  ...troubleCommands,
  ...parkedCommands,
  ...deadLetterCommands,
  ...rebuildCommands,
];
