import type { Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver';
import type { ReportedFinding, Workspace } from '../features/workspace.ts';
import { toDiagnostic, type ClientTraits } from './convert.ts';
import type { Documents } from './documents.ts';

interface Published {
  readonly findings: readonly ReportedFinding[];
  readonly printed: string;
}

/** Sends the diagnostics of files when they differ from what the client has. */
export class Publisher {
  readonly #workspace: Workspace;
  readonly #documents: Documents;
  readonly #traits: ClientTraits;
  readonly #send: (params: PublishDiagnosticsParams) => void;
  readonly #published = new Map<string, Published>();

  constructor(
    workspace: Workspace,
    documents: Documents,
    traits: ClientTraits,
    send: (params: PublishDiagnosticsParams) => void,
  ) {
    this.#workspace = workspace;
    this.#documents = documents;
    this.#traits = traits;
    this.#send = send;
  }

  /**
   * Publishes what one file has now. With `always` it is sent though it is the same: a client that waits for the answer to a version, or
   * has moved its marks with the typing, wants it.
   */
  publish(uri: string, findings: readonly ReportedFinding[], always: boolean): void {
    const old = this.#published.get(uri);
    if (!always && (old ? sameFindings(old.findings, findings) : findings.length === 0)) return;
    const diagnostics = findings.map((one) => toDiagnostic(one, this.#workspace, this.#traits, this.#documents));
    const printed = JSON.stringify(diagnostics);
    if (findings.length > 0) this.#published.set(uri, { findings, printed });
    else this.#published.delete(uri);
    if (always || printed !== (old?.printed ?? '[]')) this.#sendFor(uri, diagnostics);
  }

  #sendFor(uri: string, diagnostics: Diagnostic[]): void {
    const version = this.#documents.versionOf(uri);
    this.#send({ uri: this.#documents.uriFor(uri), diagnostics, ...(version === undefined ? {} : { version }) });
  }
}

/** Findings of units that nothing touched are the same objects. */
function sameFindings(a: readonly ReportedFinding[], b: readonly ReportedFinding[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}
