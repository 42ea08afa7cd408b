import { isObject, type JsonObject, objectAt, stringAt } from '../json.ts';
import { type Access, isAllowed, type User } from './access.ts';

/** Paths below `/apis` that answer a POST with a verdict and store nothing. */
export const REVIEWS = {
  tokenreviews: 'authentication.k8s.io/v1',
  subjectaccessreviews: 'authorization.k8s.io/v1',
  selfsubjectaccessreviews: 'authorization.k8s.io/v1',
} as const;
export type Review = keyof typeof REVIEWS;

const KINDS: Readonly<Record<Review, string>> = {
  tokenreviews: 'TokenReview',
  subjectaccessreviews: 'SubjectAccessReview',
  selfsubjectaccessreviews: 'SelfSubjectAccessReview',
};

const AUDIENCE = 'https://kubernetes.default.svc';

/** Answers a review, as the server would: the question with its status. */
export function answerReview(review: Review, question: JsonObject, asker: User, access: Access): JsonObject {
  const spec = objectAt(question, 'spec');
  const status =
    review === 'tokenreviews' ? reviewToken(spec, access) : { allowed: verdict(review, spec, asker, access) };
  return { kind: KINDS[review], apiVersion: REVIEWS[review], metadata: {}, spec: shown(spec), status };
}

function reviewToken(spec: JsonObject, access: Access): JsonObject {
  const user = access.userOfToken(stringAt(spec, 'token'));
  if (user === undefined) return { user: {}, error: 'invalid bearer token' };
  return {
    authenticated: true,
    user: {
      username: user.name,
      ...(user.uid !== undefined && { uid: user.uid }),
      ...(user.groups !== undefined && { groups: user.groups }),
    },
    audiences: [AUDIENCE],
  };
}

function verdict(review: Review, spec: JsonObject, asker: User, access: Access): boolean {
  const user = review === 'selfsubjectaccessreviews' ? asker : access.userNamed(stringAt(spec, 'user'));
  if (user === undefined) return false;
  const resource = spec.resourceAttributes;
  if (isObject(resource)) {
    return isAllowed(user, {
      verb: stringAt(resource, 'verb'),
      resource: stringAt(resource, 'resource'),
      key: `${stringAt(resource, 'resource')}.${stringAt(resource, 'group')}`,
      namespace: stringAt(resource, 'namespace'),
    });
  }
  const path = objectAt(spec, 'nonResourceAttributes');
  return isAllowed(user, { verb: stringAt(path, 'verb'), path: stringAt(path, 'path') });
}

/** Go leaves out an empty list, and writes the attributes first. */
function shown(spec: JsonObject): JsonObject {
  const { resourceAttributes, nonResourceAttributes, ...rest } = spec;
  const kept = Object.entries(rest).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  return {
    ...(resourceAttributes !== undefined && { resourceAttributes }),
    ...(nonResourceAttributes !== undefined && { nonResourceAttributes }),
    ...Object.fromEntries(kept),
  };
}
