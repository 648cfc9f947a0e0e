import { runCommand } from '../local/run-command.js';
import { runRecoveryCommand } from './run-recovery-command.js';

/** `node dist/deploy/recovery/main.js COMMAND`, in the image of any service: for restores, and for more partitions. */
await runCommand((args) =>
  runRecoveryCommand(args, process.env, {
    say: (line) => void process.stdout.write(`${line}\n`),
    progress: (line) => void process.stderr.write(`${line}\n`),
  }),
);
