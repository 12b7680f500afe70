import { examineRedis } from '#messaging';
import { examineMongodb, MIGRATED_TO } from '#persistence';
import { look, loadConfig, VERSION, type Config, type Finding } from '#platform';
import { examineStorage } from '#storage';
import { bad, good, type Report } from '#terminal';
import { examineMail } from './examine-mail.js';

/** Each looks at one server. */
const SERVERS = {
  'MongoDB: address': examineMongodb,
  'Redis: address': examineRedis,
  'Object store: address': examineStorage,
  'Mail: address': examineMail,
} satisfies Record<string, (config: Config) => Promise<Finding[]>>;

/** Looks at everything that an installation needs. Changes nothing. */
export async function examine(environment: NodeJS.ProcessEnv): Promise<Finding[]> {
  const version = {
    about: 'Contacts',
    fault: null,
    seen: `${VERSION} for databases of version ${MIGRATED_TO}, on Node.js ${process.versions.node}`,
  };
  let config: Config | undefined;
  const configuration = await look('Configuration', async () => {
    config = loadConfig(environment);
    return null;
  });
  if (!config) return [version, configuration];
  return [version, configuration, ...(await examineServers(config))];
}

/** Side by side. Where a server cannot be looked at, its address says why. */
async function examineServers(config: Config): Promise<Finding[]> {
  const found = Object.entries(SERVERS).map(async ([address, examineServer]) => {
    let findings: Finding[] = [];
    const reached = await look(address, async () => {
      findings = await examineServer(config);
      return null;
    });
    return reached.fault === null ? findings : [reached];
  });
  return (await Promise.all(found)).flat();
}

/** For a person: a line for each thing, and what to change. */
export function sayFindings(findings: readonly Finding[], report: Report): void {
  for (const { about, fault, seen } of findings) {
    const after = [seen, fault].filter(Boolean).join('; ');
    report.say(`${fault === null ? good('✓') : bad('✗')} ${about}${after && `: ${after}`}`);
  }
  const faults = findings.filter(({ fault }) => fault !== null).length;
  report.say(faults === 0 ? 'All is fine.' : `${faults} to change.`);
}
