import { servicePrincipal } from '../catalog/service-principals.ts';
import type { Slot } from '../model/policy.ts';
import { code, page } from './markdown.ts';

/** Who a principal is, in words, and what naming it does in that kind of policy. Holes are written `${Name}`. */
export function sayPrincipal(type: string, value: string, slot: Slot | 'permission' | undefined): string {
  const who = whoIs(type, value, slot);
  if (slot === 'permission')
    return page(
      `**${who.words}** may use the function`,
      'For calls that come from what `SourceArn` names, where there is one.',
    );
  const may = slot === 'trust' ? 'may assume the role' : slot === 'resource' ? 'is meant by this statement' : undefined;
  return page(`**${who.words}**${may === undefined ? '' : ` ${may}`}`, who.note);
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
  const account = /^(\d{12})$/.exec(value)?.[1] ?? /^arn:[^:]*:iam::([^:]*):root$/.exec(value)?.[1];
  if (account !== undefined || value === '${AWS::AccountId}')
    return {
      words: `Account ${account === undefined || account.includes('${AWS::AccountId}') ? 'of the stack' : code(account)}, as a whole`,
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
    case 'user':
      return { words: `IAM user ${code(name)}${of}` };
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
