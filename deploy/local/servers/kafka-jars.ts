import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MissingServersError } from './missing-servers-error.js';

const KAFKA_VERSION = '4.4.0';
const LOG4J_VERSION = '2.25.1';
const run = promisify(execFile);

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>dk.trivselshub.local</groupId>
  <artifactId>kafka</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${KAFKA_VERSION}</version></dependency>
    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-slf4j-impl</artifactId><version>${LOG4J_VERSION}</version></dependency>
    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-core</artifactId><version>${LOG4J_VERSION}</version></dependency>
  </dependencies>
</project>
`;

async function javaVersion(): Promise<number | null> {
  try {
    const { stderr } = await run('java', ['-version']);
    return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
  } catch {
    return null;
  }
}

async function demandJava(): Promise<void> {
  const version = await javaVersion();
  if (version === null) throw new MissingServersError(['Apache Kafka: no `java` on the path']);
  if (version < 17)
    throw new MissingServersError([`Apache Kafka: Java 17 or later is needed, \`java\` is version ${version}`]);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/**
 * The folder with the jars of Apache Kafka, fetched once with Maven into a cache outside the tree (HUB_CACHE, or ~/.cache/trivselshub).
 * @throws MissingServersError when Java or Maven is missing or Maven cannot fetch.
 */
export async function kafkaJars(say: (line: string) => void): Promise<string> {
  await demandJava();
  const cache =
    process.env['HUB_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'trivselshub');
  const folder = join(cache, `kafka-${KAFKA_VERSION}-log4j-${LOG4J_VERSION}`);
  if (await exists(folder)) return folder;

  say(`fetching Apache Kafka ${KAFKA_VERSION} with Maven (once, about 43 MB, into ${folder})`);
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, 'fetch-'));
  try {
    await writeFile(join(work, 'pom.xml'), POM);
    const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${join(work, 'libs')}`, '-DincludeScope=runtime'];
    await run('mvn', ['-q', '-B', ...goal], { cwd: work, maxBuffer: 16 * 1024 * 1024 }).catch((error: unknown) => {
      const { code, stdout } = error as { code?: unknown; stdout?: string };
      if (code === 'ENOENT') throw new MissingServersError(['Apache Kafka: no `mvn` (Maven) on the path']);
      const reason = /ERROR\]\s*(.*)/.exec(stdout ?? '')?.[1] ?? String(error);
      throw new MissingServersError([`Apache Kafka: Maven could not fetch it: ${reason}`]);
    });
    // Somebody else may have fetched meanwhile; the jars are the same.
    await rename(join(work, 'libs'), folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return folder;
}
