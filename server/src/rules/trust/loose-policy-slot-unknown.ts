import { shapeOf } from '../../model/policy-shape.ts';
import type { Rule } from '../rule.ts';

export const loosePolicySlotUnknown: Rule = {
  meta: {
    id: 'trust/loose-policy-slot-unknown',
    level: 'hint',
    summary: "A policy file's name says one kind of policy, its content another",
    why: 'A file called `trust-policy.json` will be given to `create-role --assume-role-policy-document`, where AWS refuses a permissions policy; one called `permissions.json` to `create-policy`, where it refuses a trust policy.',
  },
  *check({ unit }) {
    for (const { document, use } of unit.policies) {
      if (use) continue;
      const name = decodeURIComponent(document.uri.slice(document.uri.lastIndexOf('/') + 1));
      const says = /trust|assume/i.test(name) ? 'trust' : /permission/i.test(name) ? 'identity' : undefined;
      const shape = shapeOf(document.statements);
      if (!says || shape === 'unclear' || shape === 'resource' || shape === says) continue;
      const [first] = document.statements;
      const word =
        shape === 'trust' ? (first?.principal ?? first?.notPrincipal) : (first?.resource ?? first?.notResource);
      if (!word) continue;
      const message =
        shape === 'trust'
          ? `${word.key} and no Resource make this a trust policy, though the file is called ${name}`
          : `${word.key} and no Principal make this a permissions policy, though the file is called ${name}`;
      yield { uri: document.uri, span: word.keySpan, message };
    }
  },
};
