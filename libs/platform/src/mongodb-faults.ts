const CERTIFICATE = { value: 'false', instead: '; name your own certificate in tlsCAFile' };

/**
 * The options of an address that the services set themselves, in lower case, and the value they set. The sentence says
 * what to do instead, where there is something.
 */
const OURS: Record<string, { value: string; instead?: string }> = {
  w: { value: 'majority' },
  journal: { value: 'true' },
  retrywrites: { value: 'true' },
  retryreads: { value: 'true' },
  readconcernlevel: { value: 'majority' },
  readpreference: { value: 'primary', instead: '; for downloads there is EXPORT_READ_PREFERENCE' },
  tlsinsecure: CERTIFICATE,
  tlsallowinvalidcertificates: CERTIFICATE,
  tlsallowinvalidhostnames: CERTIFICATE,
};

/**
 * Checks that the address of MongoDB does not ask for less than the services promise. Their own options outrank it, so
 * whoever wrote it expects something that does not happen. `w=0` is refused outside production too.
 * @returns one line for each option
 */
export function mongodbFaults({ NODE_ENV, MONGODB_URI }: { NODE_ENV: string; MONGODB_URI: string }): string[] {
  const [, query = ''] = MONGODB_URI.split('?');
  return [...new URLSearchParams(query)].flatMap(([option, value]) => {
    const ours = OURS[option.toLowerCase()];
    if (!ours || value === ours.value) return [];
    if (NODE_ENV !== 'production' && !(option === 'w' && value === '0')) return [];
    const { value: needed, instead = '' } = ours;
    return [`MONGODB_URI: ${option}=${value} is not allowed; the services always use ${option}=${needed}${instead}`];
  });
}
