import type { Messages } from './notation.ts';

/** Webhooks and admission policies. */
export const admissionMessages: Messages = {
  'admissionregistration.v1.ApplyConfiguration': '1 expression string',
  'admissionregistration.v1.AuditAnnotation': '1 key string, 2 valueExpression string',
  'admissionregistration.v1.ExpressionWarning': '2 fieldRef string, 3 warning string',
  'admissionregistration.v1.JSONPatch': '1 expression string',
  'admissionregistration.v1.MatchCondition': '1 name string, 2 expression string',
  'admissionregistration.v1.MatchResources': `
    1 namespaceSelector LabelSelector?, 2 objectSelector LabelSelector?,
    3 resourceRules []NamedRuleWithOperations, 4 excludeResourceRules []NamedRuleWithOperations,
    7 matchPolicy string?`,
  'admissionregistration.v1.MutatingAdmissionPolicy':
    '1 metadata ObjectMeta, 2 spec MutatingAdmissionPolicySpec',
  'admissionregistration.v1.MutatingAdmissionPolicyBinding':
    '1 metadata ObjectMeta, 2 spec MutatingAdmissionPolicyBindingSpec',
  'admissionregistration.v1.MutatingAdmissionPolicyBindingSpec':
    '1 policyName string, 2 paramRef ParamRef?, 3 matchResources MatchResources?',
  'admissionregistration.v1.MutatingAdmissionPolicySpec': `
    1 paramKind ParamKind?, 2 matchConstraints MatchResources?, 3 variables []Variable,
    4 mutations []Mutation, 5 failurePolicy string?, 6 matchConditions []MatchCondition,
    7 reinvocationPolicy string`,
  'admissionregistration.v1.MutatingWebhook': `
    1 name string, 2 clientConfig WebhookClientConfig, 3 rules []RuleWithOperations,
    4 failurePolicy string?, 9 matchPolicy string?, 5 namespaceSelector LabelSelector?,
    11 objectSelector LabelSelector?, 6 sideEffects string?, 7 timeoutSeconds int32?,
    8 admissionReviewVersions []string, 10 reinvocationPolicy string?, 12 matchConditions []MatchCondition`,
  'admissionregistration.v1.MutatingWebhookConfiguration':
    '1 metadata ObjectMeta, 2 webhooks []MutatingWebhook',
  'admissionregistration.v1.Mutation':
    '2 patchType string, 3 applyConfiguration ApplyConfiguration?, 4 jsonPatch JSONPatch?',
  'admissionregistration.v1.NamedRuleWithOperations':
    '1 resourceNames []string, 2 ruleWithOperations ~RuleWithOperations',
  'admissionregistration.v1.ParamKind': '1 apiVersion string, 2 kind string',
  'admissionregistration.v1.ParamRef':
    '1 name string, 2 namespace string, 3 selector LabelSelector?, 4 parameterNotFoundAction string?',
  'admissionregistration.v1.Rule':
    '1 apiGroups []string, 2 apiVersions []string, 3 resources []string, 4 scope string?',
  'admissionregistration.v1.RuleWithOperations': '1 operations []string, 2 rule ~Rule',
  'admissionregistration.v1.ServiceReference':
    '1 namespace string, 2 name string, 3 path string?, 4 port int32?',
  'admissionregistration.v1.TypeChecking': '1 expressionWarnings []ExpressionWarning',
  'admissionregistration.v1.ValidatingAdmissionPolicy':
    '1 metadata ObjectMeta, 2 spec ValidatingAdmissionPolicySpec, 3 status ValidatingAdmissionPolicyStatus',
  'admissionregistration.v1.ValidatingAdmissionPolicyBinding':
    '1 metadata ObjectMeta, 2 spec ValidatingAdmissionPolicyBindingSpec',
  'admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec': `
    1 policyName string, 2 paramRef ParamRef?, 3 matchResources MatchResources?,
    4 validationActions []string`,
  'admissionregistration.v1.ValidatingAdmissionPolicySpec': `
    1 paramKind ParamKind?, 2 matchConstraints MatchResources?, 3 validations []Validation,
    4 failurePolicy string?, 5 auditAnnotations []AuditAnnotation, 6 matchConditions []MatchCondition,
    7 variables []Variable`,
  'admissionregistration.v1.ValidatingAdmissionPolicyStatus':
    '1 observedGeneration int64, 2 typeChecking TypeChecking?, 3 conditions []Condition',
  'admissionregistration.v1.ValidatingWebhook': `
    1 name string, 2 clientConfig WebhookClientConfig, 3 rules []RuleWithOperations,
    4 failurePolicy string?, 9 matchPolicy string?, 5 namespaceSelector LabelSelector?,
    10 objectSelector LabelSelector?, 6 sideEffects string?, 7 timeoutSeconds int32?,
    8 admissionReviewVersions []string, 11 matchConditions []MatchCondition`,
  'admissionregistration.v1.ValidatingWebhookConfiguration':
    '1 metadata ObjectMeta, 2 webhooks []ValidatingWebhook',
  'admissionregistration.v1.Validation':
    '1 expression string, 2 message string, 3 reason string?, 4 messageExpression string',
  'admissionregistration.v1.Variable': '1 name string, 2 expression string',
  'admissionregistration.v1.WebhookClientConfig':
    '3 url string?, 1 service ServiceReference?, 2 caBundle bytes',
};
