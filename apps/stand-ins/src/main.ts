import { Telemetry } from '#observability/telemetry.js';
import { StandInsConfigSchema } from './stand-ins.config.js';
import { startStandIns } from './stand-ins.js';

const read = StandInsConfigSchema.safeParse(process.env);
if (!read.success) {
  const keys = read.error.issues.map((issue) => `${issue.path.join('.')} (${issue.message})`);
  process.stderr.write(`The stand-ins cannot start. Configuration: ${keys.join('; ')}\n`);
  process.exit(1);
}
const app = await startStandIns(read.data);

const end = async (): Promise<void> => {
  await app.close();
  await Telemetry.stop();
  process.exit(0);
};
process.once('SIGTERM', () => void end());
process.once('SIGINT', () => void end());
