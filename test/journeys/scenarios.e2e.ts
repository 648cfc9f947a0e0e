import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '#local/project-root.js';
import { hubUnderTest } from '../scenarios/hub-under-test.js';
import { runScenario } from '../scenarios/run-scenario.js';
import { readScenario } from '../scenarios/scenario-file.js';
import type { HubUnderTest } from '../scenarios/world.js';
import { type JourneyHub, openJourneyHub } from './journey-hub.js';

const folder = join(projectRoot, 'test/scenarios');

describe('the acceptance scenarios', () => {
  let journey: JourneyHub;
  let under: HubUnderTest;

  beforeAll(async () => {
    journey = await openJourneyHub();
    under = hubUnderTest(journey.hub, journey.settled, journey.brokers, journey.topicPrefix);
  }, 120_000);

  afterAll(async () => {
    await journey?.close();
  });

  it.each(readdirSync(folder).filter((name) => name.endsWith('.yaml')))(
    '%s holds',
    async (file) => {
      const findings = await runScenario(under, await readScenario(join(folder, file)), () => undefined);
      expect(findings.filter((finding) => !finding.passed)).toEqual([]);
      expect(findings.length).toBeGreaterThan(0);
    },
    180_000,
  );
});
