import { UserError } from '#terminal';
import { dockerWay } from './docker.js';
import { answersHttp } from './ready.js';
import { credentials, startSeaweedfs } from './seaweedfs.js';
import type { Way } from './ways.js';

const HEALTH = '/healthz';
const VERSITYGW_VERSION = '1.8.0';

const environment: Way = {
  key: 'environment',
  async start({ environment: { S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } }) {
    if (!S3_ENDPOINT) return { unavailable: 'S3_ENDPOINT is not set' };
    if (!S3_ACCESS_KEY_ID || !S3_SECRET_ACCESS_KEY)
      throw new UserError(
        'S3_ENDPOINT is set, but S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY are not. Set both, or unset S3_ENDPOINT.',
      );
    try {
      await answersHttp(S3_ENDPOINT);
    } catch (cause) {
      throw new UserError('S3_ENDPOINT is set, but nothing answers there. Start that server, or unset S3_ENDPOINT.', {
        cause,
      });
    }
    return { env: { S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY }, where: 'the server of S3_ENDPOINT' };
  },
};

const docker = dockerWay({
  image: `versity/versitygw:v${VERSITYGW_VERSION}`,
  command: ['--port', ':7070', '--quiet', '--health', HEALTH, 'posix', '/data'],
  port: 7070,
  dataFolder: '/data',
  variables(context) {
    const { accessKeyId, secretAccessKey } = credentials(context);
    return { ROOT_ACCESS_KEY: accessKeyId, ROOT_SECRET_KEY: secretAccessKey };
  },
  async whenStarted(host, port, variables) {
    const url = `http://${host}:${port}`;
    await answersHttp(url + HEALTH, 200);
    return {
      S3_ENDPOINT: url,
      S3_ACCESS_KEY_ID: variables.ROOT_ACCESS_KEY!,
      S3_SECRET_ACCESS_KEY: variables.ROOT_SECRET_KEY!,
    };
  },
});

/** Installed, or fetched. Both read the same data, so they are one way. */
const seaweedfs: Way = { key: 'seaweedfs', start: startSeaweedfs };

/** The ways to get an S3 server, best first. */
export const s3Ways: Way[] = [environment, docker, seaweedfs];
