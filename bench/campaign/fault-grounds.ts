import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { hubFolder } from '#local/hub-state.js';
import { projectRoot } from '#local/project-root.js';
import { serviceNames } from '#local/service-name.js';
import { FaultGround } from './fault-ground.js';
import type { GroundName } from './ground-name.js';

/** Opens grounds when they are wanted, one at a time. */
export class FaultGrounds {
  private open: { name: GroundName; ground: FaultGround } | null = null;
  private abandoned = 0;

  constructor(private readonly say: (line: string) => void) {}

  async of(name: GroundName): Promise<FaultGround> {
    if (this.open?.name === name) return this.open.ground;
    await this.close();
    this.open = { name, ground: await FaultGround.open(name, this.say) };
    return this.open.ground;
  }

  /** The next fault gets a fresh one; the logs of this one are kept. */
  async abandon(): Promise<void> {
    if (!this.open) return;
    this.abandoned += 1;
    const folder = join(hubFolder, 'faults', String(this.abandoned));
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const service of serviceNames) cpSync(this.open.ground.hub.logFile(service), join(folder, `${service}.log`));
    this.say(`  logs, by service: ${relative(projectRoot, folder)}`);
    await this.close();
  }

  async close(): Promise<void> {
    const { open } = this;
    this.open = null;
    await open?.ground.close();
  }
}
