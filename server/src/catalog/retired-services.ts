/**
 * Services that AWS no longer offers, by the prefix of their actions, and that the catalog has no actions of any more.
 * https://aws.amazon.com/products/lifecycle/
 */
const retired: Readonly<Record<string, string>> = {
  'elastic-inference': 'Amazon Elastic Inference',
  deepcomposer: 'AWS DeepComposer',
  deeplens: 'AWS DeepLens',
  deepracer: 'AWS DeepRacer',
  iot1click: 'AWS IoT 1-Click',
  mobilehub: 'AWS Mobile Hub',
  zocalo: 'Amazon Zocalo, now WorkDocs',
};

/** The name of a service that is no more; undefined for one in use, and for one that never was. */
export function retiredService(prefix: string): string | undefined {
  return Object.hasOwn(retired, prefix) ? retired[prefix] : undefined;
}
