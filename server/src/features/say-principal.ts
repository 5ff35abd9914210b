import { servicePrincipal } from '../catalog/service-principals.ts';
import type { Slot } from '../model/policy.ts';
import { capital, code, page } from './markdown.ts';

/** Who a principal is, in words, and what naming it does in that kind of policy. Holes are written `${Name}`. `condition` says when the statement counts. */
export function sayPrincipal(
  type: string,
  value: string,
  slot: Slot | 'permission' | undefined,
  condition = '',
): string {
  const who = whoIs(type, value, slot);
  const isEveryone = type === 'AWS' && value === '*';
  if (slot === 'permission')
    return page(
      `**${who.words}** may use the function`,
      'For calls that come from what `SourceArn` names, where there is one.',
    );
  const may =
    slot === 'trust'
      ? 'may assume the role'
      : slot === 'resource' || slot === 'endpoint'
        ? 'is meant by this statement'
        : undefined;
  return page(
    `**${who.words}**${may === undefined ? '' : ` ${may}`}`,
    isEveryone && condition !== '' ? `Only a condition can narrow it. Here: ${condition}.` : who.note,
  );
}

/**
 * A principal within a sentence: `role App`, `anyone in account 123456789012`. An account that is let in still decides whom of it it lets;
 * one that is kept out is kept out whole, and one that is excepted does not take its users and roles along, which have to be excepted
 * one by one: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function nameWho(type: string, value: string, as: 'let' | 'kept-out' | 'excepted'): string {
  if (type === 'AWS' && value === '*') return 'anyone';
  const account = type === 'AWS' ? accountOf(value) : undefined;
  if (account !== undefined && as === 'excepted') return `${account} itself`;
  if (account !== undefined) return `anyone in ${account}${as === 'let' ? ' whom its own policies let' : ''}`;
  const service = type === 'Service' ? servicePrincipal(value) : undefined;
  if (service) return service.name;
  const { words } = whoIs(type, value, undefined);
  return /^[A-Z][a-z ]/.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words;
}

/** The account that a value names as a whole. */
function accountOf(value: string): string | undefined {
  const account = /^(\d{12})$/.exec(value)?.[1] ?? /^arn:[^:]*:iam::([^:]*|\$\{[^}]*\}):root$/.exec(value)?.[1];
  if (account === undefined && value !== '${AWS::AccountId}') return undefined;
  return account === undefined || account.includes('${AWS::AccountId}')
    ? 'the account of the stack'
    : `account ${code(account)}`;
}

interface Who {
  readonly words: string;
  readonly note?: string;
}

function whoIs(type: string, value: string, slot: Slot | 'permission' | undefined): Who {
  switch (type) {
    case 'AWS':
      return whoInAws(value);
    case 'Service': {
      const known = servicePrincipal(value);
      const words = known ? `The AWS service ${known.name}` : `The AWS service ${code(value)}`;
      if (value.startsWith('apigateway.') && slot === 'trust')
        return {
          words,
          note: 'For roles that API Gateway uses: as credentials of an integration or an authorizer, or to write logs.',
        };
      return { words };
    }
    case 'Federated':
      return whoIsFederated(value);
    case 'CanonicalUser':
      return {
        words: `The account with canonical user id ${code(value)}`,
        note: 'An older way to name an account, for S3.',
      };
    default:
      return {
        words: `${code(value)} of the unknown kind ${code(type)}`,
        note: 'AWS knows `AWS`, `Service`, `Federated` and `CanonicalUser`.',
      };
  }
}

function whoInAws(value: string): Who {
  if (value === '*')
    return {
      words: 'Everyone, in every account, and callers without credentials',
      note: 'Only a condition can narrow it.',
    };
  const account = accountOf(value);
  if (account !== undefined)
    return {
      words: `${capital(account)}, as a whole`,
      note: 'Every user and role of it that its own identity policies let; not everybody in it by itself.',
    };
  const arn = /^arn:[^:]*:(iam|sts)::([^:]*):([a-z-]+)\/(.*)$/.exec(value);
  if (!arn) return { words: `The principal ${code(value)}` };
  const [, , owner = '', kind = '', path = ''] = arn;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const of = owner === '' || owner.includes('AWS::AccountId') ? '' : ` of account ${code(owner)}`;
  if (path.includes('*'))
    return {
      words: `${code(value)}, which no principal matches`,
      note: 'A wildcard inside a principal ARN has no meaning; use a condition on `aws:PrincipalArn`.',
    };
  switch (kind) {
    case 'role':
      return {
        words: `Role ${code(name)}${of}`,
        note: 'Sessions of the role; a role made anew under the same name is another principal.',
      };
    case 'user': {
      // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
      const ofCloudFront =
        owner === 'cloudfront' ? /^CloudFront Origin Access Identity (\S+)$/.exec(name)?.[1] : undefined;
      return ofCloudFront === undefined
        ? { words: `IAM user ${code(name)}${of}` }
        : { words: `The origin access identity ${code(ofCloudFront)} of CloudFront` };
    }
    case 'assumed-role':
      return { words: `Session ${code(name)} of role ${code(path.slice(0, path.lastIndexOf('/')))}${of}` };
    case 'federated-user':
      return { words: `Federated user ${code(name)}${of}` };
    default:
      return { words: `${code(`${kind}/${path}`)}${of}` };
  }
}

function whoIsFederated(value: string): Who {
  const oidc = /:oidc-provider\/(.+)$/.exec(value)?.[1];
  if (oidc !== undefined)
    return {
      words: `Users signed in by the OpenID Connect provider ${code(oidc)}`,
      note: `They come with \`sts:AssumeRoleWithWebIdentity\`; conditions on ${code(`${oidc}:aud`)} and ${code(`${oidc}:sub`)} say which of them.`,
    };
  const saml = /:saml-provider\/(.+)$/.exec(value)?.[1];
  if (saml !== undefined)
    return {
      words: `Users signed in by the SAML provider ${code(saml)}`,
      note: 'They come with `sts:AssumeRoleWithSAML`.',
    };
  return { words: `Users signed in by ${code(value)}`, note: 'They come with `sts:AssumeRoleWithWebIdentity`.' };
}
