import { matchesWildcard } from '../catalog/wildcard.ts';
import type { FileFacts, LambdaFunction, LambdaPermission } from '../model/facts.ts';
import { literalOf, type TextValue } from '../model/text-value.ts';

/**
 * What a script lets API Gateway invoke (`aws lambda add-permission`), as far as other files of the workspace have to know it. Scripts run
 * beside the templates and name none of them, so a grant on a function of that name may be one on a template's function.
 */
export interface ScriptGrant {
  /** What the script is for: its folder, or the one above where that holds scripts alone. */
  readonly folder: string;
  /** The function's name, with a `*` for what the shell puts in. */
  readonly name: string;
}

const foldersOfScripts = /(?:\/(?:scripts?|bin|tools?|ci|deploy|build|hack|\.github|workflows|\.circleci))+\/$/;

export function scriptGrantsOf({ uri, dialect, permissions }: FileFacts): readonly ScriptGrant[] {
  if (dialect !== 'aws-cli') return [];
  const folder = uri.slice(0, uri.lastIndexOf('/') + 1).replace(foldersOfScripts, '/');
  const names = permissions.filter(mayLetApiGatewayIn).map((one) => nameIn(one.function));
  return [...new Set(names)].map((name) => ({ folder, name }));
}

function mayLetApiGatewayIn({ principal, ofFunctionUrl }: LambdaPermission): boolean {
  const name = literalOf(principal);
  return !ofFunctionUrl && (name === undefined || name === '*' || name === 'apigateway.amazonaws.com');
}

/** A name, a partial ARN or an ARN, with or without a qualifier. */
function nameIn(text: TextValue | undefined): string {
  const written = text ? withStars(text) : '*';
  const name = /(?:^|:)function:([^:]+)/.exec(written)?.[1] ?? written.split(':')[0] ?? '*';
  return name.replace(/\*+/g, '*');
}

/** May one of the scripts grant on that function of a template? A name with holes is taken for one of what lies beside the script. */
export function mayBeGrantedByScript(invoked: LambdaFunction, grants: readonly ScriptGrant[]): boolean {
  const folder = invoked.uri.slice(0, invoked.uri.lastIndexOf('/') + 1);
  return grants.some(
    (grant) =>
      (!grant.name.includes('*') || folder.startsWith(grant.folder) || grant.folder.startsWith(folder)) &&
      mayBeNamed(invoked, grant.name),
  );
}

function mayBeNamed({ id, name }: LambdaFunction, written: string): boolean {
  // The name that CloudFormation makes holds the logical id, and ends as nobody can foresee: `stack-Pets-1A2B3C4D5E6F`.
  if (!name) return written.endsWith('*') || (!written.includes('*') && written.includes(id));
  const own = withStars(name);
  return own.includes('*') ? written.includes('*') || matchesWildcard(own, written) : matchesWildcard(written, own);
}

/** With a `*` for each hole. */
function withStars({ parts }: TextValue): string {
  return parts.map((part) => (part.kind === 'literal' ? part.source.text : '*')).join('');
}
