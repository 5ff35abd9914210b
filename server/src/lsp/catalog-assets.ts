import { readCatalog, type Catalog, type Descriptions } from '../catalog/catalog.ts';
import type { Log } from './guarded.ts';

/** The catalog and the descriptions of its services, read from beside the server when they are first wanted. */
export class CatalogAssets {
  readonly #readAsset: (path: string) => Promise<string>;
  readonly #log: Log;
  readonly #descriptions = new Map<string, Promise<Descriptions | undefined>>();
  #catalog: Catalog | undefined;

  constructor(readAsset: (path: string) => Promise<string>, log: Log) {
    this.#readAsset = readAsset;
    this.#log = log;
  }

  /** Gives a problem to tell the user in place of a catalog that is missing or broken. */
  async load(): Promise<{ readonly catalog: Catalog } | { readonly problem: string }> {
    let text: string;
    try {
      text = await this.#readAsset('catalog/index.json');
    } catch (error) {
      this.#log.error(`catalog/index.json: ${error instanceof Error ? error.message : String(error)}`);
      return { problem: 'the action catalog is missing; reinstall Grantlens' };
    }
    const read = readCatalog(text);
    if ('catalog' in read) this.#catalog = read.catalog;
    return read;
  }

  /** What the actions and condition keys of a service do; undefined for a service that has none. A broken file is logged once. */
  descriptionsOf(service: string): Promise<Descriptions | undefined> {
    const prefix = service.toLowerCase();
    let known = this.#descriptions.get(prefix);
    if (!known) this.#descriptions.set(prefix, (known = this.#loadDescriptions(prefix)));
    return known;
  }

  async #loadDescriptions(service: string): Promise<Descriptions | undefined> {
    if (!this.#catalog?.service(service)) return undefined;
    try {
      const read = this.#catalog.readDescriptions(
        service,
        await this.#readAsset(`catalog/descriptions/${service}.json`),
      );
      if ('descriptions' in read) return read.descriptions;
      this.#log.error(read.problem);
    } catch (error) {
      this.#log.error(`descriptions of "${service}": ${error instanceof Error ? error.message : String(error)}`);
    }
    return undefined;
  }
}
