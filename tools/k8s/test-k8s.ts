/**
 * `npm run test:k8s`: installs the chart on the cluster of the kubeconfig, imports while everything is restarted, deleted
 * and drained, upgrades and uninstalls it. It makes a namespace of its own and removes it.
 */
import { Command } from 'commander';
import { consoleReport, parseWhole } from '#terminal';
import { Steps } from '../demo/steps.js';
import { Shutdown } from '../product/shutdown.js';
import { Cluster } from './cluster.js';
import { DeploymentTest, RELEASE, type DeploymentOptions } from './deployment-test.js';
import { TestStores, type Images } from './test-stores.js';

interface Options extends DeploymentOptions, Images {
  namespace: string;
  keep?: boolean;
}

const options = new Command('npm run test:k8s --')
  .description(
    'Tries the chart in k8s/ on the cluster of the kubeconfig. Its nodes must have the images, or reach them.',
  )
  .option('--image <name>', 'the image of the product', 'contacts:latest')
  .option('--mongo <name>', "MongoDB's image", 'mongo:8')
  .option('--redis <name>', "Redis's image", 'redis:8')
  .option('--storage <name>', "the object store's image", 'versity/versitygw:v1.8.0')
  .option('--namespace <name>', 'the namespace to make', 'contacts-test')
  .option(
    '--rows <number>',
    'how many rows each of the two imports has',
    (text) => parseWhole(text, 100, 5_000_000),
    100_000,
  )
  .option('--seconds <number>', 'how long one pod a second is deleted', (text) => parseWhole(text, 1, 3_600), 60)
  .option('--before <commit>', 'the commit of the chart to upgrade from; default: before its last change')
  .option('--before-image <name>', 'the image of that chart; default: the same')
  .option(
    '--values <file>',
    'values for the chart, after those of the test',
    (file, files: string[]) => [...files, file],
    [],
  )
  .option('--keep', 'leave everything as it is at the end')
  .parse()
  .opts<Options>();

const report = consoleReport();
const shutdown = new Shutdown(report);
const cluster = new Cluster(options.namespace, RELEASE);
try {
  report.say(`The cluster of the kubeconfig: Kubernetes ${await cluster.check()}`);
  const steps = new Steps(report, () => shutdown.isEnding);
  const stores = new TestStores(cluster, options);
  const test = new DeploymentTest(cluster, stores, options, report);
  if (!options.keep) shutdown.atEnd(() => stores.removeNamespace());
  shutdown.atEnd(() => test.uncordon());
  await test.run(steps);
  if (!steps.allHeld) report.say(await stores.whatIsThere());
  report.say(`\n${steps.allHeld ? 'Every step held:' : 'Not every step held:'}\n\n${steps.table()}\n`);
  await shutdown.end(steps.allHeld ? 0 : 1);
} catch (error) {
  await shutdown.fail(error);
}
