"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// lib/core/internal/arns.ts
function arnOf(scope, components) {
  const stack = import_core.Stack.of(scope);
  return stack.formatArn({ partition: partitionOf(stack.region), ...components });
}
function partitionOf(region) {
  const known2 = import_core.Token.isUnresolved(region) ? void 0 : PARTITIONS.find(([names]) => names.test(region));
  return known2?.[1] ?? import_core.Aws.PARTITION;
}
var import_core, PARTITIONS;
var init_arns = __esm({
  "lib/core/internal/arns.ts"() {
    "use strict";
    import_core = require("aws-cdk-lib/core");
    PARTITIONS = [
      [/^cn-/, "aws-cn"],
      [/^us-gov-/, "aws-us-gov"],
      [/^us-iso-/, "aws-iso"],
      [/^us-isob-/, "aws-iso-b"],
      [/^eu-isoe-/, "aws-iso-e"],
      [/^us-isof-/, "aws-iso-f"],
      [/^eusc-/, "aws-eusc"],
      [/^(af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d+$/, "aws"]
    ];
  }
});

// lib/core/internal/errors.ts
function describe(mistake, constructPath) {
  const where = constructPath ? `  ${constructPath}` : "";
  const got = mistake.value === void 0 ? "" : `, got ${printed(mistake.value)}`;
  return `${mistake.code}${where}
  ${mistake.property}: ${mistake.problem}${got}
  ${mistake.fix}`;
}
function printed(value) {
  const text = typeof value === "string" ? `'${value}'` : typeof value === "object" && value !== null ? asJson(value) : String(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
function asJson(value) {
  try {
    return JSON.stringify(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
function invalid(scope, mistake) {
  return new ConfigurationError([mistake], scope?.node.path);
}
function isKnown(value) {
  return value !== void 0 && !import_core2.Token.isUnresolved(value);
}
var import_core2, ConfigurationError, Mistakes;
var init_errors = __esm({
  "lib/core/internal/errors.ts"() {
    "use strict";
    import_core2 = require("aws-cdk-lib/core");
    ConfigurationError = class extends Error {
      code;
      constructPath;
      mistakes;
      constructor(mistakes, constructPath) {
        super(mistakes.map((mistake) => describe(mistake, constructPath)).join("\n"));
        this.name = "ConfigurationError";
        this.code = mistakes[0].code;
        this.constructPath = constructPath;
        this.mistakes = mistakes;
      }
    };
    Mistakes = class {
      constructor(scope) {
        this.scope = scope;
      }
      scope;
      found = [];
      /** Notes the mistake when the condition holds. */
      when(condition, mistake) {
        if (condition) {
          this.found.push(mistake);
        }
        return this;
      }
      /** Notes a mistake that a rule may have found. */
      add(mistake) {
        if (mistake) {
          this.found.push(mistake);
        }
        return this;
      }
      /** Throws one error that lists everything found; does nothing when nothing was found. */
      throwIfAny() {
        if (this.found.length > 0) {
          throw new ConfigurationError(this.found, this.scope?.node.path);
        }
      }
    };
  }
});

// lib/core/image-builder.ts
var init_image_builder = __esm({
  "lib/core/image-builder.ts"() {
    "use strict";
  }
});

// lib/core/internal/resolved.ts
function tokenOfNumber(value) {
  return value > -LEAST_TOKEN ? void 0 : import_core3.Tokenization.reverseNumber(value);
}
function splitByTokens(text) {
  const pieces = [];
  let done = 0;
  for (let at = text.indexOf(TOKEN_MARK); at >= 0; at = text.indexOf(TOKEN_MARK, at + 1)) {
    const end = text.indexOf(TOKEN_END, at) + TOKEN_END.length;
    const token = text.slice(at, end);
    if (TOKEN.test(token)) {
      pieces.push(text.slice(done, at), token);
      done = end;
    }
  }
  pieces.push(text.slice(done));
  return pieces;
}
function tokensIn(text) {
  return new Set(splitByTokens(text).filter((_, index) => index % 2 === 1));
}
function joined(parts2) {
  const flat = [];
  for (const part of parts2.flatMap(partsOf)) {
    const last = flat.at(-1);
    if (isLiteral(part) && isLiteral(last)) {
      flat[flat.length - 1] = `${last}${part}`;
    } else if (part !== "") {
      flat.push(part);
    }
  }
  return flat.length <= 1 ? flat[0] ?? "" : { "Fn::Join": ["", flat] };
}
function partsOf(part) {
  const join7 = part?.["Fn::Join"];
  return join7?.[0] === "" && Array.isArray(join7[1]) ? join7[1].flatMap(partsOf) : [part];
}
function isLiteral(part) {
  return typeof part === "string" || typeof part === "number";
}
var import_core3, TOKEN_MARK, LIST_MARK, NUMBER_MARK, LEAST_TOKEN, TOKEN, TOKEN_END, Resolver;
var init_resolved = __esm({
  "lib/core/internal/resolved.ts"() {
    "use strict";
    import_core3 = require("aws-cdk-lib/core");
    TOKEN_MARK = "${Token[";
    LIST_MARK = "#{Token[";
    NUMBER_MARK = "e+289";
    LEAST_TOKEN = 1e289;
    TOKEN = /^\$\{Token\[[A-Za-z0-9:._-]+\]\}$/;
    TOKEN_END = "]}";
    Resolver = class {
      constructor(stack) {
        this.stack = stack;
      }
      stack;
      known = /* @__PURE__ */ new Map();
      resolve(value) {
        if (typeof value === "string") {
          return this.text(value);
        }
        if (typeof value !== "object" || value === null) {
          return typeof value === "number" ? this.stack.resolve(value) : value;
        }
        if (import_core3.Tokenization.isResolvable(value) || import_core3.Token.isUnresolved(value)) {
          return this.stack.resolve(value);
        }
        return Array.isArray(value) ? value.map((each) => this.resolve(each)) : this.members(value);
      }
      members(value) {
        const resolved = {};
        for (const [name, member] of Object.entries(value)) {
          if (name.includes(TOKEN_MARK)) {
            return this.stack.resolve(value);
          }
          if (member !== void 0) {
            resolved[name] = this.resolve(member);
          }
        }
        return resolved;
      }
      text(text) {
        if (text.includes(NUMBER_MARK)) {
          return this.stack.resolve(text);
        }
        return text.includes(TOKEN_MARK) ? joined(splitByTokens(text).map((part, index) => index % 2 === 0 ? part : this.token(part))) : text;
      }
      token(mark) {
        const found = this.known.get(mark) ?? this.stack.resolve(mark);
        this.known.set(mark, found);
        return found;
      }
    };
  }
});

// lib/core/internal/settled.ts
function resolverOf(stack) {
  const resolver = resolvers.get(stack) ?? new Resolver(stack);
  resolvers.set(stack, resolver);
  return resolver;
}
function newsIn(value, stack) {
  const known2 = told.get(stack) ?? /* @__PURE__ */ new Set();
  told.set(stack, known2);
  const found = /* @__PURE__ */ new Set();
  visitTokens(value, (token) => {
    if (!import_core4.Reference.isReference(token)) {
      found.add(token);
    } else if (!known2.has(token) && import_core4.Stack.of(token.target) !== stack) {
      known2.add(token);
      found.add(token);
    }
  });
  return [...found];
}
function visitTokens(value, see) {
  const seen = /* @__PURE__ */ new Set();
  const visitText = (text) => {
    for (const mark of tokensIn(text)) {
      if (!seen.has(mark)) {
        seen.add(mark);
        import_core4.Tokenization.reverseString(mark).tokens.forEach((token) => see(token, true));
      }
    }
  };
  const visit = (part) => {
    if (typeof part === "string") {
      if (part.includes(TOKEN_MARK)) {
        visitText(part);
      }
    } else if (typeof part === "number") {
      const token = tokenOfNumber(part);
      if (token) {
        see(token, false);
      }
    } else if (typeof part === "object" && part !== null) {
      if (import_core4.Tokenization.isResolvable(part)) {
        see(part, false);
      } else if (Array.isArray(part)) {
        visitList(part);
      } else {
        for (const name of Object.keys(part)) {
          visit(part[name]);
        }
      }
    }
  };
  const visitList = (list) => {
    if (typeof list[0] === "string" && list[0].includes(LIST_MARK) && import_core4.Token.isUnresolved(list)) {
      see(import_core4.Tokenization.reverseList(list), false);
    } else {
      list.forEach(visit);
    }
  };
  visit(value);
}
var import_core4, Settled, resolvers, told;
var init_settled = __esm({
  "lib/core/internal/settled.ts"() {
    "use strict";
    import_core4 = require("aws-cdk-lib/core");
    init_resolved();
    Settled = class {
      constructor(scope, made) {
        this.scope = scope;
        this.made = made;
      }
      scope;
      made;
      settled;
      /** The value as a property of a construct. */
      asAny() {
        return import_core4.Lazy.uncachedAny({ produce: (context) => this.in(context) });
      }
      /** The resolved value, which must not be asked for before references between stacks are settled. */
      value() {
        const { value, finish = (resolved) => resolved } = this.made;
        this.settled ??= finish(resolverOf(import_core4.Stack.of(this.scope)).resolve(value()));
        return this.settled;
      }
      /** Makes the value anew where it is next needed. */
      forget() {
        this.settled = void 0;
      }
      in(context) {
        if (context.preparing) {
          this.forget();
          resolvers.delete(import_core4.Stack.of(this.scope));
          return newsIn((this.made.withTokens ?? this.made.value)(), import_core4.Stack.of(this.scope));
        }
        return this.value();
      }
    };
    resolvers = /* @__PURE__ */ new WeakMap();
    told = /* @__PURE__ */ new WeakMap();
  }
});

// lib/core/internal/policy-part.ts
function sizeOf(texts) {
  return texts.reduce((sum, text) => sum + (text.includes(TOKEN_MARK) ? text.replace(TOKEN2, REFERENCE) : text).length + 3, 0);
}
function merged(statements) {
  return joined2(joined2(statements, "Action").map(inOrder), "Resource");
}
function joined2(statements, member) {
  const alike = /* @__PURE__ */ new Map();
  for (const statement of statements) {
    const others = JSON.stringify({ ...statement, [member]: member in statement });
    const before = alike.get(others);
    alike.set(others, before && member in before ? { ...before, [member]: listed(before[member], statement[member]) } : statement);
  }
  return [...alike.values()];
}
function listed(...values) {
  const all = [...new Map(values.flat().map((value) => [JSON.stringify(value), value])).values()];
  return all.length === 1 ? all[0] : all;
}
function inOrder(statement) {
  return Array.isArray(statement.Action) ? { ...statement, Action: [...statement.Action].sort() } : statement;
}
var import_constructs, TOKEN2, REFERENCE, DOCUMENT_SIZE, STATEMENT_SIZE, PolicyPart;
var init_policy_part = __esm({
  "lib/core/internal/policy-part.ts"() {
    "use strict";
    import_constructs = require("constructs");
    init_resolved();
    init_settled();
    TOKEN2 = /\$\{Token\[[^\]]*\]\}/g;
    REFERENCE = ".".repeat(100);
    DOCUMENT_SIZE = 50;
    STATEMENT_SIZE = 60;
    PolicyPart = class _PolicyPart {
      constructor(scope, limit) {
        this.limit = limit;
        this.document = new Settled(scope, {
          value: () => [...this.statements].map((each) => each.toStatementJson()),
          withTokens: () => [...this.statements].map(({ actions, resources, conditions }) => [actions, resources, conditions]),
          finish: (statements) => ({ Version: "2012-10-17", Statement: merged(statements) })
        });
      }
      limit;
      static of(scope, limit, make) {
        const part = new _PolicyPart(scope, limit);
        import_constructs.Dependable.implement(part, { dependencyRoots: [make(part.document.asAny())] });
        return part;
      }
      statements = /* @__PURE__ */ new Set();
      document;
      size = DOCUMENT_SIZE;
      /** Takes a statement if there is room for it. */
      add(statement) {
        const { actions, resources } = statement;
        const added = this.reserve(STATEMENT_SIZE + sizeOf([...actions, ...resources, JSON.stringify(statement.conditions)]));
        if (added) {
          this.statements.add(statement);
        }
        return added;
      }
      /** Adds resources to a statement of this part if there is room for them. */
      widen(statement, resourceArns) {
        const widened = this.statements.has(statement) && this.reserve(sizeOf(resourceArns));
        if (widened) {
          statement.addResources(...resourceArns);
        }
        return widened;
      }
      reserve(size) {
        const fits = this.size + size <= this.limit;
        this.size += fits ? size : 0;
        return fits;
      }
    };
  }
});

// lib/core/internal/service-role.ts
var iam, import_core5, import_constructs2, INLINE_SIZE, MANAGED_SIZE, MANAGED_POLICIES, ServiceRole;
var init_service_role = __esm({
  "lib/core/internal/service-role.ts"() {
    "use strict";
    iam = __toESM(require("aws-cdk-lib/aws-iam"));
    import_core5 = require("aws-cdk-lib/core");
    import_constructs2 = require("constructs");
    init_errors();
    init_policy_part();
    INLINE_SIZE = 10240;
    MANAGED_SIZE = 6144;
    MANAGED_POLICIES = 10;
    ServiceRole = class extends import_constructs2.Construct {
      constructor(scope, id, props) {
        super(scope, id);
        this.props = props;
        this.stack = import_core5.Stack.of(this);
        const { account, region } = this.stack;
        this.env = { account, region };
        this.principalAccount = account;
        this.resource = new iam.CfnRole(this, "Resource", {
          path: props.path,
          description: props.description,
          assumeRolePolicyDocument: {
            Version: "2012-10-17",
            Statement: [{
              Action: this.assumeRoleAction,
              Effect: "Allow",
              Principal: { Service: props.service },
              ...props.conditions && { Condition: props.conditions }
            }]
          }
        });
        this.roleArn = this.resource.attrArn;
        this.roleName = this.resource.ref;
        this.roleRef = this.resource.roleRef;
        this.policyFragment = new iam.ArnPrincipal(this.roleArn).policyFragment;
      }
      props;
      roleArn;
      roleName;
      roleRef;
      grantPrincipal = this;
      assumeRoleAction = "sts:AssumeRole";
      policyFragment;
      principalAccount;
      stack;
      env;
      resource;
      parts = [];
      addToPrincipalPolicy(statement) {
        const part = this.parts.find((each) => each.add(statement)) ?? this.addPart(statement);
        return { statementAdded: true, policyDependable: part };
      }
      /** Adds resources to one of the role's statements; says no where there is no room for them. */
      widen(statement, resourceArns) {
        return this.parts.some((part) => part.widen(statement, resourceArns));
      }
      addManagedPolicy(policy) {
        this.resource.managedPolicyArns = [...this.resource.managedPolicyArns ?? [], policy.managedPolicyArn];
      }
      attachInlinePolicy(policy) {
        policy.attachToRole(this);
      }
      grant(grantee, ...actions) {
        return iam.Grant.addToPrincipal({ grantee, actions, resourceArns: [this.roleArn] });
      }
      grantPassRole(grantee) {
        return this.grant(grantee, "iam:PassRole");
      }
      grantAssumeRole(grantee) {
        return this.grant(grantee, this.assumeRoleAction);
      }
      applyRemovalPolicy(policy) {
        this.resource.applyRemovalPolicy(policy);
      }
      addPart(statement) {
        const part = this.parts.length === 0 ? this.inlinePart() : this.managedPart();
        this.parts.push(part);
        if (!part.add(statement)) {
          throw invalid(this, {
            code: "StatementSize",
            property: "role",
            problem: `a statement with ${statement.resources.length} resources is larger than a policy may be`,
            fix: "Grant a prefix instead of single objects, or give a role of your own."
          });
        }
        return part;
      }
      inlinePart() {
        return PolicyPart.of(this, INLINE_SIZE, (policyDocument) => new iam.CfnPolicy(this, "Policy", {
          policyName: "Permissions",
          policyDocument,
          roles: [this.roleName]
        }));
      }
      managedPart() {
        if (this.parts.length > MANAGED_POLICIES) {
          throw invalid(this, {
            code: "RolePermissionsCount",
            property: "role",
            problem: `needs more permissions than ${MANAGED_POLICIES} managed policies hold`,
            fix: "Split what uses the role, or give a role of your own."
          });
        }
        const id = `Policy${this.parts.length + 1}`;
        return PolicyPart.of(this, MANAGED_SIZE, (policyDocument) => new iam.CfnManagedPolicy(this, id, {
          path: this.props.path,
          description: `${this.props.description}, part ${this.parts.length + 1}`,
          policyDocument,
          roles: [this.roleName]
        }));
      }
    };
  }
});

// lib/core/internal/allow.ts
function allow(grantee, permission, whyWildcards) {
  const { grantPrincipal } = grantee;
  const { actions, resourceArns, conditions } = permission;
  const before = given.get(grantPrincipal) ?? /* @__PURE__ */ new Map();
  given.set(grantPrincipal, before);
  const key = `${actions.join()}${conditions ? JSON.stringify(conditions) : ""}`;
  const earlier = before.get(key);
  const missing = earlier ? resourceArns.filter((arn) => !earlier.resourceArns.has(arn)) : resourceArns;
  if (earlier && missing.length === 0) {
    return earlier.grant;
  }
  const statement = earlier?.grant.principalStatement;
  const current = earlier && statement && widen(grantPrincipal, statement, missing) ? earlier : { grant: iam2.Grant.addToPrincipal({ grantee, actions, resourceArns: missing, conditions }), resourceArns: new Set(earlier?.resourceArns) };
  missing.forEach((arn) => current.resourceArns.add(arn));
  before.set(key, current);
  const principal = grantPrincipal;
  if (whyWildcards !== void 0 && import_constructs3.Construct.isConstruct(principal)) {
    acknowledgeWildcards(principal, missing, whyWildcards);
  }
  return current.grant;
}
function widen(principal, statement, resourceArns) {
  if (principal instanceof ServiceRole) {
    return principal.widen(statement, resourceArns);
  }
  if (statement.frozen) {
    return false;
  }
  statement.addResources(...resourceArns);
  return true;
}
function acknowledgeWildcards(scope, resourceArns, reason) {
  const wild = resourceArns.filter((arn) => arn.includes("*"));
  if (wild.length === 0) {
    return;
  }
  const known2 = reasons.get(scope);
  const reasonOf = known2 ?? /* @__PURE__ */ new Map();
  wild.forEach((arn) => reasonOf.set(arn, reason));
  if (!known2) {
    reasons.set(scope, reasonOf);
    scope.node.addValidation({ validate: () => acknowledge(scope, reasonOf) });
  }
}
function acknowledge(scope, reasonOf) {
  const stack = import_core6.Stack.of(scope);
  const acknowledged = [...reasonOf].map(([arn, reason]) => [`AwsSolutions::AwsSolutions-IAM5[Resource::${textInTemplate(arn, stack)}]`, reason]);
  scope.node.addMetadata(import_core6.Validations.ACKNOWLEDGED_RULES_METADATA_KEY, Object.fromEntries(acknowledged));
  return [];
}
function textInTemplate(text, stack) {
  const known2 = textsByStack.get(stack) ?? /* @__PURE__ */ new Map();
  textsByStack.set(stack, known2);
  const textOf3 = (token) => {
    const found = known2.get(token) ?? written(stack.resolve(token));
    known2.set(token, found);
    return found;
  };
  const fragments = import_core6.Tokenization.reverseString(text);
  if (fragments.tokens.length === 0) {
    return inAngleBrackets(text);
  }
  const marked2 = fragments.mapTokens({ mapToken: (token) => new Written(textOf3(token)) });
  return Written.of(marked2.join({ join: (left, right) => new Written(Written.of(left).text + Written.of(right).text) })).text;
}
function written(value) {
  if (typeof value === "string") {
    return inAngleBrackets(value);
  }
  const [[intrinsic, operand]] = Object.entries(value);
  switch (intrinsic) {
    case "Fn::Join": {
      const [delimiter, parts2] = operand;
      return parts2.map(written).join(delimiter);
    }
    case "Fn::GetAtt":
      return `<${operand.join(".")}>`;
    case "Ref":
      return `<${operand}>`;
    case "Fn::ImportValue":
    case "Fn::Sub":
      return written(operand);
    default:
      return JSON.stringify(value);
  }
}
function inAngleBrackets(text) {
  return text.replace(/\$\{/g, "<").replace(/\}/g, ">");
}
var iam2, import_core6, import_constructs3, given, reasons, textsByStack, Written;
var init_allow = __esm({
  "lib/core/internal/allow.ts"() {
    "use strict";
    iam2 = __toESM(require("aws-cdk-lib/aws-iam"));
    import_core6 = require("aws-cdk-lib/core");
    import_constructs3 = require("constructs");
    init_service_role();
    given = /* @__PURE__ */ new WeakMap();
    reasons = /* @__PURE__ */ new WeakMap();
    textsByStack = /* @__PURE__ */ new WeakMap();
    Written = class _Written {
      constructor(text) {
        this.text = text;
      }
      text;
      static of(fragment) {
        return fragment instanceof _Written ? fragment : new _Written(inAngleBrackets(String(fragment)));
      }
    };
  }
});

// lib/core/contract/comparison.ts
var init_comparison = __esm({
  "lib/core/contract/comparison.ts"() {
    "use strict";
  }
});

// lib/core/contract/endpoints.ts
var init_endpoints = __esm({
  "lib/core/contract/endpoints.ts"() {
    "use strict";
  }
});

// lib/core/contract/executions.ts
var EXECUTION_RESOURCE_TYPE;
var init_executions = __esm({
  "lib/core/contract/executions.ts"() {
    "use strict";
    EXECUTION_RESOURCE_TYPE = "Custom::SageMakerExecution";
  }
});

// lib/core/contract/glue-work.ts
var GLUE_JOB_OUTPUTS, GLUE_CRAWLER_OUTPUTS;
var init_glue_work = __esm({
  "lib/core/contract/glue-work.ts"() {
    "use strict";
    GLUE_JOB_OUTPUTS = { jobRunId: "jobRunId", executionSeconds: "executionSeconds" };
    GLUE_CRAWLER_OUTPUTS = { crawlId: "crawlId" };
  }
});

// lib/core/contract/handlers.ts
var init_handlers = __esm({
  "lib/core/contract/handlers.ts"() {
    "use strict";
  }
});

// lib/core/contract/model-packages.ts
var init_model_packages = __esm({
  "lib/core/contract/model-packages.ts"() {
    "use strict";
  }
});

// lib/core/contract/monitoring.ts
var init_monitoring = __esm({
  "lib/core/contract/monitoring.ts"() {
    "use strict";
  }
});

// lib/core/contract/new-data.ts
var NEW_DATA_REST_SECONDS, NEW_DATA_LOOK_AGAIN_SECONDS;
var init_new_data = __esm({
  "lib/core/contract/new-data.ts"() {
    "use strict";
    NEW_DATA_REST_SECONDS = 300;
    NEW_DATA_LOOK_AGAIN_SECONDS = 420;
  }
});

// lib/core/contract/notices.ts
var init_notices = __esm({
  "lib/core/contract/notices.ts"() {
    "use strict";
  }
});

// lib/core/contract/pipeline-definition.ts
var PIPELINE_DEFINITION_RESOURCE_TYPE, PIPELINE_DEFINITION_ATTRIBUTES;
var init_pipeline_definition = __esm({
  "lib/core/contract/pipeline-definition.ts"() {
    "use strict";
    PIPELINE_DEFINITION_RESOURCE_TYPE = "Custom::SageMakerPipelineDefinition";
    PIPELINE_DEFINITION_ATTRIBUTES = { Key: "Key" };
  }
});

// lib/core/contract/pipeline-run.ts
var PIPELINE_RUN_RESOURCE_TYPE;
var init_pipeline_run = __esm({
  "lib/core/contract/pipeline-run.ts"() {
    "use strict";
    PIPELINE_RUN_RESOURCE_TYPE = "Custom::SageMakerPipelineRun";
  }
});

// lib/core/contract/retraining.ts
var init_retraining = __esm({
  "lib/core/contract/retraining.ts"() {
    "use strict";
  }
});

// lib/core/contract/run-comparison.ts
var init_run_comparison = __esm({
  "lib/core/contract/run-comparison.ts"() {
    "use strict";
  }
});

// lib/core/contract/sagemaker-events.ts
function spellingsInEvents(status) {
  return [status, status.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase()];
}
var SAGEMAKER_EVENT_SOURCE, SAGEMAKER_DETAIL_TYPES, PIPELINE_ENDED_BADLY;
var init_sagemaker_events = __esm({
  "lib/core/contract/sagemaker-events.ts"() {
    "use strict";
    SAGEMAKER_EVENT_SOURCE = "aws.sagemaker";
    SAGEMAKER_DETAIL_TYPES = {
      PIPELINE_EXECUTION: "SageMaker Model Building Pipeline Execution Status Change",
      PIPELINE_STEP: "SageMaker Model Building Pipeline Execution Step Status Change",
      MODEL_PACKAGE: "SageMaker Model Package State Change",
      ENDPOINT: "SageMaker Endpoint State Change"
    };
    PIPELINE_ENDED_BADLY = ["Failed", "Stopped"];
  }
});

// lib/core/contract/serving-version.ts
var init_serving_version = __esm({
  "lib/core/contract/serving-version.ts"() {
    "use strict";
  }
});

// lib/core/contract/index.ts
var init_contract = __esm({
  "lib/core/contract/index.ts"() {
    "use strict";
    init_comparison();
    init_endpoints();
    init_executions();
    init_glue_work();
    init_handlers();
    init_model_packages();
    init_monitoring();
    init_new_data();
    init_notices();
    init_pipeline_definition();
    init_pipeline_run();
    init_retraining();
    init_run_comparison();
    init_sagemaker_events();
    init_serving_version();
  }
});

// lib/core/internal/handled-resource.ts
function handledResource(scope, id, type, handler, properties) {
  const resource = new import_core7.CfnResource(scope, id, { type, properties: { ServiceToken: handler.function.functionArn, ...properties } });
  resource.applyRemovalPolicy(import_core7.RemovalPolicy.DESTROY);
  return resource;
}
var import_core7;
var init_handled_resource = __esm({
  "lib/core/internal/handled-resource.ts"() {
    "use strict";
    import_core7 = require("aws-cdk-lib/core");
  }
});

// lib/core/conventions.ts
function check(scope, props) {
  if (props.namePrefix !== void 0 && !/^(?!.{25})([a-z0-9](-?[a-z0-9])*-?)?$/.test(props.namePrefix)) {
    throw invalid(scope, {
      code: "NamePrefixInvalid",
      property: "namePrefix",
      problem: "must be at most 24 lower-case letters, digits and single hyphens, and start with a letter or digit",
      value: props.namePrefix,
      fix: "Use a short prefix such as 'ml-'."
    });
  }
  if (props.rolePath !== void 0 && !/^\/([\x21-\x7e]{1,510}\/)?$/.test(props.rolePath)) {
    throw invalid(scope, {
      code: "RolePathInvalid",
      property: "rolePath",
      problem: "must start and end with a slash and have at most 512 characters",
      value: props.rolePath,
      fix: "Use a path such as '/ml/'."
    });
  }
}
var KEY, Conventions, DEFAULTS;
var init_conventions = __esm({
  "lib/core/conventions.ts"() {
    "use strict";
    init_errors();
    KEY = /* @__PURE__ */ Symbol.for("cdk-sagemaker-lifecycle.conventions");
    Conventions = class _Conventions {
      /** Sets the conventions for a construct and everything made below it afterwards. */
      static apply(scope, props) {
        check(scope, props);
        const outer = _Conventions.of(scope);
        Object.defineProperty(scope, KEY, {
          value: new _Conventions(
            props.namePrefix ?? outer.namePrefix,
            props.rolePath ?? outer.rolePath,
            props.sourceAccount ?? outer.sourceAccount
          ),
          configurable: true
        });
      }
      /** The conventions that hold at a construct: those of the nearest scope that sets some. */
      static of(scope) {
        for (let at = scope; at; at = at.node.scope) {
          const found = at[KEY];
          if (found) {
            return found;
          }
        }
        return DEFAULTS;
      }
      /** What generated physical names start with; may be empty. */
      namePrefix;
      /** IAM path of the roles. */
      rolePath;
      /** Whether trust policies name the account. */
      sourceAccount;
      constructor(namePrefix, rolePath, sourceAccount) {
        this.namePrefix = namePrefix;
        this.rolePath = rolePath;
        this.sourceAccount = sourceAccount;
      }
      /** @internal */
      static _defaults() {
        return new _Conventions("", "/sagemaker-lifecycle/", "REQUIRED" /* REQUIRED */);
      }
    };
    DEFAULTS = Conventions._defaults();
  }
});

// lib/core/internal/alarm.ts
function alarmAbove(scope, id, { description, metric, threshold, periods, topic }) {
  return new cloudwatch.CfnAlarm(scope, id, {
    alarmDescription: description,
    namespace: metric.namespace,
    metricName: metric.metricName,
    dimensions: Object.entries(metric.dimensions ?? {}).map(([name, value]) => ({ name, value })),
    statistic: metric.statistic,
    period: metric.period.toSeconds(),
    threshold,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: periods?.looked ?? 1,
    datapointsToAlarm: periods?.above,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    alarmActions: topic && [topic.topicRef.topicArn]
  });
}
var cloudwatch;
var init_alarm = __esm({
  "lib/core/internal/alarm.ts"() {
    "use strict";
    cloudwatch = __toESM(require("aws-cdk-lib/aws-cloudwatch"));
  }
});

// lib/core/internal/dead-letters.ts
var sqs, import_core8, import_constructs4, DeadLetters;
var init_dead_letters = __esm({
  "lib/core/internal/dead-letters.ts"() {
    "use strict";
    sqs = __toESM(require("aws-cdk-lib/aws-sqs"));
    import_core8 = require("aws-cdk-lib/core");
    import_constructs4 = require("constructs");
    init_alarm();
    DeadLetters = class extends import_constructs4.Construct {
      queue;
      alarm;
      constructor(scope, id, props) {
        super(scope, id);
        this.queue = new sqs.Queue(this, "Queue", {
          enforceSSL: true,
          retentionPeriod: import_core8.Duration.days(14),
          encryption: props.encryptionKey ? sqs.QueueEncryption.KMS : sqs.QueueEncryption.SQS_MANAGED,
          encryptionMasterKey: props.encryptionKey
        });
        this.alarm = alarmAbove(this, "Alarm", {
          description: `There are ${props.contents}; they are kept for 14 days. Read the queue and the log, mend the cause, send them again.`,
          metric: this.queue.metricApproximateNumberOfMessagesVisible({ statistic: "Maximum", period: import_core8.Duration.minutes(1) }),
          threshold: 0,
          topic: props.alarmTopic
        });
      }
    };
  }
});

// lib/core/internal/assets.ts
function stageFile(scope, path) {
  const source = existingFile(scope, "file", path);
  const hash = hashOfFiles((0, import_node_path.dirname)(source), [(0, import_node_path.basename)(source)]);
  const extension = source.endsWith(".tar.gz") ? ".tar.gz" : (0, import_node_path.extname)(source);
  return stage(scope, hash, extension, (target) => (0, import_node_fs.copyFileSync)(source, target));
}
function stageInFolder(scope, folder, extension, text) {
  const hash = sha256([text]);
  return stage(scope, hash, extension, (target) => (0, import_node_fs.writeFileSync)(target, text), `${folder}/${hash}`);
}
function stageTarball(scope, directory, files) {
  const hash = hashOfFiles(directory, files);
  return stage(scope, hash, ".tar.gz", (target) => {
    const { create } = require("tar");
    create({
      file: target,
      cwd: directory,
      gzip: { level: 9 },
      portable: true,
      noMtime: true,
      follow: true,
      sync: true,
      onWriteEntry: (entry) => {
        entry.stat.mode = isExecutable(entry.absolute) ? 493 : 420;
      }
    }, [...files]);
  });
}
function stageFolder(scope, directory) {
  const files = (0, import_node_fs.readdirSync)(directory).sort();
  const hash = hashOfFiles(directory, files);
  const target = write(scope, `asset.${hash}`, (unfinished) => (0, import_node_fs.cpSync)(directory, unfinished, { recursive: true }));
  return import_core9.Stack.of(scope).synthesizer.addFileAsset({
    sourceHash: hash,
    packaging: import_core9.FileAssetPackaging.ZIP_DIRECTORY,
    fileName: (0, import_node_path.relative)(import_core9.Stage.of(scope).outdir, target)
  });
}
function shippableFiles(scope, directory) {
  const walk = (folder, above) => {
    const real = (0, import_node_fs.realpathSync)(folder);
    if (above.includes(real)) {
      return [];
    }
    return (0, import_node_fs.readdirSync)(folder).filter((name) => !NEVER_SHIPPED.has(name) && !name.endsWith(".pyc")).map((name) => (0, import_node_path.join)(folder, name)).flatMap((path) => isFolder(scope, path) ? walk(path, [...above, real]) : [path]);
  };
  return walk(directory, []).map((file) => (0, import_node_path.relative)(directory, file).split(import_node_path.sep).join("/")).sort();
}
function existingFile(scope, property, path) {
  const absolute = (0, import_node_path.resolve)(path);
  const stats = (0, import_node_fs.existsSync)(absolute) ? (0, import_node_fs.statSync)(absolute) : void 0;
  if (!stats?.isFile()) {
    throw invalid(scope, {
      code: "FileMissing",
      property,
      problem: "no such file",
      value: path,
      fix: `Create ${(0, import_node_path.basename)(path)}, or correct the path; it is relative to the folder the app runs in (${process.cwd()}).`
    });
  }
  if (stats.size === 0) {
    throw invalid(scope, { code: "FileEmpty", property, problem: "the file is empty", value: path, fix: `Put content into ${(0, import_node_path.basename)(path)}.` });
  }
  return absolute;
}
function write(scope, name, writeTo) {
  const outdir = import_core9.Stage.of(scope).assetOutdir;
  (0, import_node_fs.mkdirSync)(outdir, { recursive: true });
  const target = (0, import_node_path.join)(outdir, name);
  if (!(0, import_node_fs.existsSync)(target)) {
    const unfinished = `${target}.${process.pid}`;
    writeTo(unfinished);
    (0, import_node_fs.renameSync)(unfinished, target);
  }
  return target;
}
function stage(scope, hash, extension, writeTo, key, packaging = import_core9.FileAssetPackaging.FILE) {
  const stack = import_core9.Stack.of(scope);
  const known2 = staged.get(stack) ?? /* @__PURE__ */ new Map();
  staged.set(stack, known2);
  const name = `${hash}${extension}`;
  const object = known2.get(name) ?? stageNew(stack, hash, name, key ?? (0, import_node_path.basename)(name, (0, import_node_path.extname)(name)), writeTo, packaging);
  known2.set(name, object);
  return object;
}
function stageNew(stack, hash, name, key, writeTo, packaging) {
  const target = write(stack, `asset.${name}`, writeTo);
  const location = stack.synthesizer.addFileAsset({
    sourceHash: key,
    packaging,
    fileName: (0, import_node_path.relative)(import_core9.Stage.of(stack).outdir, target)
  });
  const bucketArn = arnOf(stack, { service: "s3", region: "", account: "", resource: location.bucketName });
  return {
    uri: location.s3ObjectUrl,
    hash,
    grantRead: (grantee, listsFolder = false) => {
      allow(grantee, {
        actions: ["s3:GetObject"],
        resourceArns: [`${bucketArn}/${location.objectKey}`]
      });
      const { objectKey } = location;
      grantListing(grantee, bucketArn, listsFolder ? objectKey.slice(0, objectKey.lastIndexOf("/") + 1) : objectKey);
    }
  };
}
function grantListing({ grantPrincipal }, bucketArn, objectKey) {
  const byBucket = listed2.get(grantPrincipal) ?? /* @__PURE__ */ new Map();
  listed2.set(grantPrincipal, byBucket);
  const keys = byBucket.get(bucketArn);
  if (keys) {
    keys.push(...keys.includes(objectKey) ? [] : [objectKey]);
    return;
  }
  const first = [objectKey];
  byBucket.set(bucketArn, first);
  iam3.Grant.addToPrincipal({
    grantee: { grantPrincipal },
    actions: ["s3:ListBucket"],
    resourceArns: [bucketArn],
    conditions: { StringEquals: { "s3:prefix": import_core9.Lazy.uncachedAny({ produce: () => first.length === 1 ? first[0] : [...first].sort() }) } }
  });
}
function isFolder(scope, path) {
  const stats = (0, import_node_fs.statSync)(path, { throwIfNoEntry: false });
  if (!stats) {
    throw invalid(scope, {
      code: "LinkBroken",
      property: "sourceDir",
      problem: "holds a link that leads nowhere",
      value: path,
      fix: `Remove ${(0, import_node_path.basename)(path)}, or link it to a file that exists.`
    });
  }
  return stats.isDirectory();
}
function isExecutable(path) {
  return ((0, import_node_fs.statSync)(path).mode & 64) !== 0;
}
function hashOfFiles(directory, files) {
  const state = JSON.stringify([directory, ...files.map((file) => {
    const { mtimeMs, ctimeMs, size, mode } = (0, import_node_fs.statSync)((0, import_node_path.join)(directory, file));
    return [file, mtimeMs, ctimeMs, size, mode];
  })]);
  const hash = hashes.get(state) ?? sha256(files.flatMap((file) => {
    const content = (0, import_node_fs.readFileSync)((0, import_node_path.join)(directory, file));
    return [JSON.stringify([file, isExecutable((0, import_node_path.join)(directory, file)), content.length]), content];
  }));
  hashes.set(state, hash);
  return hash;
}
function sha256(parts2) {
  const hash = (0, import_node_crypto.createHash)("sha256");
  parts2.forEach((part) => hash.update(part));
  return hash.digest("hex");
}
var import_node_crypto, import_node_fs, import_node_path, iam3, import_core9, NEVER_SHIPPED, staged, listed2, hashes;
var init_assets = __esm({
  "lib/core/internal/assets.ts"() {
    "use strict";
    import_node_crypto = require("node:crypto");
    import_node_fs = require("node:fs");
    import_node_path = require("node:path");
    iam3 = __toESM(require("aws-cdk-lib/aws-iam"));
    import_core9 = require("aws-cdk-lib/core");
    init_allow();
    init_arns();
    init_errors();
    NEVER_SHIPPED = /* @__PURE__ */ new Set(["__pycache__", ".git", ".ipynb_checkpoints", ".DS_Store", ".venv", "node_modules", ".pytest_cache", ".mypy_cache"]);
    staged = /* @__PURE__ */ new WeakMap();
    listed2 = /* @__PURE__ */ new WeakMap();
    hashes = /* @__PURE__ */ new Map();
  }
});

// lib/core/internal/library-folder.ts
function scriptsOf(room) {
  return (0, import_node_path2.join)(LIBRARY, room, "scripts");
}
function scriptOf(room, name) {
  return (0, import_node_path2.join)(scriptsOf(room), name);
}
var import_node_path2, LIBRARY, HANDLER_FOLDERS;
var init_library_folder = __esm({
  "lib/core/internal/library-folder.ts"() {
    "use strict";
    import_node_path2 = require("node:path");
    LIBRARY = (0, import_node_path2.join)(__dirname, "..", "..");
    HANDLER_FOLDERS = [(0, import_node_path2.join)(LIBRARY, "..", "lambda"), (0, import_node_path2.join)(LIBRARY, "..", "dist", "lambda")];
  }
});

// lib/core/internal/handler-code.ts
function handlerCode(scope, handler, folders = HANDLER_FOLDERS) {
  const bundle = folders.map((folder) => (0, import_node_path3.join)(folder, handler, "index.mjs")).find((file) => (0, import_node_fs2.existsSync)(file));
  if (!bundle) {
    throw invalid(scope, {
      code: "HandlerNotBuilt",
      property: "handler",
      problem: "the package holds no bundle of this handler",
      value: handler,
      fix: "Run 'npm run build' in the package's folder."
    });
  }
  return new Bundle((0, import_node_path3.dirname)(bundle));
}
var import_node_fs2, import_node_path3, lambda, Bundle;
var init_handler_code = __esm({
  "lib/core/internal/handler-code.ts"() {
    "use strict";
    import_node_fs2 = require("node:fs");
    import_node_path3 = require("node:path");
    lambda = __toESM(require("aws-cdk-lib/aws-lambda"));
    init_assets();
    init_errors();
    init_library_folder();
    Bundle = class extends lambda.Code {
      constructor(folder) {
        super();
        this.folder = folder;
      }
      folder;
      isInline = false;
      bind(scope) {
        const { bucketName, objectKey } = stageFolder(scope, this.folder);
        return { s3Location: { bucketName, objectKey } };
      }
    };
  }
});

// lib/core/internal/key-senders.ts
function sendingBy(scope, service) {
  return new iam4.PolicyStatement({
    sid: `AllowSendingBy${service.split(".")[0]}`,
    principals: [new iam4.ServicePrincipal(service)],
    actions: SENDING,
    resources: THIS_KEY,
    conditions: { StringEquals: { "aws:SourceAccount": import_core10.Stack.of(scope).account } }
  });
}
function allowLogs(key) {
  const groups = arnOf(key, { service: "logs", resource: "log-group", resourceName: "*", arnFormat: import_core10.ArnFormat.COLON_RESOURCE_NAME });
  key.addToResourcePolicy(new iam4.PolicyStatement({
    principals: [new iam4.ServicePrincipal(`logs.${import_core10.Stack.of(key).region}.amazonaws.com`)],
    actions: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
    resources: THIS_KEY,
    conditions: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": groups } }
  }));
}
var iam4, import_core10, SENDING, THIS_KEY;
var init_key_senders = __esm({
  "lib/core/internal/key-senders.ts"() {
    "use strict";
    iam4 = __toESM(require("aws-cdk-lib/aws-iam"));
    import_core10 = require("aws-cdk-lib/core");
    init_arns();
    SENDING = ["kms:Decrypt", "kms:GenerateDataKey*"];
    THIS_KEY = ["*"];
  }
});

// lib/core/internal/handler-function.ts
function handlerOptions({ encryptionKey, alarmTopic, logRetention, removalPolicy }) {
  return { encryptionKey, alarmTopic, logRetention, removalPolicy };
}
function allowUse(key, role) {
  role.addToPrincipalPolicy(new iam5.PolicyStatement({ actions: ["kms:Decrypt", "kms:GenerateDataKey"], resources: [key.keyArn] }));
  allowLogs(key);
}
var iam5, lambda2, logs, import_core11, import_constructs5, HandlerFunction;
var init_handler_function = __esm({
  "lib/core/internal/handler-function.ts"() {
    "use strict";
    iam5 = __toESM(require("aws-cdk-lib/aws-iam"));
    lambda2 = __toESM(require("aws-cdk-lib/aws-lambda"));
    logs = __toESM(require("aws-cdk-lib/aws-logs"));
    import_core11 = require("aws-cdk-lib/core");
    import_constructs5 = require("constructs");
    init_conventions();
    init_dead_letters();
    init_handler_code();
    init_key_senders();
    init_service_role();
    HandlerFunction = class extends import_constructs5.Construct {
      function;
      role;
      logGroup;
      deadLetters;
      grantPrincipal;
      constructor(scope, id, props) {
        super(scope, id);
        const { encryptionKey, alarmTopic } = props;
        this.logGroup = new logs.LogGroup(this, "Log", {
          retention: props.logRetention ?? logs.RetentionDays.ONE_MONTH,
          encryptionKey,
          removalPolicy: props.removalPolicy ?? import_core11.RemovalPolicy.DESTROY
        });
        this.deadLetters = props.synchronous ? void 0 : new DeadLetters(this, "DeadLetters", {
          contents: `events that the function '${props.handler}' could not handle`,
          encryptionKey,
          alarmTopic
        });
        this.role = new ServiceRole(this, "Role", {
          path: Conventions.of(this).rolePath,
          description: `Lets the function '${props.handler}' do its work`,
          service: "lambda.amazonaws.com"
        });
        this.grantPrincipal = this.role.grantPrincipal;
        this.logGroup.grantWrite(this.role);
        if (encryptionKey) {
          allowUse(encryptionKey, this.role);
        }
        this.function = new lambda2.Function(this, "Function", {
          description: props.description,
          code: handlerCode(this, props.handler),
          handler: "index.handler",
          runtime: lambda2.Runtime.NODEJS_24_X,
          architecture: lambda2.Architecture.ARM_64,
          timeout: props.timeout ?? import_core11.Duration.minutes(1),
          memorySize: (props.memorySize ?? import_core11.Size.mebibytes(256)).toMebibytes(),
          environment: props.environment,
          environmentEncryption: encryptionKey,
          role: this.role,
          logGroup: this.logGroup,
          loggingFormat: lambda2.LoggingFormat.JSON,
          ...this.deadLetters && { deadLetterQueue: this.deadLetters.queue, retryAttempts: 2, maxEventAge: props.maxEventAge ?? import_core11.Duration.hours(6) },
          reservedConcurrentExecutions: props.reservedConcurrency
        });
      }
      /** Events that the function could not handle; none of a function that answers whoever calls it. */
      get deadLetterQueue() {
        if (!this.deadLetters) {
          throw new Error(`${this.node.path} is called by somebody who waits for the answer, and keeps no events`);
        }
        return this.deadLetters.queue;
      }
    };
  }
});

// lib/core/internal/shared-in-stack.ts
function sharedInStack(scope, id, make) {
  const stack = import_core12.Stack.of(scope);
  return stack.node.tryFindChild(id) ?? make(stack, id);
}
var import_core12;
var init_shared_in_stack = __esm({
  "lib/core/internal/shared-in-stack.ts"() {
    "use strict";
    import_core12 = require("aws-cdk-lib/core");
  }
});

// lib/core/internal/execution-starter.ts
function executeOnDeployment(scope, id, machine, work) {
  const starter = starterOf(scope);
  allow(starter, { actions: ["states:StartExecution"], resourceArns: [machine.stateMachineArn] });
  const properties = { StateMachineArn: machine.stateMachineArn, ...work };
  const resource = handledResource(scope, id, EXECUTION_RESOURCE_TYPE, starter, properties);
  resource.node.addDependency(machine, starter);
  return resource;
}
function starterOf(scope) {
  return sharedInStack(scope, "SageMakerExecutionStarter", (stack, id) => new HandlerFunction(stack, id, {
    handler: "start-execution",
    description: "Starts state machines when they are deployed",
    timeout: import_core13.Duration.minutes(2)
  }));
}
var import_core13;
var init_execution_starter = __esm({
  "lib/core/internal/execution-starter.ts"() {
    "use strict";
    import_core13 = require("aws-cdk-lib/core");
    init_contract();
    init_allow();
    init_handled_resource();
    init_handler_function();
    init_shared_in_stack();
  }
});

// lib/core/internal/image-build-definition.ts
function buildDefinition(answerArn, integration) {
  const answer = (payload) => ({
    Type: "Task",
    Resource: integration("lambda:invoke"),
    Parameters: { FunctionName: answerArn, Payload: { "request.$": "$.request", ...payload } },
    ResultPath: null,
    Retry: RETRY,
    End: true
  });
  const giveUp = [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: "TellFailure" }];
  return {
    Comment: "Builds an image that is not there, and answers the deployment",
    StartAt: "Look",
    TimeoutSeconds: TIMEOUT_SECONDS,
    States: {
      Look: {
        Type: "Task",
        Resource: integration("aws-sdk:ecr:batchGetImage"),
        Parameters: { "RepositoryName.$": "$.repositoryName", ImageIds: [{ "ImageTag.$": "$.tag" }] },
        // As a list: of an image that is not there it is empty.
        ResultSelector: { "digests.$": "$..ImageDigest" },
        ResultPath: "$.look",
        Retry: RETRY,
        Catch: giveUp,
        Next: "IsItThere"
      },
      IsItThere: { Type: "Choice", Choices: [{ Variable: "$.look.digests[0]", IsPresent: true, Next: "TellImage" }], Default: "Build" },
      Build: {
        Type: "Task",
        Resource: integration("codebuild:startBuild.sync"),
        Parameters: { "ProjectName.$": "$.projectName" },
        ResultPath: null,
        Catch: giveUp,
        Next: "TellImage"
      },
      TellImage: answer({ attributes: { "ImageUri.$": "$.imageUri" } }),
      TellFailure: answer({ "error.$": "$.failure" })
    }
  };
}
var TIMEOUT_SECONDS, RETRY;
var init_image_build_definition = __esm({
  "lib/core/internal/image-build-definition.ts"() {
    "use strict";
    TIMEOUT_SECONDS = 56 * 60;
    RETRY = [
      { ErrorEquals: ["MalformedEventError"], MaxAttempts: 0 },
      { ErrorEquals: ["States.ALL"], IntervalSeconds: 3, BackoffRate: 2, MaxDelaySeconds: 30, MaxAttempts: 5, JitterStrategy: "FULL" }
    ];
  }
});

// lib/core/facts/instance-types.json
var instance_types_default;
var init_instance_types = __esm({
  "lib/core/facts/instance-types.json"() {
    instance_types_default = {
      AIRecommendationInstanceType: { "ml.g5": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.g6": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.g6e": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.g7": ["2xlarge", "4xlarge", "8xlarge", "12xlarge", "24xlarge", "48xlarge"], "ml.g7e": ["2xlarge", "4xlarge", "8xlarge", "12xlarge", "24xlarge", "48xlarge"], "ml.p3": ["2xlarge", "8xlarge", "16xlarge"], "ml.p4d": ["24xlarge"], "ml.p4de": ["24xlarge"], "ml.p5": ["4xlarge", "48xlarge"], "ml.p5e": ["48xlarge"], "ml.p5en": ["48xlarge"], "ml.p6-b200": ["48xlarge"] },
      AppInstanceType: { "ml.t3": ["micro", "small", "medium", "large", "xlarge", "2xlarge"], "ml.m5": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge"], "ml.m5d": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge"], "ml.c5": ["large", "xlarge", "2xlarge", "4xlarge", "9xlarge", "12xlarge", "18xlarge", "24xlarge"], "ml.p3": ["2xlarge", "8xlarge", "16xlarge"], "ml.p3dn": ["24xlarge"], "ml.g4dn": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.r5": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge"], "ml.g5": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge", "12xlarge", "24xlarge", "48xlarge"], "ml.g6": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.g6e": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.geospatial": ["interactive"], "ml.p4d": ["24xlarge"], "ml.p4de": ["24xlarge"], "ml.trn1": ["2xlarge", "32xlarge"], "ml.trn1n": ["32xlarge"], "ml.p5": ["48xlarge", "4xlarge"], "ml.p5en": ["48xlarge"], "ml.p6-b200": ["48xlarge"], "ml.m6i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.m7i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.c6i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.c7i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.r6i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.r7i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.m6id": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.c6id": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.r6id": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.g7": ["2xlarge", "4xlarge", "8xlarge", "12xlarge", "24xlarge", "48xlarge"], "ml.g7e": ["2xlarge", "4xlarge", "8xlarge", "12xlarge", "24xlarge", "48xlarge"], other: ["system"] },
      ClusterInstanceType: { "ml.p4d": ["24xlarge"], "ml.p4de": ["24xlarge"], "ml.p5": ["48xlarge", "4xlarge"], "ml.p6e-gb200": ["36xlarge"], "ml.trn1": ["32xlarge"], "ml.trn1n": ["32xlarge"], "ml.g5": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.c5": ["large", "xlarge", "2xlarge", "4xlarge", "9xlarge", "12xlarge", "18xlarge", "24xlarge"], "ml.c5n": ["large", "2xlarge", "4xlarge", "9xlarge", "18xlarge"], "ml.m5": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge"], "ml.t3": ["medium", "large", "xlarge", "2xlarge"], "ml.g6": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge", "12xlarge", "24xlarge", "48xlarge"], "ml.gr6": ["4xlarge", "8xlarge"], "ml.g6e": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge", "12xlarge", "24xlarge", "48xlarge"], "ml.p5e": ["48xlarge"], "ml.p5en": ["48xlarge"], "ml.p6-b200": ["48xlarge"], "ml.trn2": ["3xlarge", "48xlarge"], "ml.c6i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.m6i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.r6i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.i3en": ["large", "xlarge", "2xlarge", "3xlarge", "6xlarge", "12xlarge", "24xlarge"], "ml.m7i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.r7i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.r5d": ["16xlarge"], "ml.g7e": ["2xlarge", "4xlarge", "8xlarge", "12xlarge", "24xlarge", "48xlarge"], "ml.p6-b300": ["48xlarge"], "ml.g4dn": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.c6g": ["medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.c7g": ["medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.c8g": ["medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.c6a": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge", "48xlarge"], "ml.m6a": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge", "48xlarge"], "ml.m6g": ["medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.m7g": ["medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.m8g": ["medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.g7": ["2xlarge", "4xlarge", "8xlarge", "12xlarge", "24xlarge", "48xlarge"], "ml.c8a": ["16xlarge"], "ml.m8a": ["16xlarge"] },
      InstanceType: { "ml.t2": ["medium", "large", "xlarge", "2xlarge"], "ml.t3": ["medium", "large", "xlarge", "2xlarge"], "ml.m4": ["xlarge", "2xlarge", "4xlarge", "10xlarge", "16xlarge"], "ml.m5": ["xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge"], "ml.m5d": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge"], "ml.c4": ["xlarge", "2xlarge", "4xlarge", "8xlarge"], "ml.c5": ["xlarge", "2xlarge", "4xlarge", "9xlarge", "18xlarge"], "ml.c5d": ["xlarge", "2xlarge", "4xlarge", "9xlarge", "18xlarge"], "ml.p2": ["xlarge", "8xlarge", "16xlarge"], "ml.p3": ["2xlarge", "8xlarge", "16xlarge"], "ml.p3dn": ["24xlarge"], "ml.g4dn": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.r5": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge"], "ml.g5": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge", "12xlarge", "24xlarge", "48xlarge"], "ml.inf1": ["xlarge", "2xlarge", "6xlarge", "24xlarge"], "ml.trn1": ["2xlarge", "32xlarge"], "ml.trn1n": ["32xlarge"], "ml.inf2": ["xlarge", "8xlarge", "24xlarge", "48xlarge"], "ml.p4d": ["24xlarge"], "ml.p4de": ["24xlarge"], "ml.p5": ["48xlarge", "4xlarge"], "ml.p6-b200": ["48xlarge"], "ml.m6i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.m7i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.c6i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.c7i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.r6i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.r7i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.m6id": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.c6id": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.r6id": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.g6": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.g7e": ["2xlarge", "4xlarge", "8xlarge", "12xlarge", "24xlarge", "48xlarge"], "ml.p5en": ["48xlarge"], "ml.g6e": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"] },
      OptimizationJobDeploymentInstanceType: { "ml.p4d": ["24xlarge"], "ml.p4de": ["24xlarge"], "ml.p5": ["48xlarge"], "ml.p5e": ["48xlarge"], "ml.p5en": ["48xlarge"], "ml.g4dn": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.g5": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.g6": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.g6e": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.inf2": ["xlarge", "8xlarge", "24xlarge", "48xlarge"], "ml.trn1": ["2xlarge", "32xlarge"], "ml.trn1n": ["32xlarge"], "ml.p6-b200": ["48xlarge"], "ml.g7e": ["2xlarge", "4xlarge", "8xlarge", "12xlarge", "24xlarge", "48xlarge"], "ml.g7": ["2xlarge", "4xlarge", "8xlarge", "12xlarge", "24xlarge", "48xlarge"] },
      ProcessingInstanceType: { "ml.t3": ["medium", "large", "xlarge", "2xlarge"], "ml.m4": ["xlarge", "2xlarge", "4xlarge", "10xlarge", "16xlarge"], "ml.c4": ["xlarge", "2xlarge", "4xlarge", "8xlarge"], "ml.p2": ["xlarge", "8xlarge", "16xlarge"], "ml.p3": ["2xlarge", "8xlarge", "16xlarge"], "ml.c5": ["xlarge", "2xlarge", "4xlarge", "9xlarge", "18xlarge"], "ml.m5": ["large", "xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge"], "ml.r5": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge"], "ml.g4dn": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.g5": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge", "12xlarge", "24xlarge", "48xlarge"], "ml.r5d": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge"], "ml.g6": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.g6e": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.m6i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.c6i": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.m7i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.c7i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.r7i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.p5": ["4xlarge"], "ml.g7e": ["2xlarge", "4xlarge", "8xlarge", "12xlarge", "24xlarge", "48xlarge"], "ml.g7": ["2xlarge", "4xlarge", "8xlarge", "12xlarge", "24xlarge", "48xlarge"], "ml.r6i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.m8i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge", "48xlarge", "96xlarge"], "ml.c8i": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge", "48xlarge", "96xlarge"], "ml.r8i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge", "48xlarge", "96xlarge"], "ml.m7i-flex": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.c7i-flex": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.m8i-flex": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.c8i-flex": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.r8i-flex": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"] },
      ProductionVariantInstanceType: { "ml.t2": ["medium", "large", "xlarge", "2xlarge"], "ml.m4": ["xlarge", "2xlarge", "4xlarge", "10xlarge", "16xlarge"], "ml.m5": ["large", "xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge"], "ml.m5d": ["large", "xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge"], "ml.c4": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge"], "ml.p2": ["xlarge", "8xlarge", "16xlarge"], "ml.p3": ["2xlarge", "8xlarge", "16xlarge"], "ml.c5": ["large", "xlarge", "2xlarge", "4xlarge", "9xlarge", "18xlarge"], "ml.c5d": ["large", "xlarge", "2xlarge", "4xlarge", "9xlarge", "18xlarge"], "ml.g4dn": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.r5": ["large", "xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge"], "ml.r5d": ["large", "xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge"], "ml.inf1": ["xlarge", "2xlarge", "6xlarge", "24xlarge"], "ml.dl1": ["24xlarge"], "ml.c6i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.m6i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.r6i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.g5": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.g6": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.r8g": ["medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.g6e": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.g7e": ["2xlarge", "4xlarge", "8xlarge", "12xlarge", "24xlarge", "48xlarge"], "ml.g7": ["2xlarge", "4xlarge", "8xlarge", "12xlarge", "24xlarge", "48xlarge"], "ml.p4d": ["24xlarge"], "ml.c7g": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.m6g": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.m6gd": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.c6g": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.c6gd": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.c6gn": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.r6g": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.r6gd": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.p4de": ["24xlarge"], "ml.trn1": ["2xlarge", "32xlarge"], "ml.trn1n": ["32xlarge"], "ml.trn2": ["48xlarge"], "ml.inf2": ["xlarge", "8xlarge", "24xlarge", "48xlarge"], "ml.p5": ["48xlarge", "4xlarge"], "ml.p5e": ["48xlarge"], "ml.p5en": ["48xlarge"], "ml.m7i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.c7i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.r7i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.c8g": ["medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.r7gd": ["medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.m8g": ["medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.c6in": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.p6-b200": ["48xlarge"], "ml.p6-b300": ["48xlarge"], "ml.p6e-gb200": ["36xlarge"] },
      ReservedCapacityInstanceType: { "ml.p4d": ["24xlarge"], "ml.p5": ["48xlarge", "4xlarge"], "ml.p5e": ["48xlarge"], "ml.p5en": ["48xlarge"], "ml.trn1": ["32xlarge"], "ml.trn2": ["48xlarge"], "ml.p6-b200": ["48xlarge"], "ml.p4de": ["24xlarge"], "ml.p6e-gb200": ["36xlarge"], "ml.p6-b300": ["48xlarge"] },
      TrainingInstanceType: { "ml.m4": ["xlarge", "2xlarge", "4xlarge", "10xlarge", "16xlarge"], "ml.g4dn": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.m5": ["large", "xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge"], "ml.c4": ["xlarge", "2xlarge", "4xlarge", "8xlarge"], "ml.p2": ["xlarge", "8xlarge", "16xlarge"], "ml.p3": ["2xlarge", "8xlarge", "16xlarge"], "ml.p3dn": ["24xlarge"], "ml.p4d": ["24xlarge"], "ml.p4de": ["24xlarge"], "ml.p5": ["48xlarge", "4xlarge"], "ml.p5e": ["48xlarge"], "ml.p5en": ["48xlarge"], "ml.c5": ["xlarge", "2xlarge", "4xlarge", "9xlarge", "18xlarge"], "ml.c5n": ["xlarge", "2xlarge", "4xlarge", "9xlarge", "18xlarge"], "ml.g5": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge", "12xlarge", "24xlarge", "48xlarge"], "ml.g6": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge", "12xlarge", "24xlarge", "48xlarge"], "ml.g6e": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge", "12xlarge", "24xlarge", "48xlarge"], "ml.trn1": ["2xlarge", "32xlarge"], "ml.trn1n": ["32xlarge"], "ml.trn2": ["48xlarge"], "ml.m6i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.c6i": ["xlarge", "2xlarge", "8xlarge", "4xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.r5d": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge"], "ml.t3": ["medium", "large", "xlarge", "2xlarge"], "ml.r5": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge"], "ml.p6-b200": ["48xlarge"], "ml.m7i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.c7i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.r7i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.p6e-gb200": ["36xlarge"], "ml.p6-b300": ["48xlarge"], "ml.g7e": ["2xlarge", "4xlarge", "8xlarge", "12xlarge", "24xlarge", "48xlarge"], "ml.g7": ["2xlarge", "4xlarge", "8xlarge", "12xlarge", "24xlarge", "48xlarge"], "ml.r6i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.m8i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge", "48xlarge", "96xlarge"], "ml.c8i": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge", "48xlarge", "96xlarge"], "ml.r8i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge", "48xlarge", "96xlarge"], "ml.m7i-flex": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.c7i-flex": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.m8i-flex": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.c8i-flex": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.r8i-flex": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"] },
      TransformInstanceType: { "ml.m4": ["xlarge", "2xlarge", "4xlarge", "10xlarge", "16xlarge"], "ml.c4": ["xlarge", "2xlarge", "4xlarge", "8xlarge"], "ml.p2": ["xlarge", "8xlarge", "16xlarge"], "ml.p3": ["2xlarge", "8xlarge", "16xlarge"], "ml.c5": ["xlarge", "2xlarge", "4xlarge", "9xlarge", "18xlarge"], "ml.m5": ["large", "xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge"], "ml.m6i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.c6i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.r6i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"], "ml.m7i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.c7i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.r7i": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.g4dn": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"], "ml.g5": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.trn1": ["2xlarge", "32xlarge"], "ml.inf2": ["xlarge", "8xlarge", "24xlarge", "48xlarge"], "ml.g6": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"], "ml.g6e": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "48xlarge"] }
    };
  }
});

// lib/core/internal/instance-types.ts
function checkInstanceType(scope, property, value, use) {
  if (!isKnown(value)) {
    return;
  }
  const known2 = instance_types_default[use];
  if (known2.other?.includes(value)) {
    return;
  }
  const match = /^(ml\.[a-z0-9-]+)\.([a-z0-9-]+)$/.exec(value);
  if (!match) {
    throw invalid(scope, {
      code: "InstanceTypeInvalid",
      property,
      problem: "must look like 'ml.m5.xlarge'",
      value,
      fix: 'Use a SageMaker instance type; they start with "ml.".'
    });
  }
  if (!known2[match[1]]?.includes(match[2])) {
    import_core14.Annotations.of(scope).addWarningV2(
      "cdk-sagemaker-lifecycle:unknownInstanceType",
      `${property}: '${value}' is not in the list of ${use} values this version knows; check that the service offers it in your region`
    );
  }
}
function hasLocalStorage(instanceType) {
  const family = instanceType.split(".")[1] ?? "";
  return /^[a-z]+\d+[a-z]*d/.test(family) || /^(g[567]|gr6|p[456]|trn[12]|dl1|i[34])/.test(family);
}
var import_core14, FOR_PROCESSING, FOR_TRAINING;
var init_instance_types2 = __esm({
  "lib/core/internal/instance-types.ts"() {
    "use strict";
    import_core14 = require("aws-cdk-lib/core");
    init_instance_types();
    init_errors();
    FOR_PROCESSING = "ProcessingInstanceType";
    FOR_TRAINING = "TrainingInstanceType";
  }
});

// lib/core/internal/job-site.ts
function volumeKey(site, instanceType) {
  if (site.encryptionKey && import_core15.Token.isUnresolved(instanceType)) {
    import_core15.Annotations.of(site.scope).addWarningV2(
      "cdk-sagemaker-lifecycle:volumeKeyWithUnknownInstance",
      "instanceType: is chosen later, and the volume gets a key; a job on an instance with local storage (ml.g5, ml.m5d and the like) would be refused with one"
    );
    return site.encryptionKey.keyArn;
  }
  return hasLocalStorage(instanceType) ? void 0 : site.encryptionKey?.keyArn;
}
function grantPull(image, grantee) {
  if (!image.repositoryArn) {
    return;
  }
  allow(grantee, { actions: ["ecr:GetAuthorizationToken"], resourceArns: ["*"] }, "Logging in to the registry supports no resource.");
  allow(grantee, {
    actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    resourceArns: [image.repositoryArn]
  });
}
function grantJobTelemetry(scope, grantee, kind) {
  const logGroup = arnOf(scope, {
    service: "logs",
    resource: "log-group",
    resourceName: `/aws/sagemaker/${kind}`,
    arnFormat: import_core15.ArnFormat.COLON_RESOURCE_NAME
  });
  allow(grantee, {
    actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
    resourceArns: [logGroup, `${logGroup}:log-stream:*`]
  }, "SageMaker names a log stream after each job.");
  allow(grantee, {
    actions: ["cloudwatch:PutMetricData"],
    resourceArns: ["*"],
    conditions: { StringEquals: { "cloudwatch:namespace": `/aws/sagemaker/${kind}` } }
  }, "Metrics support no resource; the condition names their namespace.");
}
var import_core15;
var init_job_site = __esm({
  "lib/core/internal/job-site.ts"() {
    "use strict";
    import_core15 = require("aws-cdk-lib/core");
    init_allow();
    init_arns();
    init_instance_types2();
  }
});

// lib/core/internal/roles.ts
function sagemakerRole(scope, id, description, caller = "StringEquals" /* NAMES_THE_ACCOUNT */) {
  return serviceRole(scope, id, description, "sagemaker.amazonaws.com", caller);
}
function serviceRole(scope, id, description, service, caller = "StringEquals" /* NAMES_THE_ACCOUNT */) {
  const { rolePath, sourceAccount } = Conventions.of(scope);
  return new ServiceRole(scope, id, {
    path: rolePath,
    description,
    service,
    conditions: sourceAccount === "REQUIRED" /* REQUIRED */ ? { [caller]: { "aws:SourceAccount": import_core16.Stack.of(scope).account } } : void 0
  });
}
function grantPassToSageMaker(grantee, role) {
  return iam6.Grant.addToPrincipal({
    grantee,
    actions: ["iam:PassRole"],
    resourceArns: [role.roleArn],
    conditions: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } }
  });
}
var iam6, import_core16;
var init_roles = __esm({
  "lib/core/internal/roles.ts"() {
    "use strict";
    iam6 = __toESM(require("aws-cdk-lib/aws-iam"));
    import_core16 = require("aws-cdk-lib/core");
    init_conventions();
    init_service_role();
  }
});

// lib/core/internal/s3-grants.ts
function grantReadObject(bucket, key, grantee) {
  allow(grantee, { actions: ["s3:GetObject"], resourceArns: [bucket.arnForObjects(key)] });
  grantList(bucket, { StringEquals: { "s3:prefix": key } }, grantee);
  grantKey(bucket.encryptionKey, grantee, "kms:Decrypt");
}
function grantReadPrefix(bucket, prefix, grantee) {
  allow(grantee, { actions: ["s3:GetObject"], resourceArns: [bucket.arnForObjects(`${prefix}*`)] }, "A prefix is read whole; its objects get their names when they are made.");
  grantListPrefix(bucket, prefix, grantee);
  grantKey(bucket.encryptionKey, grantee, "kms:Decrypt");
}
function grantListPrefix(bucket, prefix, grantee) {
  grantList(bucket, prefix ? { StringLike: { "s3:prefix": [`${prefix}*`] } } : void 0, grantee);
}
function grantWritePrefix(bucket, prefix, grantee) {
  allow(grantee, {
    actions: ["s3:PutObject", "s3:AbortMultipartUpload"],
    resourceArns: [bucket.arnForObjects(`${prefix}*`)]
  }, "Results get their names when they are made; they lie below this prefix.");
  if (bucket.encryptionKey) {
    grantUseOfKey(bucket.encryptionKey, grantee);
  }
}
function grantUseOfKey(key, grantee) {
  grantKey(key, grantee, "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey");
}
function grantVolumeKey(key, grantee) {
  grantKey(key, grantee, "kms:DescribeKey");
  allow(grantee, { actions: ["kms:CreateGrant"], resourceArns: [key.keyArn], conditions: { Bool: { "kms:GrantIsForAWSResource": true } } });
}
function grantKey(key, grantee, ...actions) {
  const before = keysGiven.get(grantee.grantPrincipal) ?? /* @__PURE__ */ new Set();
  keysGiven.set(grantee.grantPrincipal, before);
  const missing = key ? actions.filter((action) => !before.has(`${action} ${key.keyArn}`)) : [];
  if (key && missing.length > 0) {
    key.grant(grantee, ...missing);
    missing.forEach((action) => before.add(`${action} ${key.keyArn}`));
  }
}
function grantList(bucket, conditions, grantee) {
  allow(grantee, { actions: ["s3:ListBucket"], resourceArns: [bucket.bucketArn], conditions });
}
var keysGiven;
var init_s3_grants = __esm({
  "lib/core/internal/s3-grants.ts"() {
    "use strict";
    init_allow();
    keysGiven = /* @__PURE__ */ new WeakMap();
  }
});

// lib/core/internal/image-project.ts
function quoted(text) {
  return `'${text.replace(/'/g, "'\\''")}'`;
}
var codebuild, logs2, import_core17, import_constructs6, BUILD_IMAGE, PUSH, ImageProject;
var init_image_project = __esm({
  "lib/core/internal/image-project.ts"() {
    "use strict";
    codebuild = __toESM(require("aws-cdk-lib/aws-codebuild"));
    logs2 = __toESM(require("aws-cdk-lib/aws-logs"));
    import_core17 = require("aws-cdk-lib/core");
    import_constructs6 = require("constructs");
    init_allow();
    init_job_site();
    init_roles();
    init_s3_grants();
    BUILD_IMAGE = "aws/codebuild/standard:7.0";
    PUSH = [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:CompleteLayerUpload",
      "ecr:GetDownloadUrlForLayer",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart"
    ];
    ImageProject = class extends import_constructs6.Construct {
      constructor(scope, id, props) {
        super(scope, id);
        this.props = props;
        const { asset, machine, timeout, encryptionKey } = props;
        const role = serviceRole(this, "Role", "Builds an image and pushes it", "codebuild.amazonaws.com");
        const log = new logs2.LogGroup(this, "Log", { retention: logs2.RetentionDays.ONE_MONTH, removalPolicy: import_core17.RemovalPolicy.DESTROY });
        const project = new codebuild.CfnProject(this, "Resource", {
          description: "Builds an image for SageMaker from a folder with a Dockerfile",
          serviceRole: role.roleArn,
          source: { type: "S3", location: `${asset.s3BucketName}/${asset.s3ObjectKey}`, buildSpec: import_core17.Stack.of(this).toJsonString(this.buildSpec()) },
          artifacts: { type: "NO_ARTIFACTS" },
          // Docker within the build needs the privileged mode.
          environment: { type: "LINUX_CONTAINER", computeType: machine, image: BUILD_IMAGE, privilegedMode: true },
          logsConfig: { cloudWatchLogs: { status: "ENABLED", groupName: log.logGroupName } },
          timeoutInMinutes: timeout.toMinutes(),
          queuedTimeoutInMinutes: 5,
          encryptionKey: encryptionKey?.keyArn
        });
        project.node.addDependency(role);
        this.projectName = project.ref;
        this.projectArn = project.attrArn;
        this.grant(role, log);
        import_core17.Validations.of(project).acknowledge({
          id: "AwsSolutions::AwsSolutions-CB3",
          reason: "Docker runs within the build, which takes the privileged mode; it builds your own folder alone."
        });
        import_core17.Validations.of(project).acknowledge({
          id: "AwsSolutions::AwsSolutions-CB4",
          reason: "The build writes no artifacts; without a key of yours, what it stores is encrypted with keys that AWS manages."
        });
      }
      props;
      projectName;
      projectArn;
      /** Reading the folder, writing the log, pulling what it starts from, pushing the one image. */
      grant(role, log) {
        const { asset, repository, baseImages, encryptionKey } = this.props;
        allow(role, { actions: ["s3:GetObject", "s3:GetObjectVersion"], resourceArns: [asset.bucket.arnForObjects(asset.s3ObjectKey)] });
        allow(role, { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resourceArns: [log.logGroupArn] }, "CodeBuild names a log stream after each build.");
        baseImages.forEach((image) => grantPull(image, role));
        allow(role, { actions: ["ecr:GetAuthorizationToken"], resourceArns: ["*"] }, "Logging in to the registry supports no resource.");
        allow(role, { actions: PUSH, resourceArns: [repository.repositoryArn] });
        grantKey(encryptionKey, role, "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey");
      }
      buildSpec() {
        const { docker, repository, tag, baseImages } = this.props;
        const uri = repository.repositoryUriForTag(tag);
        const registries = [...new Set([uri, ...baseImages.map((image) => image.uri)].map((each) => each.slice(0, each.indexOf("/"))))];
        const options = [
          `--file ${quoted(docker.file ?? "Dockerfile")}`,
          ...docker.target === void 0 ? [] : [`--target ${quoted(docker.target)}`],
          ...Object.entries(docker.buildArgs ?? {}).map(([name, value]) => `--build-arg ${quoted(`${name}=${value}`)}`)
        ];
        return {
          version: "0.2",
          phases: {
            pre_build: { commands: registries.map((host) => `aws ecr get-login-password | docker login --username AWS --password-stdin ${host}`) },
            build: { commands: [`docker build --platform linux/amd64 ${options.join(" ")} --tag ${uri} .`, `docker push ${uri}`] }
          }
        };
      }
    };
  }
});

// lib/core/facts/limits.json
var limits_default;
var init_limits = __esm({
  "lib/core/facts/limits.json"() {
    limits_default = {
      "ProductionVariantServerlessConfig.MemorySizeInMB": { min: 1024, max: 6144 },
      "ProductionVariantServerlessConfig.MaxConcurrency": { min: 1, max: 200 },
      "ProductionVariantServerlessConfig.ProvisionedConcurrency": { min: 1, max: 200 },
      "AsyncInferenceClientConfig.MaxConcurrentInvocationsPerInstance": { min: 1, max: 1e3 },
      "AsyncInferenceNotificationConfig.SuccessTopic": { p: "arn:aws[a-z\\-]*:sns:[a-z0-9\\-]*:[0-9]{12}:[a-zA-Z0-9_.-]+", min: 0, max: 2048 },
      "AsyncInferenceNotificationConfig.ErrorTopic": { p: "arn:aws[a-z\\-]*:sns:[a-z0-9\\-]*:[0-9]{12}:[a-zA-Z0-9_.-]+", min: 0, max: 2048 },
      "AsyncInferenceNotificationConfig.IncludeInferenceResponseIn": { min: 0, max: 2 },
      "DataCaptureConfig.InitialSamplingPercentage": { min: 0, max: 100 },
      "DataCaptureConfig.DestinationS3Uri": { p: "(https|s3)://([^/])/?(.*)", min: 0, max: 512 },
      "DataCaptureConfig.CaptureOptions": { min: 1, max: 32 },
      "DataCaptureConfig.KmsKeyId": { p: "[a-zA-Z0-9:/_-]*", min: 0, max: 2048 },
      "CaptureContentTypeHeader.CsvContentTypes": { min: 1, max: 10 },
      "CaptureContentTypeHeader.JsonContentTypes": { min: 1, max: 10 },
      "ProductionVariant.VariantName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 0, max: 63 },
      "ProductionVariant.ModelName": { p: "[a-zA-Z0-9]([\\-a-zA-Z0-9]*[a-zA-Z0-9])?", min: 0, max: 63 },
      "ProductionVariant.InitialInstanceCount": { min: 1 },
      "ProductionVariant.InitialVariantWeight": { min: 0 },
      "ProductionVariant.VolumeSizeInGB": { min: 1, max: 512 },
      "ProductionVariant.ModelDataDownloadTimeoutInSeconds": { min: 60, max: 3600 },
      "ProductionVariant.ContainerStartupHealthCheckTimeoutInSeconds": { min: 60, max: 3600 },
      "ProductionVariant.VariantInstanceProvisionTimeoutInSeconds": { min: 300, max: 3600 },
      "ProductionVariantManagedInstanceScaling.MinInstanceCount": { min: 0 },
      "ProductionVariantManagedInstanceScaling.MaxInstanceCount": { min: 1 },
      "CreateEndpointConfigInput.ProductionVariants": { min: 1, max: 10 },
      "CreateEndpointConfigInput.ShadowProductionVariants": { min: 1, max: 10 },
      "CreateEndpointConfigInput.EndpointConfigName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 0, max: 63 },
      "CreateEndpointConfigInput.ExecutionRoleArn": { p: "arn:aws[a-z\\-]*:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+", min: 20, max: 2048 },
      "ContainerDefinition.ContainerHostname": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 0, max: 63 },
      "ContainerDefinition.Image": { p: "[\\S]+", min: 0, max: 255 },
      "ContainerDefinition.ModelDataUrl": { p: "(https|s3)://([^/]+)/?(.*)", min: 0, max: 1024 },
      "ContainerDefinition.Environment": { min: 0, max: 100 },
      "ContainerDefinition.ModelPackageName": { p: "(arn:aws[a-z\\-]*:sagemaker:[a-z0-9\\-]*:[0-9]{12}:[a-z\\-]*\\/)?([a-zA-Z0-9]([a-zA-Z0-9-]){0,62})(?<!-)(\\/[0-9]{1,9})?", min: 1, max: 176 },
      "ContainerDefinition.AdditionalModelDataSources": { min: 0, max: 5 },
      "CreateModelInput.Containers": { min: 0, max: 15 },
      "CreateModelInput.ModelName": { p: "[a-zA-Z0-9]([\\-a-zA-Z0-9]*[a-zA-Z0-9])?", min: 0, max: 63 },
      "S3ModelDataSource.S3Uri": { p: "(https|s3)://([^/]+)/?(.*)", min: 0, max: 1024 },
      "VpcConfig.SecurityGroupIds": { min: 1, max: 5 },
      "VpcConfig.Subnets": { min: 1, max: 16 },
      "BlueGreenUpdatePolicy.TerminationWaitInSeconds": { min: 0, max: 3600 },
      "BlueGreenUpdatePolicy.MaximumExecutionTimeoutInSeconds": { min: 600, max: 28800 },
      "TrafficRoutingConfig.WaitIntervalInSeconds": { min: 0, max: 3600 },
      "CapacitySize.Value": { min: 1 },
      "RollingUpdatePolicy.WaitIntervalInSeconds": { min: 0, max: 3600 },
      "RollingUpdatePolicy.MaximumExecutionTimeoutInSeconds": { min: 600, max: 28800 },
      "AutoRollbackConfig.Alarms": { min: 1, max: 10 },
      "StoppingCondition.MaxRuntimeInSeconds": { min: 1 },
      "StoppingCondition.MaxWaitTimeInSeconds": { min: 1 },
      "StoppingCondition.MaxPendingTimeInSeconds": { min: 1800, max: 2419200 },
      "ResourceConfig.InstanceCount": { min: 0 },
      "ResourceConfig.VolumeSizeInGB": { min: 0 },
      "ResourceConfig.KeepAlivePeriodInSeconds": { min: 0, max: 21600 },
      "ResourceConfig.InstanceGroups": { min: 0, max: 5 },
      "RetryStrategy.MaximumRetryAttempts": { min: 1, max: 30 },
      "AutoMLJobCompletionCriteria.MaxCandidates": { min: 1, max: 750 },
      "AutoMLJobCompletionCriteria.MaxRuntimePerTrainingJobInSeconds": { min: 1 },
      "AutoMLJobCompletionCriteria.MaxAutoMLJobRuntimeInSeconds": { min: 1 },
      "AutoMLDataSplitConfig.ValidationFraction": { min: 0, max: 1 },
      "TabularJobConfig.TargetAttributeName": { min: 1 },
      "TabularJobConfig.SampleWeightAttributeName": { p: "[a-zA-Z0-9_-]+", min: 1, max: 256 },
      "TextClassificationJobConfig.ContentColumn": { min: 1, max: 256 },
      "TextClassificationJobConfig.TargetLabelColumn": { min: 1, max: 256 },
      "TimeSeriesConfig.TargetAttributeName": { min: 1 },
      "TimeSeriesConfig.TimestampAttributeName": { min: 1, max: 256 },
      "TimeSeriesConfig.ItemIdentifierAttributeName": { min: 1, max: 256 },
      "TimeSeriesConfig.GroupingAttributeNames": { min: 1, max: 5 },
      "TimeSeriesForecastingJobConfig.ForecastFrequency": { p: "1Y|Y|([1-9]|1[0-1])M|M|[1-4]W|W|[1-6]D|D|([1-9]|1[0-9]|2[0-3])H|H|([1-9]|[1-5][0-9])min", min: 1, max: 5 },
      "TimeSeriesForecastingJobConfig.ForecastHorizon": { min: 1, max: 500 },
      "TimeSeriesForecastingJobConfig.ForecastQuantiles": { min: 1, max: 5 },
      "TimeSeriesTransformations.Filling": { min: 1, max: 50 },
      "HolidayConfigAttributes.CountryCode": { p: "[A-Z]{2}", min: 2, max: 2 },
      "TextGenerationJobConfig.BaseModelName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9])*", min: 1, max: 256 },
      "TextGenerationHyperParameters.epochCount": { min: 1, max: 10 },
      "TextGenerationHyperParameters.batchSize": { min: 1, max: 64 },
      "TextGenerationHyperParameters.learningRate": { min: 0, max: 1 },
      "TextGenerationHyperParameters.learningRateWarmupSteps": { min: 0, max: 250 },
      "CreateTrainingJobRequest.HyperParameters": { min: 0, max: 100 },
      "CreateTrainingJobRequest.InputDataConfig": { min: 1, max: 20 },
      "CreateTrainingJobRequest.Environment": { min: 0, max: 100 },
      "AlgorithmSpecification.MetricDefinitions": { min: 0, max: 40 },
      "AlgorithmSpecification.ContainerEntrypoint": { min: 1, max: 100 },
      "AlgorithmSpecification.ContainerArguments": { min: 1, max: 100 },
      "MetricDefinition.Name": { p: ".+", min: 1, max: 255 },
      "MetricDefinition.Regex": { p: ".+", min: 1, max: 500 },
      "Channel.ChannelName": { p: "[A-Za-z0-9\\.\\-_]+", min: 1, max: 64 },
      "Channel.ContentType": { p: ".*", min: 0, max: 256 },
      "ProcessingStoppingCondition.MaxRuntimeInSeconds": { min: 1, max: 777600 },
      "ProcessingClusterConfig.InstanceCount": { min: 1, max: 100 },
      "ProcessingClusterConfig.VolumeSizeInGB": { min: 1, max: 16384 },
      "CreateProcessingJobRequest.ProcessingInputs": { min: 0, max: 10 },
      "CreateProcessingJobRequest.Environment": { min: 0, max: 100 },
      "AppSpecification.ContainerEntrypoint": { min: 1, max: 100 },
      "AppSpecification.ContainerArguments": { min: 1, max: 100 },
      "AppSpecification.ImageUri": { p: ".*", min: 0, max: 255 },
      "ProcessingOutputConfig.Outputs": { min: 0, max: 10 },
      "CreateTransformJobRequest.MaxConcurrentTransforms": { min: 0 },
      "CreateTransformJobRequest.MaxPayloadInMB": { min: 0 },
      "CreateTransformJobRequest.Environment": { min: 0, max: 16 },
      "ModelClientConfig.InvocationsTimeoutInSeconds": { min: 1, max: 3600 },
      "ModelClientConfig.InvocationsMaxRetries": { min: 0, max: 3 },
      "TransformResources.InstanceCount": { min: 1 },
      "DataProcessing.InputFilter": { min: 0, max: 63 },
      "ResourceLimits.MaxNumberOfTrainingJobs": { min: 1 },
      "ResourceLimits.MaxParallelTrainingJobs": { min: 1 },
      "ResourceLimits.MaxRuntimeInSeconds": { min: 120, max: 15768e3 },
      "ParameterRanges.IntegerParameterRanges": { min: 0, max: 30 },
      "ParameterRanges.ContinuousParameterRanges": { min: 0, max: 30 },
      "ParameterRanges.CategoricalParameterRanges": { min: 0, max: 30 },
      "HyperParameterTuningJobConfig.RandomSeed": { min: 0 },
      "HyperParameterTuningJobWarmStartConfig.ParentHyperParameterTuningJobs": { min: 1, max: 5 },
      "CreatePipelineRequest.PipelineName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,255}", min: 1, max: 256 },
      "CreatePipelineRequest.PipelineDisplayName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,255}", min: 1, max: 256 },
      "CreatePipelineRequest.PipelineDescription": { p: ".*", min: 0, max: 3072 },
      "CreatePipelineRequest.PipelineDefinition": { p: ".*(?:[ \\r\\n\\t].*)*", min: 1, max: 1048576 },
      "CreatePipelineRequest.ClientRequestToken": { min: 32, max: 128 },
      "CreatePipelineRequest.RoleArn": { p: "arn:aws[a-z\\-]*:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+", min: 20, max: 2048 },
      "ParallelismConfiguration.MaxParallelExecutionSteps": { min: 1 },
      "PipelineDefinitionS3Location.Bucket": { p: "[a-z0-9][\\.\\-a-z0-9]{1,61}[a-z0-9]", min: 3, max: 63 },
      "PipelineDefinitionS3Location.ObjectKey": { p: ".+", min: 1, max: 1024 },
      "StartPipelineExecutionRequest.PipelineParameters": { min: 0, max: 200 },
      "Parameter.Name": { p: "[A-Za-z0-9\\-_]*", min: 1, max: 256 },
      "Parameter.Value": { min: 0, max: 1024 },
      "SelectiveExecutionConfig.SelectedSteps": { min: 1, max: 50 },
      "ScheduleConfig.ScheduleExpression": { min: 1, max: 256 },
      "MonitoringStoppingCondition.MaxRuntimeInSeconds": { min: 1, max: 86400 },
      "MonitoringClusterConfig.InstanceCount": { min: 1, max: 100 },
      "MonitoringClusterConfig.VolumeSizeInGB": { min: 1, max: 16384 },
      "EndpointInput.LocalPath": { p: ".*", min: 0, max: 256 },
      "EndpointInput.StartTimeOffset": { p: ".?P.*", min: 1, max: 15 },
      "EndpointInput.EndTimeOffset": { p: ".?P.*", min: 1, max: 15 },
      "BatchTransformInput.LocalPath": { p: ".*", min: 0, max: 256 },
      "CreateMonitoringScheduleRequest.MonitoringScheduleName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
      "MonitoringScheduleConfig.MonitoringJobDefinitionName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
      "MonitoringOutputConfig.MonitoringOutputs": { min: 1, max: 1 },
      "InferenceComponentComputeResourceRequirements.NumberOfCpuCoresRequired": { min: 0.25 },
      "InferenceComponentComputeResourceRequirements.NumberOfAcceleratorDevicesRequired": { min: 1 },
      "InferenceComponentComputeResourceRequirements.MinMemoryRequiredInMb": { min: 128 },
      "InferenceComponentComputeResourceRequirements.MaxMemoryRequiredInMb": { min: 128 },
      "InferenceComponentRuntimeConfig.CopyCount": { min: 0 },
      "CreateModelPackageInput.CustomerMetadataProperties": { min: 1, max: 50 },
      "CreateFeatureGroupRequest.FeatureDefinitions": { min: 1, max: 2500 },
      "FeatureDefinition.FeatureName": { p: "[a-zA-Z0-9]([-_]*[a-zA-Z0-9]){0,63}", min: 1, max: 64 },
      "CreateNotebookInstanceInput.VolumeSizeInGB": { min: 5, max: 16384 },
      "CreateNotebookInstanceInput.LifecycleConfigName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9])*", min: 0, max: 63 },
      "CreateNotebookInstanceInput.PlatformIdentifier": { p: "(notebook-al1-v1|notebook-al2-v1|notebook-al2-v2|notebook-al2-v3|notebook-al2023-v1)", min: 0, max: 20 },
      "CreateNotebookInstanceInput.AdditionalCodeRepositories": { min: 0, max: 3 },
      "NotebookInstanceLifecycleHook.Content": { p: "[\\S\\s]+", min: 1, max: 16384 },
      "CreateDomainRequest.SubnetIds": { min: 1, max: 16 },
      "CreateSpaceRequest.SpaceName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 0, max: 63 },
      "Tag.Key": { p: "([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)", min: 1, max: 128 },
      "Tag.Value": { p: "([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)", min: 0, max: 256 },
      "CreateTrainingJobRequest.Tags": { min: 0, max: 50 },
      "CreateHubRequest.HubName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 0, max: 63 },
      "CreateHubRequest.HubDescription": { p: ".*", min: 0, max: 1023 },
      "HubAccessConfig.HubContentArn": { p: ".*", min: 0, max: 255 },
      "CreateHubContentReferenceRequest.HubName": { p: "(arn:[a-z0-9-\\.]{1,63}:sagemaker:\\w+(?:-\\w+)+:(\\d{12}|aws):hub\\/)?[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}" },
      "CreateHubContentReferenceRequest.SageMakerPublicHubContentArn": { p: "arn:[a-z0-9-\\.]{1,63}:sagemaker:\\w+(?:-\\w+)+:aws:hub-content\\/[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}\\/Model\\/[a-zA-Z0-9](-*[a-zA-Z0-9]){0,63}", min: 0, max: 255 },
      "CreateHubContentReferenceRequest.HubContentName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 0, max: 63 },
      "CreateHubContentReferenceRequest.MinVersion": { p: "\\d{1,4}.\\d{1,4}.\\d{1,4}", min: 5, max: 14 },
      "DescribeHubContentRequest.HubName": { p: "(arn:[a-z0-9-\\.]{1,63}:sagemaker:\\w+(?:-\\w+)+:(\\d{12}|aws):hub\\/)?[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}" },
      "DescribeHubContentRequest.HubContentName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 0, max: 63 },
      "DescribeHubContentRequest.HubContentVersion": { p: "\\d{1,4}.\\d{1,4}.\\d{1,4}", min: 5, max: 14 },
      "DescribeHubContentResponse.HubContentDocument": { p: ".*", min: 0, max: 327680 }
    };
  }
});

// lib/core/internal/limits.ts
var Limit;
var init_limits2 = __esm({
  "lib/core/internal/limits.ts"() {
    "use strict";
    init_limits();
    init_errors();
    Limit = class _Limit {
      constructor(member, min, max, pattern) {
        this.member = member;
        this.min = min;
        this.max = max;
        this.pattern = pattern;
      }
      member;
      min;
      max;
      pattern;
      static of(id) {
        const fact = limits_default[id];
        return new _Limit(id.split(".")[1], fact.min ?? 0, fact.max, fact.p);
      }
      /** A limit that no table holds, for example a service rule from the guide. */
      static between(member, min, max) {
        return new _Limit(member, min, max);
      }
      /** The mistake in a number; tokens and absent values have none. */
      mistakeIn(property, value) {
        if (!isKnown(value) || this.holds(value)) {
          return void 0;
        }
        return { code: `${this.member}Range`, property, problem: `must be ${this.inWords()}`, value, fix: `Set '${property}' to a value ${this.inWords()}.` };
      }
      /** The mistake in how many entries a list or map has. */
      mistakeInCount(property, entries) {
        if (!isKnown(entries)) {
          return void 0;
        }
        const count = Array.isArray(entries) ? entries.length : Object.keys(entries).length;
        if (this.holds(count)) {
          return void 0;
        }
        return { code: `${this.member}Count`, property, problem: `must have ${this.inWords()} entries`, value: count, fix: `Give '${property}' ${this.inWords()} entries.` };
      }
      /** The mistake in a text's length or form. */
      mistakeInText(property, value) {
        if (!isKnown(value)) {
          return void 0;
        }
        if (!this.holds(value.length)) {
          return { code: `${this.member}Length`, property, problem: `must have ${this.inWords()} characters`, value, fix: `Shorten or complete '${property}'.` };
        }
        if (this.pattern !== void 0 && !new RegExp(`^(?:${this.pattern})$`, "u").test(value)) {
          return { code: `${this.member}Pattern`, property, problem: `must match ${this.pattern}`, value, fix: `Write '${property}' in the form the service accepts.` };
        }
        return void 0;
      }
      check(scope, property, value) {
        const mistake = this.mistakeIn(property, value);
        if (mistake) {
          throw invalid(scope, mistake);
        }
      }
      holds(value) {
        return value >= this.min && (this.max === void 0 || value <= this.max);
      }
      inWords() {
        return this.max === void 0 ? `at least ${this.min}` : `from ${this.min} to ${this.max}`;
      }
    };
  }
});

// lib/core/internal/rule-queues.ts
function takeFromRule(queue, ruleArn, sid) {
  take(queue, { ArnEquals: { "aws:SourceArn": ruleArn } }, sid);
}
function takeFromRules(scope, queue, sid) {
  take(queue, { StringEquals: { "aws:SourceAccount": import_core18.Stack.of(scope).account } }, sid);
}
function take(queue, conditions, sid) {
  queue.addToResourcePolicy(new iam7.PolicyStatement({
    sid,
    principals: [new iam7.ServicePrincipal("events.amazonaws.com")],
    actions: ["sqs:SendMessage"],
    resources: [queue.queueArn],
    conditions
  }));
}
var iam7, import_core18;
var init_rule_queues = __esm({
  "lib/core/internal/rule-queues.ts"() {
    "use strict";
    iam7 = __toESM(require("aws-cdk-lib/aws-iam"));
    import_core18 = require("aws-cdk-lib/core");
  }
});

// lib/core/internal/workflow.ts
var events, logs3, stepfunctions, import_core19, import_constructs7, LOG_DELIVERY, TRACING, FAILED, Workflow;
var init_workflow = __esm({
  "lib/core/internal/workflow.ts"() {
    "use strict";
    events = __toESM(require("aws-cdk-lib/aws-events"));
    logs3 = __toESM(require("aws-cdk-lib/aws-logs"));
    stepfunctions = __toESM(require("aws-cdk-lib/aws-stepfunctions"));
    import_core19 = require("aws-cdk-lib/core");
    import_constructs7 = require("constructs");
    init_allow();
    init_arns();
    init_dead_letters();
    init_key_senders();
    init_roles();
    init_rule_queues();
    LOG_DELIVERY = [
      "logs:CreateLogDelivery",
      "logs:DeleteLogDelivery",
      "logs:DescribeLogGroups",
      "logs:DescribeResourcePolicies",
      "logs:GetLogDelivery",
      "logs:ListLogDeliveries",
      "logs:PutResourcePolicy",
      "logs:UpdateLogDelivery"
    ];
    TRACING = ["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"];
    FAILED = ["FAILED", "TIMED_OUT", "ABORTED"];
    Workflow = class extends import_constructs7.Construct {
      constructor(scope, id, props) {
        super(scope, id);
        this.props = props;
        this.role = serviceRole(this, "Role", `Lets a state machine ${props.purpose}`, "states.amazonaws.com");
        this.stateMachineArn = this.machine().attrArn;
        this.deadLetters = new DeadLetters(this, "DeadLetters", { contents: props.failures, encryptionKey: props.encryptionKey, alarmTopic: props.alarmTopic });
        import_core19.Validations.of(this.deadLetters.queue).acknowledge({
          id: "AwsSolutions::AwsSolutions-SQS3",
          reason: "This is a dead-letter queue: a rule sends executions that failed to it."
        });
        this.keepFailures();
      }
      props;
      stateMachineArn;
      role;
      deadLetters;
      machine() {
        const { definition: definition2, calls = [], encryptionKey, logRetention, removalPolicy, secretInput = false } = this.props;
        const log = new logs3.LogGroup(this, "Log", {
          retention: logRetention ?? logs3.RetentionDays.ONE_MONTH,
          encryptionKey,
          removalPolicy: removalPolicy ?? import_core19.RemovalPolicy.DESTROY
        });
        if (calls.length > 0) {
          allow(this.role, { actions: ["lambda:InvokeFunction"], resourceArns: calls.map((handler) => handler.function.functionArn) });
        }
        allow(this.role, { actions: LOG_DELIVERY, resourceArns: ["*"] }, "Delivery of logs supports no resource.");
        allow(this.role, { actions: TRACING, resourceArns: ["*"] }, "Tracing supports no resource.");
        const machine = new stepfunctions.CfnStateMachine(this, "Resource", {
          stateMachineType: "STANDARD",
          roleArn: this.role.roleArn,
          definitionString: import_core19.Stack.of(this).toJsonString(definition2((name) => this.integration(name))),
          loggingConfiguration: { level: "ALL", includeExecutionData: !secretInput, destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: log.logGroupArn } }] },
          tracingConfiguration: { enabled: true }
        });
        machine.node.addDependency(this.role);
        return machine;
      }
      integration(name) {
        const at = name.lastIndexOf(":");
        return arnOf(this, {
          service: "states",
          region: "",
          account: "",
          resource: name.slice(0, at),
          resourceName: name.slice(at + 1),
          arnFormat: import_core19.ArnFormat.COLON_RESOURCE_NAME
        });
      }
      /** A rule for executions that ended in one of some ways. */
      onEnded(scope, id, statuses, options) {
        const rule = new events.Rule(scope, id, options);
        rule.addTarget(options.target);
        rule.addEventPattern({
          source: ["aws.states"],
          detailType: ["Step Functions Execution Status Change"],
          detail: { stateMachineArn: [this.stateMachineArn], status: [...statuses] }
        });
        return rule;
      }
      /** An execution that failed is told by an event, which the queue keeps. */
      keepFailures() {
        const { queue } = this.deadLetters;
        const rule = this.onEnded(this, "Failed", FAILED, { description: `Keeps ${this.props.failures}`, target: { bind: () => ({ arn: queue.queueArn }) } });
        takeFromRule(queue, rule.ruleArn, "AllowRuleForFailures");
        this.props.encryptionKey?.addToResourcePolicy(sendingBy(this, "events.amazonaws.com"));
      }
    };
  }
});

// lib/core/internal/image-builds.ts
var image_builds_exports = {};
__export(image_builds_exports, {
  ImageBuilds: () => ImageBuilds
});
function stageFolder2(scope, id, path) {
  const { Asset } = require("aws-cdk-lib/aws-s3-assets");
  const ignored = (0, import_node_path4.join)(path, ".dockerignore");
  const exclude = (0, import_node_fs3.existsSync)(ignored) ? (0, import_node_fs3.readFileSync)(ignored, "utf8").split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#")) : [];
  return new Asset(scope, id, { path, exclude, ignoreMode: import_core20.IgnoreMode.DOCKER });
}
var import_node_crypto2, import_node_fs3, import_node_path4, import_core20, import_constructs8, TIMEOUT, ImageBuilds;
var init_image_builds = __esm({
  "lib/core/internal/image-builds.ts"() {
    "use strict";
    import_node_crypto2 = require("node:crypto");
    import_node_fs3 = require("node:fs");
    import_node_path4 = require("node:path");
    import_core20 = require("aws-cdk-lib/core");
    import_constructs8 = require("constructs");
    init_image_builder();
    init_allow();
    init_arns();
    init_errors();
    init_execution_starter();
    init_handler_function();
    init_image_build_definition();
    init_image_project();
    init_limits2();
    init_shared_in_stack();
    init_workflow();
    TIMEOUT = Limit.between("BuildTimeout", 5, 50);
    ImageBuilds = class _ImageBuilds extends import_constructs8.Construct {
      static of(scope, options) {
        const builds = sharedInStack(scope, "SageMakerImageBuilds", (stack, id) => new _ImageBuilds(stack, id, options));
        builds.refuseOther("alarmTopic", builds.alarmTopic?.topicArn, options.alarmTopic?.topicArn);
        return builds;
      }
      machine;
      alarmTopic;
      own;
      keyOfOwn;
      constructor(scope, id, { alarmTopic }) {
        super(scope, id);
        this.alarmTopic = alarmTopic;
        const answer = new HandlerFunction(this, "Answer", {
          handler: "answer-deployment",
          description: "Tells CloudFormation how the build of an image ended",
          alarmTopic
        });
        this.machine = new Workflow(this, "Machine", {
          definition: (integration) => buildDefinition(answer.function.functionArn, integration),
          calls: [answer],
          purpose: "build images",
          failures: "builds of images that a deployment was not told about",
          secretInput: true,
          alarmTopic
        });
        allow(this.machine.role, {
          actions: ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
          resourceArns: [arnOf(this, { service: "events", resource: "rule", resourceName: "StepFunctionsGetEventForCodeBuildStartBuildRule" })]
        });
      }
      /** Builds an image when the stack is deployed, unless it is there. */
      build(id, directory, docker, options) {
        const { timeout = import_core20.Duration.minutes(30), machine = "BUILD_GENERAL1_SMALL" /* SMALL */, baseImages = [], encryptionKey } = options;
        TIMEOUT.check(this, "timeout", timeout.isUnresolved() ? void 0 : timeout.toMinutes());
        const asset = stageFolder2(this, `${id}Folder`, directory);
        const repository = options.repository ?? this.ownRepository(options);
        const told2 = [asset.assetHash, docker.file, docker.target, import_core20.Stack.of(this).resolve(docker.buildArgs)];
        const tag = (0, import_node_crypto2.createHash)("sha256").update(JSON.stringify(told2)).digest("hex").slice(0, 40);
        const project = new ImageProject(this, `${id}Project`, {
          asset,
          repository,
          tag,
          docker,
          machine,
          timeout,
          encryptionKey,
          baseImages: baseImages.map((image2) => image2.bind(this))
        });
        const { role } = this.machine;
        allow(role, { actions: ["codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"], resourceArns: [project.projectArn] });
        allow(role, { actions: ["ecr:BatchGetImage"], resourceArns: [repository.repositoryArn] });
        const image = executeOnDeployment(this, id, this.machine, {
          RunHash: tag,
          AwaitedInput: { projectName: project.projectName, repositoryName: repository.repositoryName, tag, imageUri: repository.repositoryUriForTag(tag) }
        });
        image.node.addDependency(project);
        return { uri: image.getAtt("ImageUri").toString(), repositoryArn: repository.repositoryArn, repositoryUri: repository.repositoryUri };
      }
      /** Models refer to its images, so it stays; what a push left without a tag is of no use. */
      ownRepository({ encryptionKey }) {
        if (this.own) {
          this.refuseOther("encryptionKey", this.keyOfOwn?.keyArn, encryptionKey?.keyArn);
          return this.own;
        }
        const { Repository, RepositoryEncryption, TagMutability, TagStatus } = require("aws-cdk-lib/aws-ecr");
        this.keyOfOwn = encryptionKey;
        this.own = new Repository(this, "Repository", {
          imageTagMutability: TagMutability.IMMUTABLE,
          imageScanOnPush: true,
          encryption: encryptionKey ? RepositoryEncryption.KMS : RepositoryEncryption.AES_256,
          encryptionKey,
          removalPolicy: import_core20.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
          lifecycleRules: [{ description: "Layers of pushes that were cut off", tagStatus: TagStatus.UNTAGGED, maxImageAge: import_core20.Duration.days(1) }]
        });
        return this.own;
      }
      /** All images of a stack are built by one, so what it was made with counts for all; one that says nothing takes it as it is. */
      refuseOther(property, made, wanted) {
        new Mistakes(this).when(wanted !== void 0 && wanted !== made, {
          code: "ImageBuilderDiffers",
          property,
          problem: `is another one than that of the stack's first image: ${made ?? "none"}`,
          value: wanted,
          fix: "Give all images of the stack the same builder, or give this one a repository and a stack of its own."
        }).throwIfAny();
      }
    };
  }
});

// lib/training/facts/algorithms.json
var require_algorithms = __commonJS({
  "lib/training/facts/algorithms.json"(exports2, module2) {
    module2.exports = {
      xgboost: {
        problemTypes: ["binary-classification", "multiclass-classification", "regression", "ranking"],
        contentTypes: ["text/csv", "text/libsvm", "text/x-libsvm", "csv", "libsvm", "application/x-parquet", "parquet", "application/x-recordio-protobuf", "recordio-protobuf"],
        inferenceContentTypes: ["text/csv", "text/libsvm", "application/x-recordio-protobuf"],
        channels: { train: true, validation: false },
        growing: true,
        inputModes: ["File", "Pipe", "FastFile"],
        instanceKinds: ["cpu", "gpu"],
        distributed: true,
        incremental: false,
        image: "xgboost",
        hyperparameters: {
          num_class: { type: "int", min: 2, requiredWhen: { name: "objective", values: ["multi:softmax", "multi:softprob"] } },
          num_round: { type: "int", min: 1, required: true },
          alpha: { type: "float", min: 0, default: "0" },
          base_score: { type: "float", min: 0, default: "0.5" },
          booster: { enum: ["gbtree", "gblinear", "dart"], type: "string", default: "gbtree" },
          colsample_bylevel: { type: "float", exclusiveMin: 0, max: 1, default: "1" },
          colsample_bynode: { exclusiveMin: 0, max: 1, type: "float", default: "1" },
          colsample_bytree: { type: "float", exclusiveMin: 0, max: 1, default: "1" },
          csv_weights: { min: 0, max: 1, type: "int", default: "0" },
          deterministic_histogram: { type: "bool", default: "true", boolStyle: "lower" },
          early_stopping_rounds: { type: "int", min: 1 },
          eta: { min: 0, max: 1, type: "float", default: "0.3" },
          eval_metric: { type: "string", list: "comma" },
          gamma: { min: 0, type: "float", default: "0" },
          grow_policy: { enum: ["depthwise", "lossguide"], type: "string", default: "depthwise" },
          interaction_constraints: { type: "string", list: "json" },
          lambda: { type: "float", min: 0, default: "1" },
          lambda_bias: { min: 0, max: 1, type: "float", default: "0" },
          max_bin: { type: "int", min: 0, default: "256" },
          max_delta_step: { type: "float", min: 0, default: "0" },
          max_depth: { min: 0, type: "int", default: "6" },
          max_leaves: { type: "int", default: "0", min: 0 },
          min_child_weight: { min: 0, type: "float", default: "1" },
          monotone_constraints: { type: "string", default: "(0, 0)", list: "tuple" },
          normalize_type: { enum: ["tree", "forest"], type: "string", default: "tree" },
          nthread: { type: "int", min: 1 },
          objective: { type: "string", enum: ["aft_loss_distribution", "binary:logistic", "binary:logitraw", "binary:hinge", "count:poisson", "multi:softmax", "multi:softprob", "rank:pairwise", "rank:ndcg", "rank:map", "reg:linear", "reg:squarederror", "reg:logistic", "reg:gamma", "reg:pseudohubererror", "reg:squaredlogerror", "reg:absoluteerror", "reg:tweedie", "survival:aft", "survival:cox"], default: "reg:squarederror" },
          one_drop: { min: 0, max: 1, type: "int", default: "0" },
          process_type: { enum: ["default", "update"], type: "string", default: "default" },
          rate_drop: { min: 0, max: 1, type: "float", default: "0.0" },
          refresh_leaf: { min: 0, max: 1, type: "int", default: "1" },
          sample_type: { enum: ["uniform", "weighted"], type: "string", default: "uniform" },
          scale_pos_weight: { type: "float", exclusiveMin: 0, default: "1" },
          seed: { type: "int", exclusiveMin: -2147483648, exclusiveMax: 2147483647, default: "0" },
          single_precision_histogram: { type: "bool", default: "false", boolStyle: "lower" },
          sketch_eps: { type: "float", exclusiveMin: 0, exclusiveMax: 1, default: "0.03" },
          skip_drop: { min: 0, max: 1, type: "float", default: "0.0" },
          subsample: { type: "float", exclusiveMin: 0, max: 1, default: "1" },
          tree_method: { enum: ["auto", "exact", "approx", "hist", "gpu_hist"], type: "string", default: "auto" },
          tweedie_variance_power: { exclusiveMin: 1, exclusiveMax: 2, type: "float", default: "1.5" },
          updater: { type: "string", default: "grow_colmaker", list: "comma" },
          verbosity: { type: "int", default: "1", min: 0, max: 3 },
          learning_rate: { type: "float", min: 0, max: 1, aliasOf: "eta" },
          min_split_loss: { type: "float", min: 0, aliasOf: "gamma" },
          reg_lambda: { type: "float", min: 0, aliasOf: "lambda" },
          reg_alpha: { type: "float", min: 0, aliasOf: "alpha" },
          num_parallel_tree: { type: "int", min: 1 },
          aft_loss_distribution_scale: { type: "float", min: 0 },
          prob_buffer_row: { type: "int", exclusiveMin: 1 },
          dsplit: { type: "string", enum: ["row", "col"] },
          predictor: { type: "string", enum: ["auto", "cpu_predictor", "gpu_predictor"] },
          aft_loss_distribution: { type: "string", enum: ["normal", "logistic", "extreme"] },
          sampling_method: { type: "string", enum: ["uniform", "gradient_based"] },
          save_model_on_termination: { type: "bool", boolStyle: "lower" },
          use_dask_gpu_training: { type: "bool", boolStyle: "lower" }
        },
        tunable: [{ name: "alpha", type: "continuous", min: 0, max: 1e3 }, { name: "colsample_bylevel", type: "continuous", min: 0.1, max: 1 }, { name: "colsample_bynode", type: "continuous", min: 0.1, max: 1 }, { name: "colsample_bytree", type: "continuous", min: 0.5, max: 1 }, { name: "eta", type: "continuous", min: 0.1, max: 0.5 }, { name: "gamma", type: "continuous", min: 0, max: 5 }, { name: "lambda", type: "continuous", min: 0, max: 1e3 }, { name: "max_delta_step", type: "integer", min: 0, max: 10 }, { name: "max_depth", type: "integer", min: 0, max: 10 }, { name: "min_child_weight", type: "continuous", min: 0, max: 120 }, { name: "num_round", type: "integer", min: 1, max: 4e3 }, { name: "subsample", type: "continuous", min: 0.5, max: 1 }],
        metrics: [{ name: "validation:accuracy", goal: "Maximize" }, { name: "validation:auc", goal: "Maximize" }, { name: "validation:error", goal: "Minimize" }, { name: "validation:f1", goal: "Maximize" }, { name: "validation:logloss", goal: "Minimize" }, { name: "validation:mae", goal: "Minimize" }, { name: "validation:map", goal: "Maximize" }, { name: "validation:merror", goal: "Minimize" }, { name: "validation:mlogloss", goal: "Minimize" }, { name: "validation:mse", goal: "Minimize" }, { name: "validation:ndcg", goal: "Maximize" }, { name: "validation:rmse", goal: "Minimize" }]
      },
      "linear-learner": {
        problemTypes: ["binary-classification", "multiclass-classification", "regression"],
        contentTypes: ["application/x-recordio-protobuf", "text/csv"],
        inferenceContentTypes: ["application/x-recordio-protobuf", "text/csv", "application/json", "application/jsonlines"],
        channels: { train: true, validation: false, test: false },
        inputModes: ["File", "Pipe"],
        instanceKinds: ["cpu", "gpu"],
        distributed: true,
        incremental: false,
        image: "linear-learner",
        hyperparameters: {
          num_classes: { min: 3, max: 1e6, type: "int", requiredWhen: { name: "predictor_type", values: ["multiclass_classifier"] } },
          predictor_type: { enum: ["binary_classifier", "multiclass_classifier", "regressor"], type: "string", required: true },
          accuracy_top_k: { min: 1, type: "int", default: "3" },
          balance_multiclass_weights: { type: "bool", default: "false", boolStyle: "lower" },
          beta_1: { orAuto: true, min: 0, max: 1, type: "float", default: "auto" },
          beta_2: { orAuto: true, min: 0, max: 1, type: "float", default: "auto" },
          bias_lr_mult: { orAuto: true, exclusiveMin: 0, type: "float", default: "auto" },
          bias_wd_mult: { orAuto: true, min: 0, type: "float", default: "auto" },
          binary_classifier_model_selection_criteria: { enum: ["accuracy", "f_beta", "precision_at_target_recall", "recall_at_target_precision", "loss_function", "f1", "cross_entropy_loss"], type: "string", default: "accuracy" },
          early_stopping_patience: { min: 1, type: "int", default: "3" },
          early_stopping_tolerance: { exclusiveMin: 0, type: "float", default: "0.001" },
          epochs: { min: 1, type: "int", default: "15" },
          f_beta: { exclusiveMin: 0, type: "float", default: "1.0" },
          feature_dim: { orAuto: true, min: 1, type: "int", default: "auto" },
          huber_delta: { exclusiveMin: 0, type: "float", default: "1.0" },
          init_bias: { type: "float", default: "0" },
          init_method: { enum: ["uniform", "normal"], type: "string", default: "uniform" },
          init_scale: { exclusiveMin: 0, type: "float", default: "0.07" },
          init_sigma: { exclusiveMin: 0, type: "float", default: "0.01" },
          l1: { orAuto: true, min: 0, type: "float", default: "auto" },
          learning_rate: { orAuto: true, exclusiveMin: 0, type: "float", default: "auto" },
          loss: { enum: ["auto", "logistic", "squared_loss", "absolute_loss", "hinge_loss", "eps_insensitive_squared_loss", "eps_insensitive_absolute_loss", "quantile_loss", "huber_loss", "softmax_loss"], type: "string", default: "auto" },
          loss_insensitivity: { exclusiveMin: 0, type: "float", default: "0.01" },
          lr_scheduler_factor: { orAuto: true, min: 0, max: 1, type: "float", default: "auto" },
          lr_scheduler_minimum_lr: { orAuto: true, exclusiveMin: 0, type: "float", default: "auto" },
          lr_scheduler_step: { orAuto: true, min: 1, type: "int", default: "auto" },
          margin: { exclusiveMin: 0, type: "float", default: "1.0" },
          mini_batch_size: { min: 1, type: "int", default: "1000" },
          momentum: { orAuto: true, min: 0, max: 1, type: "float", default: "auto" },
          normalize_data: { enum: ["auto", "true", "false"], type: "string", default: "true" },
          normalize_label: { enum: ["auto", "true", "false"], type: "string", default: "auto" },
          num_calibration_samples: { orAuto: true, min: 1, type: "int", default: "auto" },
          num_models: { orAuto: true, min: 1, type: "int", default: "auto" },
          num_point_for_scaler: { min: 1, type: "int", default: "10000" },
          optimizer: { type: "string", default: "auto", enum: ["auto", "adam", "sgd", "rmsprop"] },
          positive_example_weight_mult: { orAuto: true, exclusiveMin: 0, type: "float", default: "1.0" },
          quantile: { min: 0, max: 1, type: "float", default: "0.5" },
          target_precision: { min: 0, max: 1, type: "float", default: "0.8" },
          target_recall: { min: 0, max: 1, type: "float", default: "0.8" },
          unbias_data: { enum: ["auto", "true", "false"], type: "string", default: "auto" },
          unbias_label: { enum: ["auto", "true", "false"], type: "string", default: "auto" },
          use_bias: { type: "bool", default: "true", boolStyle: "lower" },
          use_lr_scheduler: { type: "bool", default: "true", boolStyle: "lower" },
          wd: { orAuto: true, min: 0, type: "float", default: "auto" }
        },
        tunable: [{ name: "wd", type: "continuous", min: 1e-7, max: 1 }, { name: "l1", type: "continuous", min: 1e-7, max: 1 }, { name: "learning_rate", type: "continuous", min: 1e-5, max: 1 }, { name: "mini_batch_size", type: "integer", min: 100, max: 5e3 }, { name: "use_bias", type: "categorical", values: ["True", "False"] }, { name: "positive_example_weight_mult", type: "continuous", min: 1e-5, max: 1e5 }],
        metrics: [{ name: "test:absolute_loss", goal: "Minimize" }, { name: "test:binary_classification_accuracy", goal: "Maximize" }, { name: "test:binary_f_beta", goal: "Maximize" }, { name: "test:dcg", goal: "Maximize" }, { name: "test:macro_f_beta", goal: "Maximize" }, { name: "test:macro_precision", goal: "Maximize" }, { name: "test:macro_recall", goal: "Maximize" }, { name: "test:mse", goal: "Minimize" }, { name: "test:multiclass_accuracy", goal: "Maximize" }, { name: "test:multiclass_top_k_accuracy", goal: "Maximize" }, { name: "test:objective_loss", goal: "Minimize" }, { name: "test:precision", goal: "Maximize" }, { name: "test:recall", goal: "Maximize" }, { name: "test:roc_auc_score", goal: "Maximize" }, { name: "validation:absolute_loss", goal: "Minimize" }, { name: "validation:binary_classification_accuracy", goal: "Maximize" }, { name: "validation:binary_f_beta", goal: "Maximize" }, { name: "validation:dcg", goal: "Maximize" }, { name: "validation:macro_f_beta", goal: "Maximize" }, { name: "validation:macro_precision", goal: "Maximize" }, { name: "validation:macro_recall", goal: "Maximize" }, { name: "validation:mse", goal: "Minimize" }, { name: "validation:multiclass_accuracy", goal: "Maximize" }, { name: "validation:multiclass_top_k_accuracy", goal: "Maximize" }, { name: "validation:objective_loss", goal: "Minimize" }, { name: "validation:precision", goal: "Maximize" }, { name: "validation:recall", goal: "Maximize" }, { name: "validation:rmse", goal: "Minimize" }, { name: "validation:roc_auc_score", goal: "Maximize" }]
      },
      "factorization-machines": {
        problemTypes: ["binary-classification", "regression"],
        contentTypes: ["application/x-recordio-protobuf"],
        inferenceContentTypes: ["application/x-recordio-protobuf", "application/json", "application/jsonlines"],
        channels: { train: true, test: false },
        inputModes: ["File", "Pipe"],
        instanceKinds: ["cpu", "gpu"],
        distributed: true,
        incremental: false,
        image: "factorization-machines",
        hyperparameters: {
          feature_dim: { min: 1, type: "int", required: true },
          num_factors: { min: 1, type: "int", required: true },
          predictor_type: { enum: ["binary_classifier", "regressor"], type: "string", required: true },
          bias_init_method: { enum: ["uniform", "normal", "constant"], type: "string", default: "normal" },
          bias_init_scale: { min: 0, type: "float" },
          bias_init_sigma: { min: 0, type: "float", default: "0.01" },
          bias_init_value: { type: "float" },
          bias_lr: { min: 0, type: "float", default: "0.1" },
          bias_wd: { min: 0, type: "float", default: "0.01" },
          clip_gradient: { type: "float" },
          epochs: { min: 1, type: "int", default: "1" },
          eps: { type: "float" },
          factors_init_method: { enum: ["uniform", "normal", "constant"], type: "string", default: "normal" },
          factors_init_scale: { min: 0, type: "float" },
          factors_init_sigma: { min: 0, type: "float", default: "0.001" },
          factors_init_value: { type: "float" },
          factors_lr: { min: 0, type: "float", default: "0.0001" },
          factors_wd: { min: 0, type: "float", default: "0.00001" },
          linear_lr: { min: 0, type: "float", default: "0.001" },
          linear_init_method: { enum: ["uniform", "normal", "constant"], type: "string", default: "normal" },
          linear_init_scale: { min: 0, type: "float" },
          linear_init_sigma: { min: 0, type: "float", default: "0.01" },
          linear_init_value: { type: "float" },
          linear_wd: { min: 0, type: "float", default: "0.001" },
          mini_batch_size: { min: 1, type: "int", default: "1000" },
          rescale_grad: { type: "float" }
        },
        tunable: [{ name: "bias_init_scale", type: "continuous", min: 1e-8, max: 512 }, { name: "bias_init_sigma", type: "continuous", min: 1e-8, max: 512 }, { name: "bias_init_value", type: "continuous", min: 1e-8, max: 512 }, { name: "bias_lr", type: "continuous", min: 1e-8, max: 512 }, { name: "bias_wd", type: "continuous", min: 1e-8, max: 512 }, { name: "epochs", type: "integer", min: 1, max: 1e3 }, { name: "factors_init_scale", type: "continuous", min: 1e-8, max: 512 }, { name: "factors_init_sigma", type: "continuous", min: 1e-8, max: 512 }, { name: "factors_init_value", type: "continuous", min: 1e-8, max: 512 }, { name: "factors_lr", type: "continuous", min: 1e-8, max: 512 }, { name: "factors_wd", type: "continuous", min: 1e-8, max: 512 }, { name: "linear_init_scale", type: "continuous", min: 1e-8, max: 512 }, { name: "linear_init_sigma", type: "continuous", min: 1e-8, max: 512 }, { name: "linear_init_value", type: "continuous", min: 1e-8, max: 512 }, { name: "linear_lr", type: "continuous", min: 1e-8, max: 512 }, { name: "linear_wd", type: "continuous", min: 1e-8, max: 512 }, { name: "mini_batch_size", type: "integer", min: 100, max: 1e4 }],
        metrics: [{ name: "test:rmse", goal: "Minimize" }, { name: "test:binary_classification_accuracy", goal: "Maximize" }, { name: "test:binary_classification_cross_entropy", goal: "Minimize" }, { name: "test:binary_f_beta", goal: "Maximize" }]
      },
      knn: {
        problemTypes: ["multiclass-classification", "regression"],
        contentTypes: ["application/x-recordio-protobuf", "text/csv"],
        inferenceContentTypes: ["application/x-recordio-protobuf", "text/csv", "application/json", "application/jsonlines"],
        channels: { train: true, test: false },
        inputModes: ["File", "Pipe"],
        instanceKinds: ["cpu", "gpu"],
        distributed: true,
        incremental: false,
        image: "knn",
        hyperparameters: {
          feature_dim: { min: 1, type: "int", required: true },
          k: { min: 1, type: "int", required: true },
          predictor_type: { enum: ["classifier", "regressor"], type: "string", required: true },
          sample_size: { min: 1, type: "int", required: true },
          dimension_reduction_target: { exclusiveMin: 0, type: "int", requiredWhen: { name: "dimension_reduction_type" } },
          dimension_reduction_type: { enum: ["sign", "fjlt"], type: "string" },
          faiss_index_ivf_nlists: { min: 1, type: "int", default: "auto", orAuto: true },
          faiss_index_pq_m: { min: 1, type: "int" },
          index_metric: { enum: ["L2", "INNER_PRODUCT", "COSINE"], type: "string", default: "L2" },
          index_type: { enum: ["faiss.Flat", "faiss.IVFFlat", "faiss.IVFPQ"], type: "string", default: "faiss.Flat" },
          mini_batch_size: { min: 1, type: "int", default: "5000" }
        },
        tunable: [{ name: "k", type: "integer", min: 1, max: 1024 }, { name: "sample_size", type: "integer", min: 256, max: 2e7 }],
        metrics: [{ name: "test:accuracy", goal: "Maximize" }, { name: "test:mse", goal: "Minimize" }]
      },
      kmeans: {
        problemTypes: ["clustering"],
        contentTypes: ["application/x-recordio-protobuf", "text/csv"],
        inferenceContentTypes: ["application/x-recordio-protobuf", "text/csv", "application/json", "application/jsonlines"],
        channels: { train: true, test: false },
        inputModes: ["File", "Pipe"],
        instanceKinds: ["cpu", "gpu"],
        distributed: false,
        incremental: false,
        image: "kmeans",
        hyperparameters: {
          feature_dim: { min: 1, type: "int", required: true },
          k: { min: 1, type: "int", required: true },
          epochs: { min: 1, type: "int", default: "1" },
          eval_metrics: { enum: ["msd", "ssd"], type: "string", default: '["msd"]', list: "json" },
          extra_center_factor: { orAuto: true, min: 1, type: "int", default: "auto" },
          half_life_time_size: { min: 0, type: "int", default: "0" },
          init_method: { enum: ["random", "kmeans++"], type: "string", default: "random" },
          local_lloyd_init_method: { enum: ["random", "kmeans++"], type: "string", default: "kmeans++" },
          local_lloyd_max_iter: { min: 1, type: "int", default: "300" },
          local_lloyd_num_trials: { orAuto: true, min: 1, type: "int", default: "auto" },
          local_lloyd_tol: { min: 0, max: 1, type: "float", default: "0.0001" },
          mini_batch_size: { min: 1, type: "int", default: "5000" },
          force_dense: { type: "bool", boolStyle: "title" }
        },
        tunable: [{ name: "epochs", type: "integer", min: 1, max: 10 }, { name: "extra_center_factor", type: "integer", min: 4, max: 10 }, { name: "init_method", type: "categorical", values: ["kmeans++", "random"] }, { name: "mini_batch_size", type: "integer", min: 3e3, max: 15e3 }],
        metrics: [{ name: "test:msd", goal: "Minimize" }, { name: "test:ssd", goal: "Minimize" }]
      },
      pca: {
        problemTypes: ["dimensionality-reduction"],
        contentTypes: ["application/x-recordio-protobuf", "text/csv"],
        inferenceContentTypes: ["application/x-recordio-protobuf", "text/csv", "application/json", "application/jsonlines"],
        channels: { train: true, test: false },
        inputModes: ["File", "Pipe"],
        instanceKinds: ["cpu", "gpu"],
        distributed: true,
        incremental: false,
        image: "pca",
        hyperparameters: {
          feature_dim: { min: 1, type: "int", required: true },
          mini_batch_size: { min: 1, type: "int", required: true },
          num_components: { min: 1, type: "int", required: true },
          algorithm_mode: { enum: ["regular", "randomized"], type: "string", default: "regular" },
          extra_components: { min: -1, orValue: -1, type: "int", default: "-1" },
          subtract_mean: { type: "bool", default: "true", boolStyle: "lower" }
        },
        tunable: [],
        metrics: []
      },
      lda: {
        problemTypes: ["topic-modeling"],
        contentTypes: ["application/x-recordio-protobuf", "text/csv"],
        inferenceContentTypes: ["application/x-recordio-protobuf", "text/csv", "application/json", "application/jsonlines"],
        channels: { train: true, test: false },
        inputModes: ["File", "Pipe"],
        pipeContentTypes: ["application/x-recordio-protobuf"],
        instanceKinds: ["cpu"],
        distributed: false,
        singleInstance: true,
        incremental: false,
        image: "lda",
        hyperparameters: {
          num_topics: { min: 1, type: "int", required: true },
          feature_dim: { min: 1, type: "int", required: true },
          mini_batch_size: { min: 1, type: "int", required: true },
          alpha0: { exclusiveMin: 0, type: "float", default: "1.0" },
          max_restarts: { min: 1, type: "int", default: "10" },
          max_iterations: { min: 1, type: "int", default: "1000" },
          tol: { exclusiveMin: 0, type: "float", default: "1e-8" }
        },
        tunable: [{ name: "alpha0", type: "continuous", min: 0.1, max: 10 }, { name: "num_topics", type: "integer", min: 1, max: 150 }],
        metrics: [{ name: "test:pwll", goal: "Maximize" }]
      },
      ntm: {
        problemTypes: ["topic-modeling"],
        contentTypes: ["application/x-recordio-protobuf", "text/csv"],
        inferenceContentTypes: ["application/x-recordio-protobuf", "text/csv", "application/json", "application/jsonlines"],
        channels: { train: true, validation: false, test: false, auxiliary: false },
        channelContentTypes: { auxiliary: ["text/plain"] },
        inputModes: ["File", "Pipe"],
        instanceKinds: ["cpu", "gpu"],
        distributed: true,
        incremental: false,
        image: "ntm",
        hyperparameters: {
          feature_dim: { min: 1, type: "int", required: true },
          num_topics: { min: 2, type: "int", required: true },
          batch_norm: { type: "bool", default: "false", boolStyle: "lower" },
          clip_gradient: { min: 1e-3, type: "float" },
          encoder_layers: { orAuto: true, type: "string", default: "auto", list: "json" },
          encoder_layers_activation: { type: "string", default: "sigmoid", enum: ["sigmoid", "tanh", "relu"] },
          epochs: { min: 1, type: "int", default: "50" },
          learning_rate: { min: 1e-6, max: 1, type: "float", default: "0.001" },
          mini_batch_size: { min: 1, type: "int", default: "256" },
          num_patience_epochs: { min: 1, type: "int", default: "3" },
          optimizer: { type: "string", default: "adadelta", enum: ["adagrad", "adam", "rmsprop", "sgd", "adadelta"] },
          rescale_gradient: { min: 1e-3, max: 1, type: "float", default: "1.0" },
          sub_sample: { min: 0, max: 1, type: "float", default: "1.0" },
          tolerance: { min: 1e-6, max: 0.1, type: "float", default: "0.001" },
          weight_decay: { min: 0, max: 1, type: "float", default: "0.0" }
        },
        tunable: [{ name: "encoder_layers_activation", type: "categorical", values: ["sigmoid", "tanh", "relu"] }, { name: "learning_rate", type: "continuous", min: 1e-4, max: 0.1 }, { name: "mini_batch_size", type: "integer", min: 16, max: 2048 }, { name: "optimizer", type: "categorical", values: ["sgd", "adam", "adadelta"] }, { name: "rescale_gradient", type: "continuous", min: 0.1, max: 1 }, { name: "weight_decay", type: "continuous", min: 0, max: 1 }],
        metrics: [{ name: "validation:total_loss", goal: "Minimize" }]
      },
      randomcutforest: {
        problemTypes: ["anomaly-detection"],
        contentTypes: ["application/x-recordio-protobuf", "text/csv"],
        inferenceContentTypes: ["application/x-recordio-protobuf", "text/csv", "application/json", "application/jsonlines"],
        channels: { train: true, test: false },
        distribution: { train: "ShardedByS3Key", test: "FullyReplicated" },
        inputModes: ["File", "Pipe"],
        instanceKinds: ["cpu"],
        distributed: true,
        incremental: false,
        image: "randomcutforest",
        hyperparameters: {
          feature_dim: { min: 1, type: "int", required: true },
          eval_metrics: { enum: ["accuracy", "precision_recall_fscore"], type: "string", list: "json" },
          num_samples_per_tree: { min: 1, type: "int", default: "256" },
          num_trees: { min: 50, type: "int", default: "100" }
        },
        tunable: [{ name: "num_samples_per_tree", type: "integer", min: 1, max: 2048 }, { name: "num_trees", type: "integer", min: 50, max: 1e3 }],
        metrics: [{ name: "test:f1", goal: "Maximize" }]
      },
      ipinsights: {
        problemTypes: ["anomaly-detection", "embeddings"],
        contentTypes: ["text/csv"],
        inferenceContentTypes: ["text/csv", "application/json", "application/jsonlines"],
        channels: { train: true, validation: false },
        inputModes: ["File"],
        instanceKinds: ["cpu", "gpu"],
        distributed: true,
        incremental: false,
        image: "ipinsights",
        hyperparameters: {
          num_entity_vectors: { min: 1, max: 25e7, type: "int", required: true },
          vector_dim: { min: 4, max: 4096, type: "int", required: true },
          batch_metrics_publish_interval: { min: 1, type: "int", default: "1000" },
          epochs: { min: 1, type: "int", default: "10" },
          learning_rate: { min: 1e-6, max: 10, type: "float", default: "0.001" },
          mini_batch_size: { min: 1, max: 5e5, type: "int", default: "10000" },
          num_ip_encoder_layers: { min: 0, max: 100, type: "int", default: "1" },
          random_negative_sampling_rate: { min: 0, max: 500, type: "int", default: "1" },
          shuffled_negative_sampling_rate: { min: 0, max: 500, type: "int", default: "1" },
          weight_decay: { min: 0, max: 10, type: "float", default: "0.00001" }
        },
        tunable: [{ name: "epochs", type: "integer", min: 1, max: 100 }, { name: "learning_rate", type: "continuous", min: 1e-4, max: 0.1 }, { name: "mini_batch_size", type: "integer", min: 100, max: 5e4 }, { name: "num_entity_vectors", type: "integer", min: 1e4, max: 1e6 }, { name: "num_ip_encoder_layers", type: "integer", min: 1, max: 10 }, { name: "random_negative_sampling_rate", type: "integer", min: 0, max: 10 }, { name: "shuffled_negative_sampling_rate", type: "integer", min: 0, max: 10 }, { name: "vector_dim", type: "integer", min: 8, max: 256 }, { name: "weight_decay", type: "continuous", min: 0, max: 1 }],
        metrics: [{ name: "validation:discriminator_auc", goal: "Maximize" }]
      },
      object2vec: {
        problemTypes: ["embeddings", "binary-classification", "multiclass-classification", "regression"],
        contentTypes: ["application/jsonlines"],
        inferenceContentTypes: ["application/json", "application/jsonlines"],
        channels: { train: true, validation: false, test: false, auxiliary: false },
        channelContentTypes: { auxiliary: ["text/plain"] },
        inputModes: ["File"],
        instanceKinds: ["cpu", "gpu"],
        distributed: false,
        singleInstance: true,
        incremental: false,
        image: "object2vec",
        hyperparameters: {
          enc0_max_seq_len: { min: 1, max: 5e3, type: "int", required: true },
          enc0_vocab_size: { min: 2, max: 3e6, type: "int", required: true },
          bucket_width: { min: 0, max: 100, type: "int", default: "0" },
          comparator_list: { enum: ["hadamard", "concat", "abs_diff"], type: "string", default: "hadamard, concat, abs_diff", list: "comma" },
          dropout: { min: 0, max: 1, type: "float", default: "0.0" },
          early_stopping_patience: { min: 1, max: 5, type: "int", default: "3" },
          early_stopping_tolerance: { min: 1e-6, max: 0.1, type: "float", default: "0.01" },
          enc_dim: { min: 4, max: 1e4, type: "int", default: "4096" },
          enc0_network: { enum: ["hcnn", "bilstm", "pooled_embedding"], type: "string", default: "hcnn" },
          enc0_cnn_filter_width: { min: 1, max: 9, type: "int", default: "3" },
          enc0_freeze_pretrained_embedding: { type: "bool", default: "True", boolStyle: "title" },
          enc0_layers: { orAuto: true, min: 1, max: 4, type: "int", default: "auto" },
          enc0_pretrained_embedding_file: { type: "string", default: "(empty string)" },
          enc0_token_embedding_dim: { min: 2, max: 1e3, type: "int", default: "300" },
          enc0_vocab_file: { type: "string", default: "(empty string)" },
          enc1_network: { enum: ["enc0", "hcnn", "bilstm", "pooled_embedding"], type: "string", default: "enc0" },
          enc1_cnn_filter_width: { min: 1, max: 9, type: "int", default: "3" },
          enc1_freeze_pretrained_embedding: { type: "bool", default: "True", boolStyle: "title" },
          enc1_layers: { orAuto: true, min: 1, max: 4, type: "int", default: "auto" },
          enc1_max_seq_len: { min: 1, max: 5e3, type: "int" },
          enc1_pretrained_embedding_file: { type: "string", default: "(empty string)" },
          enc1_token_embedding_dim: { min: 2, max: 1e3, type: "int", default: "300" },
          enc1_vocab_file: { type: "string", default: "(empty string)" },
          enc1_vocab_size: { min: 2, max: 3e6, type: "int" },
          epochs: { min: 1, max: 100, type: "int", default: "30" },
          learning_rate: { min: 1e-6, max: 1, type: "float", default: "0.0004" },
          mini_batch_size: { min: 1, max: 1e4, type: "int", default: "32" },
          mlp_activation: { enum: ["tanh", "relu", "linear"], type: "string", default: "linear" },
          mlp_dim: { min: 2, max: 1e4, type: "int", default: "512" },
          mlp_layers: { min: 0, max: 10, type: "int", default: "2" },
          negative_sampling_rate: { type: "int", default: "0", min: 0 },
          num_classes: { min: 2, max: 30, type: "int", default: "2" },
          optimizer: { enum: ["adadelta", "adagrad", "adam", "sgd", "rmsprop"], type: "string", default: "adam" },
          output_layer: { enum: ["softmax", "mean_squared_error"], type: "string", default: "softmax" },
          tied_token_embedding_weight: { type: "bool", default: "False", boolStyle: "title" },
          token_embedding_storage_type: { enum: ["dense", "row_sparse"], type: "string", default: "dense" },
          weight_decay: { min: 0, max: 1e4, type: "float", default: "0" }
        },
        tunable: [{ name: "dropout", type: "continuous", min: 0, max: 1 }, { name: "early_stopping_patience", type: "integer", min: 1, max: 5 }, { name: "early_stopping_tolerance", type: "continuous", min: 1e-3, max: 0.1 }, { name: "enc_dim", type: "integer", min: 4, max: 4096 }, { name: "enc0_cnn_filter_width", type: "integer", min: 1, max: 5 }, { name: "enc0_layers", type: "integer", min: 1, max: 4 }, { name: "enc0_token_embedding_dim", type: "integer", min: 5, max: 300 }, { name: "enc1_cnn_filter_width", type: "integer", min: 1, max: 5 }, { name: "enc1_layers", type: "integer", min: 1, max: 4 }, { name: "enc1_token_embedding_dim", type: "integer", min: 5, max: 300 }, { name: "epochs", type: "integer", min: 4, max: 20 }, { name: "learning_rate", type: "continuous", min: 1e-6, max: 1 }, { name: "mini_batch_size", type: "integer", min: 1, max: 8192 }, { name: "mlp_activation", type: "categorical", values: ["tanh", "relu", "linear"] }, { name: "mlp_dim", type: "integer", min: 16, max: 1024 }, { name: "mlp_layers", type: "integer", min: 1, max: 4 }, { name: "optimizer", type: "categorical", values: ["adagrad", "adam", "rmsprop", "sgd", "adadelta"] }, { name: "weight_decay", type: "continuous", min: 0, max: 1 }],
        metrics: [{ name: "test:mean_squared_error", goal: "Minimize" }, { name: "validation:mean_squared_error", goal: "Minimize" }, { name: "test:accuracy", goal: "Maximize" }, { name: "test:cross_entropy", goal: "Minimize" }, { name: "validation:accuracy", goal: "Maximize" }, { name: "validation:cross_entropy", goal: "Minimize" }]
      },
      blazingtext: {
        problemTypes: ["text-classification", "word-embeddings"],
        contentTypes: ["text/plain", "application/jsonlines"],
        inferenceContentTypes: ["application/json", "application/jsonlines"],
        channels: { train: true, validation: false },
        inputModes: ["File", "Pipe"],
        instanceKinds: ["cpu", "gpu"],
        distributed: true,
        incremental: false,
        image: "blazingtext",
        hyperparameters: {
          mode: { enum: ["batch_skipgram", "skipgram", "cbow", "supervised"], type: "string", required: true },
          batch_size: { min: 1, type: "int", default: "11" },
          buckets: { min: 1, type: "int", default: "2000000" },
          epochs: { min: 1, type: "int", default: "5" },
          evaluation: { type: "bool", default: "True", boolStyle: "title" },
          learning_rate: { exclusiveMin: 0, type: "float", default: "0.05" },
          min_char: { min: 1, type: "int", default: "3" },
          min_count: { min: 0, type: "int", default: "5" },
          max_char: { min: 1, type: "int", default: "6" },
          negative_samples: { min: 1, type: "int", default: "5" },
          sampling_threshold: { type: "float", default: "0.0001", exclusiveMin: 0 },
          subwords: { type: "bool", default: "False", boolStyle: "title" },
          vector_dim: { min: 1, type: "int", default: "100" },
          window_size: { min: 1, type: "int", default: "5" },
          early_stopping: { type: "bool", default: "False", boolStyle: "title" },
          min_epochs: { min: 1, type: "int", default: "5" },
          patience: { min: 1, type: "int", default: "4" },
          word_ngrams: { min: 1, type: "int", default: "2" }
        },
        tunable: [{ name: "batch_size", type: "integer", min: 8, max: 32 }, { name: "epochs", type: "integer", min: 5, max: 15 }, { name: "learning_rate", type: "continuous", min: 5e-3, max: 0.01 }, { name: "min_count", type: "integer", min: 0, max: 100 }, { name: "mode", type: "categorical", values: ["batch_skipgram", "skipgram", "cbow"] }, { name: "negative_samples", type: "integer", min: 5, max: 25 }, { name: "sampling_threshold", type: "continuous", min: 1e-4, max: 1e-3 }, { name: "vector_dim", type: "integer", min: 32, max: 300 }, { name: "window_size", type: "integer", min: 1, max: 10 }, { name: "buckets", type: "integer", min: 1e6, max: 1e7 }, { name: "word_ngrams", type: "integer", min: 1, max: 3 }],
        metrics: [{ name: "train:mean_rho", goal: "Maximize" }, { name: "validation:accuracy", goal: "Maximize" }]
      },
      seq2seq: {
        problemTypes: ["translation", "summarization", "speech-to-text"],
        contentTypes: ["application/x-recordio-protobuf"],
        inferenceContentTypes: ["application/json", "application/x-recordio-protobuf"],
        channels: { train: true, validation: true, vocab: true },
        channelContentTypes: { vocab: ["application/json"] },
        inputModes: ["File"],
        instanceKinds: ["gpu"],
        distributed: false,
        singleInstance: true,
        incremental: false,
        image: "seq2seq",
        hyperparameters: {
          batch_size: { min: 1, type: "int", default: "64" },
          beam_size: { min: 1, type: "int", default: "5" },
          bleu_sample_size: { type: "int", default: "0" },
          bucket_width: { min: 1, type: "int", default: "10" },
          bucketing_enabled: { type: "bool", default: "true", boolStyle: "lower" },
          checkpoint_frequency_num_batches: { min: 1, type: "int", default: "1000" },
          checkpoint_threshold: { min: 1, type: "int", default: "3" },
          clip_gradient: { type: "float", default: "1" },
          cnn_activation_type: { enum: ["glu", "relu", "softrelu", "sigmoid", "tanh"], type: "string", default: "glu" },
          cnn_hidden_dropout: { min: 0, max: 1, type: "float", default: "0" },
          cnn_kernel_width_decoder: { min: 1, type: "int", default: "5" },
          cnn_kernel_width_encoder: { min: 1, type: "int", default: "3" },
          cnn_num_hidden: { min: 1, type: "int", default: "512" },
          decoder_type: { enum: ["rnn", "cnn"], type: "string", default: "rnn" },
          embed_dropout_source: { min: 0, max: 1, type: "float", default: "0" },
          embed_dropout_target: { min: 0, max: 1, type: "float", default: "0" },
          encoder_type: { enum: ["rnn", "cnn"], type: "string", default: "rnn" },
          fixed_rate_lr_half_life: { min: 1, type: "int", default: "10" },
          learning_rate: { type: "float", default: "0.0003" },
          loss_type: { enum: ["cross-entropy"], type: "string", default: "cross-entropy" },
          lr_scheduler_type: { enum: ["plateau_reduce", "fixed_rate_inv_t", "fixed_rate_inv_sqrt_t"], type: "string", default: "plateau_reduce" },
          max_num_batches: { type: "int", default: "-1" },
          max_num_epochs: { min: 1, type: "int" },
          max_seq_len_source: { min: 1, type: "int", default: "100" },
          max_seq_len_target: { min: 1, type: "int", default: "100" },
          min_num_epochs: { min: 1, type: "int", default: "0", orValue: 0 },
          momentum: { type: "float" },
          num_embed_source: { min: 1, type: "int", default: "512" },
          num_embed_target: { min: 1, type: "int", default: "512" },
          num_layers_decoder: { min: 1, type: "int", default: "1" },
          num_layers_encoder: { min: 1, type: "int", default: "1" },
          optimized_metric: { enum: ["perplexity", "accuracy", "bleu"], type: "string", default: "perplexity" },
          optimizer_type: { enum: ["adam", "sgd", "rmsprop"], type: "string", default: "adam" },
          plateau_reduce_lr_factor: { type: "float", default: "0.5" },
          plateau_reduce_lr_threshold: { min: 1, type: "int", default: "3" },
          rnn_attention_in_upper_layers: { type: "bool", default: "true", boolStyle: "lower" },
          rnn_attention_num_hidden: { min: 1, type: "int" },
          rnn_attention_type: { enum: ["dot", "fixed", "mlp", "bilinear"], type: "string", default: "mlp" },
          rnn_cell_type: { enum: ["lstm", "gru"], type: "string", default: "lstm" },
          rnn_decoder_state_init: { enum: ["last", "avg", "zero"], type: "string", default: "last" },
          rnn_first_residual_layer: { min: 1, type: "int", default: "2" },
          rnn_num_hidden: { min: 1, type: "int", default: "1024" },
          rnn_residual_connections: { type: "bool", default: "false", boolStyle: "lower" },
          rnn_decoder_hidden_dropout: { min: 0, max: 1, type: "float", default: "0" },
          training_metric: { enum: ["perplexity", "accuracy"], type: "string", default: "perplexity" },
          weight_decay: { type: "float", default: "0" },
          weight_init_scale: { type: "float", default: "2.34" },
          weight_init_type: { enum: ["uniform", "xavier"], type: "string", default: "xavier" },
          xavier_factor_type: { enum: ["in", "out", "avg"], type: "string", default: "in" }
        },
        tunable: [{ name: "num_layers_encoder", type: "integer", min: 1, max: 10 }, { name: "num_layers_decoder", type: "integer", min: 1, max: 10 }, { name: "batch_size", type: "categorical", values: ["16", "32", "64", "128", "256", "512", "1024", "2048"] }, { name: "optimizer_type", type: "categorical", values: ["adam", "sgd", "rmsprop"] }, { name: "weight_init_type", type: "categorical", values: ["xavier", "uniform"] }, { name: "weight_init_scale", type: "continuous", min: 2, max: 3 }, { name: "learning_rate", type: "continuous", min: 5e-5, max: 0.2 }, { name: "weight_decay", type: "continuous", min: 0, max: 0.1 }, { name: "momentum", type: "continuous", min: 0.5, max: 0.9 }, { name: "clip_gradient", type: "continuous", min: 1, max: 5 }, { name: "rnn_num_hidden", type: "categorical", values: ["Applicable only to recurrent neural networks (RNNs). 128", "256", "512", "1024", "2048"] }, { name: "cnn_num_hidden", type: "categorical", values: ["Applicable only to convolutional neural networks (CNNs). 128", "256", "512", "1024", "2048"] }, { name: "num_embed_source", type: "integer", min: 256, max: 512 }, { name: "num_embed_target", type: "integer", min: 256, max: 512 }, { name: "embed_dropout_source", type: "continuous", min: 0, max: 0.5 }, { name: "embed_dropout_target", type: "continuous", min: 0, max: 0.5 }, { name: "rnn_decoder_hidden_dropout", type: "continuous", min: 0, max: 0.5 }, { name: "cnn_hidden_dropout", type: "continuous", min: 0, max: 0.5 }, { name: "lr_scheduler_type", type: "categorical", values: ["plateau_reduce", "fixed_rate_inv_t", "fixed_rate_inv_sqrt_t"] }, { name: "plateau_reduce_lr_factor", type: "continuous", min: 0.1, max: 0.5 }, { name: "plateau_reduce_lr_threshold", type: "integer", min: 1, max: 5 }, { name: "fixed_rate_lr_half_life", type: "integer", min: 10, max: 30 }],
        metrics: [{ name: "validation:accuracy", goal: "Maximize" }, { name: "validation:bleu", goal: "Maximize" }, { name: "validation:perplexity", goal: "Minimize" }]
      },
      "forecasting-deepar": {
        problemTypes: ["time-series-forecasting"],
        contentTypes: ["json", "json.gz", "parquet", "auto"],
        inferenceContentTypes: ["application/json", "application/jsonlines"],
        channels: { train: true, test: false },
        contentTypeOptional: true,
        inputModes: ["File"],
        instanceKinds: ["cpu", "gpu"],
        distributed: true,
        incremental: false,
        image: "forecasting-deepar",
        hyperparameters: {
          context_length: { min: 1, type: "int", required: true },
          epochs: { min: 1, type: "int", required: true },
          prediction_length: { min: 1, type: "int", required: true },
          time_freq: { type: "string", pattern: "^[1-9][0-9]*(M|W|D|H|min)$|^(M|W|D|H|min)$", required: true },
          cardinality: { orAuto: true, type: "string", default: "auto", list: "json" },
          dropout_rate: { type: "float", default: "0.1" },
          early_stopping_patience: { type: "int" },
          embedding_dimension: { min: 1, type: "int", default: "10" },
          learning_rate: { type: "float", default: "1e-3" },
          likelihood: { enum: ["gaussian", "beta", "negative-binomial", "student-T", "deterministic-L1"], type: "string", default: "student-T" },
          mini_batch_size: { min: 1, type: "int", default: "128" },
          num_cells: { min: 1, type: "int", default: "40" },
          num_dynamic_feat: { orAuto: true, min: 1, type: "int", default: "auto" },
          num_eval_samples: { type: "int", default: "100" },
          num_layers: { min: 1, type: "int", default: "2" },
          test_quantiles: { type: "string", default: "[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]", list: "json" }
        },
        tunable: [{ name: "epochs", type: "integer", min: 1, max: 1e3 }, { name: "context_length", type: "integer", min: 1, max: 200 }, { name: "mini_batch_size", type: "integer", min: 32, max: 1028 }, { name: "learning_rate", type: "continuous", min: 1e-5, max: 0.1 }, { name: "num_cells", type: "integer", min: 30, max: 200 }, { name: "num_layers", type: "integer", min: 1, max: 8 }, { name: "dropout_rate", type: "continuous", min: 0, max: 0.2 }, { name: "embedding_dimension", type: "integer", min: 1, max: 50 }],
        metrics: [{ name: "test:RMSE", goal: "Minimize" }, { name: "test:mean_wQuantileLoss", goal: "Minimize" }, { name: "train:final_loss", goal: "Minimize" }]
      },
      "image-classification": {
        problemTypes: ["image-classification"],
        contentTypes: ["application/x-recordio", "application/x-image", "image/jpeg", "image/png"],
        inferenceContentTypes: ["application/x-image", "image/jpeg", "image/png"],
        channels: { train: true, validation: true, train_lst: ["application/x-image"], validation_lst: ["application/x-image"] },
        inputModes: ["File", "Pipe"],
        instanceKinds: ["gpu"],
        distributed: true,
        incremental: true,
        image: "image-classification",
        hyperparameters: {
          num_classes: { min: 1, type: "int", required: true },
          num_training_samples: { min: 1, type: "int", required: true },
          augmentation_type: { enum: ["crop", "crop_color", "crop_color_transform"], type: "string" },
          beta_1: { min: 0, max: 1, type: "float", default: "0.9" },
          beta_2: { min: 0, max: 1, type: "float", default: "0.999" },
          checkpoint_frequency: { min: 1, type: "int" },
          early_stopping: { type: "bool", default: "False", boolStyle: "title" },
          early_stopping_min_epochs: { min: 1, type: "int", default: "10" },
          early_stopping_patience: { min: 1, type: "int", default: "5" },
          early_stopping_tolerance: { min: 0, max: 1, type: "float", default: "0.0" },
          epochs: { min: 1, type: "int", default: "30" },
          eps: { min: 0, max: 1, type: "float", default: "1e-8" },
          gamma: { min: 0, max: 1, type: "float", default: "0.9" },
          image_shape: { type: "string", default: "3224224" },
          kv_store: { enum: ["dist_sync", "dist_async"], type: "string" },
          learning_rate: { min: 0, max: 1, type: "float", default: "0.1" },
          lr_scheduler_factor: { min: 0, max: 1, type: "float", default: "0.1" },
          lr_scheduler_step: { type: "string" },
          mini_batch_size: { min: 1, type: "int", default: "32" },
          momentum: { min: 0, max: 1, type: "float", default: "0.9" },
          multi_label: { min: 0, max: 1, type: "int", default: "0" },
          num_layers: { min: 1, type: "int", default: "152" },
          optimizer: { enum: ["sgd", "adam", "rmsprop", "nag"], type: "string", default: "sgd" },
          precision_dtype: { type: "string", default: "float32", enum: ["float32", "float16"] },
          resize: { min: 1, type: "int", requiredWhen: { contentTypes: ["application/x-image", "image/jpeg", "image/png"] } },
          top_k: { min: 1, type: "int" },
          use_pretrained_model: { min: 0, max: 1, type: "int", default: "0" },
          use_weighted_loss: { min: 0, max: 1, type: "int", default: "0" },
          weight_decay: { min: 0, max: 1, type: "float", default: "0.0001" }
        },
        tunable: [{ name: "beta_1", type: "continuous", min: 1e-6, max: 0.999 }, { name: "beta_2", type: "continuous", min: 1e-6, max: 0.999 }, { name: "eps", type: "continuous", min: 1e-8, max: 1 }, { name: "gamma", type: "continuous", min: 1e-8, max: 0.999 }, { name: "learning_rate", type: "continuous", min: 1e-6, max: 0.5 }, { name: "mini_batch_size", type: "integer", min: 8, max: 512 }, { name: "momentum", type: "continuous", min: 0, max: 0.999 }, { name: "optimizer", type: "categorical", values: ["sgd", "adam", "rmsprop", "nag"] }, { name: "weight_decay", type: "continuous", min: 0, max: 0.999 }],
        metrics: [{ name: "validation:accuracy", goal: "Maximize" }]
      },
      "object-detection": {
        problemTypes: ["object-detection"],
        contentTypes: ["application/x-recordio", "image/jpeg", "image/png", "application/x-image"],
        inferenceContentTypes: ["application/x-image", "image/jpeg", "image/png"],
        channels: { train: true, validation: true, train_annotation: ["application/x-image", "image/jpeg", "image/png"], validation_annotation: ["application/x-image", "image/jpeg", "image/png"] },
        inputModes: ["File", "Pipe"],
        instanceKinds: ["gpu"],
        distributed: true,
        incremental: true,
        image: "object-detection",
        hyperparameters: {
          num_classes: { min: 1, type: "int", required: true },
          num_training_samples: { min: 1, type: "int", required: true },
          base_network: { type: "string", default: "vgg-16", enum: ["vgg-16", "resnet-50"] },
          early_stopping: { type: "bool", default: "False", boolStyle: "title" },
          early_stopping_min_epochs: { min: 1, type: "int", default: "10" },
          early_stopping_patience: { min: 1, type: "int", default: "5" },
          early_stopping_tolerance: { min: 0, max: 1, type: "float", default: "0.0" },
          image_shape: { min: 1, type: "int", default: "300" },
          epochs: { min: 1, type: "int", default: "30" },
          freeze_layer_pattern: { type: "string" },
          kv_store: { enum: ["dist_sync", "dist_async"], type: "string" },
          label_width: { min: 1, type: "int", default: "350" },
          learning_rate: { exclusiveMin: 0, max: 1, type: "float", default: "0.001" },
          lr_scheduler_factor: { exclusiveMin: 0, exclusiveMax: 1, type: "float", default: "0.1" },
          lr_scheduler_step: { type: "string" },
          mini_batch_size: { min: 1, type: "int", default: "32" },
          momentum: { exclusiveMin: 0, max: 1, type: "float", default: "0.9" },
          nms_threshold: { exclusiveMin: 0, max: 1, type: "float", default: "0.45" },
          optimizer: { type: "string", default: "sgd", enum: ["sgd", "adam", "rmsprop", "adadelta"] },
          overlap_threshold: { exclusiveMin: 0, max: 1, type: "float", default: "0.5" },
          use_pretrained_model: { min: 0, max: 1, type: "int", default: "1" },
          weight_decay: { exclusiveMin: 0, exclusiveMax: 1, type: "float", default: "0.0005" }
        },
        tunable: [{ name: "learning_rate", type: "continuous", min: 1e-6, max: 0.5 }, { name: "mini_batch_size", type: "integer", min: 8, max: 64 }, { name: "momentum", type: "continuous", min: 0, max: 0.999 }, { name: "optimizer", type: "categorical", values: ["sgd", "adam", "rmsprop", "adadelta"] }, { name: "weight_decay", type: "continuous", min: 0, max: 0.999 }],
        metrics: [{ name: "validation:mAP", goal: "Maximize" }]
      },
      "semantic-segmentation": {
        problemTypes: ["semantic-segmentation"],
        contentTypes: ["image/jpeg", "image/png", "application/x-image", "application/x-recordio"],
        inferenceContentTypes: ["image/jpeg"],
        channels: { train: true, validation: true, train_annotation: true, validation_annotation: true, label_map: false },
        channelContentTypes: { train_annotation: ["image/png"], validation_annotation: ["image/png"], label_map: ["application/json"] },
        inputModes: ["File", "Pipe"],
        instanceKinds: ["gpu"],
        distributed: false,
        singleInstance: true,
        incremental: true,
        image: "semantic-segmentation",
        hyperparameters: {
          backbone: { enum: ["resnet-50", "resnet-101"], type: "string", default: "resnet-50" },
          use_pretrained_model: { type: "bool", default: "True", boolStyle: "title" },
          algorithm: { type: "string", default: "fcn", enum: ["fcn", "psp", "deeplab"] },
          num_classes: { min: 2, max: 254, type: "int", required: true },
          num_training_samples: { min: 1, type: "int", required: true },
          base_size: { exclusiveMin: 16, type: "int", default: "520" },
          crop_size: { exclusiveMin: 16, type: "int", default: "240" },
          early_stopping: { type: "bool", default: "False", boolStyle: "title" },
          early_stopping_min_epochs: { type: "int", default: "5" },
          early_stopping_patience: { type: "int", default: "4" },
          early_stopping_tolerance: { min: 0, max: 1, type: "float", default: "0.0" },
          epochs: { min: 1, type: "int", default: "10" },
          gamma1: { min: 0, max: 1, type: "float", default: "0.9" },
          gamma2: { min: 0, max: 1, type: "float", default: "0.9" },
          learning_rate: { exclusiveMin: 0, max: 1, type: "float", default: "0.001" },
          lr_scheduler: { type: "string", default: "poly", enum: ["step", "poly", "cosine"] },
          lr_scheduler_factor: { min: 0, max: 1, type: "float", default: "0.1" },
          lr_scheduler_step: { type: "string" },
          mini_batch_size: { min: 1, type: "int", default: "16" },
          momentum: { exclusiveMin: 0, max: 1, type: "float", default: "0.9" },
          optimizer: { enum: ["adam", "adagrad", "nag", "rmsprop", "sgd"], type: "string", default: "sgd" },
          syncbn: { type: "bool", default: "False", boolStyle: "title" },
          validation_mini_batch_size: { min: 1, type: "int", default: "16" },
          weight_decay: { exclusiveMin: 0, exclusiveMax: 1, type: "float", default: "0.0001" }
        },
        tunable: [{ name: "learning_rate", type: "continuous", min: 1e-4, max: 0.1 }, { name: "mini_batch_size", type: "integer", min: 1, max: 128 }, { name: "momentum", type: "continuous", min: 0.9, max: 0.999 }, { name: "optimizer", type: "categorical", values: ["sgd", "adam", "adadelta"] }, { name: "weight_decay", type: "continuous", min: 1e-5, max: 1e-3 }],
        metrics: [{ name: "validation:mIOU", goal: "Maximize" }, { name: "validation:pixel_accuracy", goal: "Maximize" }]
      },
      lightgbm: {
        problemTypes: ["binary-classification", "multiclass-classification", "regression"],
        contentTypes: ["text/csv"],
        inferenceContentTypes: ["text/csv"],
        channels: { train: true, validation: false },
        inputModes: ["File"],
        instanceKinds: ["cpu"],
        distributed: true,
        incremental: false,
        jumpStart: { models: ["lightgbm-classification-model", "lightgbm-regression-model"], instead: "Use BuiltInAlgorithm.XGBOOST for the same problems, or a script of yours that calls LightGBM: Trainer.sklearn with a requirements.txt." },
        hyperparameters: {
          num_boost_round: { min: 1, type: "int", default: "100" },
          early_stopping_rounds: { type: "int", default: "10" },
          metric: { type: "string", default: "auto" },
          learning_rate: { exclusiveMin: 0, exclusiveMax: 1, type: "float", default: "0.1" },
          num_leaves: { exclusiveMin: 1, exclusiveMax: 131072, type: "int", default: "64" },
          feature_fraction: { exclusiveMin: 0, exclusiveMax: 1, type: "float", default: "0.9" },
          bagging_fraction: { exclusiveMin: 0, max: 1, type: "float", default: "0.9" },
          bagging_freq: { min: 0, type: "int", default: "1" },
          max_depth: { type: "int", default: "6" },
          min_data_in_leaf: { min: 0, type: "int", default: "3" },
          max_delta_step: { type: "float", default: "0.0" },
          lambda_l1: { min: 0, type: "float", default: "0.0" },
          lambda_l2: { min: 0, type: "float", default: "0.0" },
          boosting: { enum: ["gbdt", "rf", "dart", "goss"], type: "string", default: "gbdt" },
          min_gain_to_split: { min: 0, type: "float", default: "0.0" },
          scale_pos_weight: { exclusiveMin: 0, type: "float", default: "1.0" },
          tree_learner: { enum: ["serial", "feature", "data", "voting"], type: "string", default: "serial" },
          feature_fraction_bynode: { exclusiveMin: 0, max: 1, type: "float", default: "1.0" },
          is_unbalance: { type: "bool", default: "False", boolStyle: "title" },
          max_bin: { exclusiveMin: 1, type: "int", default: "255" },
          tweedie_variance_power: { min: 1, exclusiveMax: 2, type: "float", default: "1.5" },
          num_threads: { min: 0, type: "int", default: "0" },
          verbosity: { type: "int", default: "1" }
        },
        tunable: [{ name: "learning_rate", type: "continuous", min: 1e-3, max: 0.01 }, { name: "num_leaves", type: "integer", min: 10, max: 100 }, { name: "feature_fraction", type: "continuous", min: 0.1, max: 1 }, { name: "bagging_fraction", type: "continuous", min: 0.1, max: 1 }, { name: "bagging_freq", type: "integer", min: 0, max: 10 }, { name: "max_depth", type: "integer", min: 15, max: 100 }, { name: "min_data_in_leaf", type: "integer", min: 10, max: 200 }],
        metrics: [{ name: "rmse", goal: "Minimize", regex: "rmse: ([0-9\\.]+)" }, { name: "l1", goal: "Minimize", regex: "l1: ([0-9\\.]+)" }, { name: "l2", goal: "Minimize", regex: "l2: ([0-9\\.]+)" }, { name: "huber", goal: "Minimize", regex: "huber: ([0-9\\.]+)" }, { name: "fair", goal: "Minimize", regex: "fair: ([0-9\\.]+)" }, { name: "binary_logloss", goal: "Maximize", regex: "binary_logloss: ([0-9\\.]+)" }, { name: "binary_error", goal: "Minimize", regex: "binary_error: ([0-9\\.]+)" }, { name: "auc", goal: "Maximize", regex: "auc: ([0-9\\.]+)" }, { name: "average_precision", goal: "Maximize", regex: "average_precision: ([0-9\\.]+)" }, { name: "multi_logloss", goal: "Maximize", regex: "multi_logloss: ([0-9\\.]+)" }, { name: "multi_error", goal: "Minimize", regex: "multi_error: ([0-9\\.]+)" }, { name: "auc_mu", goal: "Maximize", regex: "auc_mu: ([0-9\\.]+)" }, { name: "cross_entropy", goal: "Minimize", regex: "cross_entropy: ([0-9\\.]+)" }]
      },
      catboost: {
        problemTypes: ["binary-classification", "multiclass-classification", "regression"],
        contentTypes: ["text/csv"],
        inferenceContentTypes: ["text/csv"],
        channels: { training: true, validation: false },
        inputModes: ["File"],
        instanceKinds: ["cpu"],
        distributed: false,
        singleInstance: true,
        incremental: false,
        jumpStart: { models: ["catboost-classification-model", "catboost-regression-model"], instead: "Use BuiltInAlgorithm.XGBOOST for the same problems, or a script of yours that calls CatBoost: Trainer.sklearn with a requirements.txt." },
        hyperparameters: {
          iterations: { min: 1, type: "int", default: "500" },
          early_stopping_rounds: { type: "int", default: "5" },
          eval_metric: { type: "string", default: "auto" },
          learning_rate: { exclusiveMin: 0, exclusiveMax: 1, type: "float", default: "0.009" },
          depth: { exclusiveMin: 1, exclusiveMax: 16, type: "int", default: "6" },
          l2_leaf_reg: { min: 1, type: "int", default: "3" },
          random_strength: { exclusiveMin: 0, type: "float", default: "1.0" },
          max_leaves: { min: 2, max: 64, type: "int", default: "31" },
          rsm: { exclusiveMin: 0, max: 1, type: "float", default: "1.0" },
          sampling_frequency: { enum: ["PerTreeLevel", "PerTree"], type: "string", default: "PerTreeLevel" },
          min_data_in_leaf: { type: "int", default: "1" },
          bagging_temperature: { min: 0, type: "float", default: "1.0" },
          boosting_type: { enum: ["Auto", "Ordered", "Plain"], type: "string", default: "Auto" },
          scale_pos_weight: { exclusiveMin: 0, type: "float", default: "1.0" },
          max_bin: { orAuto: true, min: 1, max: 65535, type: "int", default: "auto" },
          grow_policy: { enum: ["SymmetricTree", "Depthwise", "Lossguide"], type: "string", default: "SymmetricTree" },
          random_seed: { min: 0, type: "int", default: "1" },
          thread_count: { min: 1, orValue: -1, type: "int", default: "-1" },
          verbose: { min: 1, type: "int", default: "1" }
        },
        tunable: [{ name: "learning_rate", type: "continuous", min: 1e-3, max: 0.01 }, { name: "depth", type: "integer", min: 4, max: 10 }, { name: "l2_leaf_reg", type: "integer", min: 2, max: 10 }, { name: "random_strength", type: "continuous", min: 0, max: 10 }],
        metrics: [{ name: "RMSE", goal: "Minimize", regex: "bestTest = ([0-9\\.]+)" }, { name: "MAE", goal: "Minimize", regex: "bestTest = ([0-9\\.]+)" }, { name: "MedianAbsoluteError", goal: "Minimize", regex: "bestTest = ([0-9\\.]+)" }, { name: "R2", goal: "Maximize", regex: "bestTest = ([0-9\\.]+)" }, { name: "Logloss", goal: "Minimize", regex: "bestTest = ([0-9\\.]+)" }, { name: "Precision", goal: "Maximize", regex: "bestTest = ([0-9\\.]+)" }, { name: "Recall", goal: "Maximize", regex: "bestTest = ([0-9\\.]+)" }, { name: "F1", goal: "Maximize", regex: "bestTest = ([0-9\\.]+)" }, { name: "AUC", goal: "Maximize", regex: "bestTest = ([0-9\\.]+)" }, { name: "MultiClass", goal: "Minimize", regex: "bestTest = ([0-9\\.]+)" }, { name: "Accuracy", goal: "Maximize", regex: "bestTest = ([0-9\\.]+)" }, { name: "BalancedAccuracy", goal: "Maximize", regex: "bestTest = ([0-9\\.]+)" }]
      },
      tabtransformer: {
        problemTypes: ["binary-classification", "multiclass-classification", "regression"],
        contentTypes: ["text/csv"],
        inferenceContentTypes: ["text/csv"],
        channels: { training: true, validation: false },
        inputModes: ["File"],
        instanceKinds: ["cpu", "gpu"],
        distributed: false,
        singleInstance: true,
        incremental: false,
        jumpStart: { models: ["pytorch-tabtransformerclassification-model", "pytorch-tabtransformerregression-model"], instead: "Use BuiltInAlgorithm.XGBOOST or LINEAR_LEARNER for the same problems, or a script of yours: Trainer.pytorch." },
        hyperparameters: {
          n_epochs: { min: 1, type: "int", default: "5" },
          patience: { exclusiveMin: 2, exclusiveMax: 60, type: "int", default: "10" },
          learning_rate: { exclusiveMin: 0, type: "float", default: "0.001" },
          batch_size: { exclusiveMin: 1, exclusiveMax: 2048, type: "int", default: "256" },
          input_dim: { type: "string", default: "32", enum: ["16", "32", "64", "128", "256", "512"] },
          n_blocks: { exclusiveMin: 1, exclusiveMax: 12, type: "int", default: "4" },
          attn_dropout: { exclusiveMin: 0, exclusiveMax: 1, type: "float", default: "0.2" },
          mlp_dropout: { exclusiveMin: 0, exclusiveMax: 1, type: "float", default: "0.1" },
          frac_shared_embed: { exclusiveMin: 0, exclusiveMax: 1, type: "float", default: "0.25" }
        },
        tunable: [{ name: "learning_rate", type: "continuous", min: 1e-3, max: 0.01 }, { name: "input_dim", type: "categorical", values: ["16", "32", "64", "128", "256", "512"] }, { name: "n_blocks", type: "integer", min: 1, max: 12 }, { name: "attn_dropout", type: "continuous", min: 0, max: 0.8 }, { name: "mlp_dropout", type: "continuous", min: 0, max: 0.8 }, { name: "frac_shared_embed", type: "continuous", min: 0, max: 0.5 }],
        metrics: [{ name: "r2", goal: "Maximize", regex: "metrics={'r2': (\\S+)}" }, { name: "f1_score", goal: "Maximize", regex: "metrics={'f1': (\\S+)}" }, { name: "accuracy_score", goal: "Maximize", regex: "metrics={'accuracy': (\\S+)}" }]
      },
      "autogluon-tabular": {
        problemTypes: ["binary-classification", "multiclass-classification", "regression"],
        contentTypes: ["text/csv"],
        inferenceContentTypes: ["text/csv"],
        channels: { training: true, validation: false },
        inputModes: ["File"],
        instanceKinds: ["cpu", "gpu"],
        distributed: false,
        singleInstance: true,
        incremental: false,
        jumpStart: { models: ["autogluon-classification-ensemble", "autogluon-regression-ensemble"], instead: "Use Trainer.autogluon with a script of a few lines, or BuiltInAlgorithm.XGBOOST for the same problems." },
        hyperparameters: {
          eval_metric: { type: "string", default: "auto" },
          presets: { enum: ["best_quality", "high_quality", "good_quality", "medium_quality", "optimize_for_deployment", "interpretable"], type: "string", default: "medium_quality" },
          auto_stack: { type: "bool", default: "False", boolStyle: "title" },
          num_bag_folds: { type: "int", default: "0", min: 0, max: 10, not: [1] },
          num_bag_sets: { min: 1, max: 20, type: "int", default: "1" },
          num_stack_levels: { min: 0, max: 3, type: "int", default: "0" },
          refit_full: { type: "bool", default: "False", boolStyle: "title" },
          set_best_to_refit_full: { type: "bool", default: "False", boolStyle: "title" },
          save_space: { type: "bool", default: "False", boolStyle: "title" },
          verbosity: { type: "int", default: "2", min: 0, max: 4 }
        },
        tunable: [],
        metrics: []
      },
      "image-classification-tensorflow": {
        problemTypes: ["image-classification"],
        contentTypes: ["application/x-image"],
        inferenceContentTypes: ["application/x-image"],
        channels: { training: true, validation: false },
        inputModes: ["File"],
        instanceKinds: ["cpu", "gpu"],
        distributed: false,
        singleInstance: true,
        incremental: true,
        jumpStart: { models: ["tensorflow-ic-*"], instead: "Use BuiltInAlgorithm.IMAGE_CLASSIFICATION for the same problem, or a script of yours: Trainer.tensorflow." },
        hyperparameters: {
          augmentation: { type: "bool", default: "False", boolStyle: "title" },
          augmentation_random_flip: { enum: ["horizontal_and_vertical", "vertical", "None"], type: "string", default: "horizontal_and_vertical" },
          augmentation_random_rotation: { min: -1, max: 1, type: "float", default: "0.2" },
          augmentation_random_zoom: { min: -1, max: 1, type: "float", default: "0.1" },
          batch_size: { min: 1, type: "int", default: "32" },
          beta_1: { min: 0, max: 1, type: "float", default: "0.9" },
          beta_2: { min: 0, max: 1, type: "float", default: "0.999" },
          binary_mode: { type: "bool", default: "False", boolStyle: "title" },
          dropout_rate: { min: 0, max: 1, type: "float", default: "0.2" },
          early_stopping: { type: "bool", default: "False", boolStyle: "title" },
          early_stopping_min_delta: { min: 0, max: 1, type: "float", default: "0.0" },
          early_stopping_patience: { min: 1, type: "int", default: "5" },
          epochs: { min: 1, type: "int", default: "3" },
          epsilon: { min: 0, max: 1, type: "float", default: "1e-7" },
          eval_metric: { enum: ["accuracy", "precision", "recall", "auc", "prc"], type: "string", default: "accuracy" },
          image_resize_interpolation: { enum: ["bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5", "gaussian", "mitchellcubic"], type: "string", default: "bilinear" },
          initial_accumulator_value: { min: 0, max: 1, type: "float", default: "0.0001" },
          label_smoothing: { min: 0, max: 1, type: "float", default: "0.1" },
          learning_rate: { min: 0, max: 1, type: "float", default: "0.001" },
          momentum: { min: 0, max: 1, type: "float", default: "0.9" },
          optimizer: { enum: ["adam", "sgd", "nesterov", "rmsprop", "adagrad", "adadelta"], type: "string", default: "adam" },
          regularizers_l2: { min: 0, max: 1, type: "float", default: ".0001" },
          reinitialize_top_layer: { enum: ["Auto", "True", "False"], type: "string", default: "Auto" },
          rho: { min: 0, max: 1, type: "float", default: "0.95" },
          train_only_on_top_layer: { type: "bool", default: "False", boolStyle: "title" }
        },
        tunable: [{ name: "batch_size", type: "integer", min: 8, max: 512 }, { name: "beta_1", type: "continuous", min: 1e-6, max: 0.999 }, { name: "beta_2", type: "continuous", min: 1e-6, max: 0.999 }, { name: "learning_rate", type: "continuous", min: 1e-6, max: 0.5 }, { name: "momentum", type: "continuous", min: 0, max: 0.999 }, { name: "optimizer", type: "categorical", values: ["sgd", "adam", "rmsprop", "nesterov", "adagrad", "adadelta"] }, { name: "regularizers_l2", type: "continuous", min: 0, max: 0.999 }, { name: "train_only_on_top_layer", type: "categorical", values: ["True", "False"] }],
        metrics: [{ name: "validation:accuracy", goal: "Maximize" }]
      },
      "object-detection-tensorflow": {
        problemTypes: ["object-detection"],
        contentTypes: ["application/x-image"],
        inferenceContentTypes: ["application/x-image"],
        channels: { training: true, validation: false },
        inputModes: ["File"],
        instanceKinds: ["gpu"],
        distributed: false,
        singleInstance: true,
        incremental: true,
        jumpStart: { models: ["tensorflow-od1-*"], instead: "Use BuiltInAlgorithm.OBJECT_DETECTION for the same problem, or a script of yours: Trainer.tensorflow." },
        hyperparameters: {
          batch_size: { min: 1, type: "int", default: "3" },
          beta_1: { min: 0, max: 1, type: "float", default: "0.9" },
          beta_2: { min: 0, max: 1, type: "float", default: "0.999" },
          early_stopping: { type: "bool", default: "False", boolStyle: "title" },
          early_stopping_min_delta: { min: 0, max: 1, type: "float", default: "0.0" },
          early_stopping_patience: { min: 1, type: "int", default: "5" },
          epochs: { min: 1, type: "int", default: "5" },
          epsilon: { min: 0, max: 1, type: "float", default: "1e-7" },
          initial_accumulator_value: { min: 0, max: 1, type: "float", default: "0.1" },
          learning_rate: { min: 0, max: 1, type: "float", default: "0.001" },
          momentum: { min: 0, max: 1, type: "float", default: "0.9" },
          optimizer: { enum: ["adam", "sgd", "nesterov", "rmsprop", "adagrad", "adadelta"], type: "string", default: "adam" },
          reinitialize_top_layer: { enum: ["Auto", "True", "False"], type: "string", default: "Auto" },
          rho: { min: 0, max: 1, type: "float", default: "0.95" },
          train_only_on_top_layer: { type: "bool", default: "False", boolStyle: "title" }
        },
        tunable: [{ name: "batch_size", type: "integer", min: 8, max: 512 }, { name: "beta_1", type: "continuous", min: 1e-6, max: 0.999 }, { name: "beta_2", type: "continuous", min: 1e-6, max: 0.999 }, { name: "learning_rate", type: "continuous", min: 1e-6, max: 0.5 }, { name: "momentum", type: "continuous", min: 0, max: 0.999 }, { name: "optimizer", type: "categorical", values: ["sgd", "adam", "rmsprop", "nesterov", "adagrad", "adadelta"] }, { name: "train_only_on_top_layer", type: "categorical", values: ["True", "False"] }, { name: "initial_accumulator_value", type: "categorical", values: ["MinValue: 0.0", "MaxValue: 0.999"] }],
        metrics: [{ name: "validation:localization_loss", goal: "Minimize", regex: "Val_localization=([0-9\\.]+)" }]
      },
      "text-classification-tensorflow": {
        problemTypes: ["text-classification"],
        contentTypes: ["text/csv"],
        inferenceContentTypes: ["application/x-text"],
        channels: { training: true, validation: false },
        inputModes: ["File"],
        instanceKinds: ["cpu", "gpu"],
        distributed: false,
        singleInstance: true,
        incremental: true,
        jumpStart: { models: ["tensorflow-tc-*"], instead: "Use BuiltInAlgorithm.BLAZING_TEXT for the same problem, or a script of yours: Trainer.tensorflow." },
        hyperparameters: {
          batch_size: { min: 1, type: "int", default: "32" },
          beta_1: { min: 0, max: 1, type: "float", default: "0.9" },
          beta_2: { min: 0, max: 1, type: "float", default: "0.999" },
          dropout_rate: { min: 0, max: 1, type: "float", default: "0.2" },
          early_stopping: { type: "bool", default: "False", boolStyle: "title" },
          early_stopping_min_delta: { min: 0, max: 1, type: "float", default: "0.0" },
          early_stopping_patience: { min: 1, type: "int", default: "5" },
          epochs: { min: 1, type: "int", default: "10" },
          epsilon: { min: 0, max: 1, type: "float", default: "1e-7" },
          initial_accumulator_value: { min: 0, max: 1, type: "float", default: "0.0001" },
          learning_rate: { min: 0, max: 1, type: "float", default: "0.001" },
          momentum: { min: 0, max: 1, type: "float", default: "0.9" },
          optimizer: { enum: ["adamw", "adam", "sgd", "nesterov", "rmsprop", "adagrad", "adadelta"], type: "string", default: "adam" },
          regularizers_l2: { min: 0, max: 1, type: "float", default: "0.0001" },
          reinitialize_top_layer: { enum: ["Auto", "True", "False"], type: "string", default: "Auto" },
          rho: { min: 0, max: 1, type: "float", default: "0.95" },
          train_only_on_top_layer: { type: "bool", default: "False", boolStyle: "title" },
          validation_split_ratio: { min: 0, max: 1, type: "float", default: "0.2" },
          warmup_steps_fraction: { min: 0, max: 1, type: "float", default: "0.1" }
        },
        tunable: [{ name: "batch_size", type: "integer", min: 4, max: 128 }, { name: "beta_1", type: "continuous", min: 1e-6, max: 0.999 }, { name: "beta_2", type: "continuous", min: 1e-6, max: 0.999 }, { name: "learning_rate", type: "continuous", min: 1e-6, max: 0.5 }, { name: "momentum", type: "continuous", min: 0, max: 0.999 }, { name: "optimizer", type: "categorical", values: ["adamw", "adam", "sgd", "rmsprop", "nesterov", "adagrad", "adadelta"] }, { name: "regularizers_l2", type: "continuous", min: 0, max: 0.999 }, { name: "train_only_on_top_layer", type: "categorical", values: ["True", "False"] }],
        metrics: [{ name: "validation:accuracy", goal: "Maximize", regex: "val_accuracy=([0-9\\.]+)" }]
      }
    };
  }
});

// bench/zy.ts
var zy_exports = {};
__export(zy_exports, {
  measure: () => measure,
  stepsOf: () => stepsOf
});
module.exports = __toCommonJS(zy_exports);
var import_node_path8 = require("node:path");
var import_core107 = require("aws-cdk-lib/core");

// lib/core/container-image.ts
var import_node_fs4 = require("node:fs");
var import_node_path5 = require("node:path");
var import_core21 = require("aws-cdk-lib/core");
init_arns();
init_errors();

// lib/core/facts/image-accounts.json
var image_accounts_default = {
  t00: { "af-south-1": "626614931356", "ap-east-1": "871362719292", "ap-northeast-1": "763104351884", "ap-northeast-2": "763104351884", "ap-northeast-3": "364406365360", "ap-south-1": "763104351884", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-3": "907027046896", "ap-southeast-4": "457447274322", "ca-central-1": "763104351884", "ca-west-1": "204538143572", "eu-central-1": "763104351884", "eu-north-1": "763104351884", "eu-south-1": "692866216735", "eu-west-1": "763104351884", "eu-west-2": "763104351884", "eu-west-3": "763104351884", "il-central-1": "780543022126", "me-south-1": "217643126080", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-gov-east-1": "446045086412", "us-gov-west-1": "442386744353", "us-iso-east-1": "886529160074", "us-isob-east-1": "094389454867", "us-west-1": "763104351884", "us-west-2": "763104351884" },
  t01: { "af-south-1": "626614931356", "ap-east-1": "871362719292", "ap-northeast-1": "763104351884", "ap-northeast-2": "763104351884", "ap-northeast-3": "364406365360", "ap-south-1": "763104351884", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-3": "907027046896", "ap-southeast-4": "457447274322", "ca-central-1": "763104351884", "ca-west-1": "204538143572", "cn-north-1": "727897471807", "cn-northwest-1": "727897471807", "eu-central-1": "763104351884", "eu-north-1": "763104351884", "eu-south-1": "692866216735", "eu-west-1": "763104351884", "eu-west-2": "763104351884", "eu-west-3": "763104351884", "il-central-1": "780543022126", "me-south-1": "217643126080", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-gov-east-1": "446045086412", "us-gov-west-1": "442386744353", "us-iso-east-1": "886529160074", "us-isob-east-1": "094389454867", "us-west-1": "763104351884", "us-west-2": "763104351884" },
  t02: { "af-south-1": "455444449433", "ap-east-1": "286214385809", "ap-northeast-1": "501404015308", "ap-northeast-2": "306986355934", "ap-northeast-3": "867004704886", "ap-south-1": "991648021394", "ap-south-2": "628508329040", "ap-southeast-1": "475088953585", "ap-southeast-2": "544295431143", "ap-southeast-3": "951798379941", "ap-southeast-4": "106583098589", "ca-central-1": "469771592824", "ca-west-1": "190319476487", "cn-north-1": "390948362332", "cn-northwest-1": "387376663083", "eu-central-1": "813361260812", "eu-central-2": "680994064768", "eu-north-1": "669576153137", "eu-south-1": "257386234256", "eu-south-2": "104374241257", "eu-west-1": "685385470294", "eu-west-2": "644912444149", "eu-west-3": "749696950732", "il-central-1": "898809789911", "me-central-1": "272398656194", "me-south-1": "249704162688", "sa-east-1": "855470959533", "us-east-1": "811284229777", "us-east-2": "825641698319", "us-gov-east-1": "237065988967", "us-gov-west-1": "226302683700", "us-iso-east-1": "490574956308", "us-isob-east-1": "765400339828", "us-isof-east-1": "108575199400", "us-isof-south-1": "124985052026", "us-west-1": "632365934929", "us-west-2": "433757028032" },
  t03: { "af-south-1": "313743910680", "ap-east-1": "057415533634", "ap-northeast-1": "520713654638", "ap-northeast-2": "520713654638", "ap-south-1": "520713654638", "ap-southeast-1": "520713654638", "ap-southeast-2": "520713654638", "ca-central-1": "520713654638", "cn-north-1": "422961961927", "cn-northwest-1": "423003514399", "eu-central-1": "520713654638", "eu-north-1": "520713654638", "eu-south-1": "048378556238", "eu-west-1": "520713654638", "eu-west-2": "520713654638", "eu-west-3": "520713654638", "me-south-1": "724002660598", "sa-east-1": "520713654638", "us-east-1": "520713654638", "us-east-2": "520713654638", "us-gov-west-1": "246785580436", "us-iso-east-1": "744548109606", "us-isob-east-1": "453391408702", "us-west-1": "520713654638", "us-west-2": "520713654638" },
  t04: { "af-south-1": "811711786498", "ap-east-1": "098760798382", "ap-northeast-1": "377024640650", "ap-northeast-2": "263625296855", "ap-northeast-3": "912233562940", "ap-south-1": "452307495513", "ap-southeast-1": "834264404009", "ap-southeast-2": "007051062584", "ap-southeast-3": "705930551576", "ca-central-1": "675030665977", "cn-north-1": "122526803553", "cn-northwest-1": "122578899357", "eu-central-1": "017069133835", "eu-central-2": "730335477804", "eu-north-1": "763603941244", "eu-south-1": "638885417683", "eu-west-1": "131013547314", "eu-west-2": "440796970383", "eu-west-3": "341593696636", "me-south-1": "835444307964", "sa-east-1": "520018980103", "us-east-1": "205585389593", "us-east-2": "211330385671", "us-gov-west-1": "598674086554", "us-isof-east-1": "579539705040", "us-isof-south-1": "411392592546", "us-west-1": "740489534195", "us-west-2": "306415355426" },
  t05: { "af-south-1": "143210264188", "ap-east-1": "707077482487", "ap-northeast-1": "649008135260", "ap-northeast-2": "131546521161", "ap-northeast-3": "913387583493", "ap-south-1": "089933028263", "ap-southeast-1": "119527597002", "ap-southeast-2": "422173101802", "ca-central-1": "557239378090", "cn-north-1": "245909111842", "cn-northwest-1": "249157047649", "eu-central-1": "024640144536", "eu-north-1": "054986407534", "eu-south-1": "488287956546", "eu-west-1": "245179582081", "eu-west-2": "894491911112", "eu-west-3": "807237891255", "me-south-1": "376037874950", "sa-east-1": "424196993095", "us-east-1": "663277389841", "us-east-2": "415577184552", "us-west-1": "926135532090", "us-west-2": "174368400705" },
  t06: { "af-south-1": "143210264188", "ap-east-1": "707077482487", "ap-northeast-1": "649008135260", "ap-northeast-2": "131546521161", "ap-northeast-3": "913387583493", "ap-south-1": "089933028263", "ap-southeast-1": "119527597002", "ap-southeast-2": "422173101802", "ca-central-1": "557239378090", "cn-north-1": "245909111842", "cn-northwest-1": "249157047649", "eu-central-1": "024640144536", "eu-north-1": "054986407534", "eu-south-1": "488287956546", "eu-west-1": "245179582081", "eu-west-2": "894491911112", "eu-west-3": "807237891255", "il-central-1": "406833011540", "me-south-1": "376037874950", "sa-east-1": "424196993095", "us-east-1": "663277389841", "us-east-2": "415577184552", "us-west-1": "926135532090", "us-west-2": "174368400705" },
  t07: { "af-south-1": "314341159256", "ap-east-1": "199566480951", "ap-northeast-1": "430734990657", "ap-northeast-2": "578805364391", "ap-northeast-3": "479947661362", "ap-south-1": "904829902805", "ap-southeast-1": "972752614525", "ap-southeast-2": "184798709955", "ca-central-1": "519511493484", "cn-north-1": "618459771430", "cn-northwest-1": "658757709296", "eu-central-1": "482524230118", "eu-north-1": "314864569078", "eu-south-1": "563282790590", "eu-west-1": "929884845733", "eu-west-2": "250201462417", "eu-west-3": "447278800020", "me-south-1": "986000313247", "sa-east-1": "818342061345", "us-east-1": "503895931360", "us-east-2": "915447279597", "us-gov-west-1": "515509971035", "us-west-1": "685455198987", "us-west-2": "895741380848" },
  t08: { "eu-central-1": "482524230118", "eu-west-1": "929884845733", "il-central-1": "216881608335", "us-east-1": "503895931360", "us-east-2": "915447279597", "us-west-2": "895741380848" },
  t09: { "af-south-1": "626614931356", "ap-east-1": "871362719292", "ap-east-2": "975050140332", "ap-northeast-1": "763104351884", "ap-northeast-2": "763104351884", "ap-northeast-3": "364406365360", "ap-south-1": "763104351884", "ap-south-2": "772153158452", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-3": "907027046896", "ap-southeast-4": "457447274322", "ap-southeast-5": "550225433462", "ap-southeast-6": "633930458069", "ap-southeast-7": "590183813437", "ca-central-1": "763104351884", "ca-west-1": "204538143572", "cn-north-1": "727897471807", "cn-northwest-1": "727897471807", "eu-central-1": "763104351884", "eu-central-2": "380420809688", "eu-north-1": "763104351884", "eu-south-1": "692866216735", "eu-south-2": "503227376785", "eu-west-1": "763104351884", "eu-west-2": "763104351884", "eu-west-3": "763104351884", "eusc-de-east-1": "204133271717", "il-central-1": "780543022126", "me-central-1": "914824155844", "me-south-1": "217643126080", "mx-central-1": "637423239942", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-gov-east-1": "446045086412", "us-gov-west-1": "442386744353", "us-west-1": "763104351884", "us-west-2": "763104351884" },
  t10: { "af-south-1": "626614931356", "ap-east-1": "871362719292", "ap-east-2": "975050140332", "ap-northeast-1": "763104351884", "ap-northeast-2": "763104351884", "ap-northeast-3": "364406365360", "ap-south-1": "763104351884", "ap-south-2": "772153158452", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-3": "907027046896", "ap-southeast-4": "457447274322", "ap-southeast-5": "550225433462", "ap-southeast-6": "633930458069", "ap-southeast-7": "590183813437", "ca-central-1": "763104351884", "ca-west-1": "204538143572", "cn-north-1": "727897471807", "cn-northwest-1": "727897471807", "eu-central-1": "763104351884", "eu-central-2": "380420809688", "eu-isoe-west-1": "371248457586", "eu-north-1": "763104351884", "eu-south-1": "692866216735", "eu-south-2": "503227376785", "eu-west-1": "763104351884", "eu-west-2": "763104351884", "eu-west-3": "763104351884", "eusc-de-east-1": "204133271717", "il-central-1": "780543022126", "me-central-1": "914824155844", "me-south-1": "217643126080", "mx-central-1": "637423239942", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-gov-east-1": "446045086412", "us-gov-west-1": "442386744353", "us-iso-east-1": "886529160074", "us-isob-east-1": "094389454867", "us-isof-east-1": "303241398832", "us-isof-south-1": "454834333376", "us-west-1": "763104351884", "us-west-2": "763104351884" },
  t11: { "ap-northeast-1": "763104351884", "ap-south-1": "763104351884", "ap-south-2": "772153158452", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-4": "457447274322", "ap-southeast-5": "550225433462", "ap-southeast-7": "590183813437", "ca-west-1": "204538143572", "cn-north-1": "727897471807", "cn-northwest-1": "727897471807", "eu-central-1": "763104351884", "eu-central-2": "380420809688", "eu-north-1": "763104351884", "eu-south-2": "503227376785", "eu-west-1": "763104351884", "eu-west-2": "763104351884", "eu-west-3": "763104351884", "il-central-1": "780543022126", "mx-central-1": "637423239942", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-gov-east-1": "446045086412", "us-gov-west-1": "442386744353", "us-west-2": "763104351884" },
  t12: { "ap-northeast-1": "763104351884", "ap-south-1": "763104351884", "ap-south-2": "772153158452", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-4": "457447274322", "ap-southeast-5": "550225433462", "ap-southeast-7": "590183813437", "ca-west-1": "204538143572", "cn-north-1": "727897471807", "cn-northwest-1": "727897471807", "eu-central-1": "763104351884", "eu-central-2": "380420809688", "eu-isoe-west-1": "371248457586", "eu-north-1": "763104351884", "eu-south-2": "503227376785", "eu-west-1": "763104351884", "eu-west-2": "763104351884", "eu-west-3": "763104351884", "il-central-1": "780543022126", "mx-central-1": "637423239942", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-gov-east-1": "446045086412", "us-gov-west-1": "442386744353", "us-iso-east-1": "886529160074", "us-isob-east-1": "094389454867", "us-isof-east-1": "303241398832", "us-isof-south-1": "454834333376", "us-west-2": "763104351884" },
  t13: { "af-south-1": "626614931356", "ap-east-1": "871362719292", "ap-northeast-1": "763104351884", "ap-northeast-2": "763104351884", "ap-northeast-3": "364406365360", "ap-south-1": "763104351884", "ap-south-2": "772153158452", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-3": "907027046896", "ap-southeast-4": "457447274322", "ap-southeast-5": "550225433462", "ap-southeast-7": "590183813437", "ca-central-1": "763104351884", "ca-west-1": "204538143572", "cn-north-1": "727897471807", "cn-northwest-1": "727897471807", "eu-central-1": "763104351884", "eu-central-2": "380420809688", "eu-north-1": "763104351884", "eu-south-1": "692866216735", "eu-south-2": "503227376785", "eu-west-1": "763104351884", "eu-west-2": "763104351884", "eu-west-3": "763104351884", "il-central-1": "780543022126", "me-central-1": "914824155844", "me-south-1": "217643126080", "mx-central-1": "637423239942", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-gov-east-1": "446045086412", "us-gov-west-1": "442386744353", "us-west-1": "763104351884", "us-west-2": "763104351884" },
  t14: { "af-south-1": "455444449433", "ap-east-1": "286214385809", "ap-northeast-1": "351501993468", "ap-northeast-2": "835164637446", "ap-northeast-3": "867004704886", "ap-south-1": "991648021394", "ap-south-2": "628508329040", "ap-southeast-1": "475088953585", "ap-southeast-2": "712309505854", "ap-southeast-3": "951798379941", "ap-southeast-4": "106583098589", "ca-central-1": "469771592824", "ca-west-1": "190319476487", "cn-north-1": "390948362332", "cn-northwest-1": "387376663083", "eu-central-1": "664544806723", "eu-central-2": "680994064768", "eu-north-1": "669576153137", "eu-south-1": "257386234256", "eu-south-2": "104374241257", "eu-west-1": "438346466558", "eu-west-2": "644912444149", "eu-west-3": "749696950732", "il-central-1": "898809789911", "me-central-1": "272398656194", "me-south-1": "249704162688", "sa-east-1": "855470959533", "us-east-1": "382416733822", "us-east-2": "404615174143", "us-gov-east-1": "237065988967", "us-gov-west-1": "226302683700", "us-iso-east-1": "490574956308", "us-isob-east-1": "765400339828", "us-isof-east-1": "108575199400", "us-isof-south-1": "124985052026", "us-west-1": "632365934929", "us-west-2": "174872318107" },
  t15: { "af-south-1": "455444449433", "ap-east-1": "286214385809", "ap-northeast-1": "633353088612", "ap-northeast-2": "204372634319", "ap-northeast-3": "867004704886", "ap-south-1": "991648021394", "ap-south-2": "628508329040", "ap-southeast-1": "475088953585", "ap-southeast-2": "514117268639", "ap-southeast-3": "951798379941", "ap-southeast-4": "106583098589", "ca-central-1": "469771592824", "ca-west-1": "190319476487", "cn-north-1": "390948362332", "cn-northwest-1": "387376663083", "eu-central-1": "495149712605", "eu-central-2": "680994064768", "eu-north-1": "669576153137", "eu-south-1": "257386234256", "eu-south-2": "104374241257", "eu-west-1": "224300973850", "eu-west-2": "644912444149", "eu-west-3": "749696950732", "il-central-1": "898809789911", "me-central-1": "272398656194", "me-south-1": "249704162688", "sa-east-1": "855470959533", "us-east-1": "522234722520", "us-east-2": "566113047672", "us-gov-east-1": "237065988967", "us-gov-west-1": "226302683700", "us-iso-east-1": "490574956308", "us-isob-east-1": "765400339828", "us-isof-east-1": "108575199400", "us-isof-south-1": "124985052026", "us-west-1": "632365934929", "us-west-2": "156387875391" },
  t16: { "af-south-1": "626614931356", "ap-east-1": "871362719292", "ap-east-2": "975050140332", "ap-northeast-1": "763104351884", "ap-northeast-2": "763104351884", "ap-northeast-3": "364406365360", "ap-south-1": "763104351884", "ap-south-2": "772153158452", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-3": "907027046896", "ap-southeast-4": "457447274322", "ap-southeast-5": "550225433462", "ap-southeast-6": "633930458069", "ap-southeast-7": "590183813437", "ca-central-1": "763104351884", "ca-west-1": "204538143572", "cn-north-1": "727897471807", "cn-northwest-1": "727897471807", "eu-central-1": "763104351884", "eu-central-2": "380420809688", "eu-north-1": "763104351884", "eu-south-1": "692866216735", "eu-south-2": "503227376785", "eu-west-1": "763104351884", "eu-west-2": "763104351884", "eu-west-3": "763104351884", "il-central-1": "780543022126", "me-central-1": "914824155844", "me-south-1": "217643126080", "mx-central-1": "637423239942", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-gov-east-1": "446045086412", "us-gov-west-1": "442386744353", "us-iso-east-1": "886529160074", "us-isob-east-1": "094389454867", "us-isof-east-1": "303241398832", "us-isof-south-1": "454834333376", "us-west-1": "763104351884", "us-west-2": "763104351884" },
  t17: { "ap-east-2": "975050140332", "ap-northeast-1": "763104351884", "ap-south-1": "763104351884", "ap-south-2": "772153158452", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-4": "457447274322", "ap-southeast-5": "550225433462", "ap-southeast-7": "590183813437", "ca-west-1": "204538143572", "eu-central-1": "763104351884", "eu-central-2": "380420809688", "eu-south-2": "503227376785", "eu-west-1": "763104351884", "eu-west-3": "763104351884", "il-central-1": "780543022126", "mx-central-1": "637423239942", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-west-2": "763104351884" },
  t18: { "ap-northeast-1": "763104351884", "ap-south-1": "763104351884", "ap-south-2": "772153158452", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-4": "457447274322", "ap-southeast-5": "550225433462", "ap-southeast-7": "590183813437", "ca-west-1": "204538143572", "cn-north-1": "727897471807", "cn-northwest-1": "727897471807", "eu-central-1": "763104351884", "eu-central-2": "380420809688", "eu-south-2": "503227376785", "eu-west-1": "763104351884", "eu-west-3": "763104351884", "il-central-1": "780543022126", "mx-central-1": "637423239942", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-gov-east-1": "446045086412", "us-gov-west-1": "442386744353", "us-west-2": "763104351884" },
  t19: { "af-south-1": "626614931356", "ap-east-1": "871362719292", "ap-east-2": "975050140332", "ap-northeast-1": "763104351884", "ap-northeast-2": "763104351884", "ap-northeast-3": "364406365360", "ap-south-1": "763104351884", "ap-south-2": "772153158452", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-4": "457447274322", "ap-southeast-5": "550225433462", "ap-southeast-7": "590183813437", "ca-central-1": "763104351884", "ca-west-1": "204538143572", "cn-north-1": "727897471807", "cn-northwest-1": "727897471807", "eu-central-1": "763104351884", "eu-central-2": "380420809688", "eu-north-1": "763104351884", "eu-south-1": "692866216735", "eu-south-2": "503227376785", "eu-west-1": "763104351884", "eu-west-2": "763104351884", "eu-west-3": "763104351884", "il-central-1": "780543022126", "me-south-1": "217643126080", "mx-central-1": "637423239942", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-gov-east-1": "446045086412", "us-gov-west-1": "442386744353", "us-iso-east-1": "886529160074", "us-isob-east-1": "094389454867", "us-west-1": "763104351884", "us-west-2": "763104351884" },
  t20: { "af-south-1": "510948584623", "ap-east-1": "651117190479", "ap-northeast-1": "354813040037", "ap-northeast-2": "366743142698", "ap-northeast-3": "867004704886", "ap-south-1": "720646828776", "ap-south-2": "628508329040", "ap-southeast-1": "121021644041", "ap-southeast-2": "783357654285", "ap-southeast-3": "951798379941", "ap-southeast-4": "106583098589", "ca-central-1": "341280168497", "ca-west-1": "190319476487", "cn-north-1": "450853457545", "cn-northwest-1": "451049120500", "eu-central-1": "492215442770", "eu-central-2": "680994064768", "eu-north-1": "662702820516", "eu-south-1": "978288397137", "eu-south-2": "104374241257", "eu-west-1": "141502667606", "eu-west-2": "764974769150", "eu-west-3": "659782779980", "il-central-1": "898809789911", "me-central-1": "272398656194", "me-south-1": "801668240914", "sa-east-1": "737474898029", "us-east-1": "683313688378", "us-east-2": "257758044811", "us-gov-east-1": "237065988967", "us-gov-west-1": "414596584902", "us-iso-east-1": "833128469047", "us-isob-east-1": "281123927165", "us-west-1": "746614075791", "us-west-2": "246618743249" },
  t21: { "ca-west-1": "204538143572", "eu-west-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-west-2": "763104351884" },
  t22: { "af-south-1": "626614931356", "ap-east-1": "871362719292", "ap-east-2": "975050140332", "ap-northeast-1": "763104351884", "ap-northeast-2": "763104351884", "ap-northeast-3": "364406365360", "ap-south-1": "763104351884", "ap-south-2": "772153158452", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-3": "907027046896", "ap-southeast-4": "457447274322", "ap-southeast-5": "550225433462", "ap-southeast-7": "590183813437", "ca-central-1": "763104351884", "ca-west-1": "204538143572", "eu-central-1": "763104351884", "eu-central-2": "380420809688", "eu-north-1": "763104351884", "eu-south-1": "692866216735", "eu-south-2": "503227376785", "eu-west-1": "763104351884", "eu-west-2": "763104351884", "eu-west-3": "763104351884", "il-central-1": "780543022126", "me-central-1": "914824155844", "me-south-1": "217643126080", "mx-central-1": "637423239942", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-west-1": "763104351884", "us-west-2": "763104351884" },
  t23: { "ap-northeast-1": "763104351884", "ap-south-1": "763104351884", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "eu-central-1": "763104351884", "eu-west-1": "763104351884", "eu-west-3": "763104351884", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-west-2": "763104351884" },
  t24: { "af-south-1": "626614931356", "ap-east-1": "871362719292", "ap-northeast-1": "763104351884", "ap-northeast-2": "763104351884", "ap-northeast-3": "364406365360", "ap-south-1": "763104351884", "ap-south-2": "772153158452", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-3": "907027046896", "ap-southeast-4": "457447274322", "ca-central-1": "763104351884", "ca-west-1": "204538143572", "cn-north-1": "727897471807", "cn-northwest-1": "727897471807", "eu-central-1": "763104351884", "eu-central-2": "380420809688", "eu-north-1": "763104351884", "eu-south-1": "692866216735", "eu-south-2": "503227376785", "eu-west-1": "763104351884", "eu-west-2": "763104351884", "eu-west-3": "763104351884", "il-central-1": "780543022126", "me-central-1": "914824155844", "me-south-1": "217643126080", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-gov-east-1": "446045086412", "us-gov-west-1": "442386744353", "us-iso-east-1": "886529160074", "us-isob-east-1": "094389454867", "us-west-1": "763104351884", "us-west-2": "763104351884" },
  t25: { "af-south-1": "626614931356", "ap-east-1": "871362719292", "ap-northeast-1": "763104351884", "ap-northeast-2": "763104351884", "ap-northeast-3": "364406365360", "ap-south-1": "763104351884", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-3": "907027046896", "ca-central-1": "763104351884", "ca-west-1": "204538143572", "cn-north-1": "727897471807", "cn-northwest-1": "727897471807", "eu-central-1": "763104351884", "eu-north-1": "763104351884", "eu-south-1": "692866216735", "eu-west-1": "763104351884", "eu-west-2": "763104351884", "eu-west-3": "763104351884", "il-central-1": "780543022126", "me-central-1": "914824155844", "me-south-1": "217643126080", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-gov-east-1": "446045086412", "us-gov-west-1": "442386744353", "us-iso-east-1": "886529160074", "us-isob-east-1": "094389454867", "us-west-1": "763104351884", "us-west-2": "763104351884" },
  t26: { "af-south-1": "626614931356", "ap-east-1": "871362719292", "ap-northeast-1": "763104351884", "ap-northeast-2": "763104351884", "ap-northeast-3": "364406365360", "ap-south-1": "763104351884", "ap-south-2": "772153158452", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-3": "907027046896", "ap-southeast-4": "457447274322", "ca-central-1": "763104351884", "ca-west-1": "204538143572", "eu-central-1": "763104351884", "eu-central-2": "380420809688", "eu-north-1": "763104351884", "eu-south-2": "503227376785", "eu-west-1": "763104351884", "eu-west-2": "763104351884", "eu-west-3": "763104351884", "il-central-1": "780543022126", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-west-1": "763104351884", "us-west-2": "763104351884" },
  t27: { "ap-northeast-1": "258307448986", "ap-northeast-2": "293181348795", "ap-south-1": "991648021394", "ap-southeast-1": "475088953585", "ap-southeast-2": "297031611018", "ca-central-1": "469771592824", "eu-central-1": "353608530281", "eu-west-1": "999678624901", "eu-west-2": "644912444149", "us-east-1": "766337827248", "us-east-2": "999911452149", "us-gov-west-1": "226302683700", "us-iso-east-1": "490574956308", "us-isob-east-1": "765400339828", "us-west-1": "632365934929", "us-west-2": "266724342769" },
  t28: { "af-south-1": "875698925577", "ap-east-1": "001633400207", "ap-northeast-1": "574779866223", "ap-northeast-2": "709848358524", "ap-northeast-3": "990339680094", "ap-south-1": "126357580389", "ap-southeast-1": "245545462676", "ap-southeast-2": "563025443158", "ap-southeast-3": "669540362728", "ca-central-1": "536280801234", "cn-north-1": "453000072557", "cn-northwest-1": "453252182341", "eu-central-1": "048819808253", "eu-central-2": "590183933784", "eu-north-1": "895015795356", "eu-south-1": "933208885752", "eu-south-2": "437450045455", "eu-west-1": "468650794304", "eu-west-2": "749857270468", "eu-west-3": "680080141114", "il-central-1": "843974653677", "me-central-1": "588750061953", "me-south-1": "607024016150", "sa-east-1": "539772159869", "us-east-1": "156813124566", "us-east-2": "777275614652", "us-isof-east-1": "853188333426", "us-isof-south-1": "467912361380", "us-west-1": "890145073186", "us-west-2": "159807026194" },
  t29: { "ap-northeast-1": "763104351884", "ap-south-1": "763104351884", "ap-south-2": "772153158452", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-4": "457447274322", "ca-west-1": "204538143572", "eu-central-1": "763104351884", "eu-central-2": "380420809688", "eu-south-2": "503227376785", "eu-west-1": "763104351884", "eu-west-3": "763104351884", "il-central-1": "780543022126", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-west-2": "763104351884" },
  t30: { "ap-northeast-1": "658645717510", "ap-northeast-2": "658645717510", "ap-northeast-3": "658645717510", "ap-south-1": "658645717510", "ap-southeast-1": "658645717510", "ap-southeast-2": "658645717510", "ca-central-1": "658645717510", "eu-central-1": "658645717510", "eu-north-1": "658645717510", "eu-west-1": "658645717510", "eu-west-2": "658645717510", "eu-west-3": "658645717510", "sa-east-1": "658645717510", "us-east-1": "658645717510", "us-east-2": "658645717510", "us-west-1": "658645717510", "us-west-2": "658645717510" },
  t31: { "af-south-1": "626614931356", "ap-east-1": "871362719292", "ap-northeast-1": "763104351884", "ap-northeast-2": "763104351884", "ap-northeast-3": "364406365360", "ap-south-1": "763104351884", "ap-south-2": "772153158452", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-4": "457447274322", "ca-central-1": "763104351884", "ca-west-1": "204538143572", "eu-central-1": "763104351884", "eu-central-2": "380420809688", "eu-north-1": "763104351884", "eu-south-1": "692866216735", "eu-south-2": "503227376785", "eu-west-1": "763104351884", "eu-west-2": "763104351884", "eu-west-3": "763104351884", "il-central-1": "780543022126", "me-south-1": "217643126080", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-west-1": "763104351884", "us-west-2": "763104351884" },
  t32: { "af-south-1": "626614931356", "ap-east-1": "871362719292", "ap-northeast-1": "763104351884", "ap-northeast-2": "763104351884", "ap-northeast-3": "364406365360", "ap-south-1": "763104351884", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-4": "457447274322", "ca-central-1": "763104351884", "ca-west-1": "204538143572", "eu-central-1": "763104351884", "eu-north-1": "763104351884", "eu-south-1": "692866216735", "eu-west-1": "763104351884", "eu-west-2": "763104351884", "eu-west-3": "763104351884", "il-central-1": "780543022126", "me-south-1": "217643126080", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-west-1": "763104351884", "us-west-2": "763104351884" },
  t33: { "af-south-1": "626614931356", "ap-east-1": "871362719292", "ap-east-2": "975050140332", "ap-northeast-1": "763104351884", "ap-northeast-2": "763104351884", "ap-northeast-3": "364406365360", "ap-south-1": "763104351884", "ap-south-2": "772153158452", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-3": "907027046896", "ap-southeast-4": "457447274322", "ap-southeast-5": "550225433462", "ap-southeast-6": "633930458069", "ap-southeast-7": "590183813437", "ca-central-1": "763104351884", "ca-west-1": "204538143572", "cn-north-1": "727897471807", "cn-northwest-1": "727897471807", "eu-central-1": "763104351884", "eu-central-2": "380420809688", "eu-north-1": "763104351884", "eu-south-1": "692866216735", "eu-south-2": "503227376785", "eu-west-1": "763104351884", "eu-west-2": "763104351884", "eu-west-3": "763104351884", "il-central-1": "780543022126", "me-central-1": "914824155844", "me-south-1": "217643126080", "mx-central-1": "637423239942", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-gov-east-1": "446045086412", "us-gov-west-1": "442386744353", "us-iso-east-1": "886529160074", "us-isob-east-1": "094389454867", "us-west-1": "763104351884", "us-west-2": "763104351884" },
  t34: { "af-south-1": "626614931356", "ap-east-1": "871362719292", "ap-east-2": "975050140332", "ap-northeast-1": "763104351884", "ap-northeast-2": "763104351884", "ap-northeast-3": "364406365360", "ap-south-1": "763104351884", "ap-south-2": "772153158452", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-3": "907027046896", "ap-southeast-4": "457447274322", "ap-southeast-5": "550225433462", "ap-southeast-6": "633930458069", "ap-southeast-7": "590183813437", "ca-central-1": "763104351884", "ca-west-1": "204538143572", "cn-north-1": "727897471807", "cn-northwest-1": "727897471807", "eu-central-1": "763104351884", "eu-central-2": "380420809688", "eu-north-1": "763104351884", "eu-south-1": "692866216735", "eu-south-2": "503227376785", "eu-west-1": "763104351884", "eu-west-2": "763104351884", "eu-west-3": "763104351884", "il-central-1": "780543022126", "me-central-1": "914824155844", "me-south-1": "217643126080", "mx-central-1": "637423239942", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-gov-east-1": "446045086412", "us-gov-west-1": "442386744353", "us-west-1": "763104351884", "us-west-2": "763104351884" },
  t35: { "af-south-1": "559312083959", "ap-east-1": "493642496378", "ap-east-2": "938034419563", "ap-northeast-1": "102112518831", "ap-northeast-2": "806072073708", "ap-northeast-3": "792733760839", "ap-south-1": "394103062818", "ap-southeast-1": "492261229750", "ap-southeast-2": "452832661640", "ap-southeast-3": "276181064229", "ap-southeast-5": "148761635175", "ap-southeast-7": "528757812139", "ca-central-1": "310906938811", "ca-west-1": "623308166672", "cn-north-1": "390048526115", "cn-northwest-1": "390780980154", "eu-central-1": "936697816551", "eu-central-2": "569303640362", "eu-north-1": "243637512696", "eu-south-1": "592751261982", "eu-south-2": "127363102723", "eu-west-1": "470317259841", "eu-west-2": "712779665605", "eu-west-3": "615547856133", "il-central-1": "380164790875", "me-central-1": "103105715889", "me-south-1": "117516905037", "mx-central-1": "396913743851", "sa-east-1": "782484402741", "us-east-1": "081325390199", "us-east-2": "429704687514", "us-gov-east-1": "107072934176", "us-gov-west-1": "107173498710", "us-isof-east-1": "840123138293", "us-isof-south-1": "883091641454", "us-west-1": "742091327244", "us-west-2": "236514542706" },
  t36: { "af-south-1": "238384257742", "ap-east-1": "523751269255", "ap-northeast-1": "010972774902", "ap-northeast-2": "064688005998", "ap-northeast-3": "564864627153", "ap-south-1": "245090515133", "ap-southeast-1": "022667117163", "ap-southeast-2": "648430277019", "ap-southeast-3": "370607712162", "ca-central-1": "481561238223", "eu-central-1": "545423591354", "eu-north-1": "175620155138", "eu-south-1": "810671768855", "eu-west-1": "819792524951", "eu-west-2": "021081402939", "eu-west-3": "856416204555", "me-central-1": "358593528301", "me-south-1": "523774347010", "sa-east-1": "567556641782", "us-east-1": "885854791233", "us-east-2": "137914896644", "us-west-1": "053634841547", "us-west-2": "542918446943" },
  t37: { "us-west-2": "081189585635" },
  t38: { "ap-northeast-1": "763104351884", "ap-northeast-2": "763104351884", "ap-south-1": "763104351884", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ca-central-1": "763104351884", "eu-central-1": "763104351884", "eu-north-1": "763104351884", "eu-west-1": "763104351884", "eu-west-2": "763104351884", "eu-west-3": "763104351884", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-west-1": "763104351884", "us-west-2": "763104351884" },
  t39: { "af-south-1": "626614931356", "ap-east-1": "871362719292", "ap-northeast-1": "763104351884", "ap-northeast-2": "763104351884", "ap-northeast-3": "364406365360", "ap-south-1": "763104351884", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-3": "907027046896", "ca-central-1": "763104351884", "ca-west-1": "204538143572", "cn-north-1": "727897471807", "cn-northwest-1": "727897471807", "eu-central-1": "763104351884", "eu-north-1": "763104351884", "eu-south-1": "692866216735", "eu-west-1": "763104351884", "eu-west-2": "763104351884", "eu-west-3": "763104351884", "il-central-1": "780543022126", "me-south-1": "217643126080", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-west-1": "763104351884", "us-west-2": "763104351884" },
  t40: { "af-south-1": "626614931356", "ap-east-1": "871362719292", "ap-east-2": "975050140332", "ap-northeast-1": "763104351884", "ap-northeast-2": "763104351884", "ap-northeast-3": "364406365360", "ap-south-1": "763104351884", "ap-south-2": "772153158452", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-3": "907027046896", "ap-southeast-4": "457447274322", "ap-southeast-5": "550225433462", "ap-southeast-7": "590183813437", "ca-central-1": "763104351884", "ca-west-1": "204538143572", "cn-north-1": "727897471807", "cn-northwest-1": "727897471807", "eu-central-1": "763104351884", "eu-central-2": "380420809688", "eu-north-1": "763104351884", "eu-south-1": "692866216735", "eu-south-2": "503227376785", "eu-west-1": "763104351884", "eu-west-2": "763104351884", "eu-west-3": "763104351884", "il-central-1": "780543022126", "me-central-1": "914824155844", "me-south-1": "217643126080", "mx-central-1": "637423239942", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-west-1": "763104351884", "us-west-2": "763104351884" },
  t41: { "af-south-1": "626614931356", "ap-east-1": "871362719292", "ap-east-2": "975050140332", "ap-northeast-1": "763104351884", "ap-northeast-2": "763104351884", "ap-northeast-3": "364406365360", "ap-south-1": "763104351884", "ap-south-2": "772153158452", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-3": "907027046896", "ap-southeast-4": "457447274322", "ap-southeast-5": "550225433462", "ap-southeast-6": "633930458069", "ap-southeast-7": "590183813437", "ca-central-1": "763104351884", "ca-west-1": "204538143572", "eu-central-1": "763104351884", "eu-central-2": "380420809688", "eu-north-1": "763104351884", "eu-south-1": "692866216735", "eu-south-2": "503227376785", "eu-west-1": "763104351884", "eu-west-2": "763104351884", "eu-west-3": "763104351884", "il-central-1": "780543022126", "me-central-1": "914824155844", "me-south-1": "217643126080", "mx-central-1": "637423239942", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-west-1": "763104351884", "us-west-2": "763104351884" },
  t42: { "af-south-1": "510948584623", "ap-east-1": "651117190479", "ap-northeast-1": "354813040037", "ap-northeast-2": "366743142698", "ap-northeast-3": "867004704886", "ap-south-1": "720646828776", "ap-south-2": "628508329040", "ap-southeast-1": "121021644041", "ap-southeast-2": "783357654285", "ap-southeast-3": "951798379941", "ap-southeast-4": "106583098589", "ca-central-1": "341280168497", "ca-west-1": "190319476487", "cn-north-1": "450853457545", "cn-northwest-1": "451049120500", "eu-central-1": "492215442770", "eu-central-2": "680994064768", "eu-north-1": "662702820516", "eu-south-1": "978288397137", "eu-south-2": "104374241257", "eu-west-1": "141502667606", "eu-west-2": "764974769150", "eu-west-3": "659782779980", "il-central-1": "898809789911", "me-central-1": "272398656194", "me-south-1": "801668240914", "sa-east-1": "737474898029", "us-east-1": "683313688378", "us-east-2": "257758044811", "us-gov-east-1": "237065988967", "us-gov-west-1": "414596584902", "us-iso-east-1": "833128469047", "us-isob-east-1": "281123927165", "us-isof-east-1": "108575199400", "us-isof-south-1": "124985052026", "us-west-1": "746614075791", "us-west-2": "246618743249" },
  t43: { "af-south-1": "309385258863", "ap-east-1": "732049463269", "ap-east-2": "533267296287", "ap-northeast-1": "411782140378", "ap-northeast-2": "860869212795", "ap-northeast-3": "102471314380", "ap-south-1": "105495057255", "ap-south-2": "873151114052", "ap-southeast-1": "759080221371", "ap-southeast-2": "440695851116", "ap-southeast-3": "800295151634", "ap-southeast-4": "819679513684", "ap-southeast-5": "841784149062", "ap-southeast-7": "471112967968", "ca-central-1": "446299261295", "ca-west-1": "000907499111", "cn-north-1": "671472414489", "cn-northwest-1": "844356804704", "eu-central-1": "906073651304", "eu-central-2": "142351485170", "eu-north-1": "330188676905", "eu-south-1": "753923664805", "eu-south-2": "833944533722", "eu-west-1": "571004829621", "eu-west-2": "836651553127", "eu-west-3": "136845547031", "il-central-1": "408426139102", "me-central-1": "395420993607", "me-south-1": "750251592176", "mx-central-1": "211125459255", "sa-east-1": "737130764395", "us-east-1": "173754725891", "us-east-2": "314815235551", "us-gov-east-1": "260923028637", "us-gov-west-1": "271483468897", "us-west-1": "667973535471", "us-west-2": "153931337802" },
  t44: { "af-south-1": "510948584623", "ap-east-1": "651117190479", "ap-northeast-1": "354813040037", "ap-northeast-2": "366743142698", "ap-south-1": "720646828776", "ap-southeast-1": "121021644041", "ap-southeast-2": "783357654285", "ca-central-1": "341280168497", "cn-north-1": "450853457545", "cn-northwest-1": "451049120500", "eu-central-1": "492215442770", "eu-north-1": "662702820516", "eu-south-1": "978288397137", "eu-west-1": "141502667606", "eu-west-2": "764974769150", "eu-west-3": "659782779980", "me-south-1": "801668240914", "sa-east-1": "737474898029", "us-east-1": "683313688378", "us-east-2": "257758044811", "us-gov-west-1": "414596584902", "us-iso-east-1": "833128469047", "us-isob-east-1": "281123927165", "us-west-1": "746614075791", "us-west-2": "246618743249" },
  t45: { "af-south-1": "510948584623", "ap-east-1": "651117190479", "ap-northeast-1": "354813040037", "ap-northeast-2": "366743142698", "ap-northeast-3": "867004704886", "ap-south-1": "720646828776", "ap-southeast-1": "121021644041", "ap-southeast-2": "783357654285", "ap-southeast-3": "951798379941", "ca-central-1": "341280168497", "cn-north-1": "450853457545", "cn-northwest-1": "451049120500", "eu-central-1": "492215442770", "eu-north-1": "662702820516", "eu-south-1": "978288397137", "eu-west-1": "141502667606", "eu-west-2": "764974769150", "eu-west-3": "659782779980", "me-south-1": "801668240914", "sa-east-1": "737474898029", "us-east-1": "683313688378", "us-east-2": "257758044811", "us-gov-west-1": "414596584902", "us-iso-east-1": "833128469047", "us-isob-east-1": "281123927165", "us-west-1": "746614075791", "us-west-2": "246618743249" },
  t46: { "af-south-1": "626614931356", "ap-east-1": "871362719292", "ap-northeast-1": "763104351884", "ap-northeast-2": "763104351884", "ap-northeast-3": "364406365360", "ap-south-1": "763104351884", "ap-south-2": "772153158452", "ap-southeast-1": "763104351884", "ap-southeast-2": "763104351884", "ap-southeast-3": "907027046896", "ap-southeast-4": "457447274322", "ca-central-1": "763104351884", "ca-west-1": "204538143572", "eu-central-1": "763104351884", "eu-central-2": "380420809688", "eu-north-1": "763104351884", "eu-south-1": "692866216735", "eu-south-2": "503227376785", "eu-west-1": "763104351884", "eu-west-2": "763104351884", "eu-west-3": "763104351884", "il-central-1": "780543022126", "me-central-1": "914824155844", "me-south-1": "217643126080", "sa-east-1": "763104351884", "us-east-1": "763104351884", "us-east-2": "763104351884", "us-west-1": "763104351884", "us-west-2": "763104351884" },
  t47: { "af-south-1": "455444449433", "ap-east-1": "286214385809", "ap-northeast-1": "501404015308", "ap-northeast-2": "306986355934", "ap-northeast-3": "867004704886", "ap-south-1": "991648021394", "ap-south-2": "628508329040", "ap-southeast-1": "475088953585", "ap-southeast-2": "544295431143", "ap-southeast-3": "951798379941", "ap-southeast-4": "106583098589", "ca-central-1": "469771592824", "cn-north-1": "390948362332", "cn-northwest-1": "387376663083", "eu-central-1": "813361260812", "eu-central-2": "680994064768", "eu-north-1": "669576153137", "eu-south-1": "257386234256", "eu-south-2": "104374241257", "eu-west-1": "685385470294", "eu-west-2": "644912444149", "eu-west-3": "749696950732", "me-central-1": "272398656194", "me-south-1": "249704162688", "sa-east-1": "855470959533", "us-east-1": "811284229777", "us-east-2": "825641698319", "us-gov-east-1": "237065988967", "us-gov-west-1": "226302683700", "us-iso-east-1": "490574956308", "us-isob-east-1": "765400339828", "us-west-1": "632365934929", "us-west-2": "433757028032" }
};

// lib/core/facts/image-dns-suffixes.json
var image_dns_suffixes_default = {
  "cn-north-1": "amazonaws.com.cn",
  "cn-northwest-1": "amazonaws.com.cn",
  "eu-isoe-west-1": "cloud.adc-e.uk",
  "eusc-de-east-1": "amazonaws.eu",
  "us-iso-east-1": "c2s.ic.gov",
  "us-iso-west-1": "c2s.ic.gov",
  "us-isob-east-1": "sc2s.sgov.gov",
  "us-isob-west-1": "sc2s.sgov.gov",
  "us-isof-east-1": "csp.hci.ic.gov",
  "us-isof-south-1": "csp.hci.ic.gov"
};

// lib/core/facts/images.json
var images_default = {
  autogluon: { category: "framework", scopes: { training: { processors: ["cpu", "gpu"], aliases: { "1.1": "1.1.1", "1.2": "1.2.0", "1.3": "1.3.0", "1.4": "1.4.0", "1.5": "1.5.0" }, latestVersion: "1.5.0", olderVersionsDropped: 11, accounts: "t00", repository: "autogluon-training", versions: { "1.1.0": { pyVersions: ["py310"], tags: { cpu: "1.1.0-cpu-py310", gpu: "1.1.0-gpu-py310" } }, "1.1.1": { pyVersions: ["py311"], tags: { cpu: "1.1.1-cpu-py311", gpu: "1.1.1-gpu-py311" } }, "1.2.0": { pyVersions: ["py311"], tags: { cpu: "1.2.0-cpu-py311", gpu: "1.2.0-gpu-py311" } }, "1.3.0": { pyVersions: ["py311"], tags: { cpu: "1.3.0-cpu-py311", gpu: "1.3.0-gpu-py311" } }, "1.4.0": { pyVersions: ["py311"], tags: { cpu: "1.4.0-cpu-py311", gpu: "1.4.0-gpu-py311" } }, "1.5.0": { pyVersions: ["py311"], tags: { cpu: "1.5.0-cpu-py311", gpu: "1.5.0-gpu-py311" } } } }, inference: { aliases: { "1.1": "1.1.1", "1.2": "1.2.0", "1.3": "1.3.0", "1.4": "1.4.0", "1.5": "1.5.0" }, latestVersion: "1.5.0", olderVersionsDropped: 11, accounts: "t01", repository: "autogluon-inference", processors: ["cpu", "gpu"], versions: { "1.1.0": { pyVersions: ["py310"], tags: { cpu: "1.1.0-cpu-py310", gpu: "1.1.0-gpu-py310" } }, "1.1.1": { pyVersions: ["py311"], tags: { cpu: "1.1.1-cpu-py311", gpu: "1.1.1-gpu-py311" } }, "1.2.0": { pyVersions: ["py311"], tags: { cpu: "1.2.0-cpu-py311", gpu: "1.2.0-gpu-py311" } }, "1.3.0": { pyVersions: ["py311"], tags: { cpu: "1.3.0-cpu-py311", gpu: "1.3.0-gpu-py311" } }, "1.4.0": { pyVersions: ["py311"], tags: { cpu: "1.4.0-cpu-py311", gpu: "1.4.0-gpu-py311" } }, "1.5.0": { pyVersions: ["py311"], tags: { cpu: "1.5.0-cpu-py311", gpu: "1.5.0-gpu-py311" } } } } } },
  blazingtext: { category: "builtin-algorithm", scopes: { "inference+training": { latestVersion: "1", versions: { "1": { accounts: "t02", repository: "blazingtext", tag: "1" } } } } },
  chainer: { frozen: "Chainer itself ended with version 7 in 2019, and these images with 5.0.0: no fixes come any more", category: "framework", scopes: { "inference+training": { processors: ["cpu", "gpu"], aliases: { "4.0": "4.0.0", "4.1": "4.1.0", "5.0": "5.0.0" }, latestVersion: "5.0.0", accounts: "t03", repository: "sagemaker-chainer", pyVersions: ["py2", "py3"], versions: { "4.0.0": { tags: { "cpu/py2": "4.0.0-cpu-py2", "cpu/py3": "4.0.0-cpu-py3", "gpu/py2": "4.0.0-gpu-py2", "gpu/py3": "4.0.0-gpu-py3" } }, "4.1.0": { tags: { "cpu/py2": "4.1.0-cpu-py2", "cpu/py3": "4.1.0-cpu-py3", "gpu/py2": "4.1.0-gpu-py2", "gpu/py3": "4.1.0-gpu-py3" } }, "5.0.0": { tags: { "cpu/py2": "5.0.0-cpu-py2", "cpu/py3": "5.0.0-cpu-py3", "gpu/py2": "5.0.0-gpu-py2", "gpu/py3": "5.0.0-gpu-py3" } } } } } },
  clarify: { category: "service", scopes: { processing: { latestVersion: "1.0", versions: { "1.0": { accounts: "t04", repository: "sagemaker-clarify-processing", tag: "1.0" } } } }, notes: { tag: "1.0" } },
  "data-wrangler": { category: "service", scopes: { processing: { latestVersion: "3.x", repository: "sagemaker-data-wrangler-container", versions: { "1.x": { accounts: "t05", tag: "1.x" }, "2.x": { accounts: "t05", tag: "2.x" }, "3.x": { accounts: "t06", tag: "3.x" } } } }, notes: { tag: "{version} (1.x|2.x|3.x)" } },
  debugger: { category: "service", scopes: { debugger: { latestVersion: "latest", versions: { latest: { accounts: "t07", repository: "sagemaker-debugger-rules", tag: "latest" } } } }, notes: { tag: "latest" } },
  "detailed-profiler": { category: "service", scopes: { "detailed-profiler": { latestVersion: "latest", versions: { latest: { accounts: "t08", repository: "detailed-profiler-processing", tag: "latest" } } } } },
  "djl-lmi": { category: "serving", scopes: { inference: { aliases: { latest: "0.36.0" }, latestVersion: "0.36.0", olderVersionsDropped: 3, repository: "djl-inference", versions: { "0.31.0": { accounts: "t09", tag: "0.31.0-lmi13.0.0-cu124" }, "0.32.0": { accounts: "t09", tag: "0.32.0-lmi14.0.0-cu126" }, "0.33.0": { accounts: "t10", tag: "0.33.0-lmi15.0.0-cu128" }, "0.34.0": { accounts: "t10", tag: "0.34.0-lmi16.0.0-cu128" }, "0.35.0": { accounts: "t10", tag: "0.35.0-lmi17.0.0-cu128" }, "0.36.0": { accounts: "t10", tag: "0.36.0-lmi27.0.0-cu130" } } } }, notes: { tag: "{tagPrefix}" } },
  "djl-neuronx": { category: "serving", scopes: { inference: { aliases: { latest: "0.29.0" }, latestVersion: "0.29.0", olderVersionsDropped: 4, repository: "djl-inference", versions: { "0.26.0": { accounts: "t11", tag: "0.26.0-neuronx-sdk2.16.0" }, "0.27.0": { accounts: "t11", tag: "0.27.0-neuronx-sdk2.18.1" }, "0.28.0": { accounts: "t11", tag: "0.28.0-neuronx-sdk2.18.2" }, "0.29.0": { accounts: "t12", tag: "0.29.0-neuronx-sdk2.19.1" } } } }, notes: { tag: "{tagPrefix}" } },
  "djl-tensorrtllm": { category: "serving", scopes: { inference: { aliases: { latest: "0.33.0" }, latestVersion: "0.33.0", olderVersionsDropped: 5, accounts: "t13", repository: "djl-inference", versions: { "0.30.0": { tag: "0.30.0-tensorrtllm0.12.0-cu125" }, "0.32.0": { tag: "0.32.0-tensorrtllm0.12.0-cu125" }, "0.33.0": { tag: "0.33.0-tensorrtllm0.21.0-cu128" } } } }, notes: { tag: "{tagPrefix}" } },
  "factorization-machines": { category: "builtin-algorithm", scopes: { "inference+training": { latestVersion: "1", versions: { "1": { accounts: "t14", repository: "factorization-machines", tag: "1" } } } } },
  "forecasting-deepar": { category: "builtin-algorithm", scopes: { "inference+training": { latestVersion: "1", versions: { "1": { accounts: "t15", repository: "forecasting-deepar", tag: "1" } } } } },
  "huggingface-llamacpp": { category: "serving", scopes: { inference: { processors: ["gpu", "cpu"], latestVersion: "b9522", versions: { b9522: { accounts: "t16", repository: "huggingface-llamacpp", tags: { gpu: "b9522-gpu-cu130-ubuntu24.04", cpu: "b9522-cpu-ubuntu24.04" } } } } } },
  "huggingface-llm-neuronx": { category: "serving", scopes: { inference: { processors: ["inf2"], aliases: { "0.0": "0.0.28", "0.2": "0.2.0", "0.3": "0.3.0" }, latestVersion: "0.3.0", olderVersionsDropped: 10, accounts: "t10", repository: "huggingface-pytorch-tgi-inference", pyVersions: ["py310"], versions: { "0.0.27": { tags: { inf2: "2.1.2-optimum0.0.27-inf2-py310-ubuntu22.04" } }, "0.0.28": { tags: { inf2: "2.1.2-optimum0.0.28-inf2-py310-ubuntu22.04" } }, "0.2.0": { tags: { inf2: "2.5.1-optimum3.3.4-inf2-py310-ubuntu22.04" } }, "0.3.0": { tags: { inf2: "2.7.0-optimum3.3.6-inf2-py310-ubuntu22.04" } } } } } },
  "huggingface-llm": { category: "serving", scopes: { inference: { processors: ["gpu"], aliases: { "3.2": "3.2.3", "3.1": "3.1.1", "3.3": "3.3.6" }, latestVersion: "3.3.6", olderVersionsDropped: 18, accounts: "t16", repository: "huggingface-pytorch-tgi-inference", pyVersions: ["py311"], versions: { "3.1.1": { tags: { gpu: "2.6.0-tgi3.1.1-gpu-py311-cu124-ubuntu22.04" } }, "3.2.0": { tags: { gpu: "2.6.0-tgi3.2.0-gpu-py311-cu124-ubuntu22.04" } }, "3.2.3": { tags: { gpu: "2.6.0-tgi3.2.3-gpu-py311-cu124-ubuntu22.04" } }, "3.3.4": { tags: { gpu: "2.7.0-tgi3.3.4-gpu-py311-cu124-ubuntu22.04" } }, "3.3.6": { tags: { gpu: "2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04" } } } } } },
  "huggingface-neuron": { frozen: "it is of PyTorch 1.9, and newer ones come as huggingface-neuronx", category: "framework", scopes: { inference: { processors: ["inf"], aliases: { "4.12": "4.12.3" }, latestVersion: "4.12.3", versions: { "4.12.3": { byBaseFramework: { "pytorch1.9.1": { accounts: "t17", repository: "huggingface-pytorch-inference-neuron", pyVersions: ["py37"], tags: { inf: "1.9.1-transformers4.12.3-neuron-py37-sdk1.17.1-ubuntu18.04" } } }, baseFrameworkAliases: { "pytorch1.9": "pytorch1.9.1" } } } } } },
  "huggingface-neuronx": { category: "framework", scopes: { training: { processors: ["trn"], aliases: { "4.43": "4.43.2", "4.48": "4.48.1", "4.51": "4.51.0", "4.55": "4.55.4" }, latestVersion: "4.55.4", olderVersionsDropped: 3, versions: { "4.43.2": { byBaseFramework: { "pytorch2.1.2": { accounts: "t18", repository: "huggingface-pytorch-training-neuronx", pyVersions: ["py310"], tags: { trn: "2.1.2-transformers4.43.2-neuronx-py310-sdk2.20.0-ubuntu20.04" } } }, baseFrameworkAliases: { "pytorch2.1": "pytorch2.1.2" } }, "4.48.1": { byBaseFramework: { "pytorch2.1.2": { accounts: "t18", repository: "huggingface-pytorch-training-neuronx", pyVersions: ["py310"], tags: { trn: "2.1.2-transformers4.48.1-neuronx-py310-sdk2.20.0-ubuntu20.04" } } }, baseFrameworkAliases: { "pytorch2.1": "pytorch2.1.2" } }, "4.51.0": { byBaseFramework: { "pytorch2.7.0": { accounts: "t18", repository: "huggingface-pytorch-training-neuronx", pyVersions: ["py310"], tags: { trn: "2.7.0-transformers4.51.0-neuronx-py310-sdk2.24.1-ubuntu22.04" } } }, baseFrameworkAliases: { "pytorch2.7": "pytorch2.7.0" } }, "4.55.4": { byBaseFramework: { "pytorch2.7.0": { accounts: "t18", repository: "huggingface-pytorch-training-neuronx", pyVersions: ["py310"], tags: { trn: "2.7.0-transformers4.55.4-neuronx-py310-sdk2.26.0-ubuntu22.04" } } }, baseFrameworkAliases: { "pytorch2.7": "pytorch2.7.0" } } } }, inference: { processors: ["inf"], aliases: { "4.36": "4.36.2", "4.43": "4.43.2", "4.51": "4.51.3", "4.55": "4.55.4" }, latestVersion: "4.55.4", olderVersionsDropped: 2, versions: { "4.36.2": { byBaseFramework: { "pytorch1.13.1": { accounts: "t19", repository: "huggingface-pytorch-inference-neuronx", pyVersions: ["py310"], tags: { inf: "1.13.1-transformers4.36.2-neuronx-py310-sdk2.16.1-ubuntu20.04" } }, "pytorch2.1.2": { accounts: "t19", repository: "huggingface-pytorch-inference-neuronx", pyVersions: ["py310"], tags: { inf: "2.1.2-transformers4.36.2-neuronx-py310-sdk2.18.0-ubuntu20.04" } } }, baseFrameworkAliases: { "pytorch1.13": "pytorch1.13.1", "pytorch2.1": "pytorch2.1.2" } }, "4.43.2": { byBaseFramework: { "pytorch2.1.2": { accounts: "t18", repository: "huggingface-pytorch-inference-neuronx", pyVersions: ["py310"], tags: { inf: "2.1.2-transformers4.43.2-neuronx-py310-sdk2.20.0-ubuntu20.04" } } }, baseFrameworkAliases: { "pytorch2.1": "pytorch2.1.2" } }, "4.51.3": { byBaseFramework: { "pytorch2.7.1": { accounts: "t18", repository: "huggingface-pytorch-inference-neuronx", pyVersions: ["py310"], tags: { inf: "2.7.1-transformers4.51.3-neuronx-py310-sdk2.24.1-ubuntu22.04" } } }, baseFrameworkAliases: { "pytorch2.7": "pytorch2.7.1" } }, "4.55.4": { byBaseFramework: { "pytorch2.8.0": { accounts: "t18", repository: "huggingface-pytorch-inference-neuronx", pyVersions: ["py310"], tags: { inf: "2.8.0-transformers4.55.4-neuronx-py310-sdk2.26.0-ubuntu22.04" } } }, baseFrameworkAliases: { "pytorch2.8": "pytorch2.8.0" } } } } }, notes: { tag: "{baseFrameworkVersion}-transformers{version}-neuronx-{pyVersion}-{sdkVersion}-{containerVersion}" } },
  "huggingface-sglang": { category: "serving", scopes: { inference: { processors: ["gpu"], aliases: { "0.5": "0.5.8" }, latestVersion: "0.5.8", versions: { "0.5.8": { accounts: "t16", repository: "huggingface-sglang", pyVersions: ["py312"], tags: { gpu: "0.5.8-transformers4.57.3-gpu-py312-cu129-ubuntu24.04" } } } } } },
  "huggingface-tei-cpu": { category: "serving", scopes: { inference: { processors: ["cpu"], aliases: { "1.6": "1.6.0", "1.7": "1.7.0", "1.8": "1.8.2" }, latestVersion: "1.8.2", olderVersionsDropped: 2, accounts: "t20", repository: "tei-cpu", pyVersions: ["py310"], versions: { "1.6.0": { tags: { cpu: "2.0.1-tei1.6.0-cpu-py310-ubuntu22.04" } }, "1.7.0": { tags: { cpu: "2.0.1-tei1.7.0-cpu-py310-ubuntu22.04" } }, "1.8.0": { tags: { cpu: "2.0.1-tei1.8.0-cpu-py310-ubuntu22.04" } }, "1.8.2": { tags: { cpu: "2.0.1-tei1.8.2-cpu-py310-ubuntu22.04" } } } } } },
  "huggingface-tei": { category: "serving", scopes: { inference: { processors: ["gpu"], aliases: { "1.6": "1.6.0", "1.7": "1.7.0", "1.8": "1.8.2" }, latestVersion: "1.8.2", olderVersionsDropped: 2, accounts: "t20", repository: "tei", pyVersions: ["py310"], versions: { "1.6.0": { tags: { gpu: "2.0.1-tei1.6.0-gpu-py310-cu122-ubuntu22.04" } }, "1.7.0": { tags: { gpu: "2.0.1-tei1.7.0-gpu-py310-cu122-ubuntu22.04" } }, "1.8.0": { tags: { gpu: "2.0.1-tei1.8.0-gpu-py310-cu122-ubuntu22.04" } }, "1.8.2": { tags: { gpu: "2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04" } } } } } },
  "huggingface-training-compiler": { frozen: "SageMaker Training Compiler gets no new versions", category: "framework", scopes: { training: { processors: ["gpu"], aliases: { "4.11": "4.11.0", "4.17": "4.17.0", "4.21": "4.21.1" }, latestVersion: "4.21.1", versions: { "4.11.0": { byBaseFramework: { "pytorch1.9.0": { accounts: "t21", repository: "huggingface-pytorch-trcomp-training", pyVersions: ["py38"], tags: { gpu: "1.9.0-transformers4.11.0-gpu-py38-cu111-ubuntu20.04" } }, "tensorflow2.5.1": { accounts: "t21", repository: "huggingface-tensorflow-trcomp-training", pyVersions: ["py37"], tags: { gpu: "2.5.1-transformers4.11.0-gpu-py37-cu112-ubuntu18.04" } } }, baseFrameworkAliases: { "pytorch1.9": "pytorch1.9.0", "tensorflow2.5": "tensorflow2.5.1" } }, "4.17.0": { byBaseFramework: { "pytorch1.10.2": { accounts: "t22", repository: "huggingface-pytorch-trcomp-training", pyVersions: ["py38"], tags: { gpu: "1.10.2-transformers4.17.0-gpu-py38-cu113-ubuntu20.04" } }, "tensorflow2.6.3": { accounts: "t22", repository: "huggingface-tensorflow-trcomp-training", pyVersions: ["py38"], tags: { gpu: "2.6.3-transformers4.17.0-gpu-py38-cu112-ubuntu20.04" } } }, baseFrameworkAliases: { "pytorch1.10": "pytorch1.10.2", "tensorflow2.6": "tensorflow2.6.3" } }, "4.21.1": { byBaseFramework: { "pytorch1.11.0": { accounts: "t22", repository: "huggingface-pytorch-trcomp-training", pyVersions: ["py38"], tags: { gpu: "1.11.0-transformers4.21.1-gpu-py38-cu113-ubuntu20.04" } } }, baseFrameworkAliases: { "pytorch1.11": "pytorch1.11.0" } } } } } },
  "huggingface-vllm-neuronx": { category: "serving", scopes: { inference: { processors: ["neuronx"], aliases: { "0.4": "0.4.4" }, latestVersion: "0.4.4", accounts: "t23", repository: "huggingface-vllm-inference-neuronx", pyVersions: ["py310"], versions: { "0.4.1": { tags: { neuronx: "0.10.2-neuronx-py310-sdk2.26.0-ubuntu22.04" } }, "0.4.2": { tags: { neuronx: "0.11.0-optimum0.4.2-neuronx-py310-sdk2.26.0-ubuntu22.04" } }, "0.4.4": { tags: { neuronx: "0.11.0-optimum0.4.4-neuronx-py310-sdk2.26.1-ubuntu22.04" } } } } }, notes: { tag: "{tagPrefix}-neuronx-{pyVersion}-{sdkVersion}-{containerVersion}" } },
  "huggingface-vllm-omni": { category: "serving", scopes: { inference: { processors: ["gpu"], aliases: { "0.20": "0.20.0" }, latestVersion: "0.20.0", versions: { "0.20.0": { accounts: "t16", repository: "huggingface-vllm-omni", pyVersions: ["py312"], tags: { gpu: "0.20.0-transformers5.8.1-gpu-py312-cu130-amzn2023" } } } } } },
  "huggingface-vllm": { category: "serving", scopes: { inference: { processors: ["gpu"], aliases: { "0.14": "0.14.0", "0.17": "0.17.0", "0.21": "0.21.0" }, latestVersion: "0.21.0", accounts: "t16", repository: "huggingface-vllm", pyVersions: ["py312"], versions: { "0.14.0": { tags: { gpu: "0.14.0-transformers4.57.3-gpu-py312-cu129-ubuntu22.04" } }, "0.17.0": { tags: { gpu: "0.17.0-transformers4.57.5-gpu-py312-cu129-ubuntu22.04" } }, "0.21.0": { tags: { gpu: "0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04" } } } } } },
  huggingface: { category: "framework", scopes: { training: { processors: ["gpu"], aliases: { "4.17": "4.17.0", "4.28": "4.28.1", "4.36": "4.36.0", "4.46": "4.46.1", "4.48": "4.48.0", "4.49": "4.49.0", "4.55": "4.55.0", "4.56": "4.56.2", "5.3": "5.3.0" }, latestVersion: "5.3.0", olderVersionsDropped: 7, versions: { "4.17.0": { byBaseFramework: { "pytorch1.10.2": { accounts: "t24", repository: "huggingface-pytorch-training", pyVersions: ["py38"], tags: { gpu: "1.10.2-transformers4.17.0-gpu-py38-cu113-ubuntu20.04" } }, "tensorflow2.6.3": { accounts: "t24", repository: "huggingface-tensorflow-training", pyVersions: ["py38"], tags: { gpu: "2.6.3-transformers4.17.0-gpu-py38-cu112-ubuntu20.04" } } }, baseFrameworkAliases: { "pytorch1.10": "pytorch1.10.2", "tensorflow2.6": "tensorflow2.6.3" } }, "4.28.1": { byBaseFramework: { "pytorch2.0.0": { accounts: "t25", repository: "huggingface-pytorch-training", pyVersions: ["py310"], tags: { gpu: "2.0.0-transformers4.28.1-gpu-py310-cu118-ubuntu20.04" } } }, baseFrameworkAliases: { "pytorch2.0": "pytorch2.0.0" } }, "4.36.0": { byBaseFramework: { "pytorch2.1.0": { accounts: "t25", repository: "huggingface-pytorch-training", pyVersions: ["py310"], tags: { gpu: "2.1.0-transformers4.36.0-gpu-py310-cu121-ubuntu20.04" } } }, baseFrameworkAliases: { "pytorch2.1": "pytorch2.1.0" } }, "4.46.1": { byBaseFramework: { "pytorch2.3.0": { accounts: "t25", repository: "huggingface-pytorch-training", pyVersions: ["py311"], tags: { gpu: "2.3.0-transformers4.46.1-gpu-py311-cu121-ubuntu20.04" } } }, baseFrameworkAliases: { "pytorch2.3": "pytorch2.3.0" } }, "4.48.0": { byBaseFramework: { "pytorch2.3.0": { accounts: "t25", repository: "huggingface-pytorch-training", pyVersions: ["py311"], tags: { gpu: "2.3.0-transformers4.48.0-gpu-py311-cu121-ubuntu20.04" } } }, baseFrameworkAliases: { "pytorch2.3": "pytorch2.3.0" } }, "4.49.0": { byBaseFramework: { "pytorch2.5.1": { accounts: "t25", repository: "huggingface-pytorch-training", pyVersions: ["py311"], tags: { gpu: "2.5.1-transformers4.49.0-gpu-py311-cu124-ubuntu22.04" } } }, baseFrameworkAliases: { "pytorch2.5": "pytorch2.5.1" } }, "4.55.0": { byBaseFramework: { "pytorch2.7.1": { accounts: "t25", repository: "huggingface-pytorch-training", pyVersions: ["py312"], tags: { gpu: "2.7.1-transformers4.55.0-gpu-py312-cu128-ubuntu22.04" } } }, baseFrameworkAliases: { "pytorch2.7": "pytorch2.7.1" } }, "4.56.2": { byBaseFramework: { "pytorch2.8.0": { accounts: "t25", repository: "huggingface-pytorch-training", pyVersions: ["py312"], tags: { gpu: "2.8.0-transformers4.56.2-gpu-py312-cu129-ubuntu22.04" } } }, baseFrameworkAliases: { "pytorch2.8": "pytorch2.8.0" } }, "5.3.0": { byBaseFramework: { "pytorch2.9.0": { accounts: "t25", repository: "huggingface-pytorch-training", pyVersions: ["py312"], tags: { gpu: "2.9.0-transformers5.3.0-gpu-py312-cu130-ubuntu22.04" } } }, baseFrameworkAliases: { "pytorch2.9": "pytorch2.9.0" } } } }, inference: { processors: ["gpu", "cpu"], aliases: { "4.17": "4.17.0", "4.26": "4.26.0", "4.28": "4.28.1", "4.37": "4.37.0", "4.49": "4.49.0", "4.51": "4.51.3", "5.5": "5.5.3" }, latestVersion: "5.5.3", olderVersionsDropped: 4, versions: { "4.17.0": { byBaseFramework: { "pytorch1.10.2": { accounts: "t24", repository: "huggingface-pytorch-inference", pyVersions: ["py38"], tags: { gpu: "1.10.2-transformers4.17.0-gpu-py38-cu113-ubuntu20.04", cpu: "1.10.2-transformers4.17.0-cpu-py38-ubuntu20.04" } }, "tensorflow2.6.3": { accounts: "t24", repository: "huggingface-tensorflow-inference", pyVersions: ["py38"], tags: { gpu: "2.6.3-transformers4.17.0-gpu-py38-cu112-ubuntu20.04", cpu: "2.6.3-transformers4.17.0-cpu-py38-ubuntu20.04" } } }, baseFrameworkAliases: { "pytorch1.10": "pytorch1.10.2", "tensorflow2.6": "tensorflow2.6.3" } }, "4.26.0": { byBaseFramework: { "pytorch1.13.1": { accounts: "t24", repository: "huggingface-pytorch-inference", pyVersions: ["py39"], tags: { gpu: "1.13.1-transformers4.26.0-gpu-py39-cu117-ubuntu20.04", cpu: "1.13.1-transformers4.26.0-cpu-py39-ubuntu20.04" } }, "tensorflow2.11.0": { accounts: "t24", repository: "huggingface-tensorflow-inference", pyVersions: ["py39"], tags: { gpu: "2.11.0-transformers4.26.0-gpu-py39-cu112-ubuntu20.04", cpu: "2.11.0-transformers4.26.0-cpu-py39-ubuntu20.04" } } }, baseFrameworkAliases: { "pytorch1.13": "pytorch1.13.1", "tensorflow2.11": "tensorflow2.11.0" } }, "4.28.1": { byBaseFramework: { "pytorch2.0.0": { accounts: "t24", repository: "huggingface-pytorch-inference", pyVersions: ["py310"], tags: { gpu: "2.0.0-transformers4.28.1-gpu-py310-cu118-ubuntu20.04", cpu: "2.0.0-transformers4.28.1-cpu-py310-ubuntu20.04" } } }, baseFrameworkAliases: { "pytorch2.0": "pytorch2.0.0" } }, "4.37.0": { byBaseFramework: { "pytorch2.1.0": { accounts: "t24", repository: "huggingface-pytorch-inference", pyVersions: ["py310"], tags: { gpu: "2.1.0-transformers4.37.0-gpu-py310-cu118-ubuntu20.04", cpu: "2.1.0-transformers4.37.0-cpu-py310-ubuntu22.04" } } }, baseFrameworkAliases: { "pytorch2.1": "pytorch2.1.0" } }, "4.48.0": { byBaseFramework: { "pytorch2.3.0": { accounts: "t24", repository: "huggingface-pytorch-inference", pyVersions: ["py311"], tags: { gpu: "2.3.0-transformers4.48.0-gpu-py311-cu121-ubuntu22.04", cpu: "2.3.0-transformers4.48.0-cpu-py311-ubuntu22.04" } } }, baseFrameworkAliases: { "pytorch2.3": "pytorch2.3.0" } }, "4.49.0": { byBaseFramework: { "pytorch2.6.0": { accounts: "t24", repository: "huggingface-pytorch-inference", pyVersions: ["py312"], tags: { gpu: "2.6.0-transformers4.49.0-gpu-py312-cu124-ubuntu22.04", cpu: "2.6.0-transformers4.49.0-cpu-py312-ubuntu22.04" } } }, baseFrameworkAliases: { "pytorch2.6": "pytorch2.6.0" } }, "4.51.3": { byBaseFramework: { "pytorch2.6.0": { accounts: "t24", repository: "huggingface-pytorch-inference", pyVersions: ["py312"], tags: { gpu: "2.6.0-transformers4.51.3-gpu-py312-cu124-ubuntu22.04", cpu: "2.6.0-transformers4.51.3-cpu-py312-ubuntu22.04" } } }, baseFrameworkAliases: { "pytorch2.6": "pytorch2.6.0" } }, "5.5.3": { byBaseFramework: { "pytorch2.6.0": { accounts: "t24", repository: "huggingface-pytorch-inference", pyVersions: ["py312"], tags: { gpu: "2.6.0-transformers5.5.3-gpu-py312-cu124-ubuntu22.04", cpu: "2.6.0-transformers5.5.3-cpu-py312-ubuntu22.04" } } }, baseFrameworkAliases: { "pytorch2.6": "pytorch2.6.0" } } } } }, notes: { tag: "{baseFrameworkVersion}-transformers{version as given, alias NOT expanded}-{processor}-{pyVersion}-{containerVersion}" } },
  "hyperpod-recipes-neuron": { category: "framework", scopes: { training: { processors: ["neuronx"], aliases: { "2.1.2": "2.1.2" }, latestVersion: "2.1.2", versions: { "2.1.2": { accounts: "t26", repository: "pytorch-training-neuronx", pyVersions: ["py310"], tags: { neuronx: "2.1.2-neuronx-py310-sdk2.20.2-ubuntu20.04" } } } } } },
  "image-classification": { category: "builtin-algorithm", scopes: { "inference+training": { latestVersion: "1", versions: { "1": { accounts: "t02", repository: "image-classification", tag: "1" } } } } },
  ipinsights: { category: "builtin-algorithm", scopes: { "inference+training": { latestVersion: "1", versions: { "1": { accounts: "t14", repository: "ipinsights", tag: "1" } } } } },
  kmeans: { category: "builtin-algorithm", scopes: { "inference+training": { latestVersion: "1", versions: { "1": { accounts: "t14", repository: "kmeans", tag: "1" } } } } },
  knn: { category: "builtin-algorithm", scopes: { "inference+training": { latestVersion: "1", versions: { "1": { accounts: "t14", repository: "knn", tag: "1" } } } } },
  lda: { category: "builtin-algorithm", scopes: { "inference+training": { latestVersion: "1", versions: { "1": { accounts: "t27", repository: "lda", tag: "1" } } } }, notes: { regions: "only 16 regions" } },
  "linear-learner": { category: "builtin-algorithm", scopes: { "inference+training": { latestVersion: "1", versions: { "1": { accounts: "t14", repository: "linear-learner", tag: "1" } } } } },
  "model-monitor": { category: "service", scopes: { "processing+monitoring": { latestVersion: "", versions: { "": { accounts: "t28", repository: "sagemaker-model-monitor-analyzer", tag: "" } } } }, notes: { tag: "none (repository without tag)" } },
  mxnet: { frozen: "MXNet was retired by the Apache foundation in 2023: no fixes come any more", category: "framework", scopes: { training: { processors: ["cpu", "gpu"], aliases: { "1.7": "1.7.0", "1.8": "1.8.0", "1.9": "1.9.0" }, latestVersion: "1.9.0", olderVersionsDropped: 8, accounts: "t24", repository: "mxnet-training", versions: { "1.7.0": { pyVersions: ["py3"], tags: { cpu: "1.7.0-cpu-py3", gpu: "1.7.0-gpu-py3" } }, "1.8.0": { pyVersions: ["py37"], tags: { cpu: "1.8.0-cpu-py37", gpu: "1.8.0-gpu-py37" } }, "1.9.0": { pyVersions: ["py38"], tags: { cpu: "1.9.0-cpu-py38", gpu: "1.9.0-gpu-py38" } } } }, inference: { processors: ["cpu", "gpu"], aliases: { "1.7": "1.7.0", "1.8": "1.8.0", "1.9": "1.9.0" }, latestVersion: "1.9.0", olderVersionsDropped: 8, accounts: "t24", repository: "mxnet-inference", versions: { "1.7.0": { pyVersions: ["py3"], tags: { cpu: "1.7.0-cpu-py3", gpu: "1.7.0-gpu-py3" } }, "1.8.0": { pyVersions: ["py37"], tags: { cpu: "1.8.0-cpu-py37", gpu: "1.8.0-gpu-py37" } }, "1.9.0": { pyVersions: ["py38"], tags: { cpu: "1.9.0-cpu-py38", gpu: "1.9.0-gpu-py38" } } } } } },
  ntm: { category: "builtin-algorithm", scopes: { "inference+training": { latestVersion: "1", versions: { "1": { accounts: "t14", repository: "ntm", tag: "1" } } } } },
  "object-detection": { category: "builtin-algorithm", scopes: { "inference+training": { latestVersion: "1", versions: { "1": { accounts: "t02", repository: "object-detection", tag: "1" } } } } },
  object2vec: { category: "builtin-algorithm", scopes: { "inference+training": { latestVersion: "1", versions: { "1": { accounts: "t14", repository: "object2vec", tag: "1" } } } } },
  pca: { category: "builtin-algorithm", scopes: { "inference+training": { latestVersion: "1", versions: { "1": { accounts: "t14", repository: "pca", tag: "1" } } } } },
  "pytorch-neuron": { frozen: "it is of PyTorch 1.11, and newer ones come from the Neuron project", category: "framework", scopes: { training: { processors: ["trn"], aliases: { "1.11": "1.11.0" }, latestVersion: "1.11.0", versions: { "1.11.0": { accounts: "t29", repository: "pytorch-training-neuron", pyVersions: ["py38"], tags: { trn: "1.11.0-neuron-py38-sdk2.4.0-ubuntu20.04" } } } } }, notes: { tag: "{version}-neuron-{pyVersion}-{sdkVersion}-{containerVersion}" } },
  "pytorch-smp": { category: "framework", scopes: { training: { processors: ["gpu"], aliases: { "2.2": "2.3.1", "2.2.0": "2.3.1", "2.3.1": "2.5.0", "2.4.1": "2.7.0", "2.5.1": "2.8.0" }, latestVersion: "2.8.0", olderVersionsDropped: 4, accounts: "t30", repository: "smdistributed-modelparallel", versions: { "2.3.1": { pyVersions: ["py310"], tags: { gpu: "2.3.1-gpu-py310" } }, "2.5.0": { pyVersions: ["py311"], tags: { gpu: "2.5.0-gpu-py311" } }, "2.7.0": { pyVersions: ["py311"], tags: { gpu: "2.7.0-gpu-py311" } }, "2.8.0": { pyVersions: ["py311"], tags: { gpu: "2.8.0-gpu-py311" } } } } } },
  "pytorch-training-compiler": { frozen: "SageMaker Training Compiler gets no new versions", category: "framework", scopes: { training: { processors: ["gpu"], aliases: { "1.12": "1.12.0", "1.13": "1.13.1" }, latestVersion: "1.13.1", repository: "pytorch-trcomp-training", versions: { "1.12.0": { accounts: "t31", pyVersions: ["py38"], tags: { gpu: "1.12.0-gpu-py38" } }, "1.13.1": { accounts: "t32", pyVersions: ["py39"], tags: { gpu: "1.13.1-gpu-py39" } } } } } },
  pytorch: { category: "framework", scopes: { inference: { processors: ["cpu", "gpu"], aliases: { "2.0": "2.0.1", "2.1": "2.1.0", "2.2": "2.2.0", "2.3": "2.3.0", "2.4": "2.4.0", "2.5": "2.5.1", "2.6": "2.6.0" }, latestVersion: "2.6.0", olderVersionsDropped: 19, repository: "pytorch-inference", versions: { "2.0.0": { accounts: "t33", pyVersions: ["py310"], tags: { cpu: "2.0.0-cpu-py310", gpu: "2.0.0-gpu-py310" } }, "2.0.1": { accounts: "t33", pyVersions: ["py310"], tags: { cpu: "2.0.1-cpu-py310", gpu: "2.0.1-gpu-py310" } }, "2.1.0": { accounts: "t16", pyVersions: ["py310"], tags: { cpu: "2.1.0-cpu-py310", gpu: "2.1.0-gpu-py310" } }, "2.2.0": { accounts: "t16", pyVersions: ["py310"], tags: { cpu: "2.2.0-cpu-py310", gpu: "2.2.0-gpu-py310" } }, "2.3.0": { accounts: "t34", pyVersions: ["py311"], tags: { cpu: "2.3.0-cpu-py311", gpu: "2.3.0-gpu-py311" } }, "2.4.0": { accounts: "t34", pyVersions: ["py311"], tags: { cpu: "2.4.0-cpu-py311", gpu: "2.4.0-gpu-py311" } }, "2.5.1": { accounts: "t34", pyVersions: ["py311"], tags: { cpu: "2.5.1-cpu-py311", gpu: "2.5.1-gpu-py311" } }, "2.6.0": { accounts: "t34", pyVersions: ["py312"], tags: { cpu: "2.6.0-cpu-py312", gpu: "2.6.0-gpu-py312" } } } }, inference_graviton: { processors: ["cpu"], aliases: { "1.12": "1.12.1", "2.0": "2.0.1", "2.1": "2.1.0", "2.2": "2.2.1", "2.3": "2.3.0", "2.4": "2.4.0" }, latestVersion: "2.4.0", repository: "pytorch-inference-graviton", versions: { "1.12.1": { accounts: "t33", pyVersions: ["py38"], tags: { cpu: "1.12.1-cpu-py38-ubuntu20.04-sagemaker" } }, "2.0.0": { accounts: "t34", pyVersions: ["py310"], tags: { cpu: "2.0.0-cpu-py310-ubuntu20.04-sagemaker" } }, "2.0.1": { accounts: "t34", pyVersions: ["py310"], tags: { cpu: "2.0.1-cpu-py310-ubuntu20.04-sagemaker" } }, "2.1.0": { accounts: "t34", pyVersions: ["py310"], tags: { cpu: "2.1.0-cpu-py310-ubuntu20.04-sagemaker" } }, "2.2.1": { accounts: "t34", pyVersions: ["py310"], tags: { cpu: "2.2.1-cpu-py310-ubuntu20.04-sagemaker" } }, "2.3.0": { accounts: "t34", pyVersions: ["py311"], tags: { cpu: "2.3.0-cpu-py311-ubuntu20.04-sagemaker" } }, "2.4.0": { accounts: "t34", pyVersions: ["py311"], tags: { cpu: "2.4.0-cpu-py311-ubuntu22.04-sagemaker" } } } }, training: { processors: ["cpu", "gpu"], aliases: { "2.1": "2.1.0", "2.2": "2.2.0", "2.3": "2.3.0", "2.4": "2.4.0", "2.5": "2.5.1", "2.6": "2.6.0", "2.7": "2.7.1", "2.8": "2.8.0" }, latestVersion: "2.8.0", olderVersionsDropped: 21, repository: "pytorch-training", versions: { "2.1.0": { accounts: "t16", pyVersions: ["py310"], tags: { cpu: "2.1.0-cpu-py310", gpu: "2.1.0-gpu-py310" } }, "2.2.0": { accounts: "t16", pyVersions: ["py310"], tags: { cpu: "2.2.0-cpu-py310", gpu: "2.2.0-gpu-py310" } }, "2.3.0": { accounts: "t16", pyVersions: ["py311"], tags: { cpu: "2.3.0-cpu-py311", gpu: "2.3.0-gpu-py311" } }, "2.4.0": { accounts: "t34", pyVersions: ["py311"], tags: { cpu: "2.4.0-cpu-py311", gpu: "2.4.0-gpu-py311" } }, "2.5.1": { accounts: "t34", pyVersions: ["py311"], tags: { cpu: "2.5.1-cpu-py311", gpu: "2.5.1-gpu-py311" } }, "2.6.0": { accounts: "t34", pyVersions: ["py312"], tags: { cpu: "2.6.0-cpu-py312", gpu: "2.6.0-gpu-py312" } }, "2.7.1": { accounts: "t34", pyVersions: ["py312"], tags: { cpu: "2.7.1-cpu-py312", gpu: "2.7.1-gpu-py312" } }, "2.8.0": { accounts: "t34", pyVersions: ["py312"], tags: { cpu: "2.8.0-cpu-py312", gpu: "2.8.0-gpu-py312" } } } } }, notes: { graviton: "scope inference_graviton; instance families m6g m6gd c6g c6gd c6gn c7g r6g r6gd", p2: "unsupported from 1.13" } },
  randomcutforest: { category: "builtin-algorithm", scopes: { "inference+training": { latestVersion: "1", versions: { "1": { accounts: "t14", repository: "randomcutforest", tag: "1" } } } } },
  "sagemaker-base-python": { category: "processing", scopes: { any: { latestVersion: "1.0", versions: { "1.0": { accounts: "t35", repository: "sagemaker-base-python", tag: "1.0" } } } } },
  "sagemaker-distribution": { category: "serving", scopes: { inference: { processors: ["cpu", "gpu"], aliases: { "3.2": "3.2.0" }, latestVersion: "3.2.0", versions: { "3.2.0": { accounts: "t36", repository: "sagemaker-distribution-prod", tags: { cpu: "3.2.0-cpu", gpu: "3.2.0-gpu" } } } } } },
  "sagemaker-geospatial": { category: "processing", scopes: { processing: { latestVersion: "1.x", versions: { "1.x": { accounts: "t37", repository: "sagemaker-geospatial-v1-0", tag: "latest" } } } } },
  "sagemaker-inspect-ai": { category: "service", scopes: { evaluation: { latestVersion: "latest", versions: { latest: { accounts: "t38", repository: "sagemaker-inspect-ai", tag: "latest" } } } } },
  "sagemaker-tritonserver": { category: "serving", scopes: { inference: { processors: ["cpu", "gpu"], latestVersion: "26.05", olderVersionsDropped: 2, repository: "sagemaker-tritonserver", versions: { "24.03": { accounts: "t39", tags: { cpu: "24.03-py3-cpu", gpu: "24.03-py3" } }, "24.05": { accounts: "t39", tags: { cpu: "24.05-py3-cpu", gpu: "24.05-py3" } }, "24.09": { accounts: "t39", tags: { cpu: "24.09-py3-cpu", gpu: "24.09-py3" } }, "25.04": { accounts: "t40", tags: { cpu: "25.04-py3-cpu", gpu: "25.04-py3" } }, "25.09": { accounts: "t41", tags: { cpu: "25.09-py3-cpu", gpu: "25.09-py3" } }, "26.05": { accounts: "t41", tags: { cpu: "26.05-py3-cpu", gpu: "26.05-py3" } } } } }, notes: { tag: "{tagPrefix} for gpu, {tagPrefix}-cpu for cpu (no -gpu suffix)" } },
  "semantic-segmentation": { category: "builtin-algorithm", scopes: { "inference+training": { latestVersion: "1", versions: { "1": { accounts: "t02", repository: "semantic-segmentation", tag: "1" } } } } },
  seq2seq: { category: "builtin-algorithm", scopes: { "inference+training": { latestVersion: "1", versions: { "1": { accounts: "t02", repository: "seq2seq", tag: "1" } } } } },
  sklearn: { category: "framework", scopes: { inference: { latestVersion: "1.4-2-py312", accounts: "t42", repository: "sagemaker-scikit-learn", processors: ["cpu"], pyVersions: ["py3"], versions: { "0.20.0": { tags: { cpu: "0.20.0-cpu-py3" } }, "0.23-1": { tags: { cpu: "0.23-1-cpu-py3" } }, "1.0-1": { tags: { cpu: "1.0-1-cpu-py3" } }, "1.2-1": { tags: { cpu: "1.2-1-cpu-py3" } }, "1.4-2-py312": { tags: { cpu: "1.4-2-py312-cpu-py3" } } } }, training: { latestVersion: "1.4-2-py312", accounts: "t42", repository: "sagemaker-scikit-learn", processors: ["cpu"], pyVersions: ["py3"], versions: { "0.20.0": { tags: { cpu: "0.20.0-cpu-py3" } }, "0.23-1": { tags: { cpu: "0.23-1-cpu-py3" } }, "1.0-1": { tags: { cpu: "1.0-1-cpu-py3" } }, "1.2-1": { tags: { cpu: "1.2-1-cpu-py3" } }, "1.4-2": { tags: { cpu: "1.4-2-cpu-py3" } }, "1.4-2-py312": { tags: { cpu: "1.4-2-py312-cpu-py3" } } } }, inference_graviton: { latestVersion: "1.0-1", versions: { "1.0-1": { accounts: "t42", repository: "sagemaker-scikit-learn", processors: ["cpu"], pyVersions: ["py3"], tags: { cpu: "1.0-1-arm64-cpu-py3" } } } } }, notes: { tag: "{version}-cpu-py3; arm64: 1.0-1-arm64-cpu-py3", trainingOnly: ["1.4-2"], graviton: "1.0-1 only" } },
  spark: { category: "processing", scopes: { processing: { processors: ["cpu"], latestVersion: "3.5", accounts: "t43", repository: "sagemaker-spark-processing", versions: { "2.4": { pyVersions: ["py37"], tags: { cpu: "2.4-cpu-py37" } }, "3.0": { pyVersions: ["py37"], tags: { cpu: "3.0-cpu-py37" } }, "3.1": { pyVersions: ["py37"], tags: { cpu: "3.1-cpu-py37" } }, "3.2": { pyVersions: ["py39"], tags: { cpu: "3.2-cpu-py39" } }, "3.3": { pyVersions: ["py39"], tags: { cpu: "3.3-cpu-py39" } }, "3.5": { pyVersions: ["py39", "py312"], tags: { "cpu/py39": "3.5-cpu-py39", "cpu/py312": "3.5-cpu-py312" } } } } }, notes: { tag: "{version}-cpu[-{pyVersion}][-{containerVersion}]" } },
  "sparkml-serving": { category: "serving", scopes: { inference: { latestVersion: "3.3", repository: "sagemaker-sparkml-serving", versions: { "2.2": { accounts: "t44", tag: "2.2" }, "2.4": { accounts: "t44", tag: "2.4" }, "3.3": { accounts: "t45", tag: "3.3" } } } } },
  stabilityai: { category: "serving", scopes: { inference: { processors: ["gpu"], aliases: { "0.1": "0.1.0" }, latestVersion: "0.1.0", versions: { "0.1.0": { accounts: "t46", repository: "stabilityai-pytorch-inference", pyVersions: ["py310"], tags: { gpu: "2.0.1-sgm0.1.0-gpu-py310-cu118-ubuntu20.04-sagemaker" } } } } } },
  tensorflow: { category: "framework", scopes: { inference: { processors: ["cpu", "gpu"], aliases: { "2.12": "2.12.1", "2.13": "2.13.0", "2.14": "2.14.1", "2.16": "2.16.1", "2.18": "2.18.0", "2.19": "2.19.0" }, latestVersion: "2.19.0", olderVersionsDropped: 45, repository: "tensorflow-inference", versions: { "2.12.1": { accounts: "t33", tags: { cpu: "2.12.1-cpu", gpu: "2.12.1-gpu" } }, "2.13.0": { accounts: "t16", tags: { cpu: "2.13.0-cpu", gpu: "2.13.0-gpu" } }, "2.14.1": { accounts: "t16", tags: { cpu: "2.14.1-cpu", gpu: "2.14.1-gpu" } }, "2.16.1": { accounts: "t34", tags: { cpu: "2.16.1-cpu", gpu: "2.16.1-gpu" } }, "2.18.0": { accounts: "t34", tags: { cpu: "2.18.0-cpu", gpu: "2.18.0-gpu" } }, "2.19.0": { accounts: "t34", tags: { cpu: "2.19.0-cpu", gpu: "2.19.0-gpu" } } } }, inference_graviton: { processors: ["cpu"], aliases: { "2.9": "2.9.1", "2.12": "2.12.1", "2.13": "2.13.0", "2.14": "2.14.1", "2.16": "2.16.1" }, latestVersion: "2.16.1", repository: "tensorflow-inference-graviton", versions: { "2.9.1": { accounts: "t33", pyVersions: ["py38"], tags: { cpu: "2.9.1-cpu-py38-ubuntu20.04-sagemaker" } }, "2.12.1": { accounts: "t33", pyVersions: ["py310"], tags: { cpu: "2.12.1-cpu-py310-ubuntu20.04-sagemaker" } }, "2.13.0": { accounts: "t33", pyVersions: ["py310"], tags: { cpu: "2.13.0-cpu-py310-ubuntu20.04-sagemaker" } }, "2.14.1": { accounts: "t33", pyVersions: ["py310"], tags: { cpu: "2.14.1-cpu-py310-ubuntu20.04-sagemaker" } }, "2.16.1": { accounts: "t34", pyVersions: ["py310"], tags: { cpu: "2.16.1-cpu-py310-ubuntu20.04-sagemaker" } } } }, training: { processors: ["cpu", "gpu"], aliases: { "2.12": "2.12.0", "2.13": "2.13.0", "2.14": "2.14.1", "2.16": "2.16.2", "2.18": "2.18.0", "2.19": "2.19.0" }, latestVersion: "2.19.0", olderVersionsDropped: 43, repository: "tensorflow-training", versions: { "2.12.0": { accounts: "t34", pyVersions: ["py310"], tags: { cpu: "2.12.0-cpu-py310", gpu: "2.12.0-gpu-py310" } }, "2.13.0": { accounts: "t16", pyVersions: ["py310"], tags: { cpu: "2.13.0-cpu-py310", gpu: "2.13.0-gpu-py310" } }, "2.14.1": { accounts: "t16", pyVersions: ["py310"], tags: { cpu: "2.14.1-cpu-py310", gpu: "2.14.1-gpu-py310" } }, "2.16.2": { accounts: "t34", pyVersions: ["py310"], tags: { cpu: "2.16.2-cpu-py310", gpu: "2.16.2-gpu-py310" } }, "2.18.0": { accounts: "t34", pyVersions: ["py310"], tags: { cpu: "2.18.0-cpu-py310", gpu: "2.18.0-gpu-py310" } }, "2.19.0": { accounts: "t34", pyVersions: ["py312"], tags: { cpu: "2.19.0-cpu-py312", gpu: "2.19.0-gpu-py312" } } } } }, notes: { inferenceTag: "{version}-{processor} (no python)", graviton: "scope inference_graviton; instance families m6g m6gd c6g c6gd c6gn c7g r6g r6gd", p2: "unsupported from 2.12" } },
  xgboost: { frozenVersions: { "1": "it is XGBoost 0.72 of 2018", "0.90-1": "AWS has ended support of XGBoost 0.90", "0.90-2": "AWS has ended support of XGBoost 0.90" }, category: "builtin-algorithm+framework", scopes: { inference: { aliases: { latest: "1" }, latestVersion: "3.2-0", versions: { "0.90-1": { accounts: "t42", repository: "sagemaker-xgboost", processors: ["cpu"], pyVersions: ["py3"], tags: { cpu: "0.90-1-cpu-py3" } }, "0.90-2": { accounts: "t42", repository: "sagemaker-xgboost", processors: ["cpu"], pyVersions: ["py3"], tags: { cpu: "0.90-2-cpu-py3" } }, "1": { accounts: "t47", repository: "xgboost", tag: "1" }, "1.0-1": { accounts: "t42", repository: "sagemaker-xgboost", processors: ["cpu"], pyVersions: ["py3"], tags: { cpu: "1.0-1-cpu-py3" } }, "1.2-1": { accounts: "t42", repository: "sagemaker-xgboost", tag: "1.2-1" }, "1.2-2": { accounts: "t42", repository: "sagemaker-xgboost", tag: "1.2-2" }, "1.3-1": { accounts: "t42", repository: "sagemaker-xgboost", tag: "1.3-1" }, "1.5-1": { accounts: "t42", repository: "sagemaker-xgboost", tag: "1.5-1" }, "1.7-1": { accounts: "t42", repository: "sagemaker-xgboost", tag: "1.7-1" }, "3.0-5": { accounts: "t42", repository: "sagemaker-xgboost", tag: "3.0-5" }, "3.2-0": { accounts: "t42", repository: "sagemaker-xgboost", tag: "3.2-0" } } }, training: { aliases: { latest: "1" }, latestVersion: "3.2-0", versions: { "0.90-1": { accounts: "t42", repository: "sagemaker-xgboost", processors: ["cpu"], pyVersions: ["py3"], tags: { cpu: "0.90-1-cpu-py3" } }, "0.90-2": { accounts: "t42", repository: "sagemaker-xgboost", processors: ["cpu"], pyVersions: ["py3"], tags: { cpu: "0.90-2-cpu-py3" } }, "1": { accounts: "t47", repository: "xgboost", tag: "1" }, "1.0-1": { accounts: "t42", repository: "sagemaker-xgboost", processors: ["cpu"], pyVersions: ["py3"], tags: { cpu: "1.0-1-cpu-py3" } }, "1.2-1": { accounts: "t42", repository: "sagemaker-xgboost", tag: "1.2-1" }, "1.2-2": { accounts: "t42", repository: "sagemaker-xgboost", tag: "1.2-2" }, "1.3-1": { accounts: "t42", repository: "sagemaker-xgboost", tag: "1.3-1" }, "1.5-1": { accounts: "t42", repository: "sagemaker-xgboost", tag: "1.5-1" }, "1.7-1": { accounts: "t42", repository: "sagemaker-xgboost", tag: "1.7-1" }, "3.0-5": { accounts: "t42", repository: "sagemaker-xgboost", tag: "3.0-5" }, "3.2-0": { accounts: "t42", repository: "sagemaker-xgboost", tag: "3.2-0" } } }, inference_graviton: { latestVersion: "1.5-1", accounts: "t42", repository: "sagemaker-xgboost", versions: { "1.3-1": { tag: "1.3-1-arm64" }, "1.5-1": { tag: "1.5-1-arm64" } } } }, notes: { aliasWarning: 'alias "latest" resolves to legacy version "1" (repository "xgboost", MXNet-era 0.72), not to the newest sagemaker-xgboost', tag: '{version}[-arm64]; "-arm64" only for 1.3-1 and 1.5-1 (inference_graviton); version 1 has tag "1" in repository xgboost. No processor or python suffix since 1.x; processors/pyVersions present on 0.90-x..1.0 add "-cpu-py3"' } }
};

// lib/core/internal/image-facts.ts
init_errors();
function registryAccounts(table2) {
  return image_accounts_default[table2];
}
function dnsSuffixOf(region) {
  return image_dns_suffixes_default[region] ?? "amazonaws.com";
}
function findImage(family, wish) {
  const scope = scopeOf(family, wish.use);
  const version = resolveVersion(family, scope, wish.version);
  const facts = { ...scope, ...basedOn(family, version, scope.versions[version], wish.baseFramework) };
  if (!facts.repository || !facts.accounts) {
    throw invalid(void 0, {
      code: "ImageAmbiguous",
      property: "image",
      problem: `${family} ${version} comes in several repositories`,
      value: version,
      fix: "Give the full image with ContainerImage.fromUri(...)."
    });
  }
  const { repository, accounts: table2 } = facts;
  const { frozen, frozenVersions } = images_default[family];
  return { family, version, repository, accounts: table2, tag: tagOf(family, version, facts, wish), frozen: frozen ?? frozenVersions?.[version] };
}
function offered(family, use) {
  const { scopes } = images_default[family] ?? { scopes: {} };
  const name = scopeNamed(scopes, use);
  const { versions = {}, processors = ["cpu"] } = name === void 0 ? {} : scopes[name];
  return { versions: Object.keys(versions), processors };
}
function versionOf(family, use, version) {
  return resolveVersion(family, scopeOf(family, use), version);
}
function basedOn(family, version, facts, wanted) {
  const bases = facts.byBaseFramework;
  if (!bases) {
    return facts;
  }
  const names = Object.keys(bases);
  const exact = wanted === void 0 ? void 0 : facts.baseFrameworkAliases?.[wanted] ?? wanted;
  const found = names.filter((name) => wanted === void 0 || name === exact || name.replace(/[\d.]+$/, "") === wanted);
  if (found.length !== 1) {
    throw invalid(void 0, {
      code: "ImageAmbiguous",
      property: "baseFramework",
      problem: `${family} ${version} comes with ${names.join(" and with ")}`,
      value: wanted ?? version,
      fix: `Set 'baseFramework' to one of ${names.join(", ")}.`
    });
  }
  return bases[found[0]];
}
function scopeOf(family, use) {
  const known2 = images_default;
  if (!Object.hasOwn(known2, family)) {
    throw invalid(void 0, {
      code: "ImageFamilyUnknown",
      property: "image",
      problem: "is not a family of images that AWS publishes for SageMaker",
      value: family,
      fix: `Use one of ${Object.keys(known2).join(", ")}, or ContainerImage.fromUri(...).`
    });
  }
  const { scopes } = known2[family];
  const name = scopeNamed(scopes, use);
  if (!name) {
    throw invalid(void 0, {
      code: "ImageUseUnknown",
      property: "use",
      problem: `${family} has no image for it`,
      value: use,
      fix: `Use one of ${Object.keys(scopes).flatMap((each) => each.split("+")).join(", ")}.`
    });
  }
  return scopes[name];
}
function scopeNamed(scopes, use) {
  return Object.keys(scopes).find((each) => each.split("+").includes(use)) ?? (scopes.any ? "any" : void 0);
}
function resolveVersion(family, scope, wanted) {
  const version = wanted ?? scope.latestVersion;
  const resolved = !Object.hasOwn(scope.versions, version) && Object.hasOwn(scope.aliases ?? {}, version) ? scope.aliases[version] : version;
  if (!Object.hasOwn(scope.versions, resolved)) {
    throw invalid(void 0, {
      code: "ImageVersionUnknown",
      property: "version",
      problem: `${family} has no such version`,
      value: version,
      fix: `Use one of ${Object.keys(scope.versions).join(", ")}.`
    });
  }
  return resolved;
}
function tagOf(family, version, facts, wish) {
  if (wish.python !== void 0 && facts.pyVersions && !facts.pyVersions.includes(wish.python)) {
    throw invalid(void 0, {
      code: "ImagePythonUnknown",
      property: "python",
      problem: `${family} ${version} does not come with it`,
      value: wish.python,
      fix: `Use one of ${facts.pyVersions.join(", ")}.`
    });
  }
  if (facts.tag !== void 0) {
    return facts.tag;
  }
  const tags = facts.tags ?? {};
  const keys = Object.keys(tags).filter((key) => {
    const [processor, python] = key.split("/");
    return processor === wish.processor && (wish.python === void 0 || python === void 0 || python === wish.python);
  });
  if (keys.length === 0) {
    throw invalid(void 0, {
      code: "ImageProcessorUnknown",
      property: "processor",
      problem: `${family} ${version} is not built for it`,
      value: wish.python ? `${wish.processor}/${wish.python}` : wish.processor,
      fix: `Use one of ${Object.keys(tags).join(", ")}.`
    });
  }
  return tags[keys[keys.length - 1]];
}

// lib/core/container-image.ts
var ContainerImage = class _ContainerImage {
  constructor(bound, version) {
    this.bound = bound;
    this.version = version;
  }
  bound;
  /**
   * An image that AWS publishes, by family: `sklearn`, `xgboost`, `pytorch`, `spark` and so on.
   *
   * Fails for a family or version that does not exist, and at binding for a region that does not have it. One that gets no fixes any more is
   * warned of at binding.
   */
  static of(family, options = {}) {
    const found = findImage(family, {
      use: options.use ?? "training" /* TRAINING */,
      version: options.version,
      processor: options.processor ?? "cpu",
      python: options.python,
      baseFramework: options.baseFramework
    });
    return new _ContainerImage((scope) => bindFound(scope, found), found.version);
  }
  /**
   * An image of DJL Serving, which serves large language models from Hugging Face's hub or from S3, without code; it does not train.
   *
   * Fails for a version that does not exist, and at binding for a region that does not have it.
   *
   * @param engine what answers requests
   * @param version for example `0.36.0`; the newest this library knows, unless given
   */
  static djl(engine = "djl-lmi" /* LMI */, version) {
    return _ContainerImage.of(engine, { use: "inference" /* INFERENCE */, version });
  }
  /** An image by its URI, for example in a registry of your own; permission to pull is derived for ECR URIs. */
  static fromUri(uri) {
    return new _ContainerImage((scope) => bindUri(scope, uri));
  }
  /** An image in an ECR repository, by its tag or its digest (`sha256:...`). A tag that moves changes what later jobs run, not what is deployed. */
  static fromEcrRepository(repository, tagOrDigest = "latest") {
    return new _ContainerImage(() => {
      const { repositoryArn, repositoryUri } = repository;
      return { uri: repository.repositoryUriForTagOrDigest(tagOrDigest), repositoryArn, repositoryUri };
    });
  }
  /**
   * An image built from a folder with a Dockerfile, for the Intel processors of SageMaker's instances.
   *
   * Docker on the machine that runs `cdk deploy` builds it and sends it to the bootstrap's registry, when what the folder holds has changed; with
   * `ImageBuilder.codeBuild()` CodeBuild does, into a registry of the stack. Fails at binding when there is no such Dockerfile.
   */
  static fromDockerfile(directory, options = {}) {
    return new _ContainerImage((scope) => bindBuilt(scope, (0, import_node_path5.resolve)(directory), options));
  }
  /** Version of a published image; undefined for an image given by URI. */
  version;
  /** The image's URI and repository in the stack of a construct. */
  bind(scope) {
    return this.bound(scope);
  }
};
var built = /* @__PURE__ */ new WeakMap();
function bindBuilt(scope, directory, options) {
  const { file = "Dockerfile" } = options;
  if (!(0, import_node_fs4.existsSync)((0, import_node_path5.join)(directory, file))) {
    throw invalid(scope, {
      code: "DockerfileMissing",
      property: "directory",
      problem: `holds no '${file}'`,
      value: directory,
      fix: "Name the folder that holds it, or the file in 'file'."
    });
  }
  const stack = import_core21.Stack.of(scope);
  const known2 = built.get(stack) ?? /* @__PURE__ */ new Map();
  built.set(stack, known2);
  const { builder, ...docker } = options;
  const name = JSON.stringify([directory, docker, builder?._identity]);
  const bound = known2.get(name) ?? build(stack, `SageMakerImage${known2.size + 1}`, directory, docker, builder);
  known2.set(name, bound);
  return bound;
}
function build(stack, id, directory, options, builder) {
  if (builder?._codeBuild) {
    const { ImageBuilds: ImageBuilds2 } = (init_image_builds(), __toCommonJS(image_builds_exports));
    return ImageBuilds2.of(stack, builder._codeBuild).build(id, directory, options, builder._codeBuild);
  }
  const { DockerImageAsset, Platform } = require("aws-cdk-lib/aws-ecr-assets");
  const { imageUri, repository } = new DockerImageAsset(stack, id, { ...options, directory, platform: Platform.LINUX_AMD64 });
  return { uri: imageUri, repositoryArn: repository.repositoryArn, repositoryUri: repository.repositoryUri };
}
function bindFound(scope, found) {
  if (found.frozen) {
    import_core21.Annotations.of(scope).addWarningV2(
      "cdk-sagemaker-lifecycle:frozenImage",
      `image: ${found.family} ${found.version} is frozen: ${found.frozen}; move to another framework or version`
    );
  }
  return bindPublished(scope, found);
}
function bindUri(scope, uri) {
  const ecr = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[a-z.-]+\/([^:@]+)/.exec(uri);
  const repositoryUri = uri.replace(/(?<=\/[^:@]+)[:@].*$/, "");
  if (!ecr) {
    return { uri, repositoryUri };
  }
  const [, account, region, resourceName] = ecr;
  return { uri, repositoryUri, repositoryArn: arnOf(scope, { service: "ecr", resource: "repository", resourceName, account, region }) };
}
var published = /* @__PURE__ */ new WeakMap();
function bindPublished(scope, image) {
  const stack = import_core21.Stack.of(scope);
  const known2 = published.get(stack) ?? /* @__PURE__ */ new Map();
  published.set(stack, known2);
  const name = `${image.accounts} ${image.repository}:${image.tag}`;
  const bound = known2.get(name) ?? describePublished(scope, stack, image);
  known2.set(name, bound);
  return bound;
}
function describePublished(scope, stack, image) {
  const { account, suffix } = import_core21.Token.isUnresolved(stack.region) ? { account: mappedAccount(stack, image.accounts), suffix: import_core21.Aws.URL_SUFFIX } : { account: accountIn(scope, image, stack.region), suffix: dnsSuffixOf(stack.region) };
  const repositoryUri = `${account}.dkr.ecr.${stack.region}.${suffix}/${image.repository}`;
  return {
    uri: image.tag ? `${repositoryUri}:${image.tag}` : repositoryUri,
    repositoryUri,
    repositoryArn: arnOf(scope, { service: "ecr", resource: "repository", resourceName: image.repository, account })
  };
}
function accountIn(scope, image, region) {
  const accounts = registryAccounts(image.accounts);
  if (!accounts[region]) {
    throw invalid(scope, {
      code: "ImageNotInRegion",
      property: "image",
      problem: `${image.family} ${image.version} is not published in this region`,
      value: region,
      fix: `Deploy to one of ${Object.keys(accounts).sort().join(", ")}, or copy the image to a registry of yours and use ContainerImage.fromUri(...).`
    });
  }
  return accounts[region];
}
function mappedAccount(stack, table2) {
  const id = `SageMakerImageAccounts${table2.toUpperCase()}`;
  const existing = stack.node.tryFindChild(id);
  return (existing ?? accountMapping(stack, id, registryAccounts(table2))).findInMap(stack.region, "account");
}
function accountMapping(stack, id, accounts) {
  const mapping = {};
  for (const [region, account] of Object.entries(accounts)) {
    mapping[region] = { account };
  }
  return new import_core21.CfnMapping(stack, id, { mapping, lazy: true });
}

// lib/core/index.ts
init_conventions();

// lib/core/mlflow-tracking.ts
init_allow();
init_arns();
init_errors();
init_limits2();

// lib/core/internal/places.ts
init_errors();
function mistakeInKey(property, key) {
  return isKnown(key) && /^\/|[*?]/.test(key) ? {
    code: "S3KeyInvalid",
    property,
    problem: "must not start with a slash or hold '*' or '?'",
    value: key,
    fix: "Write it as the console shows it, for example 'raw/'; a prefix takes everything under it."
  } : void 0;
}

// lib/core/mlflow-tracking.ts
init_s3_grants();
var EXPERIMENT_NAME = Limit.between("MlflowExperimentName", 1, 200);
var RUN_NAME = Limit.between("MlflowRunName", 1, 100);
var LOGGING = [
  "CreateExperiment",
  "GetExperiment",
  "GetExperimentByName",
  "SearchExperiments",
  "SetExperimentTag",
  "CreateRun",
  "GetRun",
  "SearchRuns",
  "UpdateRun",
  "LogBatch",
  "LogInputs",
  "LogMetric",
  "LogModel",
  "LogOutputs",
  "LogParam",
  "SetTag",
  "GetMetricHistory",
  "ListArtifacts",
  "FinalizeLoggedModel",
  "GetLoggedModel",
  "ListLoggedModelArtifacts",
  "LogLoggedModelParams",
  "SearchLoggedModels",
  "SetLoggedModelTags"
].map((action) => `sagemaker-mlflow:${action}`);

// lib/core/index.ts
init_image_builder();

// lib/core/s3-source.ts
init_assets();
init_errors();
init_s3_grants();
var S3Source = class {
  /** Everything under a prefix of a bucket; the whole bucket if no prefix is given. */
  static fromBucket(bucket, prefix = "") {
    return new PrefixSource(bucket, prefix);
  }
  /** One object of a bucket. */
  static fromObject(bucket, key) {
    return new ObjectSource(bucket, key);
  }
  /**
   * A local file, uploaded by `cdk deploy` under its content's hash.
   *
   * Fails when the file is missing or empty.
   */
  static fromFile(path) {
    return new FileSource(path);
  }
  /** A URI, for example a step's output in a pipeline; no permission is derived from it. */
  static fromUri(uri) {
    return new UriSource(uri);
  }
};
var PrefixSource = class extends S3Source {
  constructor(bucket, prefix) {
    super();
    this.bucket = bucket;
    this.prefix = prefix;
  }
  bucket;
  prefix;
  bind(scope, reader) {
    new Mistakes(scope).add(mistakeInKey("prefix", this.prefix)).throwIfAny();
    grantReadPrefix(this.bucket, this.prefix, reader);
    return { uri: this.bucket.s3UrlForObject(this.prefix || void 0) };
  }
};
var ObjectSource = class extends S3Source {
  constructor(bucket, key) {
    super();
    this.bucket = bucket;
    this.key = key;
  }
  bucket;
  key;
  bind(scope, reader) {
    new Mistakes(scope).add(mistakeInKey("key", this.key)).throwIfAny();
    grantReadObject(this.bucket, this.key, reader);
    return { uri: this.bucket.s3UrlForObject(this.key) };
  }
};
var FileSource = class extends S3Source {
  constructor(path) {
    super();
    this.path = path;
  }
  path;
  bind(scope, reader) {
    const staged2 = stageFile(scope, this.path);
    staged2.grantRead(reader);
    return { uri: staged2.uri };
  }
};
var UriSource = class extends S3Source {
  constructor(uri) {
    super();
    this.uri = uri;
  }
  uri;
  bind() {
    return { uri: this.uri };
  }
};

// lib/core/source-code.ts
var import_node_path6 = require("node:path");
init_assets();
init_errors();
var SourceCode = class _SourceCode {
  constructor(script2, sourceDir) {
    this.script = script2;
    this.sourceDir = sourceDir;
  }
  script;
  sourceDir;
  /**
   * A script, alone or with its folder.
   *
   * The path is relative to the folder the app runs in. Fails at binding when the script is missing, empty or outside of `sourceDir`.
   */
  static fromScript(entryPoint, options = {}) {
    return new _SourceCode(entryPoint, options.sourceDir);
  }
  /** Path of the script inside the tarball. */
  get entryPoint() {
    const directory = this.sourceDir === void 0 ? (0, import_node_path6.dirname)(this.script) : this.sourceDir;
    return (0, import_node_path6.relative)((0, import_node_path6.resolve)(directory), (0, import_node_path6.resolve)(this.script)).split(import_node_path6.sep).join("/");
  }
  /** Uploads the tarball with the stack of `scope`, and lets `reader` read it. */
  bind(scope, reader) {
    const script2 = existingFile(scope, "entryPoint", this.script);
    const directory = this.sourceDir === void 0 ? (0, import_node_path6.dirname)(script2) : (0, import_node_path6.resolve)(this.sourceDir);
    const { entryPoint } = this;
    if (entryPoint.startsWith("../")) {
      throw invalid(scope, {
        code: "EntryPointOutsideSourceDir",
        property: "entryPoint",
        problem: `must lie in 'sourceDir' (${this.sourceDir})`,
        value: this.script,
        fix: `Move ${(0, import_node_path6.basename)(script2)} into the folder, or name a folder that holds it.`
      });
    }
    const files = this.sourceDir === void 0 ? [entryPoint] : shippableFiles(scope, directory);
    const staged2 = stageTarball(scope, directory, files);
    staged2.grantRead(reader);
    return { uri: staged2.uri, hash: staged2.hash, entryPoint, hasRequirements: files.includes("requirements.txt") };
  }
};

// lib/data/private/flow-file.ts
init_errors();

// lib/data/private/existing-path.ts
init_errors();

// lib/data/private/render-flow.ts
var import_core25 = require("aws-cdk-lib/core");
init_allow();
init_arns();
init_errors();
init_limits2();

// lib/data/private/places.ts
init_errors();
init_limits2();
var PROCESSING_FOLDER = "/opt/ml/processing/";
var INPUT_FOLDER = "/opt/ml/processing/input";
var OUTPUT_FOLDER = "/opt/ml/processing/output";
var LOCAL_PATH = Limit.between("LocalPath", 0, 256);
function checkFolder(folder) {
  return [
    LOCAL_PATH.mistakeInText("localPath", folder),
    isKnown(folder) && !folder.startsWith(PROCESSING_FOLDER) ? {
      code: "ProcessingFolderOutside",
      property: "localPath",
      problem: `must begin with ${PROCESSING_FOLDER}`,
      value: folder,
      fix: "Choose a folder below it, or leave 'localPath' out."
    } : void 0
  ];
}

// lib/data/private/render-processing.ts
var import_core24 = require("aws-cdk-lib/core");

// lib/core/internal/job-environment.ts
function environmentOf(site, { environment, mlflow, networkIsolation }) {
  const tracking = mlflow ?? (networkIsolation ? void 0 : site.mlflow);
  return tracking ? { ...tracking._bind(site), ...environment } : environment;
}
function mistakeInTracking({ mlflow, networkIsolation }) {
  return mlflow && networkIsolation ? {
    code: "TrackingNeedsNetwork",
    property: "networkIsolation",
    problem: "keeps the container from logging to MLflow",
    value: true,
    fix: "Leave it out, or leave 'mlflow' out."
  } : void 0;
}

// lib/data/private/render-processing.ts
init_job_site();

// lib/core/internal/network.ts
init_allow();
init_arns();
init_limits2();
var SUBNETS = Limit.of("VpcConfig.Subnets");
var SECURITY_GROUPS = Limit.of("VpcConfig.SecurityGroupIds");
function checkNetwork(mistakes, { subnets, securityGroups }) {
  return mistakes.add(SUBNETS.mistakeInCount("subnets", subnets)).add(SECURITY_GROUPS.mistakeInCount("securityGroups", securityGroups)).when(subnets === void 0 !== (securityGroups === void 0), {
    code: "NetworkIncomplete",
    property: subnets ? "securityGroups" : "subnets",
    problem: `is needed with '${subnets ? "subnets" : "securityGroups"}'`,
    fix: "Give both, or neither for the network of SageMaker."
  });
}
function networkOf({ subnets, securityGroups }) {
  return subnets && securityGroups && { subnets, securityGroups };
}
function joinNetwork(scope, role, options) {
  const network = networkOf(options);
  if (network) {
    grantNetworkInterfaces(scope, role, network);
  }
  return network && {
    Subnets: network.subnets.map(({ subnetId }) => subnetId),
    SecurityGroupIds: network.securityGroups.map(({ securityGroupId }) => securityGroupId)
  };
}
function grantNetworkInterfaces(scope, role, { subnets, securityGroups }) {
  const arn = (resource, resourceName) => arnOf(scope, { service: "ec2", resource, resourceName });
  const interfaces = arn("network-interface", "*");
  const why = "Network interfaces get their ids when they are made.";
  allow(role, {
    actions: ["ec2:CreateNetworkInterface"],
    resourceArns: [
      interfaces,
      ...subnets.map(({ subnetId }) => arn("subnet", subnetId)),
      ...securityGroups.map(({ securityGroupId }) => arn("security-group", securityGroupId))
    ]
  }, why);
  allow(role, {
    actions: ["ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface"],
    resourceArns: [interfaces],
    conditions: { ArnEquals: { "ec2:Subnet": subnets.map(({ subnetId }) => arn("subnet", subnetId)) } }
  }, why);
  allow(role, {
    actions: [
      "ec2:DeleteNetworkInterfacePermission",
      "ec2:DescribeDhcpOptions",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcs"
    ],
    resourceArns: ["*"]
  }, "Describing networks, and taking back a permission on an interface, support no resource.");
}

// lib/data/processing-output.ts
init_s3_grants();

// lib/data/private/feature-groups.ts
var import_core22 = require("aws-cdk-lib/core");
init_allow();
init_arns();

// lib/core/internal/environment.ts
init_errors();
init_limits2();
var OF_PROCESSING = { count: Limit.of("CreateProcessingJobRequest.Environment"), longestName: 256, longestValue: 256 };
var OF_TRAINING = { count: Limit.of("CreateTrainingJobRequest.Environment"), longestName: 512, longestValue: 512 };
var OF_SERVING = { count: Limit.of("ContainerDefinition.Environment"), longestName: 1024, longestValue: 1024 };
function checkEnvironment(mistakes, rule, environment = {}) {
  const { count, longestName, longestValue } = rule;
  mistakes.add(count.mistakeInCount("environment", environment));
  for (const [name, value] of Object.entries(environment)) {
    mistakes.when(isKnown(name) && (name.length > longestName || !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)), {
      code: "EnvironmentName",
      property: "environment",
      value: name,
      fix: "Rename the variable.",
      problem: `names have up to ${longestName.toLocaleString("en")} letters, digits and underscores and do not start with a digit`
    }).add(Limit.between("EnvironmentValue", 0, longestValue).mistakeInText(`environment '${name}'`, value));
  }
}

// lib/data/private/check-processing.ts
init_errors();
init_instance_types2();
init_limits2();
var RUNTIME = Limit.of("ProcessingStoppingCondition.MaxRuntimeInSeconds");
var INSTANCES = Limit.of("ProcessingClusterConfig.InstanceCount");
var VOLUME = Limit.of("ProcessingClusterConfig.VolumeSizeInGB");
var INPUTS = Limit.of("CreateProcessingJobRequest.ProcessingInputs");
var OUTPUTS = Limit.of("ProcessingOutputConfig.Outputs");
var ARGUMENTS = Limit.of("AppSpecification.ContainerArguments");
var ENTRYPOINT = Limit.of("AppSpecification.ContainerEntrypoint");
var TAG_KEY = Limit.of("Tag.Key");
var TAG_VALUE = Limit.of("Tag.Value");
var TAGS = Limit.between("Tags", 0, 50);
var WORD = Limit.between("ContainerWord", 0, 256);
function checkProcessing(scope, work) {
  const { options, entrypoint, inputs, outputs } = work;
  const words = work.arguments ?? options.arguments;
  checkInstanceType(scope, "instanceType", options.instanceType, FOR_PROCESSING);
  const mistakes = new Mistakes(scope).add(INSTANCES.mistakeIn("instanceCount", options.instanceCount)).add(VOLUME.mistakeIn("volumeSize", options.volumeSize?.toGibibytes())).add(RUNTIME.mistakeIn("maxRuntime", options.maxRuntime?.toSeconds())).add(ARGUMENTS.mistakeInCount("arguments", words)).add(ENTRYPOINT.mistakeInCount("entrypoint", entrypoint)).add(INPUTS.mistakeInCount("inputs", inputs)).add(OUTPUTS.mistakeInCount("outputs", outputs));
  entrypoint?.forEach((word) => mistakes.add(WORD.mistakeInText("entryPoint", word)));
  words?.forEach((word) => mistakes.add(WORD.mistakeInText("arguments", word)));
  checkEnvironment(mistakes, OF_PROCESSING, options.environment);
  checkPlaces(mistakes, work);
  checkNetwork(mistakes, options);
  mistakes.add(mistakeInTracking(options));
  checkIsolation(mistakes, options);
  checkTags(mistakes, options.tags);
  mistakes.throwIfAny();
}
function checkPlaces(mistakes, { given: given2, inputs, outputs, options }) {
  const folders = inputs.map((input) => String((input.S3Input ?? input.DatasetDefinition).LocalPath).replace(/\/+$/, ""));
  const repeatedName = firstRepeated([...inputs.map((input) => input.InputName), ...outputs.map((output) => String(output.OutputName))]);
  const repeatedFolder = firstRepeated(folders);
  mistakes.when(repeatedName !== void 0, {
    code: "ProcessingNameRepeated",
    property: "inputs",
    problem: "inputs and outputs of a job need different names, and 'code' is taken by the script",
    value: repeatedName,
    fix: "Give each input and output a name of its own."
  }).when(repeatedName === void 0 && repeatedFolder !== void 0, {
    code: "ProcessingFolderRepeated",
    property: "inputs",
    problem: "two inputs share a folder",
    value: repeatedFolder,
    fix: "Give each a 'localPath' of its own."
  });
  [...given2, ...options.outputs ?? []].forEach((place) => place._mistakes().forEach((mistake) => mistakes.add(mistake)));
}
function checkIsolation(mistakes, { networkIsolation, outputs = [] }) {
  const record = outputs.find((output) => output._needsNetwork);
  mistakes.when(networkIsolation === true && record !== void 0, {
    code: "OutputNeedsNetwork",
    property: "networkIsolation",
    problem: "keeps the container from putting records into a feature group",
    value: record?.name,
    fix: "Leave it out, or let another job put the records in."
  });
}
function checkTags(mistakes, tags = {}) {
  mistakes.add(TAGS.mistakeInCount("tags", tags));
  Object.entries(tags).forEach(([key, value]) => mistakes.add(TAG_KEY.mistakeInText("tags", key)).add(TAG_VALUE.mistakeInText(`tags '${key}'`, value)).when(/^aws:/i.test(key), { code: "TagReserved", property: "tags", problem: "keys that start with 'aws:' are taken by AWS", value: key, fix: "Rename the tag." }));
}
function firstRepeated(values) {
  return values.find((value, index) => values.indexOf(value) !== index);
}

// lib/core/internal/processors.ts
var import_core23 = require("aws-cdk-lib/core");
init_errors();
var USUAL_INSTANCE = "ml.m5.large";
var USUAL_GPU_INSTANCE = "ml.g4dn.xlarge";
function processorOf(instanceType) {
  const [, family = ""] = instanceType.split(".");
  if (/^(g|gr|p)\d/.test(family)) {
    return "gpu";
  }
  return /^trn\d/.test(family) ? "trn" : "cpu";
}
function machineFor(family, instanceType, processor) {
  const { processors } = offered(family, "training" /* TRAINING */);
  if (instanceType === void 0) {
    const chosen = processor ?? (processors.includes("cpu") ? "cpu" : processors[0]);
    return { instanceType: chosen === "gpu" ? USUAL_GPU_INSTANCE : USUAL_INSTANCE, processor: chosen };
  }
  if (processor !== void 0 || processors.length === 1) {
    const chosen = processor ?? processors[0];
    check2(family, instanceType, chosen);
    return { instanceType, processor: chosen };
  }
  if (import_core23.Token.isUnresolved(instanceType)) {
    throw invalid(void 0, {
      code: "ImageProcessorUndecided",
      property: "processor",
      problem: `${family} has images for ${processors.join(" and for ")}, and the instance type is chosen later`,
      fix: `Set 'processor' to one of ${processors.join(", ")}.`
    });
  }
  return { instanceType, processor: processorOf(instanceType) };
}
function check2(family, instanceType, processor) {
  if (!import_core23.Token.isUnresolved(instanceType) && processor === "gpu" && processorOf(instanceType) !== "gpu") {
    throw invalid(void 0, {
      code: "InstanceHasNoGpu",
      property: "instanceType",
      problem: `the image of ${family} is for GPUs, and this instance has none`,
      value: instanceType,
      fix: `Use an instance with a GPU, for example ${USUAL_GPU_INSTANCE}.`
    });
  }
}

// lib/data/private/render-processing.ts
var CODE_FOLDER = `${INPUT_FOLDER}/code`;
function renderScriptJob(site, image, code, options, inputs, outputs) {
  const bound = code.bind(site.scope, site.role);
  const install = bound.hasRequirements ? " && python3 -m pip install --quiet -r requirements.txt" : "";
  warnOfRequirements(site, bound, options);
  const run = `cd ${CODE_FOLDER} && tar -xzf *.gz${install} && exec python3 "$0" "$@"`;
  return renderJob(site, {
    image,
    options,
    entrypoint: ["/bin/sh", "-c", run, bound.entryPoint],
    given: inputs,
    inputs: [...inputs.map((input) => input._render(site)), renderInput("code", bound.uri, CODE_FOLDER)],
    outputs: renderOutputs(site, options, outputs)
  });
}
function renderContainerJob(site, image, options, inputs, outputs) {
  return renderJob(site, {
    image,
    options,
    entrypoint: options.entrypoint,
    given: inputs,
    inputs: inputs.map((input) => input._render(site)),
    outputs: renderOutputs(site, options, outputs)
  });
}
function renderJob(site, work) {
  const { image, options } = work;
  checkProcessing(site.scope, work);
  const bound = image.bind(site.scope);
  grantPull(bound, site.role);
  grantJobTelemetry(site.scope, site.role, "ProcessingJobs");
  const instanceType = options.instanceType ?? USUAL_INSTANCE;
  return {
    AppSpecification: { ImageUri: bound.uri, ContainerEntrypoint: work.entrypoint, ContainerArguments: work.arguments ?? options.arguments },
    ProcessingResources: {
      ClusterConfig: {
        InstanceType: instanceType,
        InstanceCount: options.instanceCount ?? 1,
        VolumeSizeInGB: (options.volumeSize ?? import_core24.Size.gibibytes(30)).toGibibytes(),
        VolumeKmsKeyId: volumeKey(site, instanceType)
      }
    },
    RoleArn: site.role.roleArn,
    ProcessingInputs: work.inputs,
    ProcessingOutputConfig: { KmsKeyId: site.encryptionKey?.keyArn, Outputs: work.outputs },
    StoppingCondition: { MaxRuntimeInSeconds: (options.maxRuntime ?? import_core24.Duration.hours(1)).toSeconds() },
    Environment: environmentOf(site, options),
    NetworkConfig: renderNetwork(site, options),
    Tags: options.tags && Object.entries(options.tags).map(([Key, Value]) => ({ Key, Value })),
    ...options.overrides
  };
}
function renderInput(name, uri, localPath) {
  return { InputName: name, S3Input: { S3Uri: uri, LocalPath: localPath, S3DataType: "S3Prefix", S3InputMode: "File" } };
}
function renderOutputs(site, options, outputs, nameOf = (name) => name) {
  return [
    ...outputs.map((output) => ({
      OutputName: nameOf(output.name),
      S3Output: {
        S3Uri: site.outputUri(output.name, output.keep),
        LocalPath: `${OUTPUT_FOLDER}/${output.name}`,
        S3UploadMode: options.uploadMode ?? "EndOfJob" /* END_OF_JOB */
      }
    })),
    ...(options.outputs ?? []).map((output) => output._render(site))
  ];
}
function warnOfRequirements({ scope }, code, { networkIsolation }) {
  if (code.hasRequirements && networkIsolation) {
    import_core24.Annotations.of(scope).addWarningV2(
      "cdk-sagemaker-lifecycle:requirementsWithoutNetwork",
      "networkIsolation: 'requirements.txt' is installed from the internet, which the container cannot reach; put what it names into the image"
    );
  }
}
function renderNetwork({ scope, role }, options) {
  const { networkIsolation, encryptTrafficBetweenInstances } = options;
  const vpc = joinNetwork(scope, role, options);
  return vpc || networkIsolation || encryptTrafficBetweenInstances ? {
    EnableNetworkIsolation: networkIsolation ? true : void 0,
    EnableInterContainerTrafficEncryption: encryptTrafficBetweenInstances ? true : void 0,
    VpcConfig: vpc
  } : void 0;
}

// lib/data/private/render-flow.ts
var FLOW_FOLDER = `${PROCESSING_FOLDER}flow`;
var FILES = Limit.between("Files", 1);

// lib/data/processor.ts
init_library_folder();

// lib/data/private/render-spark.ts
var import_node_fs5 = require("node:fs");
var import_node_os = require("node:os");
var import_node_path7 = require("node:path");
var import_core27 = require("aws-cdk-lib/core");
init_assets();
init_errors();
init_s3_grants();

// lib/core/internal/nearest.ts
function nearest(word, words) {
  const close = Math.max(2, Math.floor(word.length / 3));
  const [best] = words.map((each) => ({ each, far: distance(word.toLowerCase(), each.toLowerCase()) })).filter(({ far }) => far <= close).sort((one, other) => one.far - other.far);
  return best?.each;
}
function distance(one, other) {
  const rows = [Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const changed = rows[i - 1][j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1] ? rows[i - 2][j - 2] + 1 : Infinity;
      row.push(Math.min(changed, rows[i - 1][j] + 1, row[j - 1] + 1, swapped));
    }
    rows.push(row);
  }
  return rows[one.length][other.length];
}

// lib/data/private/render-spark.ts
var APP_FOLDER = "/tmp/app";
var APP_PACKAGE = "/tmp/app.zip";
var CONFIGURATION_FOLDER = `${INPUT_FOLDER}/conf`;
var CONFIGURATION_FILE = "configuration.json";
var EVENT_FOLDER = "/opt/ml/processing/spark-events/";
var CLASSIFICATIONS = [
  "core-site",
  "hadoop-env",
  "hadoop-log4j",
  "hive-env",
  "hive-log4j",
  "hive-exec-log4j",
  "hive-site",
  "spark-defaults",
  "spark-env",
  "spark-log4j",
  "spark-hive-site",
  "spark-metrics",
  "yarn-env",
  "yarn-site",
  "export"
];
function renderSparkJob(site, application, inputs, outputs) {
  const { image, options } = application;
  check3(site.scope, application);
  const code = application.code.bind(site.scope, site.role);
  const isPython = application.mainClass === void 0;
  if (isPython) {
    warnOfRequirements(site, code, options);
  }
  const libraries = {
    "--py-files": renderLibraries(site, "py", options.pyFiles),
    "--jars": renderLibraries(site, "jars", options.jars),
    "--files": renderLibraries(site, "files", options.files)
  };
  const configuration = options.configuration && renderConfiguration(site, options.configuration);
  const shipped = isPython && options.sourceDir !== void 0;
  const run = [
    ...configuration ? [`cd ${CONFIGURATION_FOLDER}`, "tar -xzf *.gz"] : [],
    `mkdir -p ${APP_FOLDER}`,
    `cd ${APP_FOLDER}`,
    // Times are not restored: those in the tarball are older than a zip can say.
    `tar -xzmf ${CODE_FOLDER}/*.gz`,
    ...isPython && code.hasRequirements ? ["python3 -m pip install --quiet -r requirements.txt"] : [],
    ...shipped ? [`python3 -m zipfile -c ${APP_PACKAGE} .`] : [],
    'exec "$0" "$@"'
  ].join(" && ");
  return renderJob(site, {
    image,
    options,
    entrypoint: [
      "/bin/sh",
      "-c",
      run,
      "smspark-submit",
      ...application.mainClass === void 0 ? [] : ["--class", application.mainClass],
      ...Object.entries(libraries).flatMap(([option, places]) => {
        const folders = [...places.map(({ S3Input }) => String(S3Input.LocalPath)), ...option === "--py-files" && shipped ? [APP_PACKAGE] : []];
        return folders.length === 0 ? [] : [option, folders.join(",")];
      }),
      ...options.eventLogs ? ["--local-spark-event-logs-dir", EVENT_FOLDER] : [],
      `${APP_FOLDER}/${code.entryPoint}`
    ],
    given: inputs,
    inputs: [
      ...inputs.map((input) => input._render(site)),
      renderInput("code", code.uri, CODE_FOLDER),
      ...Object.values(libraries).flat(),
      ...configuration ? [configuration] : []
    ],
    outputs: [...renderOutputs(site, options, outputs), ...renderEventLogs(site, options)]
  });
}
function renderLibraries({ scope, role }, name, sources = []) {
  return sources.map((source, index) => renderInput(`${name}-${index + 1}`, source.bind(scope, role).uri, `${PROCESSING_FOLDER}${name}/${index + 1}`));
}
function renderEventLogs(site, { eventLogs }) {
  if (!eventLogs) {
    return [];
  }
  const { bucket, prefix = "" } = eventLogs;
  grantWritePrefix(bucket, prefix, site.role);
  return [{ OutputName: "spark-events", S3Output: { S3Uri: bucket.s3UrlForObject(prefix || void 0), LocalPath: EVENT_FOLDER, S3UploadMode: "Continuous" } }];
}
function renderConfiguration({ scope, role }, configuration) {
  const folder = (0, import_node_fs5.mkdtempSync)((0, import_node_path7.join)((0, import_node_os.tmpdir)(), "spark-"));
  try {
    (0, import_node_fs5.writeFileSync)((0, import_node_path7.join)(folder, CONFIGURATION_FILE), JSON.stringify(configuration.map(classified)));
    const staged2 = stageTarball(scope, folder, [CONFIGURATION_FILE]);
    staged2.grantRead(role);
    return renderInput("conf", staged2.uri, CONFIGURATION_FOLDER);
  } finally {
    (0, import_node_fs5.rmSync)(folder, { recursive: true });
  }
}
function classified({ classification, properties, configurations }) {
  return { Classification: classification, Properties: properties ?? {}, Configurations: configurations?.map(classified) };
}
function check3(scope, { options, mainClass }) {
  const [ending, kind] = mainClass === void 0 ? [".py", "a Python script"] : [".jar", "a JAR file"];
  const mistakes = new Mistakes(scope).when(!options.entryPoint.endsWith(ending), {
    code: "SparkEntryPoint",
    property: "entryPoint",
    problem: `must be ${kind}`,
    value: options.entryPoint,
    fix: `Name a file that ends in ${ending}, or use Processor.${mainClass === void 0 ? "sparkJar" : "pyspark"}(...).`
  }).when(isKnown(mainClass) && !/^[\p{L}_$][\p{L}\p{N}_$]*(\.[\p{L}_$][\p{L}\p{N}_$]*)*$/u.test(mainClass), {
    code: "SparkMainClass",
    property: "mainClass",
    problem: "must be the full name of a class",
    value: mainClass,
    fix: "Write it as 'com.example.Prepare'."
  });
  options.configuration?.forEach((each) => checkConfiguration(mistakes, each));
  mistakes.throwIfAny();
}
function checkConfiguration(mistakes, { classification, properties = {}, configurations = [] }) {
  const meant = nearest(classification, CLASSIFICATIONS);
  mistakes.when(!CLASSIFICATIONS.includes(classification), {
    code: "SparkClassificationUnknown",
    property: "configuration",
    problem: "is not a classification that the image knows",
    value: classification,
    fix: meant ? `Did you mean '${meant}'?` : `Use one of ${CLASSIFICATIONS.join(", ")}.`
  }).when(Object.entries(properties).flat().some((text) => import_core27.Token.isUnresolved(text)), {
    code: "SparkConfigurationToken",
    property: "configuration",
    problem: `'${classification}' holds what is known only when the stack is deployed or the job runs`,
    fix: "Pass it as an argument or an environment variable, and set it in the script."
  });
  configurations.forEach((each) => checkConfiguration(mistakes, each));
}

// lib/data/private/split.ts
init_errors();
function splitArguments(options) {
  check4(options);
  const { target, by = [], ignore = [], validation, test, withoutNames = [] } = options;
  const lists = { "--by": by, "--ignore": ignore, "--without-names": withoutNames };
  return [
    ...target === void 0 ? [] : ["--target", target],
    ...Object.entries(lists).flatMap(([word, names]) => names.length > 0 ? [word, names.join(",")] : []),
    ...validation === void 0 ? [] : ["--validation", `${validation}`],
    ...test === void 0 ? [] : ["--test", `${test}`],
    ...options.arguments ?? []
  ];
}
function check4({ target, by = [], ignore = [], validation = 0.1, test = 0.2 }) {
  const mistakes = new Mistakes();
  for (const [property, share] of Object.entries({ validation, test })) {
    mistakes.when(isKnown(share) && !(share > 0 && share < 1), {
      code: "SplitShare",
      property,
      problem: "must be above 0 and below 1",
      value: share,
      fix: "Give a share of the rows, for example 0.2."
    });
  }
  mistakes.when(isKnown(validation) && isKnown(test) && validation + test >= 1, {
    code: "SplitLeavesNothing",
    property: "test",
    problem: "leaves no rows to learn from, with 'validation'",
    value: validation + test,
    fix: "Lower the two."
  });
  for (const [property, names] of Object.entries({ by, ignore, target: target === void 0 ? [] : [target] })) {
    const bad = names.find((name) => isKnown(name) && (name.trim() !== name || name === "" || name.includes(",")));
    mistakes.when(bad !== void 0, {
      code: "SplitColumnName",
      property,
      problem: "names must not be empty, hold a comma, or begin or end with a space",
      value: bad,
      fix: "Rename the column."
    });
  }
  mistakes.when(target !== void 0 && ignore.includes(target), {
    code: "SplitTargetIgnored",
    property: "ignore",
    problem: "leaves out the column to be predicted",
    value: target,
    fix: "Take it from the list."
  }).throwIfAny();
}

// lib/data/processor.ts
var Processor = class _Processor {
  /** Runs a script in AWS's scikit-learn image, which also holds pandas and pyarrow. */
  static sklearn(options) {
    return _Processor.script(ContainerImage.of("sklearn", { version: options.version }), options);
  }
  /** Runs a script in AWS's XGBoost image. */
  static xgboost(options) {
    return _Processor.script(ContainerImage.of("xgboost", { version: options.version }), options);
  }
  /** Runs a script in AWS's PyTorch image for the instance's processor. */
  static pytorch(options) {
    return _Processor.framework("pytorch", options);
  }
  /** Runs a script in AWS's TensorFlow image for the instance's processor. */
  static tensorflow(options) {
    return _Processor.framework("tensorflow", options);
  }
  /** Runs a script in AWS's Apache MXNet image. The project has ended: its use is warned of. */
  static mxnet(options) {
    return _Processor.framework("mxnet", options);
  }
  /** Runs a script in an image with Hugging Face Transformers; needs an instance with a GPU. */
  static huggingFace(options) {
    return _Processor.framework("huggingface", options);
  }
  /**
   * Submits a Python script to Spark, which all instances of the job make up together.
   *
   * The script reads and writes S3 by itself or in the folders of the container; the folder beside it is on the path of all executors.
   */
  static pyspark(options) {
    return new SparkProcessor(options);
  }
  /** Submits a JAR file to Spark, which all instances of the job make up together. */
  static sparkJar(options) {
    return new SparkProcessor(options, options.mainClass);
  }
  /**
   * Splits the rows of a table by the library's own script: CSV files with a line of names, or Parquet, become the folders `train`, `validation` and
   * `test`, of a CSV file each.
   *
   * All rows are in memory at once: choose the instance by them. A part's file is as large as its share. Where the training rows have no names, a folder
   * `baseline` has them with names, for monitors.
   */
  static split(options = {}) {
    const words = splitArguments(options);
    return _Processor.sklearn({ ...options, entryPoint: scriptOf("data", "split_rows.py"), arguments: words.length > 0 ? words : void 0 });
  }
  /** Runs a script in any image that has `sh`, `tar` and `python3`. */
  static script(image, options) {
    return new ScriptProcessor(image, options);
  }
  /** Runs an image as it is. */
  static container(image, options = {}) {
    return new ContainerProcessor(image, options);
  }
  static framework(family, options) {
    const { version, python, baseFramework } = options;
    const { instanceType, processor } = machineFor(family, options.instanceType, options.processor);
    return _Processor.script(ContainerImage.of(family, { version, python, baseFramework, processor }), { ...options, instanceType });
  }
  /**
   * The name by which the job itself knows one of its outputs.
   *
   * @internal
   */
  _outputName(name) {
    return name;
  }
};
var ScriptProcessor = class extends Processor {
  constructor(image, options) {
    super();
    this.image = image;
    this.options = options;
    this.code = SourceCode.fromScript(options.entryPoint, { sourceDir: options.sourceDir });
  }
  image;
  options;
  code;
  _render(site, inputs, outputs) {
    return renderScriptJob(site, this.image, this.code, this.options, inputs, outputs);
  }
};
var ContainerProcessor = class extends Processor {
  constructor(image, options) {
    super();
    this.image = image;
    this.options = options;
  }
  image;
  options;
  _render(site, inputs, outputs) {
    return renderContainerJob(site, this.image, this.options, inputs, outputs);
  }
};
var SparkProcessor = class extends Processor {
  constructor(options, mainClass) {
    super();
    this.options = options;
    this.mainClass = mainClass;
    this.image = options.image ?? ContainerImage.of("spark", { use: "processing" /* PROCESSING */, version: options.version, python: options.python });
    this.code = SourceCode.fromScript(options.entryPoint, { sourceDir: options.sourceDir });
  }
  options;
  mainClass;
  image;
  code;
  _render(site, inputs, outputs) {
    return renderSparkJob(site, { image: this.image, code: this.code, options: this.options, mainClass: this.mainClass }, inputs, outputs);
  }
};

// lib/data/emr-serverless-application.ts
var emrserverless = __toESM(require("aws-cdk-lib/aws-emrserverless"));
var import_core31 = require("aws-cdk-lib/core");
init_errors();
init_limits2();
init_s3_grants();
var IDLE_MINUTES = Limit.between("IdleTimeout", 1, 7 * 24 * 60);
var CPUS = Limit.between("MaxCpus", 1);
var SUBNETS2 = Limit.between("EmrSubnets", 1, 16);
var SECURITY_GROUPS2 = Limit.between("EmrSecurityGroups", 1, 5);

// lib/data/emr-serverless-program.ts
var import_core32 = require("aws-cdk-lib/core");
var import_constructs9 = require("constructs");
init_errors();
init_roles();

// lib/data/private/spark-code.ts
init_allow();
init_assets();
init_errors();
init_s3_grants();

// lib/data/glue-job.ts
var glue2 = __toESM(require("aws-cdk-lib/aws-glue"));
var import_core35 = require("aws-cdk-lib/core");
init_errors();

// lib/core/internal/glue-arguments.ts
var import_core33 = require("aws-cdk-lib/core");
init_contract();

// lib/data/glue-job.ts
init_limits2();
init_roles();

// lib/data/private/glue-parts.ts
var glue = __toESM(require("aws-cdk-lib/aws-glue"));
var import_core34 = require("aws-cdk-lib/core");
init_allow();
init_arns();
init_key_senders();
init_s3_grants();

// lib/data/glue-job.ts
var WORKERS = Limit.between("GlueWorkers", 2);
var RUNTIME2 = Limit.between("GlueMaxRuntime", 1, 7 * 24 * 60);
var RETRIES = Limit.between("GlueMaxRetries", 0, 10);
var RUNS = Limit.between("GlueMaxConcurrentRuns", 1);

// lib/data/interactive-sessions.ts
var emrserverless2 = __toESM(require("aws-cdk-lib/aws-emrserverless"));
init_allow();
init_arns();
init_errors();

// lib/data/private/query-definitions.ts
var import_core36 = require("aws-cdk-lib/core");
init_allow();
init_arns();
init_errors();
init_job_site();
init_limits2();
var QUERY = Limit.between("QueryString", 1, 4096);
var CATALOG = Limit.between("Catalog", 1, 256);
var ATHENA_DATABASE = Limit.between("Database", 1, 255);
var WORKGROUP = Limit.between("WorkGroup", 1, 128);
var CLUSTER = Limit.between("ClusterId", 1, 63);
var REDSHIFT_DATABASE = Limit.between("Database", 1, 64);
var USER = Limit.between("DbUser", 1, 128);
var GLUE_CATALOG = "AwsDataCatalog";
var OWN_DATABASE = "sagemaker_processing";
var OWN_TABLES = "sagemaker_tmp_*";
var ATHENA_COMPRESSIONS = {
  ["PARQUET" /* PARQUET */]: ["GZIP" /* GZIP */, "SNAPPY" /* SNAPPY */],
  ["ORC" /* ORC */]: ["SNAPPY" /* SNAPPY */, "ZLIB" /* ZLIB */]
};
function athenaDefinition(site, query, name) {
  const { catalog = GLUE_CATALOG, workgroup = "primary", database } = query;
  const results = resultsOf(site, name);
  query.data.forEach((source) => source.bind(site.scope, site.role));
  allow(site.role, {
    actions: ["athena:GetQueryExecution", "athena:GetQueryResults", "athena:StartQueryExecution", "athena:StopQueryExecution"],
    resourceArns: [arnOf(site.scope, { service: "athena", resource: "workgroup", resourceName: workgroup })]
  });
  allow(site.role, { actions: ["s3:GetBucketLocation"], resourceArns: [bucketOf(site, results)] });
  if (catalog === GLUE_CATALOG) {
    grantTables(site, database);
  } else {
    allow(site.role, { actions: ["athena:GetDataCatalog"], resourceArns: [arnOf(site.scope, { service: "athena", resource: "datacatalog", resourceName: catalog })] });
  }
  return {
    Catalog: catalog,
    Database: database,
    QueryString: query.sql,
    WorkGroup: query.workgroup,
    OutputS3Uri: results,
    KmsKeyId: site.encryptionKey?.keyArn,
    OutputFormat: query.format ?? "PARQUET" /* PARQUET */,
    OutputCompression: query.compression
  };
}
function grantTables({ scope, role }, database) {
  const arn = (resource, resourceName) => arnOf(scope, { service: "glue", resource, resourceName });
  const catalog = arn("catalog");
  const why = "The query names the tables; SageMaker names those of its results when it makes them.";
  allow(role, {
    actions: ["glue:GetDatabase", "glue:GetPartition", "glue:GetPartitions", "glue:GetTable", "glue:GetTables"],
    resourceArns: [catalog, arn("database", database), arn("table", `${database}/*`)]
  }, why);
  allow(role, {
    actions: ["glue:CreateDatabase", "glue:CreateTable", "glue:DeleteTable"],
    resourceArns: [
      catalog,
      arn("database", database),
      arn("database", OWN_DATABASE),
      arn("table", `${database}/${OWN_TABLES}`),
      arn("table", `${OWN_DATABASE}/${OWN_TABLES}`)
    ]
  }, why);
  allow(role, {
    actions: ["glue:GetDatabase", "glue:GetTable"],
    resourceArns: [arn("database", OWN_DATABASE), arn("table", `${OWN_DATABASE}/${OWN_TABLES}`)]
  }, why);
}
function redshiftDefinition(site, query, name) {
  const { clusterIdentifier: cluster, database, user } = query;
  const arn = (resource, resourceName) => arnOf(site.scope, { service: "redshift", resource, resourceName, arnFormat: import_core36.ArnFormat.COLON_RESOURCE_NAME });
  allow(site.role, { actions: ["redshift:GetClusterCredentials"], resourceArns: [arn("dbuser", `${cluster}/${user}`), arn("dbname", `${cluster}/${database}`)] });
  allow(site.role, { actions: ["redshift-data:ExecuteStatement"], resourceArns: [arn("cluster", cluster)] });
  allow(site.role, {
    actions: ["redshift-data:CancelStatement", "redshift-data:DescribeStatement", "redshift-data:GetStatementResult"],
    resourceArns: ["*"]
  }, "Statements are no resources; each belongs to whoever ran it.");
  return {
    ClusterId: cluster,
    Database: database,
    DbUser: user,
    QueryString: query.sql,
    ClusterRoleArn: query.clusterRole.roleArn,
    OutputS3Uri: resultsOf(site, name),
    KmsKeyId: site.encryptionKey?.keyArn,
    OutputFormat: query.format ?? "PARQUET" /* PARQUET */,
    OutputCompression: query.compression
  };
}
function mistakesInAthena({ sql, database, catalog, workgroup, format = "PARQUET" /* PARQUET */, compression }) {
  const known2 = ATHENA_COMPRESSIONS[format];
  return [
    QUERY.mistakeInText("sql", sql),
    ATHENA_DATABASE.mistakeInText("database", database),
    CATALOG.mistakeInText("catalog", catalog),
    WORKGROUP.mistakeInText("workgroup", workgroup),
    notASelect(sql),
    isKnown(workgroup) && !/^[a-zA-Z0-9._-]*$/.test(workgroup) ? {
      code: "WorkGroupPattern",
      property: "workgroup",
      problem: "may have letters, digits, dots, hyphens and underscores",
      value: workgroup,
      fix: "Name a workgroup of Athena."
    } : void 0,
    compression && known2 && !known2.includes(compression) ? compressionMistake(format, compression, known2) : void 0
  ];
}
function mistakesInRedshift(query) {
  const { sql, clusterIdentifier, database, user, format = "PARQUET" /* PARQUET */, compression } = query;
  const known2 = ["None" /* NONE */, "SNAPPY" /* SNAPPY */];
  return [
    QUERY.mistakeInText("sql", sql),
    CLUSTER.mistakeInText("clusterIdentifier", clusterIdentifier),
    REDSHIFT_DATABASE.mistakeInText("database", database),
    USER.mistakeInText("user", user),
    notASelect(sql),
    format === "PARQUET" /* PARQUET */ && compression && !known2.includes(compression) ? compressionMistake(format, compression, known2) : void 0
  ];
}
function compressionMistake(format, compression, known2) {
  return {
    code: "QueryCompression",
    property: "compression",
    problem: `${format} is not compressed so`,
    value: compression,
    fix: `Use one of ${known2.join(", ")}, or leave it out.`
  };
}
function notASelect(sql) {
  if (!isKnown(sql)) {
    return void 0;
  }
  const statement = sql.replace(/--[^\n]*|\/\*[^]*?\*\//g, "").trim();
  return statement === "" || /^[(\s]*(?:select|with)\b/i.test(statement) && !statement.endsWith(";") ? void 0 : {
    code: "QueryNotASelect",
    property: "sql",
    problem: "must be one SELECT, without a semicolon",
    value: sql,
    fix: "Write what the job shall read; tables are made elsewhere."
  };
}
function resultsOf(site, name) {
  return site.outputUri(`${name}-query`, "runs" /* FOR_THE_RUN */);
}
function bucketOf({ scope }, uri) {
  const [, , resource] = uri.split("/");
  return arnOf(scope, { service: "s3", region: "", account: "", resource });
}

// lib/data/processing-input.ts
var ProcessingInput = class _ProcessingInput {
  constructor(options, kind) {
    this.options = options;
    this.kind = kind;
    this.source = kind.source;
    this.name = options.name ?? "data";
    this.localPath = options.localPath ?? `${INPUT_FOLDER}/${this.name}`;
  }
  options;
  kind;
  /** Everything under a prefix of a bucket. */
  static fromS3(bucket, prefix = "", options = {}) {
    return _ProcessingInput.fromSource(S3Source.fromBucket(bucket, prefix), options);
  }
  /** Any place in S3: a file of yours, an object, another step's output. */
  static fromSource(source, options = {}) {
    return new _ProcessingInput(options, { source, members: (site, place) => s3Input(source.bind(site.scope, site.role).uri, "S3Prefix", place, options) });
  }
  /**
   * A local file, uploaded by `cdk deploy`; in the container it has its content's hash for a name.
   *
   * Fails where it is used when the file is missing or empty.
   */
  static fromFile(path, options = {}) {
    return _ProcessingInput.fromSource(S3Source.fromFile(path), options);
  }
  /**
   * The objects that a manifest lists: a JSON list of `{"prefix": "s3://bucket/folder/"}` and names below it.
   *
   * @param manifest the manifest
   * @param objects places where what it lists lies; the job's role may read them
   * @param options how it is named and where the container sees it
   */
  static fromManifest(manifest, objects, options = {}) {
    return new _ProcessingInput(options, {
      source: manifest,
      members: (site, place) => {
        objects.forEach((source) => source.bind(site.scope, site.role));
        return s3Input(manifest.bind(site.scope, site.role).uri, "ManifestFile", place, options);
      }
    });
  }
  /**
   * The result of an Athena query, run before the container starts.
   *
   * It is written with the results of the job and copied from there. The job's role may run queries in that workgroup, look the database's tables up in
   * the Glue catalog, and read the data that `query.data` names. The query costs by the data it scans.
   */
  static fromAthena(query, options = {}) {
    return new _ProcessingInput(options, {
      members: (site, place) => definition(place, options, { AthenaDatasetDefinition: athenaDefinition(site, query, place.name) }),
      mistakes: () => [...mistakesInAthena(query), ...mistakesOfQueries(options)]
    });
  }
  /**
   * The result of a query of a Redshift cluster, unloaded before the container starts.
   *
   * It is written with the results of the job and copied from there. The job's role may sign in to the cluster as that user; the cluster's role must be
   * allowed to write to the place of the job's results, and the user of the database to read what the query reads.
   */
  static fromRedshift(query, options = {}) {
    return new _ProcessingInput(options, {
      members: (site, place) => definition(place, options, { RedshiftDatasetDefinition: redshiftDefinition(site, query, place.name) }),
      mistakes: () => [...mistakesInRedshift(query), ...mistakesOfQueries(options)]
    });
  }
  /** Name of the input. */
  name;
  /** Where it comes from; undefined for the result of a query. */
  source;
  /** Folder in the container. */
  localPath;
  /**
   * The member of the request, and the permission to read.
   *
   * @internal
   */
  _render(site, place = this) {
    return { InputName: place.name, ...this.kind.members(site, place) };
  }
  /**
   * What is wrong with it, if anything.
   *
   * @internal
   */
  _mistakes() {
    const { gzipped, mode } = this.options;
    return [...checkFolder(this.localPath), ...this.kind.mistakes?.() ?? [], gzipped && mode !== "Pipe" /* PIPE */ ? {
      code: "GzippedNeedsPipe",
      property: "gzipped",
      problem: "objects are unpacked on the way only in the mode Pipe",
      value: mode ?? "File" /* FILE */,
      fix: "Set 'mode' to ProcessingInputMode.PIPE, or unpack them in the script."
    } : void 0];
  }
};
function s3Input(uri, type, { localPath }, { mode, distribution, gzipped }) {
  return {
    S3Input: {
      S3Uri: uri,
      LocalPath: localPath,
      S3DataType: type,
      S3InputMode: mode ?? "File" /* FILE */,
      S3DataDistributionType: distribution,
      S3CompressionType: gzipped ? "Gzip" : void 0
    }
  };
}
function definition({ localPath }, { mode, distribution }, query) {
  return { DatasetDefinition: { ...query, LocalPath: localPath, InputMode: mode ?? "File" /* FILE */, DataDistributionType: distribution } };
}
function mistakesOfQueries({ gzipped }) {
  return [gzipped ? {
    code: "GzippedQuery",
    property: "gzipped",
    problem: "is for objects in S3; the result of a query is read as the query writes it",
    fix: "Leave 'gzipped' out."
  } : void 0];
}

// lib/data/scheduled-job.ts
var import_constructs10 = require("constructs");

// lib/core/internal/notebook-job.ts
var import_core38 = require("aws-cdk-lib/core");
init_assets();
init_instance_types2();
init_job_site();
init_limits2();
var RUNTIME3 = Limit.of("StoppingCondition.MaxRuntimeInSeconds");
var PARAMETERS = Limit.of("CreateTrainingJobRequest.HyperParameters");

// lib/data/private/check-schedule.ts
var import_core40 = require("aws-cdk-lib/core");
init_errors();
init_limits2();

// lib/core/internal/names.ts
var import_core39 = require("aws-cdk-lib/core");
init_conventions();

// lib/core/facts/names.json
var names_default = {
  "AIBenchmarkJob.AIBenchmarkJobName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "AIRecommendationJob.AIRecommendationJobName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "AIWorkloadConfig.AIWorkloadConfigName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "Action.ActionName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}", min: 1, max: 120 },
  "Algorithm.AlgorithmName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "App.AppName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 0, max: 63 },
  "AppImageConfig.AppImageConfigName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 0, max: 63 },
  "Artifact.ArtifactName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}", min: 1, max: 120 },
  "AutoMLJob.AutoMLJobName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}", min: 1, max: 32 },
  "AutoMLJobV2.AutoMLJobName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}", min: 1, max: 32 },
  "Cluster.ClusterName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9])*", min: 1, max: 63 },
  "ClusterSchedulerConfig.Name": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "CodeRepository.CodeRepositoryName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "CompilationJob.CompilationJobName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "ComputeQuota.Name": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "Context.ContextName": { p: "[a-zA-Z0-9]([-_]*[a-zA-Z0-9]){0,119}", min: 1, max: 120 },
  "DataQualityJobDefinition.JobDefinitionName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "DeviceFleet.DeviceFleetName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "Domain.DomainName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 0, max: 63 },
  "EdgeDeploymentPlan.EdgeDeploymentPlanName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "EdgeDeploymentStage.EdgeDeploymentPlanName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "EdgePackagingJob.EdgePackagingJobName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "Endpoint.EndpointName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 0, max: 63 },
  "EndpointConfig.EndpointConfigName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 0, max: 63 },
  "Experiment.ExperimentName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}", min: 1, max: 120 },
  "FeatureGroup.FeatureGroupName": { p: "[a-zA-Z0-9]([_-]*[a-zA-Z0-9]){0,63}", min: 1, max: 64 },
  "FlowDefinition.FlowDefinitionName": { p: "[a-z0-9](-*[a-z0-9]){0,62}", min: 1, max: 63 },
  "Hub.HubName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 0, max: 63 },
  "HubContentPresignedUrls.HubName": { p: "(arn:[a-z0-9-\\.]{1,63}:sagemaker:\\w+(?:-\\w+)+:(\\d{12}|aws):hub\\/)?[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}" },
  "HubContentPresignedUrls.HubContentName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 0, max: 63 },
  "HubContentReference.HubName": { p: "(arn:[a-z0-9-\\.]{1,63}:sagemaker:\\w+(?:-\\w+)+:(\\d{12}|aws):hub\\/)?[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}" },
  "HumanTaskUi.HumanTaskUiName": { p: "[a-z0-9](-*[a-z0-9])*", min: 1, max: 63 },
  "HyperParameterTuningJob.HyperParameterTuningJobName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}", min: 1, max: 32 },
  "Image.ImageName": { p: "[a-zA-Z0-9]([-.]?[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "ImageVersion.ImageName": { p: "[a-zA-Z0-9]([-.]?[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "InferenceComponent.InferenceComponentName": { p: "[a-zA-Z0-9]([\\-a-zA-Z0-9]*[a-zA-Z0-9])?", min: 0, max: 63 },
  "InferenceExperiment.Name": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}", min: 1, max: 120 },
  "InferenceExperiment.EndpointName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 0, max: 63 },
  "InferenceRecommendationsJob.JobName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,63}", min: 1, max: 64 },
  "Job.JobName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "LabelingJob.LabelingJobName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "MlflowApp.Name": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,255}", min: 1, max: 256 },
  "MlflowTrackingServer.TrackingServerName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,255}", min: 1, max: 256 },
  "Model.ModelName": { p: "[a-zA-Z0-9]([\\-a-zA-Z0-9]*[a-zA-Z0-9])?", min: 0, max: 63 },
  "ModelBiasJobDefinition.JobDefinitionName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "ModelCard.ModelCardName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "ModelCardExportJob.ModelCardExportJobName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "ModelExplainabilityJobDefinition.JobDefinitionName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "ModelPackage.ModelPackageName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "ModelPackageGroup.ModelPackageGroupName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "ModelQualityJobDefinition.JobDefinitionName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "MonitoringSchedule.MonitoringScheduleName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "NotebookInstance.NotebookInstanceName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9])*", min: 0, max: 63 },
  "NotebookInstanceLifecycleConfig.NotebookInstanceLifecycleConfigName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9])*", min: 0, max: 63 },
  "OptimizationJob.OptimizationJobName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "PartnerApp.Name": { p: "[a-zA-Z0-9]+", min: 1, max: 256 },
  "Pipeline.PipelineName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,255}", min: 1, max: 256 },
  "PresignedDomainUrl.UserProfileName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 0, max: 63 },
  "PresignedMlflowTrackingServerUrl.TrackingServerName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,255}", min: 1, max: 256 },
  "PresignedNotebookInstanceUrl.NotebookInstanceName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9])*", min: 0, max: 63 },
  "ProcessingJob.ProcessingJobName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "Project.ProjectName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}", min: 1, max: 32 },
  "Space.SpaceName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 0, max: 63 },
  "StudioLifecycleConfig.StudioLifecycleConfigName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 0, max: 63 },
  "TrainingJob.TrainingJobName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "TrainingPlan.TrainingPlanName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,63}", min: 1, max: 64 },
  "TransformJob.TransformJobName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 },
  "Trial.TrialName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}", min: 1, max: 120 },
  "TrialComponent.TrialComponentName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}", min: 1, max: 120 },
  "UserProfile.UserProfileName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 0, max: 63 },
  "Workforce.WorkforceName": { p: "[a-zA-Z0-9]([a-zA-Z0-9\\-]){0,62}", min: 1, max: 63 },
  "Workteam.WorkteamName": { p: "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", min: 1, max: 63 }
};

// lib/core/internal/names.ts
init_errors();
var NameRule = class _NameRule {
  constructor(member, pattern, min, maxLength) {
    this.member = member;
    this.pattern = pattern;
    this.min = min;
    this.maxLength = maxLength;
    this.form = new RegExp(`^(?:${pattern})$`);
  }
  member;
  pattern;
  min;
  maxLength;
  static of(id) {
    const fact = names_default[id];
    return new _NameRule(id.split(".")[1], fact.p, fact.min ?? 1, fact.max ?? 63);
  }
  form;
  /** The mistake in a name, or undefined when it is fine, absent or a token. */
  mistakeIn(property, value) {
    if (!isKnown(value)) {
      return void 0;
    }
    if (value.length < this.min || value.length > this.maxLength || !this.form.test(value)) {
      return {
        code: `${this.member}Invalid`,
        property,
        problem: `must match ${this.pattern} and have ${Math.max(this.min, 1)} to ${this.maxLength} characters`,
        value,
        fix: `Choose another name, or leave '${property}' out and one is made.`
      };
    }
    return void 0;
  }
  check(scope, property, value) {
    const mistake = this.mistakeIn(property, value);
    if (mistake) {
      throw invalid(scope, mistake);
    }
  }
  /**
   * A stable lower-case name for a resource that CloudFormation does not name by itself.
   * It starts with the prefix of the surrounding conventions, so that permissions can be scoped to it.
   */
  nameFor(scope) {
    const { namePrefix } = Conventions.of(scope);
    const room = this.maxLength - namePrefix.length;
    const name = `${namePrefix}${import_core39.Names.uniqueResourceName(scope, { maxLength: room, separator: "-" }).toLowerCase()}`;
    return name.replace(/-+/g, this.form.test("a-a") ? "-" : "");
  }
};

// lib/data/private/check-schedule.ts
var ROOM_FOR_NAME = 26;
var JOB_NAME = NameRule.of("ProcessingJob.ProcessingJobName");
var JOB_NAME_LENGTH = Limit.between("JobName", 1, ROOM_FOR_NAME);
var RETRY2 = Limit.between("RetryFor", 60, 86400);

// lib/data/private/scheduled-jobs.ts
var import_core46 = require("aws-cdk-lib/core");
init_dead_letters();
init_roles();

// lib/data/private/job-rule.ts
var events2 = __toESM(require("aws-cdk-lib/aws-events"));
init_contract();

// lib/data/private/job-schedule.ts
var scheduler = __toESM(require("aws-cdk-lib/aws-scheduler"));
var import_core45 = require("aws-cdk-lib/core");
init_allow();
init_arns();
init_roles();
init_rule_queues();
init_s3_grants();

// lib/data/private/result-store.ts
var import_core44 = require("aws-cdk-lib/core");
init_job_site();

// lib/core/internal/result-folder.ts
var import_core43 = require("aws-cdk-lib/core");
init_s3_grants();

// lib/core/internal/secure-bucket.ts
var iam8 = __toESM(require("aws-cdk-lib/aws-iam"));
var logs4 = __toESM(require("aws-cdk-lib/aws-logs"));
var s3 = __toESM(require("aws-cdk-lib/aws-s3"));
var import_core42 = require("aws-cdk-lib/core");
function secureBucket(scope, id, props = {}) {
  const removalPolicy = props.removalPolicy ?? import_core42.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
  const bucket = new s3.Bucket(scope, id, {
    encryption: props.encryptionKey ? s3.BucketEncryption.KMS : s3.BucketEncryption.S3_MANAGED,
    encryptionKey: props.encryptionKey,
    bucketKeyEnabled: props.encryptionKey ? true : void 0,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    versioned: true,
    removalPolicy,
    autoDeleteObjects: removalPolicy === import_core42.RemovalPolicy.DESTROY,
    lifecycleRules: [
      { id: "AbandonedUploads", abortIncompleteMultipartUploadAfter: import_core42.Duration.days(7) },
      { id: "OldVersions", noncurrentVersionExpiration: import_core42.Duration.days(30) },
      ...Object.entries(props.expirations ?? {}).map(([prefix, expiration]) => ({ id: `Expire-${prefix.replace(/\W/g, "")}`, prefix, expiration }))
    ]
  });
  if (props.accessLogs) {
    logRequests(bucket, props.accessLogs, `${id.toLowerCase()}/`);
  }
  if (removalPolicy === import_core42.RemovalPolicy.DESTROY) {
    logBucketCleaning(bucket);
  }
  return bucket;
}
function logRequests(bucket, accessLogs, prefix) {
  bucket.node.defaultChild.loggingConfiguration = { destinationBucketName: accessLogs.bucketName, logFilePrefix: prefix };
  accessLogs.addToResourcePolicy(new iam8.PolicyStatement({
    principals: [new iam8.ServicePrincipal("logging.s3.amazonaws.com")],
    actions: ["s3:PutObject"],
    resources: [accessLogs.arnForObjects(`${prefix}*`)],
    conditions: { ArnLike: { "aws:SourceArn": bucket.bucketArn }, StringEquals: { "aws:SourceAccount": import_core42.Stack.of(bucket).account } }
  }));
}
function logBucketCleaning(bucket) {
  const stack = import_core42.Stack.of(bucket);
  const id = "BucketCleaningLog";
  if (stack.node.tryFindChild(id)) {
    return;
  }
  const log = new logs4.LogGroup(stack, id, { retention: logs4.RetentionDays.ONE_MONTH, removalPolicy: import_core42.RemovalPolicy.DESTROY });
  const handler = stack.node.tryFindChild("Custom::S3AutoDeleteObjectsCustomResourceProvider")?.node.tryFindChild("Handler");
  handler?.addPropertyOverride("LoggingConfig.LogGroup", log.logGroupName);
}

// lib/pipeline/approval.ts
init_errors();

// lib/pipeline/condition-step.ts
init_errors();

// lib/pipeline/step.ts
init_errors();
init_limits2();

// lib/pipeline/private/envelope.ts
init_errors();

// lib/pipeline/retry.ts
init_errors();
init_limits2();
var RetryOn = /* @__PURE__ */ ((RetryOn2) => {
  RetryOn2["SERVICE_FAULT"] = "Step.SERVICE_FAULT";
  RetryOn2["THROTTLING"] = "Step.THROTTLING";
  RetryOn2["JOB_INTERNAL_ERROR"] = "SageMaker.JOB_INTERNAL_ERROR";
  RetryOn2["CAPACITY_ERROR"] = "SageMaker.CAPACITY_ERROR";
  RetryOn2["RESOURCE_LIMIT"] = "SageMaker.RESOURCE_LIMIT";
  return RetryOn2;
})(RetryOn || {});
var ATTEMPTS = Limit.between("RetryMaxAttempts", 1, 20);
var MINUTES = Limit.between("RetryExpireAfter", 1, 14400);
var INTERVAL = Limit.between("RetryInterval", 0, 43200);
var BACKOFF = Limit.between("RetryBackoffRate", 0);

// lib/pipeline/private/envelope.ts
var OF_CALLS = ["Step.SERVICE_FAULT" /* SERVICE_FAULT */, "Step.THROTTLING" /* THROTTLING */];
var ALL = Object.values(RetryOn);
var BUT_INSIDE = ALL.filter((each) => each !== "SageMaker.JOB_INTERNAL_ERROR" /* JOB_INTERNAL_ERROR */);
var TAKEN = {
  Training: { cache: true, retryOn: ALL },
  Processing: { cache: true, retryOn: ALL },
  Transform: { cache: true, retryOn: ALL },
  Tuning: { cache: true, retryOn: BUT_INSIDE },
  AutoML: { cache: true, retryOn: BUT_INSIDE },
  EMR: { cache: true, retryOn: ALL },
  EMRServerless: { cache: true, retryOn: ALL },
  EndpointConfig: { cache: true, retryOn: ALL },
  Endpoint: { cache: true, retryOn: [] },
  QualityCheck: { cache: true, retryOn: [] },
  ClarifyCheck: { cache: true, retryOn: [] },
  Lambda: { cache: true, retryOn: [] },
  Callback: { cache: true, retryOn: [] },
  Model: { cache: false, retryOn: OF_CALLS },
  RegisterModel: { cache: false, retryOn: OF_CALLS },
  Condition: { cache: false, retryOn: [] },
  Fail: { cache: false, retryOn: [] },
  InferenceComponent: { cache: false, retryOn: [] },
  Lineage: { cache: false, retryOn: [] },
  BedrockCustomModel: { cache: false, retryOn: [] },
  BedrockCustomModelDeployment: { cache: false, retryOn: [] },
  BedrockModelImport: { cache: false, retryOn: [] },
  BedrockProvisionedModelThroughput: { cache: false, retryOn: [] }
};
function envelope(name, type, { cache, retry = [] }) {
  const taken = TAKEN[type] ?? { cache: true, retryOn: ALL };
  const property = `step '${name}'`;
  const mistakes = new Mistakes().when(cache !== void 0 && !taken.cache, {
    code: "StepCacheUnsupported",
    property,
    problem: `a step of type ${type} cannot take over earlier results`,
    fix: "Leave 'cache' out."
  });
  for (const failure of new Set(retry.flatMap((policy) => policy._on))) {
    mistakes.when(!taken.retryOn.includes(failure), {
      code: "StepRetryUnsupported",
      property,
      value: failure,
      problem: `a step of type ${type} is tried again on ${taken.retryOn.join(", ") || "no failure"}`,
      fix: taken.retryOn.length > 0 ? "Name one of those." : "Leave 'retry' out."
    });
  }
  mistakes.throwIfAny();
  return { CacheConfig: cache?._render(), RetryPolicies: retry.length > 0 ? retry.map((policy) => policy._render()) : void 0 };
}

// lib/pipeline/step.ts
var Step = class {
  constructor(name, options) {
    this.options = options;
    check5(name, options);
    this.stepName = name;
  }
  options;
  /** Name of the step: 1 to 64 letters, digits, hyphens and underscores, unique in its pipeline. */
  stepName;
  pipeline;
  /**
   * The step's JSON; derives the permissions it needs on the way.
   *
   * @internal
   */
  _toJson(site) {
    this.claim(site.pipeline);
    const { displayName, description, dependsOn } = this.options;
    const described = this._describe(site);
    return {
      Name: this.stepName,
      DisplayName: displayName,
      Description: description,
      DependsOn: dependsOn?.length ? dependsOn.map((step) => step.stepName) : void 0,
      ...described,
      ...envelope(this.stepName, described.Type, this.options)
    };
  }
  /**
   * The pipeline the step is added to, once it is.
   *
   * @internal
   */
  _home() {
    return this.pipeline;
  }
  claim(pipeline2) {
    if (this.pipeline) {
      throw invalid(pipeline2, {
        code: "StepUsedTwice",
        property: `step '${this.stepName}'`,
        problem: this.pipeline === pipeline2 ? "is added twice" : `is already part of ${this.pipeline.node.path}`,
        fix: "Make one step object for each place a step is used in."
      });
    }
    this.pipeline = pipeline2;
  }
};
var NAME = Limit.between("StepName", 1, 64);
var DISPLAY_NAME = Limit.between("StepDisplayName", 0, 256);
var DESCRIPTION = Limit.between("StepDescription", 0, 3072);
function check5(name, options) {
  const property = `step '${name}'`;
  new Mistakes().add(NAME.mistakeInText("step", name)).add(DISPLAY_NAME.mistakeInText(`${property} displayName`, options.displayName)).add(DESCRIPTION.mistakeInText(`${property} description`, options.description)).when(!/^[A-Za-z0-9\-_]*$/.test(name), {
    code: "StepNamePattern",
    property: "step",
    problem: "may hold letters, digits, hyphens and underscores only",
    value: name,
    fix: "Rename the step; 'displayName' may hold anything."
  }).throwIfAny();
}

// lib/pipeline/step-value.ts
init_errors();

// lib/pipeline/value.ts
var import_core48 = require("aws-cdk-lib/core");
init_errors();

// lib/pipeline/private/unwritten.ts
var UNWRITTEN = "<unwritten-pipeline-value>";

// lib/pipeline/value.ts
var PipelineValue = class {
  textToken;
  numberToken;
  /** A token for text properties. */
  get valueAsString() {
    this.textToken ??= import_core48.Token.asString(new _PipelineToken(this, true), { displayHint: "PipelineValue" });
    return this.textToken;
  }
  /** A token for number properties. */
  get valueAsNumber() {
    this.numberToken ??= import_core48.Token.asNumber(new _PipelineToken(this, false));
    return this.numberToken;
  }
  /** The token for text, so that the value can stand in a template string. */
  toString() {
    return this.valueAsString;
  }
  /** What the value is in JSON outside of a definition: a sign that it is not written yet. */
  toJSON() {
    return UNWRITTEN;
  }
  /**
   * Whether the value arrives as text; a number that has to be text is joined with nothing, as the SageMaker SDK does.
   *
   * @internal
   */
  _isText() {
    return true;
  }
  /**
   * What the value is, where that is known before the run: conditions compare only what is alike.
   *
   * @internal
   */
  _kind() {
    return void 0;
  }
  /**
   * The one pipeline that the value has a meaning in; undefined for a value of any, and for a step that is in none yet.
   *
   * @internal
   */
  _home() {
    return void 0;
  }
};
var _PipelineToken = class {
  constructor(value, asText) {
    this.value = value;
    this.asText = asText;
  }
  value;
  asText;
  creationStack = [];
  /** Called only when the token is met outside of a definition: there, it is a mistake. */
  resolve(context) {
    const home = this.value._home();
    throw invalid(context.scope, {
      code: "PipelineValueLeaked",
      property: context.documentPath.slice(2).filter((member) => member !== "Properties").join(".") || "a property",
      problem: `${this.value._describe()}${home ? ` of ${home.node.path}` : ""} is known only while the pipeline runs, and this is outside of its definition`,
      fix: "Use the value in a step of the same pipeline, outside of functions such as Fn.join, or hand what you need to the pipeline as a parameter."
    });
  }
  toString() {
    return import_core48.Token.asString(this);
  }
};

// lib/pipeline/step-value.ts
var StepProperty = class _StepProperty extends PipelineValue {
  constructor(stepName, path, step, text, kind) {
    super();
    this.stepName = stepName;
    this.path = path;
    this.step = step;
    this.text = text;
    this.kind = kind;
  }
  stepName;
  path;
  step;
  text;
  kind;
  /**
   * Any property of a step, by its path in the Describe answer of what it runs: `A.B`, `A[0]`, `A['key']`.
   *
   * Name and path are looked up when the app is synthesised, the path where the type of step is one whose answer the API describes.
   */
  static of(stepName, path) {
    return new _StepProperty(stepName, path, void 0, true);
  }
  /** @internal */
  static _ofStep(step, path) {
    return new _StepProperty(step.stepName, path, step, true);
  }
  /** @internal */
  static _numberOfStep(step, path) {
    return new _StepProperty(step.stepName, path, step, false);
  }
  /** @internal */
  static _outputOfStep(step, name, kind) {
    return new _StepProperty(step.stepName, `OutputParameters['${name}']`, step, kind === "text", kind);
  }
  /** @internal */
  _render() {
    return { Get: `Steps.${this.stepName}.${this.path}` };
  }
  /** @internal */
  _isText() {
    return this.text;
  }
  /** @internal */
  _kind() {
    return this.kind;
  }
  /** @internal */
  _home() {
    return this.step?._home();
  }
  /** @internal */
  _describe() {
    return `'${this.path}' of step '${this.stepName}'`;
  }
};
var PropertyFileValue = class _PropertyFileValue extends PipelineValue {
  constructor(stepName, propertyFile, path, step) {
    super();
    this.stepName = stepName;
    this.propertyFile = propertyFile;
    this.path = path;
    this.step = step;
    checkPath(`step '${stepName}'`, path);
  }
  stepName;
  propertyFile;
  path;
  step;
  /**
   * A value in a property file, by its JSON path: `auc`, `a.b[0]`, `a['b c']`.
   *
   * The value must be a number, a text or a truth value: one that is missing, or holds others, fails the run.
   */
  static of(stepName, propertyFile, path) {
    return new _PropertyFileValue(stepName, propertyFile, path, void 0);
  }
  /** @internal */
  static _ofStep(step, propertyFile, path) {
    return new _PropertyFileValue(step.stepName, propertyFile, path, step);
  }
  /** @internal */
  _render() {
    const file = { Get: `Steps.${this.stepName}.PropertyFiles.${this.propertyFile}` };
    return { "Std:JsonGet": { PropertyFile: file, Path: this.path } };
  }
  /** @internal */
  _isText() {
    return false;
  }
  /** @internal */
  _home() {
    return this.step?._home();
  }
  /** @internal */
  _describe() {
    return `'${this.path}' in '${this.propertyFile}' of step '${this.stepName}'`;
  }
};
var JsonObjectValue = class _JsonObjectValue extends PipelineValue {
  constructor(pipeline2, uri, path) {
    super();
    this.pipeline = pipeline2;
    this.uri = uri;
    this.path = path;
    checkPath("readJson", path);
  }
  pipeline;
  uri;
  path;
  /**
   * A value in the object at a URI, by its JSON path.
   *
   * @internal
   */
  static _of(pipeline2, uri, path) {
    return new _JsonObjectValue(pipeline2, uri, path);
  }
  /**
   * The service takes the address as a join only, as the SageMaker SDK writes it.
   *
   * @internal
   */
  _render() {
    return { "Std:JsonGet": { S3Uri: { "Std:Join": { On: "", Values: [this.uri] } }, Path: this.path } };
  }
  /** @internal */
  _isText() {
    return false;
  }
  /** @internal */
  _home() {
    return this.pipeline;
  }
  /** @internal */
  _describe() {
    return `'${this.path}' of a JSON object in S3`;
  }
};
var MEMBER = String.raw`[^.[\]'"$\s]+`;
var PATH = new RegExp(String.raw`^${MEMBER}(\.${MEMBER}|\[\d+\]|\['[^']+'\])*$`);
function checkPath(property, path) {
  if (!PATH.test(path)) {
    throw invalid(void 0, {
      code: "MetricPathInvalid",
      property,
      problem: "the path of a metric names members with dots, positions in lists and keys in brackets",
      value: path,
      fix: `Write it as 'auc', 'classes[0].recall' or "classes['over 50'].recall".`
    });
  }
}

// lib/pipeline/condition-step.ts
var ConditionStep = class extends Step {
  constructor(name, props) {
    super(name, props);
    this.props = props;
    if (props.conditions.length === 0) {
      throw invalid(void 0, {
        code: "ConditionMissing",
        property: `step '${name}'`,
        problem: "'conditions' must not be empty",
        fix: "Add a condition, for example Condition.greaterThan(...)."
      });
    }
  }
  props;
  /** The text `True` or `False`, once it is decided. */
  get outcome() {
    return StepProperty._ofStep(this, "Outcome");
  }
  /** @internal */
  _describe(site) {
    return {
      Type: "Condition",
      Arguments: {
        Conditions: this.props.conditions.map((condition) => condition._render()),
        IfSteps: (this.props.ifTrue ?? []).map((step) => site.nested(step)),
        ElseSteps: (this.props.otherwise ?? []).map((step) => site.nested(step))
      }
    };
  }
};

// lib/pipeline/register-model-step.ts
init_allow();
init_errors();
init_instance_types2();
init_limits2();

// lib/pipeline/model-container.ts
init_job_site();

// lib/pipeline/private/check-containers.ts
init_errors();

// lib/pipeline/private/check-model-card.ts
init_limits2();
init_resolved();
var TEXT = Limit.between("ModelCardText", 0, 2048);
var SHORT_TEXT = Limit.between("ModelCardText", 0, 1024);
var OBSERVATION = Limit.between("ModelCardText", 0, 2096);
var FACET = Limit.between("ModelCardText", 0, 63);
var CUSTOM_NAME = Limit.between("ModelCardCustomName", 1);
var EVALUATION_NAME = Limit.between("ModelCardEvaluationName", 1, 63);
var METRIC_NAME = Limit.between("ModelCardMetricName", 1, 255);
var TRAINING_METRICS = Limit.between("ModelCardTrainingMetrics", 0, 50);
var DATASETS = Limit.between("ModelCardDatasets", 0, 10);
var CONTENT = Limit.between("ModelCardContent", 0, 1e5);

// lib/pipeline/private/comparison-metadata.ts
init_comparison();
init_errors();

// lib/pipeline/private/model-card-content.ts
init_errors();

// lib/pipeline/execution-variable.ts
var ExecutionVariable = class _ExecutionVariable extends PipelineValue {
  constructor(variable, root = "Execution") {
    super();
    this.variable = variable;
    this.root = root;
  }
  variable;
  root;
  /** Name of the pipeline. */
  static PIPELINE_NAME = new _ExecutionVariable("PipelineName");
  /** ARN of the pipeline. */
  static PIPELINE_ARN = new _ExecutionVariable("PipelineArn");
  /** Id of the run: short, and different for each. */
  static PIPELINE_EXECUTION_ID = new _ExecutionVariable("PipelineExecutionId");
  /** ARN of the run. */
  static PIPELINE_EXECUTION_ARN = new _ExecutionVariable("PipelineExecutionArn");
  /** When the run started. */
  static START_DATETIME = new _ExecutionVariable("StartDateTime");
  /** The time at which a step asks. */
  static CURRENT_DATETIME = new _ExecutionVariable("CurrentDateTime");
  /** Name of the training job of the step that asks. */
  static TRAINING_JOB_NAME = new _ExecutionVariable("TrainingJobName");
  /** Name of the processing job of the step that asks. */
  static PROCESSING_JOB_NAME = new _ExecutionVariable("ProcessingJobName");
  /** Name of the experiment that the run is shown in. The pipeline must have an `experiment`. */
  static EXPERIMENT_NAME = new _ExecutionVariable("ExperimentName", "PipelineExperimentConfig");
  /** Name of the trial that the run is shown in. The pipeline must have an `experiment`. */
  static TRIAL_NAME = new _ExecutionVariable("TrialName", "PipelineExperimentConfig");
  /** @internal */
  _render() {
    return { Get: `${this.root}.${this.variable}` };
  }
  /** @internal */
  _kind() {
    return "text";
  }
  /** @internal */
  _describe() {
    return `execution variable '${this.variable}'`;
  }
};

// lib/pipeline/private/json-text.ts
var import_core49 = require("aws-cdk-lib/core");

// lib/pipeline/private/registered-versions.ts
var import_core50 = require("aws-cdk-lib/core");
init_arns();

// lib/pipeline/private/version-details.ts
init_errors();
init_job_site();
init_limits2();

// lib/pipeline/private/render-transform.ts
init_errors();
init_instance_types2();
init_job_site();
init_limits2();
var INSTANCES2 = Limit.between("InstanceCount", 1);
var FILTER = Limit.between("TransformFilter", 1, 63);
var MIME = Limit.between("ContentType", 0, 256);
var CONCURRENT = Limit.of("CreateTransformJobRequest.MaxConcurrentTransforms");
var TIMEOUT2 = Limit.between("RequestTimeout", 1, 3600);
var RETRIES2 = Limit.between("RequestRetries", 0, 3);
var ENVIRONMENT = Limit.of("CreateTransformJobRequest.Environment");
var VARIABLE = Limit.between("EnvironmentValue", 0, 10240);

// lib/pipeline/private/version-details.ts
var ORIGIN = Limit.between("ModelOrigin", 0, 1024);
var INPUTS2 = Limit.between("ModelInputs", 1, 16384);
var STAGE_DESCRIPTION = Limit.between("ModelStageDescription", 0, 1024);

// lib/pipeline/register-model-step.ts
var METADATA = Limit.of("CreateModelPackageInput.CustomerMetadataProperties");
var METADATA_NAME = Limit.between("CustomerMetadataName", 1, 128);
var METADATA_VALUE = Limit.between("CustomerMetadataValue", 1, 256);
var DESCRIPTION2 = Limit.between("ModelPackageDescription", 0, 1024);
var INSTANCES3 = Limit.between("InferenceInstances", 1);

// lib/pipeline/auto-ml-step.ts
init_errors();

// lib/pipeline/model-training-step.ts
var ModelTrainingStep = class extends Step {
};

// lib/pipeline/private/job-permissions.ts
init_allow();
init_arns();
var JOB_NAMES = "pipelines-*";
function grantRunJobs(site, resource, noun, names = JOB_NAMES, moreActions = []) {
  const jobs = arnOf(site.pipeline, { service: "sagemaker", resource, resourceName: names });
  allow(site.pipelineRole, {
    actions: [`sagemaker:Create${noun}`, `sagemaker:Describe${noun}`, `sagemaker:Stop${noun}`, "sagemaker:AddTags", "sagemaker:ListTags", ...moreActions],
    resourceArns: [jobs]
  }, "SageMaker names the jobs of pipelines when it starts them.");
}

// lib/pipeline/bedrock-custom-model-deployment-step.ts
init_errors();

// lib/pipeline/private/bedrock.ts
init_allow();
init_arns();

// lib/pipeline/private/bedrock-names.ts
init_errors();

// lib/pipeline/bedrock-custom-model-step.ts
init_errors();
init_s3_grants();

// lib/pipeline/bedrock-model-import-step.ts
init_errors();

// lib/pipeline/bedrock-provisioned-throughput-step.ts
init_errors();
init_limits2();
var UNITS = Limit.between("BedrockModelUnits", 1);

// lib/pipeline/cache.ts
init_errors();

// lib/pipeline/callback-step.ts
var sqs2 = __toESM(require("aws-cdk-lib/aws-sqs"));
var import_core52 = require("aws-cdk-lib/core");
init_dead_letters();
init_errors();
init_limits2();

// lib/pipeline/private/callback.ts
init_allow();
init_s3_grants();

// lib/pipeline/private/step-outputs.ts
init_errors();

// lib/pipeline/callback-step.ts
var OUTPUTS2 = Limit.between("CallbackOutputs", 0, 50);

// lib/pipeline/clarify-check.ts
init_errors();
init_limits2();
var FACETS = Limit.between("ClarifyFacets", 1);
var LABELS = Limit.between("ClarifyLabels", 1);
var INSTANCES4 = Limit.between("ClarifyInstances", 1);
var SAMPLES = Limit.between("ClarifySamples", 1);
var THRESHOLD = Limit.between("ClarifyThreshold", 0, 1);

// lib/pipeline/clarify-check-step.ts
var import_core54 = require("aws-cdk-lib/core");
init_allow();
init_arns();
init_assets();
init_errors();
init_instance_types2();

// lib/pipeline/private/check-job.ts
init_allow();
init_errors();
init_job_site();

// lib/pipeline/run-choice.ts
init_errors();

// lib/pipeline/private/name-in-arn.ts
var import_core53 = require("aws-cdk-lib/core");

// lib/pipeline/condition.ts
init_errors();

// lib/pipeline/private/kinds.ts
var import_core56 = require("aws-cdk-lib/core");
init_errors();
function checkAlike(property, value, others) {
  const kind = kindOf(value);
  const mistakes = new Mistakes();
  for (const other of others) {
    const otherKind = kindOf(other);
    mistakes.when(kind !== void 0 && otherKind !== void 0 && kind !== otherKind, {
      code: "ConditionTypes",
      property,
      problem: `compares a ${kind} with a ${otherKind}`,
      value: shown(other),
      fix: "Compare values of one type; a parameter has the type it was added with."
    });
  }
  mistakes.throwIfAny();
}
function checkIsNumber(property, values) {
  const mistakes = new Mistakes();
  for (const value of values) {
    const kind = kindOf(value);
    mistakes.when(kind !== void 0 && kind !== "number", {
      code: "ConditionNotNumber",
      property,
      problem: `puts a ${kind} in order`,
      value: shown(value),
      fix: "Only numbers have an order: use equalTo or isIn, or a number parameter."
    });
  }
  mistakes.throwIfAny();
}
function kindOf(value) {
  if (value instanceof PipelineValue) {
    return value._kind();
  }
  switch (typeof value) {
    case "string":
      return import_core56.Token.isUnresolved(value) ? void 0 : "text";
    case "boolean":
      return "truth value";
    default:
      return kindOfNumber(value);
  }
}
function kindOfNumber(value) {
  const token = import_core56.Tokenization.reverseNumber(value);
  return token === void 0 ? "number" : token instanceof _PipelineToken ? token.value._kind() : void 0;
}
function shown(value) {
  if (value instanceof PipelineValue) {
    return value._describe();
  }
  const token = typeof value === "number" ? import_core56.Tokenization.reverseNumber(value) : void 0;
  return token instanceof _PipelineToken ? token.value._describe() : value;
}

// lib/pipeline/private/literals.ts
init_errors();
function checkLiterals(property, values) {
  const mistakes = new Mistakes();
  for (const value of values) {
    mistakes.when(!isLiteral2(value), {
      code: "PipelineLiteralInvalid",
      property,
      problem: "must be text, a finite number, true, false or a value of the pipeline",
      value: value ?? "nothing",
      fix: "Give a single value, for example a step's metric, a parameter or a number."
    });
  }
  mistakes.throwIfAny();
}
function isLiteral2(value) {
  return typeof value === "string" || typeof value === "boolean" || Number.isFinite(value) || value instanceof PipelineValue;
}

// lib/pipeline/condition.ts
var Condition = class _Condition {
  constructor(json) {
    this.json = json;
  }
  json;
  /** The value is the same as another: text, number, truth value, or a value of the pipeline. */
  static equalTo(left, right) {
    checkLiterals("Condition.equalTo", [left, right]);
    checkAlike("Condition.equalTo", left, [right]);
    return new _Condition({ Type: "Equals", LeftValue: left, RightValue: right });
  }
  /** The value differs from another of the same type. */
  static notEqualTo(left, right) {
    return _Condition.not(_Condition.equalTo(left, right));
  }
  /** The value is larger. */
  static greaterThan(left, right) {
    return _Condition.order("GreaterThan", left, right);
  }
  /** The value is as large, or larger. */
  static greaterThanOrEqualTo(left, right) {
    return _Condition.order("GreaterThanOrEqualTo", left, right);
  }
  /** The value is smaller. */
  static lessThan(left, right) {
    return _Condition.order("LessThan", left, right);
  }
  /** The value is as small, or smaller. */
  static lessThanOrEqualTo(left, right) {
    return _Condition.order("LessThanOrEqualTo", left, right);
  }
  /** The value is one of a list, which must not be empty. */
  static isIn(value, list) {
    checkLiterals("Condition.isIn", [value, ...list]);
    refuseEmpty("Condition.isIn", list);
    checkAlike("Condition.isIn", value, list);
    return new _Condition({ Type: "In", QueryValue: value, Values: [...list] });
  }
  /** The value is none of a list, which must not be empty. */
  static isNotIn(value, list) {
    return _Condition.not(_Condition.isIn(value, list));
  }
  /** The condition does not hold. */
  static not(condition) {
    return new _Condition({ Type: "Not", Condition: condition._render() });
  }
  /** At least one of the conditions holds; fails without any. */
  static or(...conditions) {
    refuseEmpty("Condition.or", conditions);
    return new _Condition({ Type: "Or", Conditions: conditions.map((each) => each._render()) });
  }
  /**
   * All of the conditions hold; fails without any.
   *
   * The conditions of a step are combined so already; this is for groups inside of `or` and `not`. Pipelines have no such operator: it is written as
   * "not one of them fails to hold".
   */
  static and(...conditions) {
    refuseEmpty("Condition.and", conditions);
    return conditions.length === 1 ? conditions[0] : _Condition.not(_Condition.or(...conditions.map((each) => _Condition.not(each))));
  }
  static order(type, left, right) {
    checkLiterals(`Condition ${type}`, [left, right]);
    checkIsNumber(`Condition ${type}`, [left, right]);
    return new _Condition({ Type: type, LeftValue: left, RightValue: right });
  }
  /** @internal */
  _render() {
    return this.json;
  }
};
function refuseEmpty(property, list) {
  if (list.length === 0) {
    throw invalid(void 0, { code: "ConditionListEmpty", property, problem: "must have something to choose from", fix: "Give it at least one entry." });
  }
}

// lib/pipeline/emr-cluster.ts
init_allow();
init_arns();
init_errors();
init_limits2();
var CORE_NODES = Limit.between("EmrCoreNodes", 1);

// lib/pipeline/emr-serverless-step.ts
var import_core57 = require("aws-cdk-lib/core");
init_allow();
init_arns();
init_errors();
init_limits2();
var ARGUMENTS2 = Limit.between("EmrEntryPointArguments", 0, 60);
var MINUTES2 = Limit.between("EmrServerlessMaxRuntime", 1, 1e6);

// lib/pipeline/emr-step.ts
init_allow();

// lib/pipeline/join.ts
var import_core58 = require("aws-cdk-lib/core");
init_errors();

// lib/pipeline/endpoint-config-step.ts
init_allow();
init_errors();
init_instance_types2();
init_limits2();
init_s3_grants();

// lib/pipeline/private/lasting-names.ts
var import_core59 = require("aws-cdk-lib/core");
init_arns();

// lib/pipeline/endpoint-config-step.ts
var VARIANTS = Limit.of("CreateEndpointConfigInput.ProductionVariants");
var COUNT = Limit.of("ProductionVariant.InitialInstanceCount");
var WEIGHT = Limit.of("ProductionVariant.InitialVariantWeight");
var CONCURRENCY = Limit.of("ProductionVariantServerlessConfig.MaxConcurrency");
var NAME2 = NameRule.of("EndpointConfig.EndpointConfigName");

// lib/pipeline/endpoint-step.ts
init_allow();
init_errors();
var NAME3 = NameRule.of("Endpoint.EndpointName");
var CONFIG_NAME = NameRule.of("EndpointConfig.EndpointConfigName");

// lib/pipeline/custom-step.ts
init_errors();

// lib/pipeline/definition-place.ts
var LARGE = 100 * 1024;
var DefinitionPlace = class _DefinitionPlace {
  constructor(leastSizeInS3, writer) {
    this.leastSizeInS3 = leastSizeInS3;
    this.writer = writer;
  }
  leastSizeInS3;
  writer;
  /** The template, and S3 once the definition has about 100 KiB, measured as steps are added. */
  static automatic(options = {}) {
    return new _DefinitionPlace(LARGE, options.writer);
  }
  /** The template, whose limit of 1 MB all resources of a stack share. */
  static inTemplate() {
    return new _DefinitionPlace(Infinity);
  }
  /**
   * The pipeline's artifact bucket, below `definitions/`, for any size that SageMaker takes.
   *
   * A deployment uploads the text and fills in what only CloudFormation knows, into an object for each content. The objects before go when a deployment has
   * succeeded; the last one goes with the pipeline. In a bucket with versions, as those that pipelines make, its versions expire with the bucket's others.
   */
  static inS3(options = {}) {
    return new _DefinitionPlace(0, options.writer);
  }
  /**
   * Whether a definition of this size lies in S3.
   *
   * @internal
   */
  _isInS3(size) {
    return size >= this.leastSizeInS3;
  }
  /** @internal */
  get _writer() {
    return this.writer;
  }
};

// lib/pipeline/experiment.ts
init_errors();
var EXPERIMENT = NameRule.of("Experiment.ExperimentName");
var TRIAL = NameRule.of("Trial.TrialName");

// lib/pipeline/fail-step.ts
var FailStep = class extends Step {
  constructor(name, props) {
    super(name, props);
    this.props = props;
  }
  props;
  /** @internal */
  _describe() {
    return { Type: "Fail", Arguments: { ErrorMessage: this.props.message } };
  }
};

// lib/pipeline/glue-crawler-step.ts
init_contract();

// lib/pipeline/glue-runner.ts
var lambda3 = __toESM(require("aws-cdk-lib/aws-lambda"));
var sqs3 = __toESM(require("aws-cdk-lib/aws-sqs"));
var import_core62 = require("aws-cdk-lib/core");
var import_constructs11 = require("constructs");
init_allow();
init_arns();
init_handler_function();
init_s3_grants();

// lib/core/internal/served-names.ts
var import_core60 = require("aws-cdk-lib/core");
init_errors();
var ServedNames = class {
  /** Refuses an empty prefix: one permission would cover the whole account. */
  constructor(scope, server, prefix) {
    this.server = server;
    this.prefix = prefix;
    if (prefix === "") {
      throw invalid(scope, {
        code: `${server.code}PrefixEmpty`,
        property: server.property,
        problem: `would let the function ${server.power}`,
        fix: "Name what the names start with, such as 'ml-', or leave it out."
      });
    }
    this.all = prefix === void 0 ? void 0 : `${prefix}*`;
  }
  server;
  prefix;
  /** Every name with the prefix, as permissions write it; undefined without one. */
  all;
  /** Gives the one permission that covers all names, where there is a prefix. */
  coverAll(allow2) {
    if (this.all !== void 0) {
      allow2(this.all);
    }
  }
  /**
   * Gives the permission that something takes, where there is no prefix. With one, refuses names that it does not cover: the deployment, or the deletion,
   * would fail.
   *
   * @param names by the property that holds them
   */
  cover(user, names, allow2) {
    if (this.prefix === void 0) {
      allow2();
      return;
    }
    for (const [property, name] of Object.entries(names)) {
      this.check(user, this.prefix, property, name);
    }
  }
  check(user, prefix, property, name) {
    if (isKnown(name) && !import_core60.Token.isUnresolved(prefix) && !name.startsWith(prefix)) {
      throw invalid(user, {
        code: `${this.server.code}PrefixDiffers`,
        property,
        problem: `must start with '${prefix}', which is all that '${this.server.property}' gives permission for`,
        value: name,
        fix: "Correct the name, or use another function for it."
      });
    }
  }
};

// lib/pipeline/glue-runner.ts
init_shared_in_stack();
init_workflow();

// lib/pipeline/pipeline-base.ts
var events3 = __toESM(require("aws-cdk-lib/aws-events"));
var import_core61 = require("aws-cdk-lib/core");
init_contract();
init_arns();

// lib/pipeline/pipeline-grants.ts
var iam9 = __toESM(require("aws-cdk-lib/aws-iam"));
var PipelineGrants = class _PipelineGrants {
  constructor(pipeline2) {
    this.pipeline = pipeline2;
  }
  pipeline;
  /** The permissions on a pipeline, made here or elsewhere. */
  static fromPipeline(pipeline2) {
    return new _PipelineGrants(pipeline2);
  }
  /** Start runs; whoever may, causes the cost of the jobs. */
  start(grantee) {
    return this.actions(grantee, ["sagemaker:StartPipelineExecution"], [this.pipeline.pipelineArn]);
  }
  /** Stop runs that are going on. */
  stop(grantee) {
    return this.actions(grantee, ["sagemaker:StopPipelineExecution"], [this.executions]);
  }
  /** See the pipeline, its runs and their steps. */
  read(grantee) {
    return this.actions(grantee, [
      "sagemaker:DescribePipeline",
      "sagemaker:ListPipelineExecutions",
      "sagemaker:DescribePipelineExecution",
      "sagemaker:DescribePipelineDefinitionForExecution",
      "sagemaker:ListPipelineExecutionSteps",
      "sagemaker:ListPipelineParametersForExecution"
    ], [this.pipeline.pipelineArn, this.executions]);
  }
  /** Answer steps that wait for one, well or badly; whoever may, decides how a run goes on. */
  answerCallbacks(grantee) {
    return this.actions(grantee, ["sagemaker:SendPipelineExecutionStepSuccess", "sagemaker:SendPipelineExecutionStepFailure"], [this.executions]);
  }
  get executions() {
    return `${this.pipeline.pipelineArn}/execution/*`;
  }
  actions(grantee, actions, resourceArns) {
    return iam9.Grant.addToPrincipal({ grantee, actions, resourceArns });
  }
};

// lib/pipeline/pipeline-metrics.ts
var cloudwatch2 = __toESM(require("aws-cdk-lib/aws-cloudwatch"));
var NAMESPACE = "AWS/Sagemaker/ModelBuildingPipeline";
function pipelineMetric(pipeline2, metricName, props) {
  return new cloudwatch2.Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap: { PipelineName: pipeline2.pipelineName },
    statistic: "Sum",
    ...props
  });
}
function executionFailed(pipeline2, props) {
  return pipelineMetric(pipeline2, "ExecutionFailed", props);
}
function executionSucceeded(pipeline2, props) {
  return pipelineMetric(pipeline2, "ExecutionSucceeded", props);
}
function executionDuration(pipeline2, props) {
  return pipelineMetric(pipeline2, "ExecutionDuration", { statistic: "Maximum", ...props });
}

// lib/pipeline/pipeline-base.ts
var PipelineBase = class extends import_core61.Resource {
  get pipelineRef() {
    return { pipelineName: this.pipelineName };
  }
  get grants() {
    return PipelineGrants.fromPipeline(this);
  }
  grantStartPipelineExecution(grantee) {
    return this.grants.start(grantee);
  }
  metric(metricName, props) {
    return pipelineMetric(this, metricName, props);
  }
  metricExecutionFailed(props) {
    return executionFailed(this, props);
  }
  metricExecutionSucceeded(props) {
    return executionSucceeded(this, props);
  }
  metricExecutionDuration(props) {
    return executionDuration(this, props);
  }
  onStatusChange(id, options = {}) {
    return this.onStatus(id, void 0, options);
  }
  onFailed(id, options = {}) {
    return this.onStatus(id, [...PIPELINE_ENDED_BADLY], options);
  }
  onSucceeded(id, options = {}) {
    return this.onStatus(id, ["Succeeded"], options);
  }
  onStepFailed(id, options = {}) {
    return this.onEvent(id, SAGEMAKER_DETAIL_TYPES.PIPELINE_STEP, { currentStepStatus: spellingsInEvents("Failed") }, options);
  }
  onStatus(id, statuses, options) {
    const detail = statuses && { currentPipelineExecutionStatus: statuses.flatMap(spellingsInEvents) };
    return this.onEvent(id, SAGEMAKER_DETAIL_TYPES.PIPELINE_EXECUTION, detail, options);
  }
  onEvent(id, detailType, detail, options) {
    const rule = new events3.Rule(this, id, options);
    rule.addTarget(options.target);
    rule.addEventPattern({ source: [SAGEMAKER_EVENT_SOURCE], detailType: [detailType], detail: { pipelineArn: [this.pipelineArn], ...detail } });
    return rule;
  }
};
function pipelineArnOf(scope, name) {
  const resourceName = import_core61.Token.isUnresolved(name) ? name : name.toLowerCase();
  return arnOf(scope, { service: "sagemaker", resource: "pipeline", resourceName, arnFormat: import_core61.ArnFormat.SLASH_RESOURCE_NAME });
}

// lib/pipeline/private/glue-machine.ts
var LONGEST_WORK_SECONDS = 8 * 86400;

// lib/pipeline/glue-runner.ts
var VISIBILITY = import_core62.Duration.minutes(3);

// lib/pipeline/glue-crawler-step.ts
var OUTPUTS3 = { [GLUE_CRAWLER_OUTPUTS.crawlId]: "String" /* STRING */ };

// lib/pipeline/glue-job-step.ts
init_contract();
init_errors();
var OUTPUTS4 = { [GLUE_JOB_OUTPUTS.jobRunId]: "String" /* STRING */, [GLUE_JOB_OUTPUTS.executionSeconds]: "Integer" /* INTEGER */ };

// lib/pipeline/inference-component-step.ts
var import_core63 = require("aws-cdk-lib/core");
init_allow();
init_errors();
init_limits2();
var NAME4 = NameRule.of("InferenceComponent.InferenceComponentName");
var COPIES = Limit.of("InferenceComponentRuntimeConfig.CopyCount");
var MEMORY = Limit.of("InferenceComponentComputeResourceRequirements.MinMemoryRequiredInMb");
var CORES = Limit.of("InferenceComponentComputeResourceRequirements.NumberOfCpuCoresRequired");
var ACCELERATORS = Limit.of("InferenceComponentComputeResourceRequirements.NumberOfAcceleratorDevicesRequired");

// lib/pipeline/lambda-step.ts
init_allow();
init_limits2();
var OUTPUTS5 = Limit.between("LambdaOutputs", 0, 50);

// lib/pipeline/lineage.ts
init_errors();
init_limits2();
var PROPERTIES = Limit.between("LineageProperties", 0, 30);
var TYPE = Limit.between("LineageType", 0, 256);
var SOURCE = Limit.between("LineageSource", 1, 2048);
var NAMES = {
  Action: NameRule.of("Action.ActionName"),
  Artifact: NameRule.of("Artifact.ArtifactName"),
  Context: NameRule.of("Context.ContextName")
};

// lib/pipeline/lineage-step.ts
init_allow();
init_arns();
init_errors();
init_limits2();
var SOMETHING = Limit.between("LineageEntries", 1);

// lib/pipeline/metric.ts
var import_core64 = require("aws-cdk-lib/core");
init_errors();

// lib/pipeline/model-step.ts
init_allow();
init_arns();
init_errors();
init_roles();

// lib/pipeline/new-data-starter.ts
var events4 = __toESM(require("aws-cdk-lib/aws-events"));
var lambda4 = __toESM(require("aws-cdk-lib/aws-lambda"));
var sqs4 = __toESM(require("aws-cdk-lib/aws-sqs"));
var import_core66 = require("aws-cdk-lib/core");
var import_constructs13 = require("constructs");
init_contract();
init_alarm();
init_allow();
init_handler_function();
init_key_senders();
init_rule_queues();
init_shared_in_stack();

// lib/pipeline/pipeline-starter.ts
var import_core65 = require("aws-cdk-lib/core");
var import_constructs12 = require("constructs");
init_contract();
init_allow();
init_handled_resource();
init_handler_function();
init_shared_in_stack();
var RUNS2 = "RunOnDeployment";
function stopOfRuns(pipeline2) {
  const stop = {};
  import_constructs12.Dependable.implement(stop, {
    get dependencyRoots() {
      const resource = pipeline2.node.tryFindChild(RUNS2);
      return resource ? [resource] : [];
    }
  });
  return stop;
}
var STARTER = { code: "Starter", property: "pipelineNamePrefix", power: "start and stop every pipeline of the account" };
var PipelineStarter = class _PipelineStarter extends import_constructs12.Construct {
  /** The starter that all pipelines of a stack share. */
  static shared(scope) {
    return sharedInStack(scope, "SageMakerPipelineStarter", (stack, id) => new _PipelineStarter(stack, id));
  }
  handler;
  served;
  constructor(scope, id, props = {}) {
    super(scope, id);
    this.served = new ServedNames(this, STARTER, props.pipelineNamePrefix);
    this.handler = new HandlerFunction(this, "Handler", {
      handler: "start-pipeline",
      description: "Starts SageMaker pipelines when they are deployed and stops them before they are deleted",
      timeout: import_core65.Duration.minutes(15),
      ...handlerOptions(props)
    });
    this.served.coverAll((names) => this.grant(pipelineArnOf(this, names)));
  }
  start(pipeline2, run) {
    this.serve(pipeline2, { PipelineName: pipeline2.pipelineName, RunHash: run.runHash, Parameters: run.parameters });
  }
  stopBeforeDeletion(pipeline2) {
    this.serve(pipeline2, { PipelineName: pipeline2.pipelineName });
  }
  serve(pipeline2, properties) {
    this.served.cover(pipeline2, { pipelineName: properties.PipelineName }, () => this.grant(pipeline2.pipelineArn));
    pipeline2.node.tryRemoveChild(RUNS2);
    const resource = handledResource(pipeline2, RUNS2, PIPELINE_RUN_RESOURCE_TYPE, this.handler, properties);
    resource.node.addDependency(pipeline2.node.defaultChild, pipeline2.role, pipeline2.jobRole);
  }
  grant(pipelineArn) {
    allow(this.handler, {
      actions: ["sagemaker:StartPipelineExecution", "sagemaker:ListPipelineExecutions"],
      resourceArns: [pipelineArn]
    }, "One permission serves all pipelines of a platform, whose names start with its prefix.");
    allow(this.handler, {
      actions: ["sagemaker:StopPipelineExecution"],
      resourceArns: [`${pipelineArn}/execution/*`]
    }, "Runs get their ids when they start.");
  }
};

// lib/pipeline/new-data-starter.ts
var STARTER2 = { code: "NewDataStarter", property: "pipelineNamePrefix", power: "start every pipeline of the account" };
var MOST_DELIVERIES = 1e3;
var TIMEOUT3 = import_core66.Duration.minutes(1);
var NewDataStarter = class _NewDataStarter extends import_constructs13.Construct {
  /** The one that all pipelines of a stack share. */
  static shared(scope) {
    return sharedInStack(scope, "SageMakerNewDataStarter", (stack, id) => new _NewDataStarter(stack, id));
  }
  handler;
  served;
  queue;
  mapping;
  constructor(scope, id, props = {}) {
    super(scope, id);
    this.served = new ServedNames(this, STARTER2, props.pipelineNamePrefix);
    this.handler = new HandlerFunction(this, "Handler", {
      handler: "start-on-new-data",
      description: "Starts SageMaker pipelines when objects land in S3",
      timeout: TIMEOUT3,
      ...handlerOptions(props)
    });
    this.queue = this.makeQueue(props);
    this.mapping = this.makeMapping();
    props.encryptionKey?.addToResourcePolicy(sendingBy(this, "events.amazonaws.com"));
    alarmAbove(this, "Failing", {
      description: "Pipelines are not started on new data: the function has been failing for half an hour. Its log says why; nothing is lost meanwhile.",
      metric: this.handler.function.metricErrors({ statistic: "Sum", period: import_core66.Duration.minutes(15) }),
      threshold: 0,
      periods: { looked: 2, above: 2 },
      topic: props.alarmTopic
    });
    this.served.coverAll((names) => {
      this.grantPipelines(pipelineArnOf(this, names));
      [this.queue, this.handler.deadLetterQueue].forEach((queue) => takeFromRules(this, queue));
    });
  }
  startOn(rule, pipeline2, { place, gather, parameters }) {
    const { pipelineName } = pipeline2;
    this.served.cover(pipeline2, { pipelineName }, () => {
      this.grantPipelines(pipeline2.pipelineArn);
      [this.queue, this.handler.deadLetterQueue].forEach((queue) => takeFromRule(queue, rule.ruleArn));
    });
    if (import_core66.Stack.of(this) === import_core66.Stack.of(pipeline2)) {
      this.mapping.node.addDependency(stopOfRuns(pipeline2));
    }
    const object = {
      pipelineName,
      watch: rule.node.addr.slice(-10),
      place,
      gatherSeconds: gather.toSeconds(),
      ...parameters && { parameters },
      landedAt: events4.EventField.time
    };
    rule.addTarget({
      bind: () => ({
        arn: this.queue.queueArn,
        input: events4.RuleTargetInput.fromObject(object),
        deadLetterConfig: { arn: this.handler.deadLetterQueue.queueArn }
      })
    });
  }
  makeQueue({ encryptionKey }) {
    return new sqs4.Queue(this, "Queue", {
      enforceSSL: true,
      encryption: encryptionKey ? sqs4.QueueEncryption.KMS : sqs4.QueueEncryption.SQS_MANAGED,
      encryptionMasterKey: encryptionKey,
      retentionPeriod: import_core66.Duration.days(14),
      deliveryDelay: import_core66.Duration.seconds(NEW_DATA_REST_SECONDS),
      visibilityTimeout: import_core66.Duration.seconds(NEW_DATA_LOOK_AGAIN_SECONDS),
      deadLetterQueue: { queue: this.handler.deadLetterQueue, maxReceiveCount: MOST_DELIVERIES }
    });
  }
  makeMapping() {
    const { queueArn } = this.queue;
    allow(this.handler, { actions: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"], resourceArns: [queueArn] });
    const mapping = new lambda4.CfnEventSourceMapping(this, "Messages", {
      functionName: this.handler.function.functionName,
      eventSourceArn: queueArn,
      batchSize: 1e3,
      maximumBatchingWindowInSeconds: 30,
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: 2 }
    });
    mapping.node.addDependency(this.handler.role);
    return mapping;
  }
  grantPipelines(pipelineArn) {
    allow(this.handler, {
      actions: ["sagemaker:ListPipelineExecutions", "sagemaker:StartPipelineExecution"],
      resourceArns: [pipelineArn]
    }, "One permission serves all pipelines of a platform, whose names start with its prefix.");
  }
};

// lib/pipeline/notebook-job-step.ts
init_errors();

// lib/pipeline/package-model-step.ts
init_job_site();
init_library_folder();

// lib/pipeline/parameters.ts
init_errors();
init_limits2();
var Parameter = class _Parameter extends PipelineValue {
  constructor(pipeline2, name, type, settings) {
    super();
    this.pipeline = pipeline2;
    this.settings = settings;
    this.parameterName = name;
    this.type = type;
    this.hasDefault = settings.defaultValue !== void 0;
  }
  pipeline;
  settings;
  /** @internal */
  static _of(scope, name, type, settings) {
    check6(scope, name, type, settings);
    return new _Parameter(scope, name, type, settings);
  }
  /** Name of the parameter. */
  parameterName;
  /** Type of the parameter. */
  type;
  /** Whether a run can be started without a value. */
  hasDefault;
  /** @internal */
  _declaration() {
    const { defaultValue, allowedValues } = this.settings;
    return { Name: this.parameterName, Type: this.type, DefaultValue: defaultValue, EnumValues: allowedValues };
  }
  /**
   * What is wrong with a value that a run is given, which is text whatever the type is.
   *
   * @internal
   */
  _mistakeIn(value) {
    if (!isKnown(value)) {
      return void 0;
    }
    const property = `parameter '${this.parameterName}'`;
    const { allowedValues } = this.settings;
    if (!FITS[this.type](value)) {
      return { code: "ParameterValueType", property, problem: `must be given text that reads as ${this.type}`, value, fix: "Correct the value." };
    }
    if (allowedValues && !allowedValues.includes(value)) {
      return { code: "ParameterValueNotAllowed", property, problem: `must be one of ${allowedValues.join(", ")}`, value, fix: "Correct the value, or add it to 'allowedValues'." };
    }
    return VALUE.mistakeInText(property, value);
  }
  /** @internal */
  _render() {
    return { Get: `Parameters.${this.parameterName}` };
  }
  /** @internal */
  _isText() {
    return this.type === "String" /* STRING */;
  }
  /** @internal */
  _kind() {
    return KINDS[this.type];
  }
  /** @internal */
  _home() {
    return this.pipeline;
  }
  /** @internal */
  _describe() {
    return `parameter '${this.parameterName}'`;
  }
};
var NAME5 = Limit.between("ParameterName", 1, 64);
var VALUE = Limit.of("Parameter.Value");
var KINDS = { String: "text", Integer: "number", Float: "number", Boolean: "truth value" };
var FITS = {
  String: () => true,
  Integer: (text) => /^-?\d+$/.test(text),
  Float: (text) => text.trim() !== "" && Number.isFinite(Number(text)),
  Boolean: (text) => /^(true|false)$/i.test(text)
};
function check6(scope, name, type, { defaultValue, allowedValues }) {
  new Mistakes(scope).add(NAME5.mistakeInText("parameter", name)).when(!/^[A-Za-z0-9\-_]*$/.test(name), {
    code: "ParameterNamePattern",
    property: "parameter",
    problem: "may hold letters, digits, hyphens and underscores only",
    value: name,
    fix: "Rename the parameter."
  }).when(type === "Integer" /* INTEGER */ && isKnown(defaultValue) && !Number.isInteger(defaultValue), {
    code: "ParameterNotInteger",
    property: `parameter '${name}'`,
    problem: "'defaultValue' must be a whole number",
    value: defaultValue,
    fix: "Use addFloatParameter, or a whole number."
  }).when(type === "Float" /* FLOAT */ && isKnown(defaultValue) && !Number.isFinite(defaultValue), {
    code: "ParameterNotNumber",
    property: `parameter '${name}'`,
    problem: "'defaultValue' must be a number",
    value: defaultValue,
    fix: "Give it a number, or none."
  }).when(allowedValues?.length === 0, {
    code: "ParameterAllowsNothing",
    property: `parameter '${name}'`,
    problem: "'allowedValues' must not be empty",
    fix: "Leave 'allowedValues' out, or name the values."
  }).when(!!allowedValues?.length && isKnown(defaultValue) && !allowedValues.includes(String(defaultValue)), {
    code: "ParameterDefaultNotAllowed",
    property: `parameter '${name}'`,
    problem: `'defaultValue' must be one of ${allowedValues?.join(", ")}`,
    value: defaultValue,
    fix: "Add it to 'allowedValues', or choose another default."
  }).throwIfAny();
}

// lib/pipeline/pipeline.ts
var events7 = __toESM(require("aws-cdk-lib/aws-events"));
var sagemaker = __toESM(require("aws-cdk-lib/aws-sagemaker"));
var import_core82 = require("aws-cdk-lib/core");
init_errors();
init_limits2();
init_roles();

// lib/pipeline/pipeline-definition-writer.ts
var import_core74 = require("aws-cdk-lib/core");
var import_constructs14 = require("constructs");
init_contract();
init_allow();
init_arns();
init_errors();
init_handled_resource();
init_handler_function();
init_shared_in_stack();

// lib/pipeline/private/definition.ts
var import_node_crypto3 = require("node:crypto");
var import_core73 = require("aws-cdk-lib/core");
init_assets();
init_errors();
init_settled();

// lib/pipeline/private/check-start.ts
init_errors();
function checkStart(pipeline2, parameters, values) {
  const mistakes = new Mistakes(pipeline2);
  for (const parameter of parameters.values()) {
    mistakes.when(!parameter.hasDefault && values[parameter.parameterName] === void 0, {
      code: "ParameterWithoutValue",
      property: `parameter '${parameter.parameterName}'`,
      problem: "has neither a default nor a value here",
      fix: "Give it a 'defaultValue', or a value where the run is started."
    });
  }
  for (const [name, value] of Object.entries(values)) {
    const parameter = parameters.get(name);
    mistakes.add(parameter ? parameter._mistakeIn(value) : {
      code: "ParameterUnknown",
      property: "parameters",
      problem: `the pipeline has ${[...parameters.keys()].join(", ") || "no parameters"}`,
      value: name,
      fix: "Correct the name, or add the parameter to the pipeline."
    });
  }
  mistakes.throwIfAny();
}

// lib/pipeline/private/definition-parts.ts
var import_core69 = require("aws-cdk-lib/core");
var NUMBER = "$number";
function withMarkedNumbers(value) {
  if (typeof value === "number") {
    const token = import_core69.Tokenization.reverseNumber(value);
    return token ? import_core69.Lazy.uncachedAny({ produce: (context) => marked(context.resolve(token)) }) : value;
  }
  if (typeof value !== "object" || value === null || import_core69.Tokenization.isResolvable(value) || import_core69.Token.isUnresolved(value)) {
    return value;
  }
  return Array.isArray(value) ? value.map(withMarkedNumbers) : Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withMarkedNumbers(member)]));
}
function marked(resolved) {
  return typeof resolved === "number" ? resolved : { [NUMBER]: resolved };
}
function cut(resolved) {
  const cutter = new Cutter();
  cutter.add(resolved);
  return { parts: cutter.parts, values: [...cutter.values.values()].map(({ value }) => value) };
}
var Cutter = class {
  parts = [];
  /** By their JSON. */
  values = /* @__PURE__ */ new Map();
  add(value) {
    if (Array.isArray(value)) {
      this.list("[", value, (each) => this.add(each), "]");
    } else if (typeof value !== "object" || value === null) {
      this.literal(JSON.stringify(value));
    } else {
      this.addObject(value);
    }
  }
  addObject(value) {
    const names = Object.keys(value);
    const [only] = names;
    if (names.length === 1 && only === NUMBER) {
      this.gap(value[only], "number");
    } else if (!isFunction(value)) {
      this.list("{", Object.entries(value), ([name, member]) => {
        this.literal(`${JSON.stringify(name)}:`);
        this.add(member);
      }, "}");
    } else if (partsOfText(value)) {
      this.literal('"');
      partsOfText(value).forEach((part) => typeof part === "string" ? this.literal(JSON.stringify(part).slice(1, -1)) : this.gap(part, "text"));
      this.literal('"');
    } else {
      this.gap(value, "json");
    }
  }
  list(open, values, add, close) {
    this.literal(open);
    values.forEach((value, index) => {
      this.literal(index > 0 ? "," : "");
      add(value);
    });
    this.literal(close);
  }
  literal(text) {
    const last = this.parts.length - 1;
    if (typeof this.parts[last] === "string") {
      this.parts[last] += text;
    } else {
      this.parts.push(text);
    }
  }
  gap(value, as) {
    const key = JSON.stringify(value);
    const known2 = this.values.get(key) ?? { index: this.values.size, value };
    this.values.set(key, known2);
    this.parts.push({ value: known2.index, as });
  }
};
function isFunction(value) {
  const names = Object.keys(value);
  return names.length === 1 && (names[0] === "Ref" || names[0].startsWith("Fn::"));
}
function partsOfText(value) {
  const join7 = value["Fn::Join"];
  return join7?.[0] === "" && Array.isArray(join7[1]) ? join7[1] : void 0;
}

// lib/pipeline/private/definition-size.ts
init_errors();
init_limits2();
var SIZE = Limit.of("CreatePipelineRequest.PipelineDefinition");
var TEMPLATE_SIZE = 1e6;
var MOST_BY_WHICH_ROUGH_IS_LESS = 6;
var MOST_VALUES = 400;
var DefinitionsInTemplate = class _DefinitionsInTemplate {
  static known = /* @__PURE__ */ new WeakMap();
  /** Those of a stack. */
  static of(stack) {
    const definitions = this.known.get(stack) ?? new _DefinitionsInTemplate();
    this.known.set(stack, definitions);
    return definitions;
  }
  all = /* @__PURE__ */ new Set();
  measured = /* @__PURE__ */ new WeakMap();
  add(definition2) {
    this.all.add(definition2);
  }
  delete(definition2) {
    this.all.delete(definition2);
  }
  /** Whether it is worth writing out the definitions to know their size. */
  mayFillIt() {
    const roughly = [...this.all].reduce((sum, definition2) => sum + definition2.roughSize, 0);
    return roughly * MOST_BY_WHICH_ROUGH_IS_LESS > TEMPLATE_SIZE;
  }
  /** Characters of one in the template. */
  sizeOf(definition2) {
    const text = definition2.resolvedText();
    const known2 = this.measured.get(definition2);
    const size = known2?.text === text ? known2.size : JSON.stringify(text).length;
    this.measured.set(definition2, { text, size });
    return size;
  }
  /** Characters of all; one that cannot be rendered says so itself. */
  sizeOfAll() {
    return [...this.all].reduce((sum, definition2) => sum + this.sizeIfValid(definition2), 0);
  }
  sizeIfValid(definition2) {
    try {
      return this.sizeOf(definition2);
    } catch (error) {
      if (error instanceof ConfigurationError) {
        return 0;
      }
      throw error;
    }
  }
};
function checkSize(pipeline2, definition2, inTemplate) {
  const length = charactersIn(definition2.resolvedText());
  const mistakes = new Mistakes(pipeline2).when(length > SIZE.max, {
    code: "PipelineDefinitionSize",
    property: "steps",
    problem: `the definition may have ${SIZE.max} characters`,
    value: length,
    fix: "Split the pipeline."
  });
  const uploaded = definition2.uploaded();
  if (uploaded) {
    const { Values = [] } = uploaded;
    mistakes.when(Values.length > MOST_VALUES, {
      code: "PipelineDefinitionValues",
      property: "steps",
      problem: `a definition in S3 may take ${MOST_VALUES} different values from CloudFormation`,
      value: Values.length,
      fix: "Write out some of them, or split the pipeline."
    });
  } else if (inTemplate.mayFillIt()) {
    const all = inTemplate.sizeOfAll();
    mistakes.when(all > TEMPLATE_SIZE, {
      code: "TemplateDefinitionsSize",
      property: "definition",
      value: all,
      problem: `the pipelines of a stack may have definitions of ${TEMPLATE_SIZE} characters in its template, and this one adds ${inTemplate.sizeOf(definition2)}`,
      fix: "Put large ones into S3 with DefinitionPlace.inS3(), or split the stack."
    });
  }
  mistakes.throwIfAny();
}
function charactersIn(value) {
  const parts2 = value["Fn::Join"]?.[1] ?? [value];
  return parts2.reduce((sum, part) => sum + (typeof part === "string" ? part.length : 0), 0);
}

// lib/core/internal/json-text.ts
var import_core70 = require("aws-cdk-lib/core");
init_settled();
function textOf(object, stack) {
  return hasTokensInTextsOnly(object) ? textWithTokens(JSON.stringify(object), stack, () => object) : stack.toJsonString(object);
}
function hasTokensInTextsOnly(object) {
  let plain = true;
  visitTokens(object, (_, inText) => {
    plain &&= inText;
  });
  return plain;
}
function textWithTokens(json, stack, object) {
  let plain = true;
  visitTokens(json, (token) => {
    plain &&= !needsEscaping(stack.resolve(token));
  });
  return plain ? json : stack.toJsonString(object());
}
function needsEscaping(resolved) {
  if (typeof resolved === "string") {
    return JSON.stringify(resolved) !== `"${resolved}"`;
  }
  return typeof resolved === "object" && resolved !== null && Object.values(resolved).some(needsEscaping);
}

// lib/pipeline/private/check-graph.ts
init_errors();

// lib/pipeline/private/check-cycles.ts
init_errors();
function checkCycles(scope, all) {
  const edges = new Map(all.map(({ step, uses, waitsFor, parent }) => [step.Name, [...uses.map((use) => use.step), ...waitsFor, parent]]));
  const done = /* @__PURE__ */ new Set();
  const path = [];
  const onPath = /* @__PURE__ */ new Set();
  const visit = (name) => {
    if (done.has(name)) {
      return;
    }
    if (onPath.has(name)) {
      const cycle = [...path.slice(path.indexOf(name)), name].join(" -> ");
      throw invalid(scope, { code: "StepCycle", property: `step '${name}'`, problem: `waits for itself: ${cycle}`, fix: "Remove one of these dependencies." });
    }
    path.push(name);
    onPath.add(name);
    for (const next of edges.get(name) ?? []) {
      if (next !== void 0) {
        visit(next);
      }
    }
    path.pop();
    onPath.delete(name);
    done.add(name);
  };
  all.forEach(({ step }) => visit(step.Name));
}

// lib/pipeline/private/uses.ts
var PARAMETER = "Parameters.";
var EXPERIMENT2 = "PipelineExperimentConfig.";
var STEP = /^Steps\.([A-Za-z0-9_-]+)\.(?:PropertyFiles\.(.+)|(.+))?/;
function useOf(reference) {
  if (reference.startsWith(PARAMETER)) {
    return { parameter: reference.slice(PARAMETER.length) };
  }
  const [, step, propertyFile, path] = STEP.exec(reference) ?? [];
  return step === void 0 ? { isOfExperiment: reference.startsWith(EXPERIMENT2) } : { step, propertyFile, path };
}
function dependenciesOf({ DependsOn = [] }) {
  return DependsOn;
}

// lib/pipeline/private/placed-step.ts
function placed(steps2, branch = [], parent) {
  return steps2.flatMap(({ step, uses, branches }) => [
    { step, uses: uses.map(useOf), waitsFor: dependenciesOf(step), branch, parent },
    ...branches.flatMap((inside) => placed(inside.steps, [...branch, `${step.Name}/${inside.name}`], step.Name))
  ]);
}

// lib/pipeline/facts/step-properties.json
var step_properties_default = {
  types: { Training: "DescribeTrainingJobResponse", Processing: "DescribeProcessingJobResponse", Transform: "DescribeTransformJobResponse", Tuning: "DescribeHyperParameterTuningJobResponse", AutoML: "DescribeAutoMLJobResponse", Model: "DescribeModelOutput", RegisterModel: "DescribeModelPackageOutput", EndpointConfig: "DescribeEndpointConfigOutput", Endpoint: "DescribeEndpointOutput", InferenceComponent: "DescribeInferenceComponentOutput" },
  shapes: {
    AdditionalInferenceSpecificationDefinition: { Name: 0, Description: 0, Containers: "ModelPackageContainerDefinitionList", SupportedTransformInstanceTypes: "TransformInstanceTypes", SupportedRealtimeInferenceInstanceTypes: "RealtimeInferenceInstanceTypes", SupportedContentTypes: "ContentTypes", SupportedResponseMIMETypes: "ResponseMIMETypes" },
    AdditionalInferenceSpecifications: ["AdditionalInferenceSpecificationDefinition"],
    AdditionalModelDataSource: { ChannelName: 0, S3DataSource: "S3ModelDataSource" },
    AdditionalModelDataSources: ["AdditionalModelDataSource"],
    AdditionalS3DataSource: { S3DataType: 0, S3Uri: 0, CompressionType: 0, ETag: 0 },
    Alarm: { AlarmName: 0 },
    AlarmList: ["Alarm"],
    AlgorithmSpecification: { TrainingImage: 0, AlgorithmName: 0, TrainingInputMode: 0, MetricDefinitions: "MetricDefinitionList", EnableSageMakerMetricsTimeSeries: 0, ContainerEntrypoint: "TrainingContainerEntrypoint", ContainerArguments: "TrainingContainerArguments", TrainingImageConfig: "TrainingImageConfig" },
    AppSpecification: { ImageUri: 0, ContainerEntrypoint: "ContainerEntrypoint", ContainerArguments: "ContainerArguments" },
    AsyncInferenceClientConfig: { MaxConcurrentInvocationsPerInstance: 0 },
    AsyncInferenceConfig: { ClientConfig: "AsyncInferenceClientConfig", OutputConfig: "AsyncInferenceOutputConfig" },
    AsyncInferenceNotificationConfig: { SuccessTopic: 0, ErrorTopic: 0, IncludeInferenceResponseIn: "AsyncNotificationTopicTypeList" },
    AsyncInferenceOutputConfig: { KmsKeyId: 0, S3OutputPath: 0, NotificationConfig: "AsyncInferenceNotificationConfig", S3FailurePath: 0 },
    AsyncNotificationTopicTypeList: [0],
    AthenaDatasetDefinition: { Catalog: 0, Database: 0, QueryString: 0, WorkGroup: 0, OutputS3Uri: 0, KmsKeyId: 0, OutputFormat: 0, OutputCompression: 0 },
    AttributeNames: [0],
    AutoMLAlgorithmConfig: { AutoMLAlgorithms: "AutoMLAlgorithms" },
    AutoMLAlgorithms: [0],
    AutoMLAlgorithmsConfig: ["AutoMLAlgorithmConfig"],
    AutoMLCandidate: { CandidateName: 0, FinalAutoMLJobObjectiveMetric: "FinalAutoMLJobObjectiveMetric", ObjectiveStatus: 0, CandidateSteps: "CandidateSteps", CandidateStatus: 0, InferenceContainers: "AutoMLContainerDefinitions", CreationTime: 0, EndTime: 0, LastModifiedTime: 0, FailureReason: 0, CandidateProperties: "CandidateProperties", InferenceContainerDefinitions: "AutoMLInferenceContainerDefinitions" },
    AutoMLCandidateGenerationConfig: { FeatureSpecificationS3Uri: 0, AlgorithmsConfig: "AutoMLAlgorithmsConfig" },
    AutoMLCandidateStep: { CandidateStepType: 0, CandidateStepArn: 0, CandidateStepName: 0 },
    AutoMLChannel: { DataSource: "AutoMLDataSource", CompressionType: 0, TargetAttributeName: 0, ContentType: 0, ChannelType: 0, SampleWeightAttributeName: 0 },
    AutoMLContainerDefinition: { Image: 0, ModelDataUrl: 0, Environment: "EnvironmentMap" },
    AutoMLContainerDefinitions: ["AutoMLContainerDefinition"],
    AutoMLDataSource: { S3DataSource: "AutoMLS3DataSource" },
    AutoMLDataSplitConfig: { ValidationFraction: 0 },
    AutoMLInferenceContainerDefinitions: ["AutoMLContainerDefinitions"],
    AutoMLInputDataConfig: ["AutoMLChannel"],
    AutoMLJobArtifacts: { CandidateDefinitionNotebookLocation: 0, DataExplorationNotebookLocation: 0 },
    AutoMLJobCompletionCriteria: { MaxCandidates: 0, MaxRuntimePerTrainingJobInSeconds: 0, MaxAutoMLJobRuntimeInSeconds: 0 },
    AutoMLJobConfig: { CompletionCriteria: "AutoMLJobCompletionCriteria", SecurityConfig: "AutoMLSecurityConfig", CandidateGenerationConfig: "AutoMLCandidateGenerationConfig", DataSplitConfig: "AutoMLDataSplitConfig", Mode: 0 },
    AutoMLJobObjective: { MetricName: 0 },
    AutoMLOutputDataConfig: { KmsKeyId: 0, S3OutputPath: 0 },
    AutoMLPartialFailureReason: { PartialFailureMessage: 0 },
    AutoMLPartialFailureReasons: ["AutoMLPartialFailureReason"],
    AutoMLS3DataSource: { S3DataType: 0, S3Uri: 0 },
    AutoMLSecurityConfig: { VolumeKmsKeyId: 0, EnableInterContainerTrafficEncryption: 0, VpcConfig: "VpcConfig" },
    AutoParameter: { Name: 0, ValueHint: 0 },
    AutoParameters: ["AutoParameter"],
    AutoRollbackConfig: { Alarms: "AlarmList" },
    Autotune: { Mode: 0 },
    BaseModel: { HubContentName: 0, HubContentVersion: 0, RecipeName: 0 },
    BatchDataCaptureConfig: { DestinationS3Uri: 0, KmsKeyId: 0, GenerateInferenceId: 0 },
    BestObjectiveNotImproving: { MaxNumberOfTrainingJobsNotImproving: 0 },
    Bias: { Report: "MetricsSource", PreTrainingReport: "MetricsSource", PostTrainingReport: "MetricsSource" },
    BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: "TrafficRoutingConfig", TerminationWaitInSeconds: 0, MaximumExecutionTimeoutInSeconds: 0 },
    CandidateArtifactLocations: { Explainability: 0, ModelInsights: 0, BacktestResults: 0 },
    CandidateProperties: { CandidateArtifactLocations: "CandidateArtifactLocations", CandidateMetrics: "MetricDataList" },
    CandidateSteps: ["AutoMLCandidateStep"],
    CapacitySize: { Type: 0, Value: 0 },
    CaptureContentTypeHeader: { CsvContentTypes: "CsvContentTypes", JsonContentTypes: "JsonContentTypes" },
    CaptureOption: { CaptureMode: 0 },
    CaptureOptionList: ["CaptureOption"],
    CategoricalParameterRange: { Name: 0, Values: "ParameterValues" },
    CategoricalParameterRanges: ["CategoricalParameterRange"],
    Channel: { ChannelName: 0, DataSource: "DataSource", ContentType: 0, CompressionType: 0, RecordWrapperType: 0, InputMode: 0, ShuffleConfig: "ShuffleConfig" },
    CheckpointConfig: { S3Uri: 0, LocalPath: 0 },
    ClarifyExplainerConfig: { EnableExplanations: 0, InferenceConfig: "ClarifyInferenceConfig", ShapConfig: "ClarifyShapConfig" },
    ClarifyFeatureHeaders: [0],
    ClarifyFeatureTypes: [0],
    ClarifyInferenceConfig: { FeaturesAttribute: 0, ContentTemplate: 0, MaxRecordCount: 0, MaxPayloadInMB: 0, ProbabilityIndex: 0, LabelIndex: 0, ProbabilityAttribute: 0, LabelAttribute: 0, LabelHeaders: "ClarifyLabelHeaders", FeatureHeaders: "ClarifyFeatureHeaders", FeatureTypes: "ClarifyFeatureTypes" },
    ClarifyLabelHeaders: [0],
    ClarifyShapBaselineConfig: { MimeType: 0, ShapBaseline: 0, ShapBaselineUri: 0 },
    ClarifyShapConfig: { ShapBaselineConfig: "ClarifyShapBaselineConfig", NumberOfSamples: 0, UseLogit: 0, Seed: 0, TextConfig: "ClarifyTextConfig" },
    ClarifyTextConfig: { Language: 0, Granularity: 0 },
    CollectionConfiguration: { CollectionName: 0, CollectionParameters: "CollectionParameters" },
    CollectionConfigurations: ["CollectionConfiguration"],
    CollectionParameters: [0],
    ContainerArguments: [0],
    ContainerDefinition: { ContainerHostname: 0, Image: 0, ImageConfig: "ImageConfig", Mode: 0, ModelDataUrl: 0, ModelDataSource: "ModelDataSource", AdditionalModelDataSources: "AdditionalModelDataSources", Environment: "EnvironmentMap", ModelPackageName: 0, InferenceSpecificationName: 0, MultiModelConfig: "MultiModelConfig", ContainerMetricsConfig: "ContainerMetricsConfig" },
    ContainerDefinitionList: ["ContainerDefinition"],
    ContainerEntrypoint: [0],
    ContainerMetricsConfig: { MetricsEndpoints: "MetricsEndpointList" },
    ContentTypes: [0],
    ContinuousParameterRange: { Name: 0, MinValue: 0, MaxValue: 0, ScalingType: 0 },
    ContinuousParameterRanges: ["ContinuousParameterRange"],
    ConvergenceDetected: { CompleteOnConvergence: 0 },
    CsvContentTypes: [0],
    CustomerMetadataMap: [0],
    DataCaptureConfig: { EnableCapture: 0, InitialSamplingPercentage: 0, DestinationS3Uri: 0, KmsKeyId: 0, CaptureOptions: "CaptureOptionList", CaptureContentTypeHeader: "CaptureContentTypeHeader" },
    DataCaptureConfigSummary: { EnableCapture: 0, CaptureStatus: 0, CurrentSamplingPercentage: 0, DestinationS3Uri: 0, KmsKeyId: 0 },
    DataProcessing: { InputFilter: 0, OutputFilter: 0, JoinSource: 0 },
    DataSource: { S3DataSource: "S3DataSource", FileSystemDataSource: "FileSystemDataSource", DatasetSource: "DatasetSource" },
    DatasetDefinition: { AthenaDatasetDefinition: "AthenaDatasetDefinition", RedshiftDatasetDefinition: "RedshiftDatasetDefinition", LocalPath: 0, DataDistributionType: 0, InputMode: 0 },
    DatasetSource: { DatasetArn: 0 },
    DebugHookConfig: { LocalPath: 0, S3OutputPath: 0, HookParameters: "HookParameters", CollectionConfigurations: "CollectionConfigurations" },
    DebugRuleConfiguration: { RuleConfigurationName: 0, LocalPath: 0, S3OutputPath: 0, RuleEvaluatorImage: 0, InstanceType: 0, VolumeSizeInGB: 0, RuleParameters: "RuleParameters" },
    DebugRuleConfigurations: ["DebugRuleConfiguration"],
    DebugRuleEvaluationStatus: { RuleConfigurationName: 0, RuleEvaluationJobArn: 0, RuleEvaluationStatus: 0, StatusDetails: 0, LastModifiedTime: 0 },
    DebugRuleEvaluationStatuses: ["DebugRuleEvaluationStatus"],
    DeployedImage: { SpecifiedImage: 0, ResolvedImage: 0, ResolutionTime: 0 },
    DeployedImages: ["DeployedImage"],
    DeploymentConfig: { BlueGreenUpdatePolicy: "BlueGreenUpdatePolicy", RollingUpdatePolicy: "RollingUpdatePolicy", AutoRollbackConfiguration: "AutoRollbackConfig" },
    DeploymentRecommendation: { RecommendationStatus: 0, RealTimeInferenceRecommendations: "RealTimeInferenceRecommendations" },
    DescribeAutoMLJobResponse: { AutoMLJobName: 0, AutoMLJobArn: 0, InputDataConfig: "AutoMLInputDataConfig", OutputDataConfig: "AutoMLOutputDataConfig", RoleArn: 0, AutoMLJobObjective: "AutoMLJobObjective", ProblemType: 0, AutoMLJobConfig: "AutoMLJobConfig", CreationTime: 0, EndTime: 0, LastModifiedTime: 0, FailureReason: 0, PartialFailureReasons: "AutoMLPartialFailureReasons", BestCandidate: "AutoMLCandidate", AutoMLJobStatus: 0, AutoMLJobSecondaryStatus: 0, GenerateCandidateDefinitionsOnly: 0, AutoMLJobArtifacts: "AutoMLJobArtifacts", ResolvedAttributes: "ResolvedAttributes", ModelDeployConfig: "ModelDeployConfig", ModelDeployResult: "ModelDeployResult" },
    DescribeEndpointConfigOutput: { EndpointConfigName: 0, EndpointConfigArn: 0, ProductionVariants: "ProductionVariantList", DataCaptureConfig: "DataCaptureConfig", KmsKeyId: 0, CreationTime: 0, AsyncInferenceConfig: "AsyncInferenceConfig", ExplainerConfig: "ExplainerConfig", ShadowProductionVariants: "ProductionVariantList", ExecutionRoleArn: 0, VpcConfig: "VpcConfig", EnableNetworkIsolation: 0, MetricsConfig: "MetricsConfig" },
    DescribeEndpointOutput: { EndpointName: 0, EndpointArn: 0, EndpointConfigName: 0, ProductionVariants: "ProductionVariantSummaryList", DataCaptureConfig: "DataCaptureConfigSummary", EndpointStatus: 0, FailureReason: 0, CreationTime: 0, LastModifiedTime: 0, LastDeploymentConfig: "DeploymentConfig", AsyncInferenceConfig: "AsyncInferenceConfig", PendingDeploymentSummary: "PendingDeploymentSummary", ExplainerConfig: "ExplainerConfig", ShadowProductionVariants: "ProductionVariantSummaryList", MetricsConfig: "MetricsConfig" },
    DescribeHyperParameterTuningJobResponse: { HyperParameterTuningJobName: 0, HyperParameterTuningJobArn: 0, HyperParameterTuningJobConfig: "HyperParameterTuningJobConfig", TrainingJobDefinition: "HyperParameterTrainingJobDefinition", TrainingJobDefinitions: "HyperParameterTrainingJobDefinitions", HyperParameterTuningJobStatus: 0, CreationTime: 0, HyperParameterTuningEndTime: 0, LastModifiedTime: 0, TrainingJobStatusCounters: "TrainingJobStatusCounters", ObjectiveStatusCounters: "ObjectiveStatusCounters", BestTrainingJob: "HyperParameterTrainingJobSummary", OverallBestTrainingJob: "HyperParameterTrainingJobSummary", WarmStartConfig: "HyperParameterTuningJobWarmStartConfig", Autotune: "Autotune", FailureReason: 0, TuningJobCompletionDetails: "HyperParameterTuningJobCompletionDetails", ConsumedResources: "HyperParameterTuningJobConsumedResources" },
    DescribeInferenceComponentOutput: { InferenceComponentName: 0, InferenceComponentArn: 0, EndpointName: 0, EndpointArn: 0, VariantName: 0, FailureReason: 0, Specification: "InferenceComponentSpecificationSummary", Specifications: "InferenceComponentSpecificationSummaryList", RuntimeConfig: "InferenceComponentRuntimeConfigSummary", CreationTime: 0, LastModifiedTime: 0, InferenceComponentStatus: 0, LastDeploymentConfig: "InferenceComponentDeploymentConfig" },
    DescribeModelOutput: { ModelName: 0, PrimaryContainer: "ContainerDefinition", Containers: "ContainerDefinitionList", InferenceExecutionConfig: "InferenceExecutionConfig", ExecutionRoleArn: 0, VpcConfig: "VpcConfig", CreationTime: 0, ModelArn: 0, EnableNetworkIsolation: 0, DeploymentRecommendation: "DeploymentRecommendation" },
    DescribeModelPackageOutput: { ModelPackageName: 0, ModelPackageGroupName: 0, ModelPackageVersion: 0, ModelPackageRegistrationType: 0, ModelPackageArn: 0, ModelPackageDescription: 0, CreationTime: 0, InferenceSpecification: "InferenceSpecification", SourceAlgorithmSpecification: "SourceAlgorithmSpecification", ValidationSpecification: "ModelPackageValidationSpecification", ModelPackageStatus: 0, ModelPackageStatusDetails: "ModelPackageStatusDetails", CertifyForMarketplace: 0, ModelApprovalStatus: 0, CreatedBy: "UserContext", MetadataProperties: "MetadataProperties", ModelMetrics: "ModelMetrics", LastModifiedTime: 0, LastModifiedBy: "UserContext", ApprovalDescription: 0, Domain: 0, Task: 0, SamplePayloadUrl: 0, CustomerMetadataProperties: "CustomerMetadataMap", DriftCheckBaselines: "DriftCheckBaselines", AdditionalInferenceSpecifications: "AdditionalInferenceSpecifications", SkipModelValidation: 0, SourceUri: 0, SecurityConfig: "ModelPackageSecurityConfig", ModelCard: "ModelPackageModelCard", ModelLifeCycle: "ModelLifeCycle", ManagedStorageType: 0 },
    DescribeProcessingJobResponse: { ProcessingInputs: "ProcessingInputs", ProcessingOutputConfig: "ProcessingOutputConfig", ProcessingJobName: 0, ProcessingResources: "ProcessingResources", StoppingCondition: "ProcessingStoppingCondition", AppSpecification: "AppSpecification", Environment: "ProcessingEnvironmentMap", NetworkConfig: "NetworkConfig", RoleArn: 0, ExperimentConfig: "ExperimentConfig", ProcessingJobArn: 0, ProcessingJobStatus: 0, ExitMessage: 0, FailureReason: 0, ProcessingEndTime: 0, ProcessingStartTime: 0, LastModifiedTime: 0, CreationTime: 0, MonitoringScheduleArn: 0, AutoMLJobArn: 0, TrainingJobArn: 0 },
    DescribeTrainingJobResponse: { TrainingJobName: 0, TrainingJobArn: 0, TuningJobArn: 0, LabelingJobArn: 0, AutoMLJobArn: 0, ModelArtifacts: "ModelArtifacts", TrainingJobStatus: 0, SecondaryStatus: 0, FailureReason: 0, HyperParameters: "HyperParameters", AlgorithmSpecification: "AlgorithmSpecification", RoleArn: 0, InputDataConfig: "InputDataConfig", OutputDataConfig: "OutputDataConfig", ResourceConfig: "ResourceConfig", WarmPoolStatus: "WarmPoolStatus", VpcConfig: "VpcConfig", StoppingCondition: "StoppingCondition", CreationTime: 0, TrainingStartTime: 0, TrainingEndTime: 0, LastModifiedTime: 0, SecondaryStatusTransitions: "SecondaryStatusTransitions", FinalMetricDataList: "FinalMetricDataList", EnableNetworkIsolation: 0, EnableInterContainerTrafficEncryption: 0, EnableManagedSpotTraining: 0, CheckpointConfig: "CheckpointConfig", TrainingTimeInSeconds: 0, BillableTimeInSeconds: 0, BillableTokenCount: 0, DebugHookConfig: "DebugHookConfig", ExperimentConfig: "ExperimentConfig", DebugRuleConfigurations: "DebugRuleConfigurations", TensorBoardOutputConfig: "TensorBoardOutputConfig", DebugRuleEvaluationStatuses: "DebugRuleEvaluationStatuses", ProfilerConfig: "ProfilerConfig", ProfilerRuleConfigurations: "ProfilerRuleConfigurations", ProfilerRuleEvaluationStatuses: "ProfilerRuleEvaluationStatuses", ProfilingStatus: 0, Environment: "TrainingEnvironmentMap", RetryStrategy: "RetryStrategy", RemoteDebugConfig: "RemoteDebugConfig", InfraCheckConfig: "InfraCheckConfig", ServerlessJobConfig: "ServerlessJobConfig", MlflowConfig: "MlflowConfig", ModelPackageConfig: "ModelPackageConfig", MlflowDetails: "MlflowDetails", ProgressInfo: "TrainingProgressInfo", OutputModelPackageArn: 0 },
    DescribeTransformJobResponse: { TransformJobName: 0, TransformJobArn: 0, TransformJobStatus: 0, FailureReason: 0, ModelName: 0, MaxConcurrentTransforms: 0, ModelClientConfig: "ModelClientConfig", MaxPayloadInMB: 0, BatchStrategy: 0, Environment: "TransformEnvironmentMap", TransformInput: "TransformInput", TransformOutput: "TransformOutput", DataCaptureConfig: "BatchDataCaptureConfig", TransformResources: "TransformResources", CreationTime: 0, TransformStartTime: 0, TransformEndTime: 0, LabelingJobArn: 0, AutoMLJobArn: 0, DataProcessing: "DataProcessing", ExperimentConfig: "ExperimentConfig" },
    DriftCheckBaselines: { Bias: "DriftCheckBias", Explainability: "DriftCheckExplainability", ModelQuality: "DriftCheckModelQuality", ModelDataQuality: "DriftCheckModelDataQuality" },
    DriftCheckBias: { ConfigFile: "FileSource", PreTrainingConstraints: "MetricsSource", PostTrainingConstraints: "MetricsSource" },
    DriftCheckExplainability: { Constraints: "MetricsSource", ConfigFile: "FileSource" },
    DriftCheckModelDataQuality: { Statistics: "MetricsSource", Constraints: "MetricsSource" },
    DriftCheckModelQuality: { Statistics: "MetricsSource", Constraints: "MetricsSource" },
    Ec2CapacityReservation: { Ec2CapacityReservationId: 0, TotalInstanceCount: 0, AvailableInstanceCount: 0, UsedByCurrentEndpoint: 0 },
    Ec2CapacityReservationsList: ["Ec2CapacityReservation"],
    EnvironmentMap: [0],
    ExperimentConfig: { ExperimentName: 0, TrialName: 0, TrialComponentDisplayName: 0, RunName: 0 },
    Explainability: { Report: "MetricsSource" },
    ExplainerConfig: { ClarifyExplainerConfig: "ClarifyExplainerConfig" },
    FileSource: { ContentType: 0, ContentDigest: 0, S3Uri: 0 },
    FileSystemDataSource: { FileSystemId: 0, FileSystemAccessMode: 0, FileSystemType: 0, DirectoryPath: 0 },
    FinalAutoMLJobObjectiveMetric: { Type: 0, MetricName: 0, Value: 0, StandardMetricName: 0 },
    FinalHyperParameterTuningJobObjectiveMetric: { Type: 0, MetricName: 0, Value: 0 },
    FinalMetricDataList: ["MetricData"],
    HookParameters: [0],
    HubAccessConfig: { HubContentArn: 0 },
    HyperParameterAlgorithmSpecification: { TrainingImage: 0, TrainingInputMode: 0, AlgorithmName: 0, MetricDefinitions: "MetricDefinitionList" },
    HyperParameterTrainingJobDefinition: { DefinitionName: 0, TuningObjective: "HyperParameterTuningJobObjective", HyperParameterRanges: "ParameterRanges", StaticHyperParameters: "HyperParameters", AlgorithmSpecification: "HyperParameterAlgorithmSpecification", RoleArn: 0, InputDataConfig: "InputDataConfig", VpcConfig: "VpcConfig", OutputDataConfig: "OutputDataConfig", ResourceConfig: "ResourceConfig", HyperParameterTuningResourceConfig: "HyperParameterTuningResourceConfig", StoppingCondition: "StoppingCondition", EnableNetworkIsolation: 0, EnableInterContainerTrafficEncryption: 0, EnableManagedSpotTraining: 0, CheckpointConfig: "CheckpointConfig", RetryStrategy: "RetryStrategy", Environment: "HyperParameterTrainingJobEnvironmentMap" },
    HyperParameterTrainingJobDefinitions: ["HyperParameterTrainingJobDefinition"],
    HyperParameterTrainingJobEnvironmentMap: [0],
    HyperParameterTrainingJobSummaries: ["HyperParameterTrainingJobSummary"],
    HyperParameterTrainingJobSummary: { TrainingJobDefinitionName: 0, TrainingJobName: 0, TrainingJobArn: 0, TuningJobName: 0, CreationTime: 0, TrainingStartTime: 0, TrainingEndTime: 0, TrainingJobStatus: 0, TunedHyperParameters: "HyperParameters", FailureReason: 0, FinalHyperParameterTuningJobObjectiveMetric: "FinalHyperParameterTuningJobObjectiveMetric", ObjectiveStatus: 0 },
    HyperParameterTuningInstanceConfig: { InstanceType: 0, InstanceCount: 0, VolumeSizeInGB: 0 },
    HyperParameterTuningInstanceConfigs: ["HyperParameterTuningInstanceConfig"],
    HyperParameterTuningJobCompletionDetails: { NumberOfTrainingJobsObjectiveNotImproving: 0, ConvergenceDetectedTime: 0 },
    HyperParameterTuningJobConfig: { Strategy: 0, StrategyConfig: "HyperParameterTuningJobStrategyConfig", HyperParameterTuningJobObjective: "HyperParameterTuningJobObjective", ResourceLimits: "ResourceLimits", ParameterRanges: "ParameterRanges", TrainingJobEarlyStoppingType: 0, TuningJobCompletionCriteria: "TuningJobCompletionCriteria", RandomSeed: 0 },
    HyperParameterTuningJobConsumedResources: { RuntimeInSeconds: 0 },
    HyperParameterTuningJobObjective: { Type: 0, MetricName: 0 },
    HyperParameterTuningJobStrategyConfig: { HyperbandStrategyConfig: "HyperbandStrategyConfig" },
    HyperParameterTuningJobWarmStartConfig: { ParentHyperParameterTuningJobs: "ParentHyperParameterTuningJobs", WarmStartType: 0 },
    HyperParameterTuningResourceConfig: { InstanceType: 0, InstanceCount: 0, VolumeSizeInGB: 0, VolumeKmsKeyId: 0, AllocationStrategy: 0, InstanceConfigs: "HyperParameterTuningInstanceConfigs" },
    HyperParameters: [0],
    HyperbandStrategyConfig: { MinResource: 0, MaxResource: 0 },
    IamIdentity: { Arn: 0, PrincipalId: 0, SourceIdentity: 0 },
    ImageConfig: { RepositoryAccessMode: 0, RepositoryAuthConfig: "RepositoryAuthConfig" },
    InferenceComponentAvailabilityZoneBalance: { EnforcementMode: 0, MaxImbalance: 0 },
    InferenceComponentCapacitySize: { Type: 0, Value: 0 },
    InferenceComponentComputeResourceRequirements: { NumberOfCpuCoresRequired: 0, NumberOfAcceleratorDevicesRequired: 0, MinMemoryRequiredInMb: 0, MaxMemoryRequiredInMb: 0 },
    InferenceComponentContainerSpecificationSummary: { DeployedImage: "DeployedImage", ArtifactUrl: 0, Environment: "EnvironmentMap", ContainerMetricsConfig: "ContainerMetricsConfig" },
    InferenceComponentDataCacheConfigSummary: { EnableCaching: 0 },
    InferenceComponentDeploymentConfig: { RollingUpdatePolicy: "InferenceComponentRollingUpdatePolicy", AutoRollbackConfiguration: "AutoRollbackConfig" },
    InferenceComponentPlacementStatus: { InstanceType: 0, CurrentCopyCount: 0 },
    InferenceComponentPlacementStatusList: ["InferenceComponentPlacementStatus"],
    InferenceComponentRollingUpdatePolicy: { MaximumBatchSize: "InferenceComponentCapacitySize", WaitIntervalInSeconds: 0, MaximumExecutionTimeoutInSeconds: 0, RollbackMaximumBatchSize: "InferenceComponentCapacitySize" },
    InferenceComponentRuntimeConfigSummary: { DesiredCopyCount: 0, CurrentCopyCount: 0, PlacementStatus: "InferenceComponentPlacementStatusList" },
    InferenceComponentSchedulingConfig: { PlacementStrategy: 0, AvailabilityZoneBalance: "InferenceComponentAvailabilityZoneBalance" },
    InferenceComponentSpecificationSummary: { InstanceType: 0, ModelName: 0, Container: "InferenceComponentContainerSpecificationSummary", StartupParameters: "InferenceComponentStartupParameters", ComputeResourceRequirements: "InferenceComponentComputeResourceRequirements", BaseInferenceComponentName: 0, DataCacheConfig: "InferenceComponentDataCacheConfigSummary", SchedulingConfig: "InferenceComponentSchedulingConfig" },
    InferenceComponentSpecificationSummaryList: ["InferenceComponentSpecificationSummary"],
    InferenceComponentStartupParameters: { ModelDataDownloadTimeoutInSeconds: 0, ContainerStartupHealthCheckTimeoutInSeconds: 0 },
    InferenceExecutionConfig: { Mode: 0 },
    InferenceHubAccessConfig: { HubContentArn: 0 },
    InferenceSpecification: { Containers: "ModelPackageContainerDefinitionList", SupportedTransformInstanceTypes: "TransformInstanceTypes", SupportedRealtimeInferenceInstanceTypes: "RealtimeInferenceInstanceTypes", SupportedContentTypes: "ContentTypes", SupportedResponseMIMETypes: "ResponseMIMETypes" },
    InfraCheckConfig: { EnableInfraCheck: 0 },
    InputDataConfig: ["Channel"],
    InstanceGroup: { InstanceType: 0, InstanceCount: 0, InstanceGroupName: 0 },
    InstanceGroupNames: [0],
    InstanceGroups: ["InstanceGroup"],
    InstancePlacementConfig: { EnableMultipleJobs: 0, PlacementSpecifications: "PlacementSpecifications" },
    InstancePool: { InstanceType: 0, ModelNameOverride: 0, Priority: 0 },
    InstancePoolList: ["InstancePool"],
    InstancePoolSummary: { InstanceType: 0, CurrentInstanceCount: 0 },
    InstancePoolSummaryList: ["InstancePoolSummary"],
    InstancePreference: { InstanceType: 0, InstanceCount: 0, TrainingPlanArns: "TrainingPlanArnList" },
    InstancePreferenceList: ["InstancePreference"],
    IntegerParameterRange: { Name: 0, MinValue: 0, MaxValue: 0, ScalingType: 0 },
    IntegerParameterRanges: ["IntegerParameterRange"],
    JsonContentTypes: [0],
    MetadataProperties: { CommitId: 0, Repository: 0, GeneratedBy: 0, ProjectId: 0 },
    MetricData: { MetricName: 0, Value: 0, Timestamp: 0 },
    MetricDataList: ["MetricDatum"],
    MetricDatum: { MetricName: 0, StandardMetricName: 0, Value: 0, Set: 0 },
    MetricDefinition: { Name: 0, Regex: 0 },
    MetricDefinitionList: ["MetricDefinition"],
    MetricsConfig: { EnableEnhancedMetrics: 0, EnableDetailedObservability: 0, MetricPublishFrequencyInSeconds: 0 },
    MetricsEndpoint: { MetricsEndpointPath: 0, MetricPublishFrequencyInSeconds: 0 },
    MetricsEndpointList: ["MetricsEndpoint"],
    MetricsSource: { ContentType: 0, ContentDigest: 0, S3Uri: 0 },
    MlflowConfig: { MlflowResourceArn: 0, MlflowExperimentName: 0, MlflowRunName: 0 },
    MlflowDetails: { MlflowExperimentId: 0, MlflowRunId: 0 },
    ModelAccessConfig: { AcceptEula: 0 },
    ModelArtifacts: { S3ModelArtifacts: 0 },
    ModelClientConfig: { InvocationsTimeoutInSeconds: 0, InvocationsMaxRetries: 0 },
    ModelDataQuality: { Statistics: "MetricsSource", Constraints: "MetricsSource" },
    ModelDataSource: { S3DataSource: "S3ModelDataSource" },
    ModelDeployConfig: { AutoGenerateEndpointName: 0, EndpointName: 0 },
    ModelDeployResult: { EndpointName: 0 },
    ModelInput: { DataInputConfig: 0 },
    ModelLifeCycle: { Stage: 0, StageStatus: 0, StageDescription: 0 },
    ModelMetrics: { ModelQuality: "ModelQuality", ModelDataQuality: "ModelDataQuality", Bias: "Bias", Explainability: "Explainability" },
    ModelPackageConfig: { ModelPackageGroupArn: 0, SourceModelPackageArn: 0 },
    ModelPackageContainerDefinition: { ContainerHostname: 0, Image: 0, ImageDigest: 0, ModelDataUrl: 0, ModelDataSource: "ModelDataSource", ProductId: 0, Environment: "EnvironmentMap", ModelInput: "ModelInput", Framework: 0, FrameworkVersion: 0, NearestModelName: 0, AdditionalModelDataSources: "AdditionalModelDataSources", AdditionalS3DataSource: "AdditionalS3DataSource", ModelDataETag: 0, IsCheckpoint: 0, BaseModel: "BaseModel" },
    ModelPackageContainerDefinitionList: ["ModelPackageContainerDefinition"],
    ModelPackageModelCard: { ModelCardContent: 0, ModelCardStatus: 0 },
    ModelPackageSecurityConfig: { KmsKeyId: 0 },
    ModelPackageStatusDetails: { ValidationStatuses: "ModelPackageStatusItemList", ImageScanStatuses: "ModelPackageStatusItemList" },
    ModelPackageStatusItem: { Name: 0, Status: 0, FailureReason: 0 },
    ModelPackageStatusItemList: ["ModelPackageStatusItem"],
    ModelPackageValidationProfile: { ProfileName: 0, TransformJobDefinition: "TransformJobDefinition" },
    ModelPackageValidationProfiles: ["ModelPackageValidationProfile"],
    ModelPackageValidationSpecification: { ValidationRole: 0, ValidationProfiles: "ModelPackageValidationProfiles" },
    ModelQuality: { Statistics: "MetricsSource", Constraints: "MetricsSource" },
    MultiModelConfig: { ModelCacheSetting: 0 },
    NetworkConfig: { EnableInterContainerTrafficEncryption: 0, EnableNetworkIsolation: 0, VpcConfig: "VpcConfig" },
    ObjectiveStatusCounters: { Succeeded: 0, Pending: 0, Failed: 0 },
    OutputDataConfig: { KmsKeyId: 0, S3OutputPath: 0, CompressionType: 0 },
    ParameterRanges: { IntegerParameterRanges: "IntegerParameterRanges", ContinuousParameterRanges: "ContinuousParameterRanges", CategoricalParameterRanges: "CategoricalParameterRanges", AutoParameters: "AutoParameters" },
    ParameterValues: [0],
    ParentHyperParameterTuningJob: { HyperParameterTuningJobName: 0 },
    ParentHyperParameterTuningJobs: ["ParentHyperParameterTuningJob"],
    PendingDeploymentSummary: { EndpointConfigName: 0, ProductionVariants: "PendingProductionVariantSummaryList", StartTime: 0, ShadowProductionVariants: "PendingProductionVariantSummaryList" },
    PendingProductionVariantSummary: { VariantName: 0, DeployedImages: "DeployedImages", CurrentWeight: 0, DesiredWeight: 0, CurrentInstanceCount: 0, DesiredInstanceCount: 0, InstanceType: 0, InstancePools: "InstancePoolSummaryList", AcceleratorType: 0, VariantStatus: "ProductionVariantStatusList", CurrentServerlessConfig: "ProductionVariantServerlessConfig", DesiredServerlessConfig: "ProductionVariantServerlessConfig", ManagedInstanceScaling: "ProductionVariantManagedInstanceScaling", RoutingConfig: "ProductionVariantRoutingConfig" },
    PendingProductionVariantSummaryList: ["PendingProductionVariantSummary"],
    PlacementSpecification: { UltraServerId: 0, InstanceCount: 0 },
    PlacementSpecifications: ["PlacementSpecification"],
    PrefixAwareRoutingConfig: { PrefixLength: 0, ConcurrencyThreshold: 0 },
    ProcessingClusterConfig: { InstanceCount: 0, InstanceType: 0, VolumeSizeInGB: 0, VolumeKmsKeyId: 0, InstancePreferences: "ProcessingInstancePreferenceList", SelectedInstanceType: 0, SelectedInstanceCount: 0 },
    ProcessingEnvironmentMap: [0],
    ProcessingFeatureStoreOutput: { FeatureGroupName: 0 },
    ProcessingInput: { InputName: 0, AppManaged: 0, S3Input: "ProcessingS3Input", DatasetDefinition: "DatasetDefinition" },
    ProcessingInputs: ["ProcessingInput"],
    ProcessingInstancePreference: { InstanceType: 0, InstanceCount: 0 },
    ProcessingInstancePreferenceList: ["ProcessingInstancePreference"],
    ProcessingOutput: { OutputName: 0, S3Output: "ProcessingS3Output", FeatureStoreOutput: "ProcessingFeatureStoreOutput", AppManaged: 0 },
    ProcessingOutputConfig: { Outputs: "ProcessingOutputs", KmsKeyId: 0 },
    ProcessingOutputs: ["ProcessingOutput"],
    ProcessingResources: { ClusterConfig: "ProcessingClusterConfig" },
    ProcessingS3Input: { S3Uri: 0, LocalPath: 0, S3DataType: 0, S3InputMode: 0, S3DataDistributionType: 0, S3CompressionType: 0 },
    ProcessingS3Output: { S3Uri: 0, LocalPath: 0, S3UploadMode: 0 },
    ProcessingStoppingCondition: { MaxRuntimeInSeconds: 0 },
    ProductionVariant: { VariantName: 0, ModelName: 0, InitialInstanceCount: 0, InstanceType: 0, InstancePools: "InstancePoolList", VariantInstanceProvisionTimeoutInSeconds: 0, InitialVariantWeight: 0, AcceleratorType: 0, CoreDumpConfig: "ProductionVariantCoreDumpConfig", ServerlessConfig: "ProductionVariantServerlessConfig", VolumeSizeInGB: 0, ModelDataDownloadTimeoutInSeconds: 0, ContainerStartupHealthCheckTimeoutInSeconds: 0, EnableSSMAccess: 0, ManagedInstanceScaling: "ProductionVariantManagedInstanceScaling", RoutingConfig: "ProductionVariantRoutingConfig", InferenceAmiVersion: 0, CapacityReservationConfig: "ProductionVariantCapacityReservationConfig" },
    ProductionVariantCapacityReservationConfig: { CapacityReservationPreference: 0, MlReservationArn: 0 },
    ProductionVariantCapacityReservationSummary: { MlReservationArn: 0, CapacityReservationPreference: 0, TotalInstanceCount: 0, AvailableInstanceCount: 0, UsedByCurrentEndpoint: 0, Ec2CapacityReservations: "Ec2CapacityReservationsList" },
    ProductionVariantCoreDumpConfig: { DestinationS3Uri: 0, KmsKeyId: 0 },
    ProductionVariantList: ["ProductionVariant"],
    ProductionVariantManagedInstanceScaling: { Status: 0, MinInstanceCount: 0, MaxInstanceCount: 0, ScaleInPolicy: "ProductionVariantManagedInstanceScalingScaleInPolicy" },
    ProductionVariantManagedInstanceScalingScaleInPolicy: { Strategy: 0, MaximumStepSize: 0, CooldownInMinutes: 0 },
    ProductionVariantRoutingConfig: { RoutingStrategy: 0, PrefixAwareRoutingConfig: "PrefixAwareRoutingConfig" },
    ProductionVariantServerlessConfig: { MemorySizeInMB: 0, MaxConcurrency: 0, ProvisionedConcurrency: 0 },
    ProductionVariantStatus: { Status: 0, StatusMessage: 0, StartTime: 0 },
    ProductionVariantStatusList: ["ProductionVariantStatus"],
    ProductionVariantSummary: { VariantName: 0, DeployedImages: "DeployedImages", CurrentWeight: 0, DesiredWeight: 0, CurrentInstanceCount: 0, DesiredInstanceCount: 0, InstancePools: "InstancePoolSummaryList", VariantStatus: "ProductionVariantStatusList", CurrentServerlessConfig: "ProductionVariantServerlessConfig", DesiredServerlessConfig: "ProductionVariantServerlessConfig", ManagedInstanceScaling: "ProductionVariantManagedInstanceScaling", RoutingConfig: "ProductionVariantRoutingConfig", CapacityReservationConfig: "ProductionVariantCapacityReservationSummary" },
    ProductionVariantSummaryList: ["ProductionVariantSummary"],
    ProfilerConfig: { S3OutputPath: 0, ProfilingIntervalInMilliseconds: 0, ProfilingParameters: "ProfilingParameters", DisableProfiler: 0 },
    ProfilerRuleConfiguration: { RuleConfigurationName: 0, LocalPath: 0, S3OutputPath: 0, RuleEvaluatorImage: 0, InstanceType: 0, VolumeSizeInGB: 0, RuleParameters: "RuleParameters" },
    ProfilerRuleConfigurations: ["ProfilerRuleConfiguration"],
    ProfilerRuleEvaluationStatus: { RuleConfigurationName: 0, RuleEvaluationJobArn: 0, RuleEvaluationStatus: 0, StatusDetails: 0, LastModifiedTime: 0 },
    ProfilerRuleEvaluationStatuses: ["ProfilerRuleEvaluationStatus"],
    ProfilingParameters: [0],
    RealTimeInferenceRecommendation: { RecommendationId: 0, InstanceType: 0, Environment: "EnvironmentMap" },
    RealTimeInferenceRecommendations: ["RealTimeInferenceRecommendation"],
    RealtimeInferenceInstanceTypes: [0],
    RedshiftDatasetDefinition: { ClusterId: 0, Database: 0, DbUser: 0, QueryString: 0, ClusterRoleArn: 0, OutputS3Uri: 0, KmsKeyId: 0, OutputFormat: 0, OutputCompression: 0 },
    RemoteDebugConfig: { EnableRemoteDebug: 0 },
    RepositoryAuthConfig: { RepositoryCredentialsProviderArn: 0 },
    ResolvedAttributes: { AutoMLJobObjective: "AutoMLJobObjective", ProblemType: 0, CompletionCriteria: "AutoMLJobCompletionCriteria" },
    ResourceConfig: { InstanceType: 0, InstanceCount: 0, VolumeSizeInGB: 0, VolumeKmsKeyId: 0, KeepAlivePeriodInSeconds: 0, InstanceGroups: "InstanceGroups", TrainingPlanArn: 0, InstancePlacementConfig: "InstancePlacementConfig", InstancePreferences: "InstancePreferenceList", SelectedInstanceType: 0, SelectedInstanceCount: 0 },
    ResourceLimits: { MaxNumberOfTrainingJobs: 0, MaxParallelTrainingJobs: 0, MaxRuntimeInSeconds: 0 },
    ResponseMIMETypes: [0],
    RetryStrategy: { MaximumRetryAttempts: 0 },
    RollingUpdatePolicy: { MaximumBatchSize: "CapacitySize", WaitIntervalInSeconds: 0, MaximumExecutionTimeoutInSeconds: 0, RollbackMaximumBatchSize: "CapacitySize" },
    RuleParameters: [0],
    S3DataSource: { S3DataType: 0, S3Uri: 0, S3DataDistributionType: 0, AttributeNames: "AttributeNames", InstanceGroupNames: "InstanceGroupNames", ModelAccessConfig: "ModelAccessConfig", HubAccessConfig: "HubAccessConfig" },
    S3ModelDataSource: { S3Uri: 0, S3DataType: 0, CompressionType: 0, ModelAccessConfig: "ModelAccessConfig", HubAccessConfig: "InferenceHubAccessConfig", ManifestS3Uri: 0, ETag: 0, ManifestEtag: 0 },
    SecondaryStatusTransition: { Status: 0, StartTime: 0, EndTime: 0, StatusMessage: 0 },
    SecondaryStatusTransitions: ["SecondaryStatusTransition"],
    ServerlessJobConfig: { BaseModelArn: 0, AcceptEula: 0, JobType: 0, CustomizationTechnique: 0, Peft: 0, EvaluationType: 0, EvaluatorArn: 0, SequenceLength: 0 },
    ShuffleConfig: { Seed: 0 },
    SourceAlgorithm: { ModelDataUrl: 0, ModelDataSource: "ModelDataSource", ModelDataETag: 0, AlgorithmName: 0 },
    SourceAlgorithmList: ["SourceAlgorithm"],
    SourceAlgorithmSpecification: { SourceAlgorithms: "SourceAlgorithmList" },
    StoppingCondition: { MaxRuntimeInSeconds: 0, MaxWaitTimeInSeconds: 0, MaxPendingTimeInSeconds: 0 },
    Subnets: [0],
    TensorBoardOutputConfig: { LocalPath: 0, S3OutputPath: 0 },
    TrafficRoutingConfig: { Type: 0, WaitIntervalInSeconds: 0, CanarySize: "CapacitySize", LinearStepSize: "CapacitySize" },
    TrainingContainerArguments: [0],
    TrainingContainerEntrypoint: [0],
    TrainingEnvironmentMap: [0],
    TrainingImageConfig: { TrainingRepositoryAccessMode: 0, TrainingRepositoryAuthConfig: "TrainingRepositoryAuthConfig" },
    TrainingJobStatusCounters: { Completed: 0, InProgress: 0, RetryableError: 0, NonRetryableError: 0, Stopped: 0 },
    TrainingPlanArnList: [0],
    TrainingProgressInfo: { TotalStepCountPerEpoch: 0, CurrentStep: 0, CurrentEpoch: 0, MaxEpoch: 0 },
    TrainingRepositoryAuthConfig: { TrainingRepositoryCredentialsProviderArn: 0 },
    TransformDataSource: { S3DataSource: "TransformS3DataSource" },
    TransformEnvironmentMap: [0],
    TransformInput: { DataSource: "TransformDataSource", ContentType: 0, CompressionType: 0, SplitType: 0 },
    TransformInstanceTypes: [0],
    TransformJobDefinition: { MaxConcurrentTransforms: 0, MaxPayloadInMB: 0, BatchStrategy: 0, Environment: "TransformEnvironmentMap", TransformInput: "TransformInput", TransformOutput: "TransformOutput", TransformResources: "TransformResources" },
    TransformOutput: { S3OutputPath: 0, Accept: 0, AssembleWith: 0, KmsKeyId: 0 },
    TransformResources: { InstanceType: 0, InstanceCount: 0, VolumeKmsKeyId: 0, TransformAmiVersion: 0 },
    TransformS3DataSource: { S3DataType: 0, S3Uri: 0 },
    TuningJobCompletionCriteria: { TargetObjectiveMetricValue: 0, BestObjectiveNotImproving: "BestObjectiveNotImproving", ConvergenceDetected: "ConvergenceDetected" },
    UserContext: { UserProfileArn: 0, UserProfileName: 0, DomainId: 0, IamIdentity: "IamIdentity" },
    VpcConfig: { SecurityGroupIds: "VpcSecurityGroupIds", Subnets: "Subnets" },
    VpcSecurityGroupIds: [0],
    WarmPoolStatus: { Status: 0, ResourceRetainedBillableTimeInSeconds: 0, ReusedByJob: 0 }
  }
};

// lib/pipeline/private/step-properties.ts
var shapes = step_properties_default.shapes;
var types = step_properties_default.types;
var EXTRA = {
  Tuning: { TrainingJobSummaries: "HyperParameterTrainingJobSummaries" },
  AutoML: { BestCandidateProperties: "BestCandidateProperties" },
  QualityCheck: {
    CalculatedBaselineStatistics: 0,
    CalculatedBaselineConstraints: 0,
    BaselineUsedForDriftCheckStatistics: 0,
    BaselineUsedForDriftCheckConstraints: 0
  },
  ClarifyCheck: { CalculatedBaselineConstraints: 0, BaselineUsedForDriftCheckConstraints: 0 },
  Condition: { Outcome: 0 }
};
var EXTRA_SHAPES = { BestCandidateProperties: { ModelInsightsJsonReportPath: 0, ExplainabilityJsonReportPath: 0 } };
var lookedUp = /* @__PURE__ */ new Map();
function missingIn(type, path) {
  const question = `${type} ${path}`;
  if (!lookedUp.has(question)) {
    lookedUp.set(question, lookUp(type, path));
  }
  return lookedUp.get(question);
}
function lookUp(type, path) {
  const described = shapes[types[type]];
  if (described === void 0 && EXTRA[type] === void 0) {
    return void 0;
  }
  let shape2 = { ...described, ...EXTRA[type] };
  for (const { member, entry } of parts(path)) {
    const known2 = shape2 === void 0 || isList(shape2) ? [] : Object.keys(shape2);
    const next = shape2 === void 0 ? void 0 : nextOf(shape2, member, entry);
    if (next === void 0) {
      return { member: entry ?? member, known: known2 };
    }
    shape2 = typeof next === "string" ? shapes[next] ?? EXTRA_SHAPES[next] ?? {} : void 0;
  }
  return void 0;
}
function nextOf(shape2, member, entry) {
  if (isList(shape2)) {
    return entry === void 0 ? void 0 : shape2[0];
  }
  return Object.hasOwn(shape2, member) ? shape2[member] : void 0;
}
function isList(shape2) {
  return Array.isArray(shape2);
}
function parts(path) {
  return [...path.matchAll(/\[('[^']*'|\d+)\]|[^.[\]]+/g)].map(([whole, entry]) => ({ member: whole, entry: entry === void 0 ? void 0 : whole }));
}

// lib/pipeline/private/check-graph.ts
function checkGraph(scope, steps2, declared) {
  const all = placed(steps2);
  const mistakes = new Mistakes(scope);
  const byName = /* @__PURE__ */ new Map();
  for (const each of all) {
    mistakes.add(byName.has(each.step.Name) ? repeated(each) : void 0);
    byName.set(each.step.Name, each);
  }
  for (const user of all) {
    for (const mistake of mistakesInUses(user, byName, declared)) {
      mistakes.add(mistake);
    }
  }
  mistakes.throwIfAny();
  checkCycles(scope, all);
  checkProperties(scope, all, byName);
}
function repeated({ step }) {
  return { code: "StepNameRepeated", property: `step '${step.Name}'`, problem: "another step has the same name", fix: "Give each step a name of its own." };
}
function mistakesInUses(user, byName, { parameters, hasExperiment }) {
  return [
    ...user.uses.flatMap(({ parameter }) => parameter === void 0 || parameters.includes(parameter) ? [] : unknownParameter(user, parameter)),
    ...!hasExperiment && user.uses.some(({ isOfExperiment }) => isOfExperiment) ? [withoutExperiment(user)] : [],
    ...user.uses.flatMap((use) => use.step === void 0 ? [] : mistakesInUse(user, use.step, use, byName.get(use.step))),
    ...user.waitsFor.flatMap((name) => mistakesInUse(user, name, {}, byName.get(name)))
  ];
}
function unknownParameter({ step }, value) {
  return {
    code: "ParameterUnknown",
    property: `step '${step.Name}'`,
    problem: "uses a parameter that the pipeline does not have",
    value,
    fix: "Add the parameter to this pipeline."
  };
}
function withoutExperiment({ step }) {
  return {
    code: "ExperimentMissing",
    property: `step '${step.Name}'`,
    problem: "uses the name of an experiment, and the pipeline has none",
    fix: "Set 'experiment' of the pipeline."
  };
}
function mistakesInUse(user, name, { propertyFile }, used) {
  const property = `step '${user.step.Name}'`;
  if (!used) {
    return [{ code: "StepUnknown", property, problem: "uses a step that is not in the pipeline", value: name, fix: "Add that step to the pipeline too." }];
  }
  const mistakes = [];
  if (used.branch.some((branch, depth) => user.branch[depth] !== branch)) {
    mistakes.push({
      code: "StepInBranch",
      property,
      problem: `uses '${name}', which runs only in a branch of a condition`,
      value: used.branch.join(" > "),
      fix: "Move the step into the same branch, or the other one out of it."
    });
  }
  if (used.step.Type === "Fail") {
    mistakes.push({ code: "StepAfterEnd", property, problem: `waits for '${name}', which ends the run`, fix: "Let it wait for another step." });
  }
  if (propertyFile !== void 0 && !propertyFilesOf(used.step).includes(propertyFile)) {
    mistakes.push({
      code: "PropertyFileUnknown",
      property,
      problem: `reads a property file that '${name}' does not write`,
      value: propertyFile,
      fix: `Set 'metrics' of step '${name}'.`
    });
  }
  return mistakes;
}
function propertyFilesOf({ PropertyFiles = [] }) {
  return PropertyFiles.map(({ PropertyFileName }) => PropertyFileName);
}
function checkProperties(scope, all, byName) {
  const mistakes = new Mistakes(scope);
  for (const { step, uses } of all) {
    for (const { step: used, path } of uses) {
      mistakes.add(used === void 0 || path === void 0 ? void 0 : mistakeInPath(step.Name, byName.get(used).step, path));
    }
  }
  mistakes.throwIfAny();
}
function mistakeInPath(user, used, path) {
  const missing = used.OutputParameters === void 0 ? missingIn(used.Type, path) : missingOutput(used.OutputParameters, path);
  return missing && {
    code: "StepPropertyUnknown",
    property: `step '${user}'`,
    value: missing.member,
    problem: `uses '${path}' of step '${used.Name}', and a step of type ${used.Type} has no such property`,
    fix: missing.known.length > 0 ? `Use one of ${missing.known.join(", ")}.` : "End the path before it."
  };
}
function missingOutput(outputs, path) {
  const output = /^OutputParameters\['(.*)'\]$/.exec(path)?.[1];
  return outputs.some(({ OutputName }) => OutputName === output) ? void 0 : {
    member: output ?? path,
    known: outputs.map(({ OutputName }) => `OutputParameters['${OutputName}']`)
  };
}

// lib/pipeline/private/references.ts
init_resolved();

// lib/pipeline/private/render.ts
var import_core71 = require("aws-cdk-lib/core");
init_errors();
init_resolved();
function renderValues(value, pipeline2) {
  if (typeof value === "string") {
    return renderText(value, pipeline2);
  }
  if (typeof value === "number") {
    const token = tokenOfNumber(value);
    return token instanceof _PipelineToken ? renderReference(token.value, pipeline2) : value;
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((part) => renderValues(part, pipeline2));
  }
  if (value instanceof PipelineValue) {
    return renderReference(value, pipeline2);
  }
  if (value instanceof _PipelineToken) {
    return renderReference(value.value, pipeline2);
  }
  return import_core71.Tokenization.isResolvable(value) ? value : renderMembers(value, pipeline2);
}
function renderMembers(value, pipeline2) {
  const rendered = {};
  const members = value;
  for (const name of Object.keys(value)) {
    const member = members[name];
    if (member !== void 0) {
      rendered[name] = renderValues(member, pipeline2);
    }
  }
  return rendered;
}
function renderReference(value, pipeline2) {
  const home = value._home();
  if (home !== void 0 && home !== pipeline2) {
    throw invalid(pipeline2, {
      code: "PipelineValueForeign",
      property: "steps",
      problem: `${value._describe()} belongs to another pipeline, ${home.node.path}`,
      fix: "Use a value of this pipeline, or hand the other one over as a parameter when a run is started."
    });
  }
  return renderMembers(value._render(), pipeline2);
}
function renderText(text, pipeline2) {
  refuseWrittenOutNumber(text, pipeline2);
  const parts2 = text.includes(TOKEN_MARK) ? partsOf2(text) : void 0;
  if (!parts2) {
    return text;
  }
  const rendered = parts2.map((part) => typeof part === "string" ? part : renderReference(part.value, pipeline2));
  return isWhole(parts2) ? rendered[0] : { "Std:Join": { On: "", Values: rendered } };
}
function partsOf2(text) {
  const parts2 = [];
  let hasTokens = false;
  for (const piece of splitByTokens(text)) {
    const token = piece.startsWith(TOKEN_MARK) ? pipelineTokenOf(piece) : void 0;
    const last = parts2[parts2.length - 1];
    if (token) {
      hasTokens = true;
      parts2.push(token);
    } else if (typeof last === "string") {
      parts2[parts2.length - 1] = last + piece;
    } else if (piece !== "") {
      parts2.push(piece);
    }
  }
  return hasTokens ? parts2 : void 0;
}
function isWhole([part, ...others]) {
  return others.length === 0 && typeof part !== "string" && part.value._isText();
}
var known = /* @__PURE__ */ new Map();
function pipelineTokenOf(mark) {
  if (!known.has(mark)) {
    const [token] = import_core71.Tokenization.reverseString(mark).tokens;
    known.set(mark, token instanceof _PipelineToken ? token : void 0);
  }
  return known.get(mark);
}
function refuseWrittenOutNumber(text, pipeline2) {
  const written2 = !text.includes(NUMBER_MARK) ? void 0 : text.match(/-1\.\d+e\+289/g)?.find((digits) => import_core71.Tokenization.reverseNumber(Number(digits)) !== void 0);
  if (written2 !== void 0) {
    throw invalid(pipeline2, {
      code: "PipelineNumberInText",
      property: "steps",
      problem: "text was made from 'valueAsNumber'",
      value: text.replace(written2, "..."),
      fix: "Use 'valueAsString' in text, or the value itself in a template string."
    });
  }
}

// lib/pipeline/private/references.ts
var References = class {
  constructor(pipeline2) {
    this.pipeline = pipeline2;
  }
  pipeline;
  known = /* @__PURE__ */ new Map();
  /** The JSON with references in the place of the texts that stand for them; undefined where one has more than texts in it. */
  writeInto(json) {
    let text = "";
    let done = 0;
    for (let at = json.indexOf(TOKEN_MARK); at >= 0; ) {
      const start = quoteAt(json, json.lastIndexOf('"', at), (before) => json.lastIndexOf('"', before - 1));
      const end = quoteAt(json, json.indexOf('"', at), (before) => json.indexOf('"', before + 1)) + 1;
      if (json[end] !== ":") {
        const written2 = this.written(json.slice(start, end));
        if (written2 === void 0) {
          return void 0;
        }
        text += json.slice(done, start) + written2;
        done = end;
      }
      at = json.indexOf(TOKEN_MARK, end);
    }
    return text + json.slice(done);
  }
  /** A text of JSON, quotes included; tokens are of characters that JSON leaves as they are. */
  written(literal) {
    const parts2 = partsOf2(literal.slice(1, -1));
    if (!parts2) {
      return literal;
    }
    const written2 = parts2.map((part) => typeof part === "string" ? `"${part}"` : this.reference(part));
    if (written2.includes(void 0)) {
      return void 0;
    }
    return isWhole(parts2) ? written2[0] : `{"Std:Join":{"On":"","Values":[${written2.join(",")}]}}`;
  }
  reference(token) {
    if (!this.known.has(token)) {
      const rendered = renderReference(token.value, this.pipeline);
      this.known.set(token, hasTokensInTextsOnly(rendered) ? JSON.stringify(rendered) : void 0);
    }
    return this.known.get(token);
  }
};
function quoteAt(json, place, next) {
  let quote = place;
  while (isEscaped(json, quote)) {
    quote = next(quote);
  }
  return quote;
}
function isEscaped(json, quote) {
  let backslashes = 0;
  while (json[quote - 1 - backslashes] === "\\") {
    backslashes += 1;
  }
  return backslashes % 2 === 1;
}

// lib/pipeline/private/step-text.ts
var import_core72 = require("aws-cdk-lib/core");

// lib/pipeline/private/branches.ts
var BRANCHES = {
  Condition: { IfSteps: "yes", ElseSteps: "no" }
};
function branchesOf({ Type, Arguments }) {
  return Object.entries(BRANCHES[Type] ?? {}).map(([name, word]) => ({ name, word, steps: Arguments[name] ?? [] }));
}

// lib/pipeline/private/step-text.ts
var BESIDE_TEXTS = /<un(?:resolved|written)-|"creationStack":|e\+289|#\{Token\[/;
var StepText = class _StepText {
  constructor(step) {
    this.step = step;
    this.branches = branchesOf(step).map((branch) => ({ ...branch, steps: branch.steps.map((inside) => new _StepText(inside)) }));
    const gaps = Object.fromEntries(this.branches.map(({ name }) => [name, gapFor(name)]));
    this.own = this.branches.length > 0 ? { ...step, Arguments: { ...step.Arguments, ...gaps } } : step;
    this.text = plainText(this.own);
    this.isPlain = this.text !== "" && !BESIDE_TEXTS.test(this.text);
  }
  step;
  own;
  branches;
  /** Its JSON without steps inside; tokens are in its texts alone, if `isPlain`. */
  text;
  isPlain;
  /** About how many characters it has. */
  get size() {
    return this.branches.flatMap(({ steps: steps2 }) => steps2).reduce((sum, { size }) => sum + size, this.text.length);
  }
  /** Replaces what stands for values of the pipeline. */
  write(pipeline2, references) {
    const written2 = this.isPlain ? references.writeInto(this.text) : void 0;
    const own = written2 === void 0 ? this.rendered(pipeline2) : { text: written2, isPlain: true };
    const branches = this.branches.map((branch) => ({ ...branch, steps: branch.steps.map((step) => step.write(pipeline2, references)) }));
    const isPlain = own.isPlain && branches.every(({ steps: steps2 }) => steps2.every(({ text }) => text !== void 0));
    return {
      step: this.step,
      text: isPlain ? branches.reduce((text, { name, steps: steps2 }) => text.replace(JSON.stringify(gapFor(name)), () => listOf(steps2)), own.text) : void 0,
      uses: usesIn(own.text),
      branches
    };
  }
  /** What the text would be with each member looked at; tokens beside texts are left out of it. */
  rendered(pipeline2) {
    const rendered = renderValues(this.own, pipeline2);
    const isPlain = hasTokensInTextsOnly(rendered);
    return { text: JSON.stringify(rendered, isPlain ? void 0 : withoutTokens), isPlain };
  }
};
function listOf(steps2) {
  return `[${steps2.map(({ text }) => text).join(",")}]`;
}
function gapFor(branch) {
  return `${branch}`;
}
function plainText(step) {
  try {
    return JSON.stringify(step);
  } catch {
    return "";
  }
}
function withoutTokens(_name, value) {
  return import_core72.Tokenization.isResolvable(value) ? void 0 : value;
}
var USE = '{"Get":"';
function usesIn(text) {
  const uses = [];
  for (let at = text.indexOf(USE); at >= 0; at = text.indexOf(USE, at + USE.length)) {
    const end = text.indexOf('"', at + USE.length);
    if (text[end + 1] === "}") {
      uses.push(text.slice(at + USE.length, end));
    }
  }
  return uses;
}

// lib/pipeline/private/document.ts
var Document = class {
  /** Fails for what the service would refuse, or never run. */
  constructor(pipeline2, { parameters, steps: steps2, experiment }) {
    this.pipeline = pipeline2;
    const references = new References(pipeline2);
    this.steps = steps2.map((step) => step.write(pipeline2, references));
    checkGraph(pipeline2, this.steps, { parameters: parameters.map(({ parameterName }) => parameterName), hasExperiment: experiment !== void 0 });
    this.head = {
      Version: "2020-12-01",
      Metadata: {},
      Parameters: parameters.map((parameter) => renderValues(parameter._declaration(), pipeline2)),
      // Without a null the service makes an experiment and trials, which need permissions of their own and outlive the pipeline.
      PipelineExperimentConfig: experiment ? renderValues(experiment._render(), pipeline2) : null
    };
    this.plain = this.steps.every(({ text }) => text !== void 0) && hasTokensInTextsOnly(this.head) ? `${JSON.stringify(this.head).slice(0, -1)},"Steps":${listOf(this.steps)}}` : void 0;
  }
  pipeline;
  /** Its steps; those of a condition are in its branches. */
  steps;
  head;
  plain;
  object;
  /** The definition as an object. */
  toJson() {
    this.object ??= this.plain !== void 0 ? JSON.parse(this.plain) : {
      ...this.head,
      Steps: this.steps.map(({ step }) => renderValues(step, this.pipeline))
    };
    return this.object;
  }
  /** The definition as a text with tokens. */
  text(stack) {
    return this.plain !== void 0 ? textWithTokens(this.plain, stack, () => this.toJson()) : textOf(this.toJson(), stack);
  }
  /** Something that holds all of its tokens. */
  tokens() {
    return this.plain ?? this.toJson();
  }
};

// lib/pipeline/private/definition.ts
var SOURCES = "sagemaker-pipelines";
var Definition = class {
  constructor(scope, experiment) {
    this.scope = scope;
    this.experiment = experiment;
    const stack = import_core73.Stack.of(scope);
    this.inTemplate = DefinitionsInTemplate.of(stack);
    this.inTemplate.add(this);
    this.text = new Settled(scope, { value: () => this.document().text(stack), withTokens: () => this.document().tokens() });
  }
  scope;
  experiment;
  parameters = /* @__PURE__ */ new Map();
  steps = [];
  starts = [];
  inTemplate;
  text;
  rendered;
  upload;
  roughly = 0;
  addParameter(parameter) {
    if (this.parameters.has(parameter.parameterName)) {
      throw invalid(this.scope, {
        code: "ParameterNameRepeated",
        property: `parameter '${parameter.parameterName}'`,
        problem: "is declared twice",
        fix: "Use the first one, or another name."
      });
    }
    this.parameters.set(parameter.parameterName, parameter);
    this.grow(JSON.stringify(parameter._declaration()).length);
  }
  addStep(step) {
    const text = new StepText(step);
    this.steps.push(text);
    this.grow(text.size);
  }
  /** Notes the values that something starts runs with; they are checked when all parameters are known. */
  startWith(values) {
    this.starts.push(values);
  }
  /** The document; parts that only CloudFormation knows are tokens. */
  toJson() {
    return this.document().toJson();
  }
  /** The steps with what they use. */
  writtenSteps() {
    return this.document().steps;
  }
  /** The document's text as a property of a construct. */
  asAny() {
    return this.text.asAny();
  }
  /** About how many characters it has by now. */
  get roughSize() {
    return this.roughly;
  }
  /** The document's text, or the parts of it that are known here and functions of CloudFormation between them. */
  resolvedText() {
    return this.text.value();
  }
  /**
   * The document as a property of a construct that fills in what is unknown here: uploaded with gaps, and what belongs into them.
   *
   * From now on it is not in the template.
   */
  asUpload() {
    this.inTemplate.delete(this);
    this.upload = new Settled(this.scope, {
      value: () => withMarkedNumbers(this.toJson()),
      withTokens: () => this.document().tokens(),
      finish: (resolved) => {
        const { parts: parts2, values } = cut(resolved);
        return { Uri: stageInFolder(this.scope, SOURCES, ".json", JSON.stringify(parts2)).uri, Values: values };
      }
    });
    return this.upload.asAny();
  }
  /** What is uploaded with gaps; undefined while the definition is in the template. */
  uploaded() {
    return this.upload?.value();
  }
  /** Changes exactly when the definition does; values that only CloudFormation knows count by where they come from. */
  hash(context) {
    return context.preparing ? "" : (0, import_node_crypto3.createHash)("sha256").update(JSON.stringify(this.text.value())).digest("hex");
  }
  /** What would stop a deployment, as messages for synthesis. */
  mistakes() {
    const messages = [() => this.checkSteps(), ...this.starts.map((values) => () => checkStart(this.scope, this.parameters, values))].flatMap(messageOf);
    return [...new Set(messages)];
  }
  grow(size) {
    this.roughly += size;
    this.rendered = void 0;
  }
  document() {
    if (!this.rendered) {
      this.text.forget();
      this.upload?.forget();
      this.rendered = new Document(this.scope, { parameters: [...this.parameters.values()], steps: this.steps, experiment: this.experiment });
    }
    return this.rendered;
  }
  checkSteps() {
    if (this.steps.length === 0) {
      throw invalid(this.scope, { code: "PipelineEmpty", property: "steps", problem: "the pipeline has no steps", fix: "Add some with addSteps(...)." });
    }
    checkSize(this.scope, this, this.inTemplate);
  }
};
function messageOf(check8) {
  try {
    check8();
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return [error.message];
    }
    throw error;
  }
}

// lib/pipeline/pipeline-definition-writer.ts
var PipelineDefinitionWriter = class _PipelineDefinitionWriter extends import_constructs14.Construct {
  /** The writer that all pipelines of a stack share. */
  static shared(scope) {
    return sharedInStack(scope, "SageMakerPipelineDefinitions", (stack, id) => new _PipelineDefinitionWriter(stack, id));
  }
  handler;
  constructor(scope, id, props = {}) {
    super(scope, id);
    this.handler = new HandlerFunction(this, "Handler", {
      handler: "write-definition",
      description: "Writes the definitions of SageMaker pipelines into S3 when they are deployed",
      timeout: import_core74.Duration.minutes(5),
      // A definition is in memory as parts, as a text and as what the text says.
      memorySize: import_core74.Size.mebibytes(512),
      ...handlerOptions(props)
    });
    allow(this.handler, { actions: ["s3:GetObject"], resourceArns: [this.sources()] }, "Definitions get their names from what they hold; they lie in this folder of the assets.");
  }
  /**
   * Writes one definition, and says where it is.
   *
   * @internal
   */
  _write(pipeline2, source, store) {
    if (import_core74.Stack.of(this) !== import_core74.Stack.of(pipeline2)) {
      throw invalid(pipeline2, {
        code: "DefinitionWriterElsewhere",
        property: "definition",
        problem: `the writer ${this.node.path} is in another stack, which a rollback would not take along`,
        fix: "Make one in this stack, or leave 'writer' out."
      });
    }
    store.grantKeep(this.handler);
    const resource = handledResource(pipeline2, "Definition", PIPELINE_DEFINITION_RESOURCE_TYPE, this.handler, {
      Bucket: store.bucketName,
      Prefix: store.prefix,
      EncryptionKeyArn: store.encryptionKeyArn,
      Source: source
    });
    return { PipelineDefinitionS3Location: { Bucket: store.bucketName, Key: resource.getAtt(PIPELINE_DEFINITION_ATTRIBUTES.Key) } };
  }
  /** The folder that definitions are uploaded to: in the same bucket as the function's code, below the same prefix. */
  sources() {
    const { code } = this.handler.function.node.defaultChild;
    const { s3Bucket, s3Key } = code;
    const prefix = s3Key.replace(/[0-9a-f]{64}\.zip$/, "");
    return arnOf(this, { service: "s3", region: "", account: "", resource: s3Bucket, resourceName: `${prefix}${SOURCES}/*` });
  }
};

// lib/pipeline/pipeline-target.ts
var events5 = __toESM(require("aws-cdk-lib/aws-events"));
var iam10 = __toESM(require("aws-cdk-lib/aws-iam"));
var import_core75 = require("aws-cdk-lib/core");
init_errors();
init_limits2();
var PARAMETERS2 = Limit.of("StartPipelineExecutionRequest.PipelineParameters");
var PipelineTarget = class {
  constructor(pipeline2, props = {}) {
    this.pipeline = pipeline2;
    this.props = props;
  }
  pipeline;
  props;
  /** Called by the rule. */
  bind(rule, id) {
    const { pipeline: pipeline2, props } = this;
    new Mistakes(rule).add(PARAMETERS2.mistakeInCount("parameters", props.parameters)).throwIfAny();
    if (pipeline2 instanceof Pipeline) {
      pipeline2._isStartedBy(rule, props.parameters);
    }
    if (isInSamePlace(rule, pipeline2)) {
      this.setParameters(rule, id);
    }
    return {
      arn: pipeline2.pipelineArn,
      role: startRole(pipeline2),
      deadLetterConfig: props.deadLetterQueue && { arn: props.deadLetterQueue.queueArn },
      targetResource: pipeline2
    };
  }
  /** Rules of aws-cdk-lib do not know this member of a target yet. */
  setParameters(rule, id) {
    const parameters = Object.entries(this.props.parameters ?? {});
    if (parameters.length === 0) {
      return;
    }
    const resource = rule.node.defaultChild;
    if (!(resource instanceof events5.CfnRule)) {
      throw invalid(rule, {
        code: "RuleNotMadeHere",
        property: "parameters",
        problem: "can be set only on a rule that this app makes",
        fix: "Make a rule with 'new events.Rule(...)', or start the pipeline with its defaults."
      });
    }
    const index = Number(/\d+$/.exec(id ?? "")?.[0] ?? 0);
    resource.addPropertyOverride(`Targets.${index}.SageMakerPipelineParameters`, {
      PipelineParameterList: parameters.map(([Name, Value]) => ({ Name, Value }))
    });
  }
};
function isInSamePlace(rule, pipeline2) {
  const { account, region } = import_core75.Stack.of(rule);
  return isSame(account, pipeline2.env.account) && isSame(region, pipeline2.env.region);
}
function isSame(one, other) {
  return [import_core75.TokenComparison.SAME, import_core75.TokenComparison.BOTH_UNRESOLVED].includes(import_core75.Token.compareStrings(one, other));
}
function startRole(pipeline2) {
  const existing = pipeline2.node.tryFindChild("EventsRole");
  if (existing) {
    return existing;
  }
  const { rolePath, sourceAccount } = Conventions.of(pipeline2);
  const role = new iam10.Role(pipeline2, "EventsRole", {
    path: rolePath,
    description: "Lets EventBridge start the pipeline",
    assumedBy: new iam10.ServicePrincipal("events.amazonaws.com", {
      conditions: sourceAccount === "REQUIRED" /* REQUIRED */ ? { StringEquals: { "aws:SourceAccount": import_core75.Stack.of(pipeline2).account } } : void 0
    })
  });
  pipeline2.grants.start(role);
  return role;
}

// lib/pipeline/private/artifact-store.ts
var import_core77 = require("aws-cdk-lib/core");
init_allow();
init_job_site();
init_s3_grants();
var KEEPS = ["runs" /* FOR_THE_RUN */, "models" /* WITH_THE_MODEL */];
var ArtifactStore = class {
  constructor(scope, pipelineName, bucket, encryptionKey, mlflow) {
    this.pipelineName = pipelineName;
    this.mlflow = mlflow;
    this.bucket = bucket ?? ownBucket(scope, encryptionKey);
    this.encryptionKey = encryptionKey ?? this.bucket.encryptionKey;
  }
  pipelineName;
  mlflow;
  bucket;
  encryptionKey;
  /** Jobs read each other's results and write their own; the pipeline reads metrics and registers models. */
  grantUse(pipelineRole, jobRole) {
    this.grantRead(jobRole);
    this.grantWrite(jobRole);
    grantReadPrefix(this.bucket, this.prefix("models" /* WITH_THE_MODEL */), pipelineRole);
    if (this.encryptionKey) {
      grantVolumeKey(this.encryptionKey, pipelineRole);
      grantKey(this.encryptionKey, pipelineRole, "kms:Decrypt", "kms:GenerateDataKey");
    }
  }
  /** Reading what steps made. */
  grantRead(role) {
    KEEPS.forEach((keep) => grantReadPrefix(this.bucket, this.prefix(keep), role));
    grantKey(this.encryptionKey, role, "kms:Decrypt");
  }
  /** Reading metrics and what else is kept with models. */
  grantReadModels(grantee) {
    grantReadPrefix(this.bucket, this.prefix("models" /* WITH_THE_MODEL */), grantee);
    grantKey(this.encryptionKey, grantee, "kms:Decrypt");
  }
  /** Writing what a step makes, by a job whose volume is encrypted too. */
  grantWrite(role) {
    KEEPS.forEach((keep) => grantWritePrefix(this.bucket, this.prefix(keep), role));
    if (this.encryptionKey) {
      grantUseOfKey(this.encryptionKey, role);
      grantVolumeKey(this.encryptionKey, role);
    }
  }
  /**
   * Where the definition goes: `definitions/<stack>/<pipeline>/`. A writer is given the stack's part, so that a pipeline may get another name.
   *
   * AWS does not say with whose permission the service reads it, that of the pipeline or of whoever deploys. The pipeline may; the CDK's deployment role can.
   */
  definitionStore(scope, pipelineRole) {
    const { bucket, encryptionKey } = this;
    const ofStack = `definitions/${import_core77.Stack.of(scope).stackName}/`;
    const prefix = `${ofStack}${this.pipelineName}/`;
    allow(pipelineRole, { actions: ["s3:GetObject"], resourceArns: [bucket.arnForObjects(`${prefix}*`)] }, "Definitions get their names from what they hold.");
    grantKey(encryptionKey, pipelineRole, "kms:Decrypt");
    return {
      bucketName: bucket.bucketName,
      prefix,
      encryptionKeyArn: encryptionKey?.keyArn,
      grantKeep: (writer) => {
        allow(
          writer,
          { actions: ["s3:PutObject", "s3:DeleteObject"], resourceArns: [bucket.arnForObjects(`${ofStack}*`)] },
          "Definitions get their names from what they hold; they lie below the prefix of their stack."
        );
        grantKey(encryptionKey, writer, "kms:GenerateDataKey");
      }
    };
  }
  jobSite(scope, role, stepName) {
    return {
      scope,
      role,
      encryptionKey: this.encryptionKey,
      run: { of: ExecutionVariable.PIPELINE_NAME.valueAsString, id: ExecutionVariable.PIPELINE_EXECUTION_ID.valueAsString, step: stepName },
      mlflow: this.mlflow,
      outputUri: (output, keep) => this.bucket.s3UrlForObject(`${this.prefix(keep)}${ExecutionVariable.PIPELINE_EXECUTION_ID}/${stepName}/${output}`)
    };
  }
  prefix(keep) {
    return `${keep}/${this.pipelineName}/`;
  }
};
function ownBucket(scope, encryptionKey) {
  const bucket = secureBucket(scope, "Artifacts", { encryptionKey, expirations: { [`${"runs" /* FOR_THE_RUN */}/`]: import_core77.Duration.days(90) } });
  import_core77.Validations.of(bucket).acknowledge({
    id: "AwsSolutions::AwsSolutions-S1",
    reason: "The results of one pipeline's jobs alone; who wants access logs gives a bucket that has them."
  });
  return bucket;
}

// lib/pipeline/private/comparison-permissions.ts
init_allow();
init_arns();
var WHY_RUNS = "Runs get their ids when they start; one permission serves all pipelines of a platform, whose names start with its prefix.";
var WHY_JOBS = "SageMaker names the jobs of pipelines when it starts them.";
function allowLookingAtRuns(grantee, pipelineArn) {
  allow(grantee, { actions: ["sagemaker:ListPipelineExecutions"], resourceArns: [pipelineArn] }, WHY_RUNS);
  allow(grantee, {
    actions: ["sagemaker:DescribePipelineDefinitionForExecution", "sagemaker:ListPipelineExecutionSteps", "sagemaker:ListPipelineParametersForExecution"],
    resourceArns: [`${pipelineArn}/execution/*`]
  }, WHY_RUNS);
}
function allowLookingAtJobs(scope, grantee) {
  const jobs = (resource, resourceName = JOB_NAMES) => [arnOf(scope, { service: "sagemaker", resource, resourceName })];
  allow(grantee, { actions: ["sagemaker:DescribeProcessingJob"], resourceArns: jobs("processing-job") }, WHY_JOBS);
  allow(grantee, { actions: ["sagemaker:DescribeTrainingJob"], resourceArns: jobs("training-job") }, WHY_JOBS);
  allow(grantee, { actions: ["sagemaker:DescribeHyperParameterTuningJob"], resourceArns: jobs("hyper-parameter-tuning-job", "*") }, WHY_JOBS);
}
function allowLookingAtVersions(grantee, versionsArn) {
  allow(grantee, { actions: ["sagemaker:DescribeModelPackage"], resourceArns: [versionsArn] }, "Versions are numbered as they come.");
}

// lib/pipeline/private/experiment-permissions.ts
init_allow();
init_arns();
function grantExperiments(scope, role) {
  const arn = (resource) => arnOf(scope, { service: "sagemaker", resource, resourceName: "*" });
  allow(role, {
    actions: [
      "sagemaker:AddTags",
      "sagemaker:AssociateTrialComponent",
      "sagemaker:CreateExperiment",
      "sagemaker:CreateTrial",
      "sagemaker:CreateTrialComponent",
      "sagemaker:DescribeExperiment",
      "sagemaker:DescribeTrial",
      "sagemaker:DescribeTrialComponent",
      "sagemaker:UpdateTrialComponent"
    ],
    resourceArns: ["experiment", "experiment-trial", "experiment-trial-component"].map(arn)
  }, "Trials and their components are named while the pipeline runs.");
}

// lib/pipeline/private/mermaid.ts
var import_core78 = require("aws-cdk-lib/core");
function mermaidOf(steps2) {
  const drawing = new Drawing();
  drawing.name(steps2);
  drawing.draw(steps2);
  return drawing.text();
}
var Drawing = class {
  ids = /* @__PURE__ */ new Map();
  nodes = [];
  arrows = [];
  /** Steps are told by short ids, because names may be words of the language, such as `end`. */
  name(steps2) {
    for (const { step, branches } of steps2) {
      this.ids.set(step.Name, `s${this.ids.size + 1}`);
      branches.forEach((branch) => this.name(branch.steps));
    }
  }
  /** Gives the steps that wait for no other among these: a branch begins with them. */
  draw(steps2) {
    const here = new Set(steps2.map(({ step }) => step.Name));
    return steps2.filter((each) => {
      const { step, branches } = each;
      const waitsFor = [...usedSteps(each)];
      this.nodes.push(`  ${this.id(step.Name)}${shape(step)}`);
      this.arrows.push(...waitsFor.map((name) => `  ${this.id(name)} --> ${this.id(step.Name)}`));
      branches.forEach((branch) => this.drawBranch(step, branch.word, branch.steps));
      return !waitsFor.some((name) => here.has(name));
    }).map(({ step }) => step.Name);
  }
  text() {
    return ["flowchart TD", ...this.nodes, ...this.arrows].join("\n");
  }
  drawBranch(step, word, inside) {
    const id = this.id(step.Name);
    const first = this.draw(inside).map((name) => this.id(name));
    if (first.length === 0) {
      this.nodes.push(`  ${id}${word}(["nothing"])`);
    }
    this.arrows.push(...(first.length === 0 ? [`${id}${word}`] : first).map((next) => `  ${id} -- ${word} --> ${next}`));
  }
  id(name) {
    return this.ids.get(name);
  }
};
function shape({ Name, Type, DisplayName }) {
  const label = `"${escaped(typeof DisplayName === "string" && !import_core78.Token.isUnresolved(DisplayName) ? DisplayName : Name)}<br/>${escaped(Type)}"`;
  switch (Type) {
    case "Condition":
      return `{${label}}`;
    case "Fail":
      return `([${label}])`;
    default:
      return `[${label}]`;
  }
}
function escaped(text) {
  return text.replace(/["#&<>`\\\r\n]/g, (character) => `#${character.charCodeAt(0)};`);
}
function usedSteps({ step, uses }) {
  return /* @__PURE__ */ new Set([...dependenciesOf(step), ...uses.flatMap((use) => useOf(use).step ?? [])]);
}

// lib/pipeline/private/new-data.ts
var events6 = __toESM(require("aws-cdk-lib/aws-events"));
var import_core81 = require("aws-cdk-lib/core");

// lib/core/internal/elsewhere.ts
var import_core79 = require("aws-cdk-lib/core");
function isElsewhere(scope, { account, region }) {
  const here = import_core79.Stack.of(scope);
  return [import_core79.Token.compareStrings(here.account, account), import_core79.Token.compareStrings(here.region, region)].includes(import_core79.TokenComparison.DIFFERENT);
}

// lib/pipeline/private/new-data.ts
init_errors();
init_job_site();
init_limits2();

// lib/core/internal/run-parameters.ts
init_errors();
init_limits2();
var PARAMETERS3 = Limit.of("StartPipelineExecutionRequest.PipelineParameters");
var LARGEST = 7e3;
function checkRunParameters(mistakes, code, parameters = {}) {
  const size = JSON.stringify(Object.entries(parameters).filter(([, value]) => isKnown(value))).length;
  mistakes.add(PARAMETERS3.mistakeInCount("parameters", parameters)).when(size > LARGEST, {
    code: `${code}ParametersSize`,
    property: "parameters",
    problem: `must have at most ${LARGEST} characters together as JSON`,
    value: size,
    fix: "Give long values as defaults of the parameters."
  });
}

// lib/pipeline/private/bucket-events.ts
var import_core80 = require("aws-cdk-lib/core");
init_errors();
var NOTIFICATIONS = "Notifications";
function tellEventBridge(user, bucket) {
  const resource = bucket.node.defaultChild;
  if (!resource || !import_core80.CfnResource.isCfnResource(resource)) {
    import_core80.Annotations.of(user).addWarningV2(
      "cdk-sagemaker-lifecycle:bucketTellsNobody",
      `bucket: ${bucket.node.path} is not made by this app; no run starts unless EventBridge notifications are on there (properties of the bucket, or its own app)`
    );
    return;
  }
  if (bucket.node.tryFindChild(NOTIFICATIONS)) {
    bucket.enableEventBridgeNotification();
    return;
  }
  resource.addPropertyOverride("NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled", true);
  bucket.node.addValidation({ validate: () => {
    return bucket.node.tryFindChild(NOTIFICATIONS) ? [invalid(bucket, {
      code: "BucketNotificationsLater",
      property: "bucket",
      problem: "got notifications of its own after a pipeline was to start on its data; they would turn EventBridge off",
      fix: "Add the bucket's notifications before 'startOnNewData'."
    }).message] : [];
  } });
}

// lib/pipeline/private/new-data.ts
var GATHER = Limit.between("Gather", import_core81.Duration.minutes(5).toSeconds(), import_core81.Duration.hours(12).toSeconds());
function startOnNewData(pipeline2, bucket, options) {
  const { prefix = "", gather = import_core81.Duration.minutes(5), parameters, starter } = options;
  const id = `NewData-${bucket.node.addr.slice(-6)}-${isKnown(prefix) ? prefix : "prefix"}`;
  check7(pipeline2, bucket, options, id);
  tellEventBridge(pipeline2, bucket);
  const rule = new events6.Rule(pipeline2, id, {
    eventPattern: {
      source: ["aws.s3"],
      detailType: ["Object Created"],
      detail: { bucket: { name: [bucket.bucketName] }, ...prefix !== "" && { object: { key: [{ prefix }] } } }
    }
  });
  pipeline2._isStartedBy(rule, parameters);
  (starter ?? NewDataStarter.shared(pipeline2)).startOn(rule, pipeline2, { place: bucket.s3UrlForObject(prefix || void 0), gather, parameters });
}
function check7(pipeline2, bucket, { prefix = "", gather, parameters }, id) {
  const mistakes = new Mistakes(pipeline2);
  checkRunParameters(mistakes, "NewData", parameters);
  mistakes.add(mistakeInKey("prefix", prefix)).add(gather?.isUnresolved() ? void 0 : GATHER.mistakeIn("gather", gather?.toSeconds())).when(isElsewhere(pipeline2, bucket.env), {
    code: "NewDataElsewhere",
    property: "bucket",
    problem: "is in another account or region, where its events are told",
    value: bucket.env,
    fix: "Let the bucket's events be forwarded to this account and region, or copy the data there."
  }).when(pipeline2.node.tryFindChild(id) !== void 0, {
    code: "NewDataTwice",
    property: "prefix",
    problem: "starts this pipeline already",
    value: prefix,
    fix: "Call it once for each place."
  }).when(ownResults(pipeline2, bucket, prefix), {
    code: "NewDataLoop",
    property: "prefix",
    problem: "holds what the runs of this pipeline write: every run would start the next one",
    value: prefix,
    fix: "Give a prefix for the raw data alone, such as 'raw/'."
  }).throwIfAny();
}
function ownResults({ artifacts, pipelineName }, bucket, prefix) {
  return bucket.bucketName === artifacts.bucketName && ["runs" /* FOR_THE_RUN */, "models" /* WITH_THE_MODEL */].map((keep) => `${keep}/${pipelineName}/`).some((results) => results.startsWith(prefix) || prefix.startsWith(results));
}

// lib/pipeline/pipeline.ts
var PARALLELISM = Limit.of("ParallelismConfiguration.MaxParallelExecutionSteps");
var DESCRIPTION3 = Limit.of("CreatePipelineRequest.PipelineDescription");
var DISPLAY_NAME2 = Limit.of("CreatePipelineRequest.PipelineDisplayName");
var Pipeline = class extends PipelineBase {
  /** A pipeline that exists, by its name in this account and region. */
  static fromPipelineName(scope, id, pipelineName) {
    class Import extends PipelineBase {
      pipelineName = pipelineName;
      pipelineArn = pipelineArnOf(this, pipelineName);
    }
    return new Import(scope, id);
  }
  /** A pipeline that exists, by its ARN. Its name is read from there and is in lower case, and so are the dimensions of its metrics. */
  static fromPipelineArn(scope, id, pipelineArn) {
    const parts2 = import_core82.Stack.of(scope).splitArn(pipelineArn, import_core82.ArnFormat.SLASH_RESOURCE_NAME);
    class Import extends PipelineBase {
      pipelineName = parts2.resourceName;
      pipelineArn = pipelineArn;
    }
    return new Import(scope, id, { account: parts2.account, region: parts2.region });
  }
  /** @attribute */
  pipelineName;
  /** @attribute */
  pipelineArn;
  /** Role that the pipeline acts as. */
  role;
  /** Role that the jobs' containers run as. */
  jobRole;
  /** Where results go. */
  artifacts;
  definition;
  place;
  resource;
  inS3 = false;
  store;
  /** ARNs of the versions that the steps register. */
  versionArns = /* @__PURE__ */ new Set();
  /** Who looks at runs and at all that comes of them. */
  observers = [];
  schedules = 0;
  startsOnDeployment = false;
  stopper;
  constructor(scope, id, props = {}) {
    super(scope, id);
    const rule = NameRule.of("Pipeline.PipelineName");
    new Mistakes(this).add(rule.mistakeIn("pipelineName", props.pipelineName)).add(DISPLAY_NAME2.mistakeInText("displayName", props.displayName)).add(DESCRIPTION3.mistakeInText("description", props.description)).add(PARALLELISM.mistakeIn("maxParallelSteps", props.maxParallelSteps)).throwIfAny();
    this.pipelineName = props.pipelineName ?? rule.nameFor(this);
    this.pipelineArn = pipelineArnOf(this, this.pipelineName);
    this.definition = new Definition(this, props.experiment);
    this.role = props.role ?? sagemakerRole(this, "Role", "Starts the jobs of a SageMaker pipeline and registers its models");
    this.jobRole = props.jobRole ?? sagemakerRole(this, "JobRole", "What the containers of a SageMaker pipeline may read and write");
    grantPassToSageMaker(this.role, this.jobRole);
    if (props.experiment) {
      grantExperiments(this, this.role);
    }
    this.store = new ArtifactStore(this, this.pipelineName, props.artifacts, props.encryptionKey, props.mlflow);
    this.store.grantUse(this.role, this.jobRole);
    this.artifacts = this.store.bucket;
    this.resource = new sagemaker.CfnPipeline(this, "Resource", {
      pipelineName: this.pipelineName,
      pipelineDisplayName: props.displayName,
      pipelineDescription: props.description,
      pipelineDefinition: { PipelineDefinitionBody: this.definition.asAny() },
      parallelismConfiguration: props.maxParallelSteps === void 0 ? void 0 : { MaxParallelExecutionSteps: props.maxParallelSteps },
      roleArn: this.role.roleArn
    });
    this.resource.node.addDependency(this.role, this.jobRole);
    this.place = props.definition ?? DefinitionPlace.automatic();
    this.putInPlace();
    this.node.addValidation({ validate: () => this.definition.mistakes() });
  }
  /** A text that each run may be given; fails for a name that is taken. */
  addStringParameter(name, options = {}) {
    return this.addParameter(name, "String" /* STRING */, options);
  }
  /** A whole number that each run may be given. */
  addIntegerParameter(name, options = {}) {
    return this.addParameter(name, "Integer" /* INTEGER */, options);
  }
  /** A number that each run may be given. */
  addFloatParameter(name, options = {}) {
    return this.addParameter(name, "Float" /* FLOAT */, options);
  }
  /** A yes or no that each run may be given. */
  addBooleanParameter(name, options = {}) {
    return this.addParameter(name, "Boolean" /* BOOLEAN */, options);
  }
  /**
   * A number or text in a JSON object in S3, such as a bar that people may change between runs; read when a step that uses it starts.
   *
   * @param source the object; the pipeline's role is given what it takes to read it. One that a step wrote makes the user wait for that step.
   * @param path where in the object: `auc`, `a.b[0]`, `a['b c']`. A run fails when the object has no number, text or truth value there.
   */
  readJson(source, path) {
    return JsonObjectValue._of(this, source.bind(this, this.role).uri, path);
  }
  /**
   * Adds steps; they run as soon as what they depend on is there, in whatever order they are added.
   *
   * Steps inside of a condition are added with it. Gives the roles what the steps need. Fails for a step that is part of a pipeline already.
   */
  addSteps(...steps2) {
    steps2.forEach((step) => this.definition.addStep(step._toJson(this.stepSite())));
    this.putInPlace();
  }
  /**
   * A picture of the steps in Mermaid's language, for reviews and documents: what waits for what, and both branches of conditions.
   *
   * Fails for what would be refused at synthesis, such as a step that waits for itself.
   */
  toMermaid() {
    return mermaidOf(this.definition.writtenSteps());
  }
  /**
   * Starts runs on a schedule; call it once for each schedule.
   *
   * Every parameter needs a default, or a value in the target. Now and then EventBridge starts a run twice. Fails for a cron schedule
   * without `minute`, which would start sixty runs an hour.
   */
  startOn(schedule, target = new PipelineTarget(this)) {
    if (schedule.expressionString.startsWith("cron(* ")) {
      throw invalid(this, {
        code: "ScheduleEveryMinute",
        property: "schedule",
        problem: "starts a run in every minute of its hours",
        value: schedule.expressionString,
        fix: "Set 'minute' too, for example minute: '0'."
      });
    }
    this.schedules += 1;
    return new events7.Rule(this, this.schedules === 1 ? "Schedule" : `Schedule${this.schedules}`, { schedule, targets: [target] });
  }
  /**
   * Starts a run when objects land in a bucket; call it once for each place.
   *
   * All that lands while data is gathered is in one run. What lands while a run goes on, whoever started it, leads to one more when it has ended. Nothing is
   * lost, and an event that comes twice changes nothing; two runs begin together only where two places get data at the same moment. A run that fails is not
   * repeated until more lands. Events tell of names alone, so no permission on the bucket or its key is given. A bucket of another app needs EventBridge
   * notifications turned on there; a warning says so. Fails for a place that holds results of this pipeline, and for buckets of other accounts or regions.
   */
  startOnNewData(bucket, options = {}) {
    startOnNewData(this, bucket, options);
  }
  /**
   * Runs the pipeline when it is first deployed, and again whenever a deployment changed what it does: a step, a script, the data.
   *
   * The deployment does not wait for the run and does not fail with it. Going back to what ran before starts a run again once the run in between has
   * succeeded. When the pipeline is deleted, runs that are going on are stopped first. May be called once.
   */
  startOnDeployment(options = {}) {
    if (this.startsOnDeployment) {
      throw invalid(this, {
        code: "StartedTwice",
        property: "startOnDeployment",
        problem: "was called before: a deployment starts one run",
        fix: "Call it once."
      });
    }
    this.startsOnDeployment = true;
    this._startsWith(options.parameters);
    const starter = options.starter ?? this.stopper ?? PipelineStarter.shared(this);
    starter.start(this, {
      runHash: import_core82.Lazy.uncachedString({ produce: (context) => this.definition.hash(context) }),
      parameters: options.parameters
    });
  }
  /**
   * Stops the runs that go on before the pipeline is deleted, or gives way to one of another name; SageMaker deletes no pipeline that runs.
   *
   * `startOnDeployment` does this too. Rules of this stack that start the pipeline are deleted first, so that no run begins meanwhile. A later deployment
   * that leaves this call out stops the runs once.
   */
  stopOnDeletion(options = {}) {
    if (this.startsOnDeployment || this.stopper) {
      return;
    }
    this.stopper = options.starter ?? PipelineStarter.shared(this);
    this.stopper.stopBeforeDeletion(this);
  }
  /**
   * Notes the values that something starts runs with, for a check at synthesis.
   *
   * @internal
   */
  _startsWith(values = {}) {
    this.definition.startWith(values);
  }
  /**
   * Notes a rule that starts runs: with its values, and so that it is deleted before the runs are stopped.
   *
   * @internal
   */
  _isStartedBy(rule, values) {
    this._startsWith(values);
    if (import_core82.Stack.of(rule) === import_core82.Stack.of(this)) {
      rule.node.addDependency(stopOfRuns(this));
    }
  }
  /**
   * Notes that a step registers versions, for those who look at runs.
   *
   * @internal
   */
  _registers(versionsArn) {
    this.versionArns.add(versionsArn);
    this.observers.forEach((observer) => allowLookingAtVersions(observer, versionsArn));
  }
  /**
   * Lets somebody look at runs, their jobs, their metrics and the versions they register, whenever the steps are added.
   *
   * @internal
   */
  _observedBy(observer) {
    this.observers.push(observer);
    allowLookingAtRuns(observer, this.pipelineArn);
    allowLookingAtJobs(this, observer);
    this.store.grantReadModels(observer);
    this.versionArns.forEach((versionsArn) => allowLookingAtVersions(observer, versionsArn));
  }
  /**
   * What the definition says, as an object; values that CloudFormation fills in are tokens.
   *
   * @internal
   */
  _definition() {
    return this.definition.toJson();
  }
  addParameter(name, type, settings) {
    const parameter = Parameter._of(this, name, type, settings);
    this.definition.addParameter(parameter);
    this.putInPlace();
    return parameter;
  }
  /** Takes the definition out of the template once it is too large for it; it only grows. */
  putInPlace() {
    if (!this.inS3 && this.place._isInS3(this.definition.roughSize)) {
      this.inS3 = true;
      const writer = this.place._writer ?? PipelineDefinitionWriter.shared(this);
      this.resource.pipelineDefinition = writer._write(this, this.definition.asUpload(), this.store.definitionStore(this, this.role));
    }
  }
  stepSite() {
    const site = {
      pipeline: this,
      pipelineRole: this.role,
      jobSite: (stepName) => this.store.jobSite(this, this.jobRole, stepName),
      readResults: (role) => this.store.grantRead(role),
      writeResults: (role) => this.store.grantWrite(role),
      nested: (step) => step._toJson(site)
    };
    return site;
  }
};

// lib/pipeline/processing-step.ts
init_errors();
init_job_site();
var ProcessingStep = class extends Step {
  constructor(name, props) {
    super(name, props);
    this.props = props;
    checkFiles(name, props);
    this.metricsOutput = props.metrics?.replace(/\.json$/, "");
  }
  props;
  metricsOutput;
  /** The folder an output was uploaded to, for a later step's input or channel. Fails for an output that the step does not have. */
  output(name) {
    return S3Source.fromUri(this.outputUri(name).valueAsString);
  }
  /** One file of an output, by its path in the folder. */
  outputFile(name, file) {
    return S3Source.fromUri(`${this.outputUri(name)}/${file}`);
  }
  /**
   * A number in the metrics file, by its path: `auc`, `binary_classification_metrics.auc.value`, `classes[0].recall`.
   *
   * A run fails when the file has nothing there.
   */
  metric(path) {
    return PropertyFileValue._ofStep(this, this.needMetrics(), path);
  }
  /** The metrics file, for the registry. */
  get metricsFile() {
    return S3Source.fromUri(this._metricsUri);
  }
  /**
   * The job, once it runs.
   *
   * @internal
   */
  get _jobArn() {
    return StepProperty._ofStep(this, "ProcessingJobArn");
  }
  /**
   * Where an input lies, as the job says. Fails for an input that the step does not have.
   *
   * @internal
   */
  _inputUri(name) {
    const known2 = (this.props.inputs ?? []).map((input) => input.name);
    if (!known2.includes(name)) {
      throw invalid(void 0, {
        code: "StepInputUnknown",
        property: `step '${this.stepName}'`,
        problem: `has no such input; it has ${known2.join(", ") || "none"}`,
        value: name,
        fix: "Name it in the step's 'inputs', or use one of those it has."
      });
    }
    return StepProperty._ofStep(this, `ProcessingInputs[${known2.indexOf(name)}].S3Input.S3Uri`).valueAsString;
  }
  /**
   * Whether there is a metrics file.
   *
   * @internal
   */
  get _writesMetrics() {
    return this.metricsOutput !== void 0;
  }
  /**
   * Where the metrics file lies.
   *
   * @internal
   */
  get _metricsUri() {
    return `${this.outputUri(this.needMetrics())}/${this.props.metrics}`;
  }
  /** @internal */
  _describe(site) {
    grantRunJobs(site, "processing-job", "ProcessingJob");
    const outputs = [
      ...(this.props.outputs ?? []).map((name) => ({ name, keep: "runs" /* FOR_THE_RUN */ })),
      ...(this.props.modelOutputs ?? []).map((name) => ({ name, keep: "models" /* WITH_THE_MODEL */ }))
    ];
    const metrics = this.metricsOutput ? [{ name: this.metricsOutput, keep: "models" /* WITH_THE_MODEL */ }] : [];
    const request = this.props.processor._render(site.jobSite(this.stepName), this.props.inputs ?? [], [...outputs, ...metrics]);
    return {
      Type: "Processing",
      Arguments: request,
      PropertyFiles: this.metricsOutput ? [{ PropertyFileName: this.metricsOutput, OutputName: this.props.processor._outputName(this.metricsOutput), FilePath: this.props.metrics }] : void 0
    };
  }
  outputUri(name) {
    const known2 = [...this.props.outputs ?? [], ...this.props.modelOutputs ?? [], ...this.metricsOutput ? [this.metricsOutput] : []];
    if (!known2.includes(name)) {
      throw invalid(void 0, {
        code: "StepOutputUnknown",
        property: `step '${this.stepName}'`,
        problem: `has no such output; it has ${known2.join(", ") || "none"}`,
        value: name,
        fix: "Name it in the step's 'outputs' or 'modelOutputs', or use one of those it has."
      });
    }
    return StepProperty._ofStep(this, `ProcessingOutputConfig.Outputs['${this.props.processor._outputName(name)}'].S3Output.S3Uri`);
  }
  needMetrics() {
    if (!this.metricsOutput) {
      throw invalid(void 0, {
        code: "StepWithoutMetrics",
        property: `step '${this.stepName}'`,
        problem: "writes no metrics file",
        fix: "Set 'metrics' of the step to the file its script writes, for example 'evaluation.json'."
      });
    }
    return this.metricsOutput;
  }
};
function checkFiles(step, { outputs = [], modelOutputs = [], metrics }) {
  const property = `step '${step}'`;
  const mistakes = new Mistakes().when(metrics !== void 0 && !/^[A-Za-z0-9_-]+\.json$/.test(metrics), {
    code: "MetricsFileName",
    property,
    problem: "'metrics' must be the name of a JSON file, without folders",
    value: metrics,
    fix: "Name it as 'evaluation.json', and write it to /opt/ml/processing/output/evaluation/evaluation.json."
  });
  const names = [...outputs, ...modelOutputs];
  const repeated2 = [...names, ...metrics ? [metrics.replace(/\.json$/, "")] : []].find((name, index, all) => all.indexOf(name) < index);
  mistakes.when(repeated2 !== void 0, {
    code: "StepOutputRepeated",
    property,
    problem: "'outputs', 'modelOutputs' and 'metrics' must all have different names",
    value: repeated2,
    fix: "Each name is a folder that the job writes: name it once."
  });
  for (const output of names) {
    mistakes.when(!/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(output), {
      code: "StepOutputName",
      property,
      problem: "an output may have up to 128 letters, digits, dots, hyphens and underscores, and starts with a letter or digit",
      value: output,
      fix: "Name it as 'train'."
    });
  }
  mistakes.throwIfAny();
}

// lib/pipeline/quality-check.ts
init_errors();

// lib/pipeline/run-comparison.ts
var cloudwatch3 = __toESM(require("aws-cdk-lib/aws-cloudwatch"));
var import_core85 = require("aws-cdk-lib/core");
var import_constructs15 = require("constructs");
init_contract();
init_allow();
init_arns();
init_errors();
init_handler_function();
init_job_site();
init_s3_grants();

// lib/pipeline/training-step.ts
init_errors();

// lib/pipeline/private/channel-uris.ts
function channelUris(step, job, trainer, channels) {
  return trainer._replaces("InputDataConfig") ? [] : Object.keys(channels).map((_, position) => StepProperty._ofStep(step, `${job}InputDataConfig[${position}].DataSource.S3DataSource.S3Uri`).valueAsString);
}

// lib/pipeline/training-step.ts
var TrainingStep = class extends ModelTrainingStep {
  constructor(name, props) {
    super(name, props);
    this.props = props;
  }
  props;
  get model() {
    return S3Source.fromUri(StepProperty._ofStep(this, "ModelArtifacts.S3ModelArtifacts").valueAsString);
  }
  /** How the model is trained. */
  get trainer() {
    return this.props.trainer;
  }
  /** The last value of a metric that the trainer reads from its log. Fails for a metric that a script's trainer does not define. */
  finalMetric(name) {
    const known2 = this.props.trainer._metricNames;
    new Mistakes().when(known2 !== void 0 && !known2.includes(name), {
      code: "TrainingMetricUnknown",
      property: `step '${this.stepName}'`,
      problem: `has no such metric; its trainer reads ${known2?.join(", ") || "none"}`,
      value: name,
      fix: "Define it in the trainer's 'metrics'."
    }).when(name.includes("'"), {
      code: "TrainingMetricName",
      property: `step '${this.stepName}'`,
      problem: "a metric with a quote in its name cannot be referred to",
      value: name,
      fix: "Rename it."
    }).throwIfAny();
    return StepProperty._numberOfStep(this, `FinalMetricDataList['${name}'].Value`);
  }
  /** @internal */
  _record(scope, metrics) {
    const { trainer } = this.props;
    return {
      trainingJobArn: StepProperty._ofStep(this, "TrainingJobArn"),
      datasets: channelUris(this, "", trainer, this.props.channels),
      image: trainer.image.bind(scope).uri,
      hyperparameters: trainer._hyperparameters,
      metrics: metrics.map((name) => ({ name, value: this.finalMetric(name).valueAsNumber })),
      details: {}
    };
  }
  /** @internal */
  _describe(site) {
    grantRunJobs(site, "training-job", "TrainingJob");
    return {
      Type: "Training",
      Arguments: this.props.trainer._render(site.jobSite(this.stepName), this.props.channels)
    };
  }
};

// lib/pipeline/transform-step.ts
init_job_site();

// lib/pipeline/tuning-step.ts
init_errors();
init_limits2();
var RANK = Limit.between("TuningRank", 0, 49);

// lib/training/auto-ml-deployment.ts
init_allow();
init_arns();
init_roles();
var ENDPOINT_NAME = NameRule.of("Endpoint.EndpointName");

// lib/training/model-training.ts
var ModelTraining = class {
};

// lib/training/private/render-auto-ml.ts
var import_core90 = require("aws-cdk-lib/core");
init_errors();
init_job_site();
init_limits2();

// lib/training/private/auto-ml-rules.ts
var import_core89 = require("aws-cdk-lib/core");
init_allow();
init_arns();
init_job_site();
init_limits2();

// lib/training/auto-ml-options.ts
var AutoMlAlgorithm = /* @__PURE__ */ ((AutoMlAlgorithm2) => {
  AutoMlAlgorithm2["XGBOOST"] = "xgboost";
  AutoMlAlgorithm2["LIGHTGBM"] = "lightgbm";
  AutoMlAlgorithm2["CATBOOST"] = "catboost";
  AutoMlAlgorithm2["RANDOM_FOREST"] = "randomforest";
  AutoMlAlgorithm2["EXTRA_TREES"] = "extra-trees";
  AutoMlAlgorithm2["LINEAR_LEARNER"] = "linear-learner";
  AutoMlAlgorithm2["NN_TORCH"] = "nn-torch";
  AutoMlAlgorithm2["FASTAI"] = "fastai";
  AutoMlAlgorithm2["MLP"] = "mlp";
  return AutoMlAlgorithm2;
})(AutoMlAlgorithm || {});

// lib/training/private/auto-ml-rules.ts
var TARGET = Limit.of("TabularJobConfig.TargetAttributeName");
var SAMPLE_WEIGHT = Limit.of("TabularJobConfig.SampleWeightAttributeName");
var CANDIDATES = Limit.of("AutoMLJobCompletionCriteria.MaxCandidates");
var WHOLE_RUNTIME = Limit.of("AutoMLJobCompletionCriteria.MaxAutoMLJobRuntimeInSeconds");
var RUNTIME_OF_ONE = Limit.of("AutoMLJobCompletionCriteria.MaxRuntimePerTrainingJobInSeconds");
var FRACTION = Limit.of("AutoMLDataSplitConfig.ValidationFraction");
var OF_CLASSES = ["Accuracy" /* ACCURACY */, "BalancedAccuracy" /* BALANCED_ACCURACY */];
var METRICS = {
  ["BinaryClassification" /* BINARY_CLASSIFICATION */]: [...OF_CLASSES, "AUC" /* AUC */, "F1" /* F1 */, "Precision" /* PRECISION */, "Recall" /* RECALL */],
  ["MulticlassClassification" /* MULTICLASS_CLASSIFICATION */]: [...OF_CLASSES, "F1macro" /* F1_MACRO */, "PrecisionMacro" /* PRECISION_MACRO */, "RecallMacro" /* RECALL_MACRO */],
  ["Regression" /* REGRESSION */]: ["MAE" /* MAE */, "MSE" /* MSE */, "RMSE" /* RMSE */, "R2" /* R2 */]
};
var ALGORITHMS = {
  ENSEMBLING: Object.values(AutoMlAlgorithm).filter((each) => each !== "mlp" /* MLP */),
  HYPERPARAMETER_TUNING: ["linear-learner" /* LINEAR_LEARNER */, "mlp" /* MLP */, "xgboost" /* XGBOOST */]
};

// lib/training/private/render-auto-ml.ts
var MIME2 = Limit.between("ContentType", 0, 256);
var ALGORITHMS2 = Limit.between("AutoMlAlgorithms", 1);

// lib/training/private/auto-ml-forecasting.ts
init_errors();
init_limits2();

// lib/training/private/auto-ml-problem-kind.ts
var import_core92 = require("aws-cdk-lib/core");
var USUAL_RUNTIME = import_core92.Duration.hours(4);

// lib/training/private/auto-ml-forecasting.ts
var TARGET2 = Limit.of("TimeSeriesConfig.TargetAttributeName");
var TIMESTAMP = Limit.of("TimeSeriesConfig.TimestampAttributeName");
var ITEM = Limit.of("TimeSeriesConfig.ItemIdentifierAttributeName");
var GROUPING = Limit.of("TimeSeriesConfig.GroupingAttributeNames");
var FREQUENCY = Limit.of("TimeSeriesForecastingJobConfig.ForecastFrequency");
var HORIZON = Limit.of("TimeSeriesForecastingJobConfig.ForecastHorizon");
var QUANTILES = Limit.of("TimeSeriesForecastingJobConfig.ForecastQuantiles");
var FILLING = Limit.of("TimeSeriesTransformations.Filling");
var COUNTRY = Limit.of("HolidayConfigAttributes.CountryCode");
var ALGORITHMS3 = Limit.between("AutoMlAlgorithms", 1);

// lib/training/private/auto-ml-problem-kinds.ts
var import_core93 = require("aws-cdk-lib/core");
init_limits2();
var FINE_TUNING_RUNTIME = import_core93.Duration.hours(24);
var ALGORITHMS4 = Limit.between("AutoMlAlgorithms", 1);
var CONTENT2 = Limit.of("TextClassificationJobConfig.ContentColumn");
var LABEL = Limit.of("TextClassificationJobConfig.TargetLabelColumn");
var BASE_MODEL = Limit.of("TextGenerationJobConfig.BaseModelName");
var EPOCHS = Limit.of("TextGenerationHyperParameters.epochCount");
var BATCH = Limit.of("TextGenerationHyperParameters.batchSize");
var RATE = Limit.of("TextGenerationHyperParameters.learningRate");
var WARM_UP = Limit.of("TextGenerationHyperParameters.learningRateWarmupSteps");

// lib/training/auto-ml-search.ts
var cloudwatch4 = __toESM(require("aws-cdk-lib/aws-cloudwatch"));
var import_core95 = require("aws-cdk-lib/core");
var import_constructs16 = require("constructs");
init_allow();
init_arns();
init_errors();
init_limits2();
init_roles();
init_s3_grants();
init_workflow();

// lib/training/auto-ml-search-grants.ts
var iam11 = __toESM(require("aws-cdk-lib/aws-iam"));

// lib/training/private/render-auto-ml-search.ts
init_errors();
init_job_site();
init_limits2();
var TAGS2 = Limit.of("CreateTrainingJobRequest.Tags");
var TAG_KEY2 = Limit.of("Tag.Key");
var TAG_VALUE2 = Limit.of("Tag.Value");

// lib/training/private/search-definition.ts
var ROOM_FOR_NAME2 = 19;
var DIGITS = [0, 1].map((part) => `States.ArrayGetItem(States.StringSplit(States.UUID(), '-'), ${part})`).join(", ");
var SLACK_SECONDS = 6 * 3600;
var LONGEST_SECONDS = 31 * 86400;

// lib/training/private/search-starts.ts
var scheduler2 = __toESM(require("aws-cdk-lib/aws-scheduler"));
var import_core94 = require("aws-cdk-lib/core");
init_allow();
init_execution_starter();
init_roles();

// lib/training/auto-ml-search.ts
var JOB_NAME2 = NameRule.of("AutoMLJobV2.AutoMLJobName");
var JOB_NAME_LENGTH2 = Limit.between("JobName", 1, ROOM_FOR_NAME2);
var RETRY3 = Limit.between("RetryFor", 60, 86400);

// lib/training/built-in-algorithm.ts
init_errors();

// lib/training/private/algorithm-facts.ts
init_errors();
var table;
function algorithms() {
  table ??= require_algorithms();
  return table;
}
function factsOf(name) {
  const known2 = algorithms();
  if (!Object.hasOwn(known2, name)) {
    const meant = nearest(name, Object.keys(known2));
    throw invalid(void 0, {
      code: "AlgorithmUnknown",
      property: "algorithm",
      problem: "is not an algorithm that comes with SageMaker",
      value: name,
      fix: meant ? `Did you mean '${meant}'?` : `Use one of ${Object.keys(known2).join(", ")}, or an image of your own: Trainer.container.`
    });
  }
  return known2[name];
}

// lib/training/training-image.ts
init_errors();
var SERVE_AS_SAVED = ["xgboost", "tensorflow", "huggingface"];
var SERVE_BY_SCRIPT = ["sklearn", "pytorch", "mxnet", "chainer", "autogluon"];
var TrainingImage = class _TrainingImage {
  constructor(training, findServing, family) {
    this.findServing = findServing;
    this.training = training;
    this._family = family;
  }
  findServing;
  /** scikit-learn, by version, for example `1.4-2-py312`. */
  static sklearn(version) {
    return _TrainingImage._published("sklearn", { version });
  }
  /** XGBoost as a framework, for scripts that call it. */
  static xgboost(version) {
    return _TrainingImage._published("xgboost", { version });
  }
  /** PyTorch, for CPUs and GPUs. */
  static pytorch(options = {}) {
    return _TrainingImage._published("pytorch", options);
  }
  /** TensorFlow, for CPUs and GPUs. */
  static tensorflow(options = {}) {
    return _TrainingImage._published("tensorflow", options);
  }
  /** Apache MXNet, for CPUs and GPUs. The project has ended: its use is warned of. */
  static mxnet(options = {}) {
    return _TrainingImage._published("mxnet", options);
  }
  /** Chainer, for CPUs and GPUs. The project has ended: its use is warned of. */
  static chainer(options = {}) {
    return _TrainingImage._published("chainer", options);
  }
  /** Hugging Face Transformers on PyTorch or TensorFlow; the images that train are for GPUs. */
  static huggingFace(options = {}) {
    return _TrainingImage._published("huggingface", options);
  }
  /** AutoGluon, for CPUs and GPUs. */
  static autogluon(options = {}) {
    return _TrainingImage._published("autogluon", options);
  }
  /** A container of yours that trains, and, unless another is given, serves. */
  static fromImage(training, serving = training) {
    return new _TrainingImage(training, () => serving);
  }
  /**
   * The images of a family.
   *
   * @internal
   */
  static _published(family, options) {
    const { servingProcessor, ...rest } = options;
    const version = options.version ?? newestOfBoth(family);
    const processor = options.processor ?? usualProcessor(family, "training" /* TRAINING */);
    const training = ContainerImage.of(family, { ...rest, version, processor, use: "training" /* TRAINING */ });
    return new _TrainingImage(training, () => ContainerImage.of(family, {
      version: servingVersion(family, version ?? training.version),
      processor: servingProcessor ?? usualProcessor(family, "inference" /* INFERENCE */),
      // TensorFlow's images that serve hold no Python of yours.
      python: family === "tensorflow" ? void 0 : options.python,
      baseFramework: options.baseFramework,
      use: "inference" /* INFERENCE */
    }), family);
  }
  /** The image that trains. */
  training;
  /**
   * The framework whose image it is.
   *
   * @internal
   */
  _family;
  served;
  /** The image that serves the artifact, of the same version or of the same first two numbers. Fails for a version that is not published for serving. */
  get serving() {
    this.served ??= this.findServing();
    return this.served;
  }
  /**
   * How what it trained is served.
   *
   * @internal
   */
  get _servedBy() {
    const { serving, _family: family } = this;
    const served = { image: serving, name: family ?? "the image" };
    if (family === void 0 || SERVE_AS_SAVED.includes(family)) {
      return { ...served, script: 1 /* POSSIBLE */ };
    }
    return { ...served, script: SERVE_BY_SCRIPT.includes(family) ? 0 /* NEEDED */ : 2 /* USELESS */ };
  }
  /** The training image in the stack of a construct. */
  bind(scope) {
    return this.training.bind(scope);
  }
};
function usualProcessor(family, use) {
  const { processors } = offered(family, use);
  return processors.includes("cpu") ? "cpu" : processors[0];
}
function newestOfBoth(family) {
  const newest = versionOf(family, "training" /* TRAINING */, void 0);
  const { versions } = offered(family, "inference" /* INFERENCE */);
  return versions.includes(newest) ? newest : offered(family, "training" /* TRAINING */).versions.filter((version) => versions.includes(version)).sort(byNumbers).pop();
}
function servingVersion(family, trained) {
  const { versions } = offered(family, "inference" /* INFERENCE */);
  const resolved = versionOf(family, "training" /* TRAINING */, trained);
  const found = versions.includes(resolved) ? resolved : versions.filter((version) => minorOf(version) === minorOf(resolved)).sort(byNumbers).pop();
  if (found === void 0) {
    throw invalid(void 0, {
      code: "ImageServesNot",
      property: "version",
      problem: `${family} has no image of this version that serves`,
      value: resolved,
      fix: `Train with one of ${versions.join(", ")}, or name the image that serves: TrainingImage.fromImage(training, serving).`
    });
  }
  return found;
}
function minorOf(version) {
  return version.split(/[.-]/).slice(0, 2).join(".");
}
function byNumbers(one, other) {
  return one.localeCompare(other, "en", { numeric: true });
}

// lib/training/built-in-algorithm.ts
var BuiltInAlgorithm = class _BuiltInAlgorithm {
  /** Gradient boosted trees: tables, any kind of target. */
  static XGBOOST = new _BuiltInAlgorithm("xgboost");
  /** Linear models for classification and regression. */
  static LINEAR_LEARNER = new _BuiltInAlgorithm("linear-learner");
  /** Interactions in sparse tables, such as clicks. */
  static FACTORIZATION_MACHINES = new _BuiltInAlgorithm("factorization-machines");
  /** The classes or values of the nearest neighbours. */
  static KNN = new _BuiltInAlgorithm("knn");
  /** Groups of rows around their centres. */
  static KMEANS = new _BuiltInAlgorithm("kmeans");
  /** Principal components of a table. */
  static PCA = new _BuiltInAlgorithm("pca");
  /** Topics of texts, by latent Dirichlet allocation. */
  static LDA = new _BuiltInAlgorithm("lda");
  /** Topics of texts, by a neural network. */
  static NTM = new _BuiltInAlgorithm("ntm");
  /** Rows that are unlike the others. */
  static RANDOM_CUT_FOREST = new _BuiltInAlgorithm("randomcutforest");
  /** Uses of IP addresses that are unlike the others. */
  static IP_INSIGHTS = new _BuiltInAlgorithm("ipinsights");
  /** Vectors of pairs of things. */
  static OBJECT2VEC = new _BuiltInAlgorithm("object2vec");
  /** Vectors of words, and classes of texts. */
  static BLAZING_TEXT = new _BuiltInAlgorithm("blazingtext");
  /** Texts made of texts: translations and summaries. */
  static SEQ2SEQ = new _BuiltInAlgorithm("seq2seq");
  /** How many series go on, learnt together. */
  static DEEPAR = new _BuiltInAlgorithm("forecasting-deepar");
  /** Classes of pictures. */
  static IMAGE_CLASSIFICATION = new _BuiltInAlgorithm("image-classification");
  /** Things in pictures. */
  static OBJECT_DETECTION = new _BuiltInAlgorithm("object-detection");
  /** Classes of pixels. */
  static SEMANTIC_SEGMENTATION = new _BuiltInAlgorithm("semantic-segmentation");
  /** Boosted trees of LightGBM; needs a script of JumpStart's. */
  static LIGHTGBM = new _BuiltInAlgorithm("lightgbm");
  /** Boosted trees of CatBoost; needs a script of JumpStart's. */
  static CATBOOST = new _BuiltInAlgorithm("catboost");
  /** Transformers for tables; needs a script of JumpStart's. */
  static TAB_TRANSFORMER = new _BuiltInAlgorithm("tabtransformer");
  /** Ensembles of models for tables; needs a script of JumpStart's. */
  static AUTOGLUON_TABULAR = new _BuiltInAlgorithm("autogluon-tabular");
  /** Classes of pictures with TensorFlow's models; needs a script of JumpStart's. */
  static IMAGE_CLASSIFICATION_TENSORFLOW = new _BuiltInAlgorithm("image-classification-tensorflow");
  /** Things in pictures with TensorFlow's models; needs a script of JumpStart's. */
  static OBJECT_DETECTION_TENSORFLOW = new _BuiltInAlgorithm("object-detection-tensorflow");
  /** Classes of texts with TensorFlow's models; needs a script of JumpStart's. */
  static TEXT_CLASSIFICATION_TENSORFLOW = new _BuiltInAlgorithm("text-classification-tensorflow");
  /** An algorithm by its name in the guide, for example `xgboost`. Fails for a name that no algorithm has. */
  static of(name) {
    factsOf(name);
    return new _BuiltInAlgorithm(name);
  }
  /** The algorithms that solve a problem: first those that need no script, in the order of the guide. */
  static forProblem(problem) {
    const found = Object.entries(algorithms()).filter(([, { problemTypes }]) => problemTypes.includes(problem));
    return [...found.filter(([, { image }]) => image), ...found.filter(([, { image }]) => !image)].map(([name]) => new _BuiltInAlgorithm(name));
  }
  /** The algorithm's name, as in the address of its image. */
  name;
  constructor(name) {
    this.name = name;
  }
  /** What it can be used for. */
  get problemTypes() {
    return [...this._facts.problemTypes];
  }
  /** Channels that it always needs. */
  get requiredChannels() {
    return Object.entries(this._facts.channels).filter(([, required]) => required === true).map(([name]) => name);
  }
  /** Channels that it may have; some are needed with some content types. */
  get optionalChannels() {
    return Object.entries(this._facts.channels).filter(([, required]) => required !== true).map(([name]) => name);
  }
  /** Content types of its training data; the first is taken where a channel does not say. */
  get contentTypes() {
    return [...this._facts.contentTypes];
  }
  /** Content types that its model answers. */
  get inferenceContentTypes() {
    return [...this._facts.inferenceContentTypes];
  }
  /** How it can read its data: `File`, `FastFile` and `Pipe`. */
  get inputModes() {
    return [...this._facts.inputModes];
  }
  /** Kinds of instances that it trains on: `cpu` and `gpu`. */
  get instanceKinds() {
    return [...this._facts.instanceKinds];
  }
  /** Names of its hyperparameters. */
  get hyperparameterNames() {
    return Object.keys(this._facts.hyperparameters);
  }
  /** Metrics of its log that tuning can aim at; SageMaker reads them without definitions. */
  get metricNames() {
    return this._facts.metrics.map(({ name }) => name);
  }
  /** Whether several instances train one model. */
  get supportsDistributedTraining() {
    return this._facts.distributed;
  }
  /** Whether training can go on from an earlier model. */
  get supportsIncrementalTraining() {
    return this._facts.incremental;
  }
  /** Whether data and hyperparameters are enough; the others need a script and a model of JumpStart's as well. */
  get needsNoScript() {
    return this._facts.image !== void 0;
  }
  /**
   * The image that trains, and serves what it made.
   *
   * Fails for an algorithm that needs a script, and for a version that does not exist; at binding for a region that does not have it.
   *
   * @param version of the image; the newest this library knows if none is given. Only XGBoost has several.
   */
  image(version) {
    const { image, jumpStart } = this._facts;
    if (image === void 0) {
      throw invalid(void 0, {
        code: "AlgorithmNeedsScript",
        property: "algorithm",
        problem: `'${this.name}' is no image that trains by itself: it needs a script and a model of JumpStart's (${jumpStart.models.join(", ")})`,
        fix: jumpStart.instead
      });
    }
    return TrainingImage._published(image, { version });
  }
  /**
   * What is known of it.
   *
   * @internal
   */
  get _facts() {
    return factsOf(this.name);
  }
};

// lib/training/channel.ts
var Channel = class _Channel extends S3Source {
  constructor(source, _options, _manifest) {
    super();
    this.source = source;
    this._options = _options;
    this._manifest = _manifest;
  }
  source;
  _options;
  _manifest;
  /** Data in S3 and how it is read. */
  static fromSource(source, options = {}) {
    return new _Channel(source, options);
  }
  /** A file of JSON lines, as labelling jobs make them, that names objects and what is known of them. It is read in Pipe mode. */
  static fromAugmentedManifest(manifest, options) {
    return new _Channel(manifest, { inputMode: "Pipe" /* PIPE */, ...options }, options);
  }
  /** Names the place and lets a principal read it. */
  bind(scope, reader) {
    this._manifest?.data.bind(scope, reader);
    return this.source.bind(scope, reader);
  }
};

// lib/training/checkpoints.ts
init_job_site();
init_s3_grants();

// lib/training/distribution.ts
init_errors();
init_limits2();
var PROCESSES = Limit.between("ProcessesPerHost", 1);

// lib/training/hyperparameter-search.ts
var import_core99 = require("aws-cdk-lib/core");
init_errors();
init_limits2();
var VALUES = Limit.between("HyperparameterValues", 1, 30);
var VALUE2 = Limit.between("HyperparameterValue", 0, 256);
var RESOURCE = Limit.between("HyperbandResource", 1);
var PARENTS = Limit.of("HyperParameterTuningJobWarmStartConfig.ParentHyperParameterTuningJobs");

// lib/training/hyperparameter-tuner.ts
init_errors();

// lib/training/private/render-tuning.ts
init_errors();
init_job_site();
init_limits2();

// lib/training/private/check-tuning.ts
var import_core100 = require("aws-cdk-lib/core");
init_errors();
init_instance_types2();
init_limits2();
var JOBS = Limit.between("MaxJobs", 1);
var PARALLEL = Limit.between("MaxParallelJobs", 1);
var NOT_IMPROVING = Limit.between("MaxJobsNotImproving", 3);
var SEED = Limit.between("RandomSeed", 0);
var RUNTIME4 = Limit.between("TuningRuntime", 120, import_core100.Duration.hours(4380).toSeconds());
var DEFINITIONS = Limit.between("TuningDefinitions", 1, 10);
var RANGES = Limit.between("HyperparameterRanges", 1, 30);
var AUTOMATIC = Limit.between("AutomaticHyperparameters", 0, 100);
var RANGE_NAME = Limit.between("HyperparameterName", 1, 256);
var METRIC = Limit.between("ObjectiveMetric", 1, 255);
var INSTANCES5 = Limit.between("TuningInstances", 1, 6);
var INSTANCE_COUNT = Limit.between("InstanceCount", 1, 100);
var VOLUME2 = Limit.between("VolumeSize", 1, 16384);

// lib/training/private/render-tuning.ts
var ENVIRONMENT2 = Limit.between("TuningEnvironment", 0, 48);

// lib/training/private/hyperparameters.ts
var import_core101 = require("aws-cdk-lib/core");
init_errors();
function writeHyperparameters(algorithm, facts, given2) {
  const values = {};
  const mistakes = [];
  const unsure = [];
  for (const [name, value] of Object.entries(given2).filter(([, each]) => each !== void 0)) {
    const fact = Object.hasOwn(facts.hyperparameters, name) ? facts.hyperparameters[name] : void 0;
    const written2 = fact ? writeOne(name, fact, value) : textOf2(value);
    values[name] = typeof written2 === "string" ? written2 : String(value);
    if (typeof written2 !== "string") {
      mistakes.push(written2);
    } else if (!fact && mayExist(name, facts)) {
      unsure.push(name);
    } else if (!fact) {
      mistakes.push(unknown(algorithm, name, facts));
    }
  }
  return { values, mistakes, unsure };
}
function missingHyperparameters(facts, values, contentTypes) {
  return Object.entries(facts.hyperparameters).filter(([name]) => !(name in values)).flatMap(([name, fact]) => {
    const why = whyRequired(fact, values, contentTypes);
    return why === void 0 ? [] : [{ code: "HyperparameterMissing", property: "hyperparameters", problem: `'${name}' is required${why}`, fix: `Set '${name}'${choices(fact)}.` }];
  });
}
function whyRequired({ required, requiredWhen }, values, contentTypes) {
  if (required) {
    return "";
  }
  const { name, values: asked, contentTypes: types2 } = requiredWhen ?? {};
  const met = types2?.find((type) => contentTypes.includes(type));
  if (met) {
    return ` for data of type '${met}'`;
  }
  if (name === void 0 || !(name in values) || asked && !asked.includes(values[name])) {
    return void 0;
  }
  return ` when '${name}' is ${asked ? `'${values[name]}'` : "set"}`;
}
function mayExist(name, { growing, hyperparameters }) {
  return growing === true && !Object.keys(hyperparameters).some((each) => distance(name, each) <= 2);
}
function unknown(algorithm, name, { hyperparameters }) {
  const meant = nearest(name, Object.keys(hyperparameters));
  return {
    code: "HyperparameterUnknown",
    property: "hyperparameters",
    problem: `${algorithm} has no such hyperparameter`,
    value: name,
    fix: meant ? `Did you mean '${meant}'?` : `Use some of ${Object.keys(hyperparameters).join(", ")}.`
  };
}
function writeOne(name, fact, value) {
  if (!isKnown(value) || hasText(value)) {
    return textOf2(value);
  }
  const property = `hyperparameters '${name}'`;
  if (fact.orAuto && value === "auto") {
    return value;
  }
  switch (fact.type) {
    case "bool":
      return writeBoolean(property, fact, value);
    case "int":
    case "float":
      return writeNumber(property, fact, value);
    case "string":
      return writeText(property, fact, value);
  }
}
function writeBoolean(property, { boolStyle }, value) {
  const text = typeof value === "boolean" || typeof value === "string" ? String(value).toLowerCase() : "";
  if (text !== "true" && text !== "false") {
    return { code: "HyperparameterType", property, problem: "must be true or false", value, fix: `Set ${property} to true or false.` };
  }
  return inStyle(text, boolStyle);
}
function inStyle(text, style) {
  return style === "title" ? `${text[0].toUpperCase()}${text.slice(1)}` : text;
}
var WHOLE = /^[+-]?\d+$/;
var NUMBER2 = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
function writeNumber(property, fact, value) {
  const text = typeof value === "number" || typeof value === "string" ? String(value).trim() : "";
  const whole = fact.type === "int";
  if (!(whole ? WHOLE : NUMBER2).test(text)) {
    const kind = whole ? "a whole number" : "a number";
    return { code: "HyperparameterType", property, problem: `must be ${kind}${orAuto(fact)}`, value, fix: `Set ${property} to ${kind}${orAuto(fact)}.` };
  }
  if (isWithin(fact, Number(text))) {
    return text;
  }
  return { code: "HyperparameterRange", property, problem: `must be ${rangeOf(fact)}${orAuto(fact)}`, value, fix: `Set ${property} to a value that is ${rangeOf(fact)}.` };
}
function isWithin(fact, value) {
  const { min = -Infinity, max = Infinity, exclusiveMin = -Infinity, exclusiveMax = Infinity } = fact;
  return value === fact.orValue || value >= min && value <= max && value > exclusiveMin && value < exclusiveMax && !fact.not?.includes(value);
}
function rangeOf({ min, max, exclusiveMin, exclusiveMax, not, orValue }) {
  const bounds = [
    exclusiveMin === void 0 ? min === void 0 ? [] : [`at least ${min}`] : [`above ${exclusiveMin}`],
    exclusiveMax === void 0 ? max === void 0 ? [] : [`at most ${max}`] : [`below ${exclusiveMax}`],
    not ? [`not ${not.join(", ")}`] : []
  ].flat().join(" and ");
  return orValue === void 0 ? bounds : `${bounds}, or ${orValue}`;
}
function orAuto({ orAuto: auto }) {
  return auto ? " or 'auto'" : "";
}
function writeText(property, fact, value) {
  if (Array.isArray(value)) {
    return writeList(property, fact, value);
  }
  if (typeof value === "boolean" && fact.enum) {
    const same = fact.enum.find((each) => each.toLowerCase() === String(value));
    return same ?? notAChoice(property, fact, value);
  }
  if (typeof value !== "string" && typeof value !== "number") {
    return { code: "HyperparameterType", property, problem: `must be text${fact.list ? " or a list" : ""}`, value, fix: `Write ${property} as text${fact.list ? " or as a list" : ""}.` };
  }
  const text = String(value);
  if (fact.list) {
    const parts2 = partsOf3(fact, text);
    return parts2 && fact.enum && parts2.some((part) => !fact.enum.includes(part)) ? notAChoice(property, fact, value) : text;
  }
  if (fact.enum && !fact.enum.includes(text)) {
    return notAChoice(property, fact, value);
  }
  if (fact.pattern !== void 0 && !new RegExp(fact.pattern).test(text)) {
    return { code: "HyperparameterPattern", property, problem: `must match ${fact.pattern}`, value, fix: `Write ${property} in the form the algorithm reads.` };
  }
  return text;
}
function notAChoice(property, fact, value) {
  const meant = typeof value === "string" ? nearest(value, fact.enum) : void 0;
  return {
    code: "HyperparameterChoice",
    property,
    problem: `must be ${fact.list ? "some" : "one"} of ${fact.enum.join(", ")}`,
    value,
    fix: meant ? `Did you mean '${meant}'?` : `Set ${property}${choices(fact)}.`
  };
}
function choices({ enum: all, list }) {
  return all ? ` to ${list ? "some" : "one"} of ${all.join(", ")}` : "";
}
function partsOf3({ list }, text) {
  if (list === "comma") {
    return text.split(",").map((part) => part.trim());
  }
  try {
    const parsed = JSON.parse(text);
    return (Array.isArray(parsed) ? parsed : [parsed]).map(String);
  } catch {
    return [text];
  }
}
function writeList(property, fact, value) {
  if (!fact.list) {
    return { code: "HyperparameterType", property, problem: "must be one value", value, fix: `Give ${property} one value instead of a list.` };
  }
  if (fact.enum && value.some((each) => isKnown(each) && !fact.enum.includes(String(each)))) {
    return notAChoice(property, fact, value);
  }
  switch (fact.list) {
    case "json":
      return JSON.stringify(value);
    case "comma":
      return value.join(",");
    case "tuple":
      return `(${value.join(", ")})`;
  }
}
function hasText(value) {
  return typeof value === "object" && value !== null && typeof value.valueAsString === "string";
}
function textOf2(value) {
  if (hasText(value)) {
    return value.valueAsString;
  }
  if (typeof value !== "string" && import_core101.Token.isUnresolved(value)) {
    const token = typeof value === "number" ? import_core101.Tokenization.reverseNumber(value) : value;
    const inner = token?.value;
    return hasText(inner) ? inner.valueAsString : import_core101.Token.asString(token);
  }
  return typeof value === "string" ? value : JSON.stringify(value) ?? "";
}

// lib/training/private/render-training.ts
var import_core105 = require("aws-cdk-lib/core");
init_job_site();

// lib/training/private/check-training.ts
var import_core103 = require("aws-cdk-lib/core");
init_errors();
init_instance_types2();
init_limits2();

// lib/training/private/check-algorithm.ts
var import_core102 = require("aws-cdk-lib/core");
init_errors();
var MODEL_CONTENT_TYPE = "application/x-sagemaker-model";
function checkAlgorithm(scope, mistakes, recipe, channels, searched) {
  const { algorithm: { _facts: facts, name }, written: written2 } = recipe.builtIn;
  const { overrides = {} } = recipe.options;
  if (!("HyperParameters" in overrides)) {
    written2.mistakes.forEach((mistake) => mistakes.add(mistake));
    const tried = Object.fromEntries(Object.entries(searched).map(([each, { values }]) => [each, values[0]]));
    missingHyperparameters(facts, { ...written2.values, ...tried }, contentTypesOf(facts, channels)).forEach((mistake) => mistakes.add(mistake));
    searchedMistakes(name, facts, searched).forEach((mistake) => mistakes.add(mistake));
    written2.unsure.forEach((unsure) => import_core102.Annotations.of(scope).addWarningV2(
      "cdk-sagemaker-lifecycle:unknownHyperparameter",
      `hyperparameters: '${unsure}' is none of ${name} that this version knows; the image refuses it unless it is newer`
    ));
  }
  if (!("InputDataConfig" in overrides)) {
    checkChannels(mistakes, name, facts, channels);
    Object.entries(channels).forEach(([channel, source]) => checkData(mistakes, name, facts, recipe, channel, optionsOf(source)));
  }
  if (!("ResourceConfig" in overrides)) {
    checkInstances(mistakes, name, facts, recipe);
  }
  mistakes.when(recipe.options.initialModel !== void 0 && !facts.incremental, {
    code: "AlgorithmNotIncremental",
    property: "initialModel",
    problem: `${name} cannot go on from an earlier model`,
    fix: "Leave 'initialModel' out."
  });
}
function searchedMistakes(name, facts, searched) {
  return Object.entries(searched).flatMap(([hyperparameter, { values, continuous }]) => {
    const found = values.flatMap((value) => writeHyperparameters(name, facts, { [hyperparameter]: value }).mistakes);
    const whole = Object.hasOwn(facts.hyperparameters, hyperparameter) && facts.hyperparameters[hyperparameter].type === "int";
    const [first] = [...found, ...continuous && whole ? [{
      code: "HyperparameterType",
      property: "hyperparameters",
      problem: `'${hyperparameter}' takes whole numbers alone`,
      fix: "Use HyperparameterRange.integer."
    }] : []];
    return first ? [{ ...first, property: first.property.replace("hyperparameters", "ranges") }] : [];
  });
}
function contentTypeOf(facts, channel, channels) {
  const said = optionsOf(channels[channel]).contentType;
  if (said !== void 0 || facts.contentTypeOptional) {
    return said;
  }
  const own = facts.channelContentTypes?.[channel];
  if (own) {
    return own[0];
  }
  const [, data] = Object.entries(channels).find(([name]) => name === channel.replace(/_(lst|annotation)$/, "") && name !== channel) ?? [];
  return (data && optionsOf(data).contentType) ?? facts.contentTypes[0];
}
function contentTypesOf(facts, channels) {
  return Object.keys(channels).flatMap((channel) => {
    const type = contentTypeOf(facts, channel, channels);
    return isKnown(type) ? [baseOf(type)] : [];
  });
}
function optionsOf(source) {
  return source instanceof Channel ? source._options : {};
}
function baseOf(contentType) {
  return contentType.split(";")[0].trim().toLowerCase();
}
function checkInstances(mistakes, name, facts, { instanceType, options, hyperparameters }) {
  const kind = isKnown(instanceType) ? processorOf(instanceType) : void 0;
  const several = isKnown(options.instanceCount) && options.instanceCount > 1;
  const { mode } = hyperparameters;
  mistakes.when(kind !== void 0 && !facts.instanceKinds.includes(kind), {
    code: "AlgorithmInstanceKind",
    property: "instanceType",
    problem: `${name} trains on ${facts.instanceKinds.join(" or ").replace("cpu", "CPUs").replace("gpu", "GPUs")} alone`,
    value: instanceType,
    fix: `Use, for example, ${facts.instanceKinds.includes("cpu") ? USUAL_INSTANCE : USUAL_GPU_INSTANCE}.`
  }).when(several && facts.singleInstance === true, {
    code: "AlgorithmSingleInstance",
    property: "instanceCount",
    problem: `${name} trains on one instance alone`,
    value: options.instanceCount,
    fix: "Set 'instanceCount' to 1."
  }).when(several && name === "blazingtext" && isKnown(mode) && mode !== "batch_skipgram", {
    code: "AlgorithmSingleInstance",
    property: "instanceCount",
    problem: `${name} trains on several instances with the mode batch_skipgram alone, and it is '${mode}'`,
    value: options.instanceCount,
    fix: "Set 'instanceCount' to 1."
  }).when(kind === "gpu" && name === "blazingtext" && mode === "batch_skipgram", {
    code: "AlgorithmInstanceKind",
    property: "instanceType",
    problem: `${name} has no mode batch_skipgram on GPUs`,
    value: instanceType,
    fix: `Use an instance without one, for example ${USUAL_INSTANCE}, or another mode.`
  });
}
function checkChannels(mistakes, name, facts, channels) {
  const types2 = contentTypesOf(facts, channels);
  for (const [channel, required] of Object.entries(facts.channels)) {
    const because = Array.isArray(required) ? required.find((type) => types2.includes(type)) : void 0;
    const replaced = Object.values(channels).some((source) => source instanceof Channel && source._manifest) && channel.endsWith("_annotation");
    mistakes.when((required === true || because !== void 0) && !(channel in channels) && !replaced, {
      code: "ChannelMissing",
      property: "channels",
      problem: `${name} needs the channel '${channel}'${because ? ` with data of type '${because}'` : ""}`,
      fix: `Give it the channels ${Object.keys(facts.channels).filter((each) => facts.channels[each] === true).join(", ")}${because ? ` and ${channel}` : ""}.`
    });
  }
  const known2 = [...Object.keys(facts.channels), ...facts.incremental ? ["model"] : []];
  for (const channel of Object.keys(channels).filter((each) => !known2.includes(each))) {
    const meant = nearest(channel, known2);
    mistakes.when(true, {
      code: "ChannelUnknown",
      property: "channels",
      problem: `${name} has no such channel`,
      value: channel,
      fix: meant ? `Did you mean '${meant}'?` : `Use some of ${known2.join(", ")}.`
    });
  }
}
function checkData(mistakes, name, facts, { options }, channel, said) {
  if (channel === "model") {
    return;
  }
  const property = `channels '${channel}'`;
  const { contentType, distribution } = said;
  const mode = said.inputMode ?? options.inputMode ?? "File" /* FILE */;
  const types2 = facts.channelContentTypes?.[channel] ?? facts.contentTypes;
  const needed = facts.distribution?.[channel];
  const type = isKnown(contentType) ? baseOf(contentType) : void 0;
  mistakes.when(type !== void 0 && !types2.includes(type), {
    code: "ChannelContentType",
    property,
    problem: `${name} does not read this content type here`,
    value: contentType,
    fix: `Use one of ${types2.join(", ")}.`
  }).when(!facts.inputModes.includes(mode), {
    code: "ChannelInputMode",
    property,
    problem: `${name} does not read its data in this mode`,
    value: mode,
    fix: `Use one of ${facts.inputModes.join(", ")}.`
  }).when(mode === "Pipe" /* PIPE */ && facts.pipeContentTypes !== void 0 && type !== void 0 && !facts.pipeContentTypes.includes(type), {
    code: "ChannelInputMode",
    property,
    problem: `${name} reads data of this type in File mode alone`,
    value: contentType,
    fix: "Leave 'inputMode' out."
  }).when(needed !== void 0 && distribution !== void 0 && distribution !== needed, {
    code: "ChannelDistribution",
    property,
    problem: `${name} needs its objects ${needed === "ShardedByS3Key" ? "shared out between the instances" : "on each instance"}`,
    value: distribution,
    fix: "Leave 'distribution' out."
  });
}

// lib/training/private/check-training.ts
var DEFAULT_RUNTIME = import_core103.Duration.hours(4);
var MODEL_CHANNEL = "model";
var CODE_CHANNEL = "code";
var RUNTIME5 = Limit.between("MaxRuntime", 1, import_core103.Duration.days(28).toSeconds());
var INSTANCES6 = Limit.between("InstanceCount", 1, 100);
var VOLUME3 = Limit.between("VolumeSize", 1, import_core103.Size.tebibytes(16).toGibibytes());
var KEEP_ALIVE = Limit.between("KeepAlive", 1, Limit.of("ResourceConfig.KeepAlivePeriodInSeconds").max);
var RETRIES3 = Limit.of("RetryStrategy.MaximumRetryAttempts");
var LOCAL_PATH2 = Limit.between("LocalPath", 1, 4096);
var METRICS2 = Limit.of("AlgorithmSpecification.MetricDefinitions");
var REGEX = Limit.of("MetricDefinition.Regex");
var METRIC_NAME2 = Limit.between("MetricName", 1, 255);
var HYPERPARAMETER_NAME = Limit.between("HyperParameterName", 1, 256);
var HYPERPARAMETER = Limit.between("HyperParameterValue", 0, 2500);
var CHANNEL_NAME = Limit.of("Channel.ChannelName");
var CONTENT_TYPE = Limit.of("Channel.ContentType");
var ATTRIBUTES = Limit.between("AttributeNames", 1, 16);
var SCRIPT_MODE_PARAMETERS = 4;
function checkTraining(scope, recipe, channels, searched) {
  const { options, code, metrics, hyperparameters, distribution, builtIn } = recipe;
  checkInstanceType(scope, "instanceType", options.instanceType, FOR_TRAINING);
  const mistakes = new Mistakes(scope).add(INSTANCES6.mistakeIn("instanceCount", options.instanceCount)).add(VOLUME3.mistakeIn("volumeSize", options.volumeSize?.toGibibytes())).add(RUNTIME5.mistakeIn("maxRuntime", options.maxRuntime?.toSeconds())).add(RETRIES3.mistakeIn("retries", options.retries)).add(hyperparameterLimit(recipe).mistakeInCount("hyperparameters", hyperparameters)).add(METRICS2.mistakeInCount("metrics", metrics)).add(channelLimit(recipe).mistakeInCount("channels", channels)).add(LOCAL_PATH2.mistakeInText("checkpoints.localPath", options.checkpoints?._options.localPath));
  checkWaiting(mistakes, options);
  checkNetwork(mistakes, options);
  mistakes.add(mistakeInTracking(options));
  distribution?._mistakes({ family: recipe.image._family, instanceType: recipe.instanceType }).forEach((mistake) => mistakes.add(mistake));
  metrics?.forEach((metric) => mistakes.add(METRIC_NAME2.mistakeInText("metrics", metric.name)).add(REGEX.mistakeInText(`metrics '${metric.name}'`, metric.regex)));
  Object.entries(hyperparameters).forEach(([name, value]) => checkHyperparameter(mistakes, name, value));
  checkEnvironment(mistakes, OF_TRAINING, options.environment);
  Object.entries(channels).forEach(([name, source]) => checkChannel(mistakes, name, source, options));
  checkReserved(mistakes, options, code, channels);
  if (builtIn) {
    checkAlgorithm(scope, mistakes, recipe, channels, searched);
  }
  mistakes.throwIfAny();
}
function checkWaiting(mistakes, { spot, keepAlive, maxRuntime = DEFAULT_RUNTIME }) {
  const runtime = maxRuntime.toSeconds();
  const wait = spot?.maxWait.toSeconds();
  mistakes.add(KEEP_ALIVE.mistakeIn("keepAlive", keepAlive?.toSeconds())).when(isKnown(wait) && isKnown(runtime) && wait < runtime, {
    code: "SpotWaitTooShort",
    property: "spot.maxWait",
    problem: `must be at least 'maxRuntime' (${runtime} seconds)`,
    value: wait,
    fix: "Raise 'maxWait', or lower 'maxRuntime'."
  }).when(spot !== void 0 && keepAlive !== void 0, {
    code: "KeepAliveWithSpot",
    property: "keepAlive",
    problem: "does not go with 'spot': spare capacity is given back at the end of a job",
    fix: "Leave one of them out."
  });
}
function channelLimit({ options: { initialModel, networkIsolation }, code }) {
  const { min, max } = Limit.of("CreateTrainingJobRequest.InputDataConfig");
  return Limit.between("InputDataConfig", min, max - (initialModel ? 1 : 0) - (networkIsolation && code ? 1 : 0));
}
function hyperparameterLimit({ code, distribution, instanceType, image }) {
  const { max } = Limit.of("CreateTrainingJobRequest.HyperParameters");
  const forDistribution = distribution ? Object.keys(distribution._hyperparameters({ family: image._family, instanceType })).length : 0;
  return Limit.between("HyperParameters", 0, max - (code ? SCRIPT_MODE_PARAMETERS : 0) - forDistribution);
}
function checkHyperparameter(mistakes, name, value) {
  const property = `hyperparameters '${name}'`;
  mistakes.add(HYPERPARAMETER_NAME.mistakeInText("hyperparameters", name)).add(HYPERPARAMETER.mistakeInText(property, value)).when(isKnown(value) && /[\r\n]/.test(value), {
    code: "HyperParameterLines",
    property,
    problem: "must be one line",
    value,
    fix: "Put longer texts into a file beside the script."
  });
}
function checkChannel(mistakes, name, source, options) {
  mistakes.add(CHANNEL_NAME.mistakeInText("channels", name));
  if (!(source instanceof Channel)) {
    return;
  }
  const property = `channels '${name}'`;
  const { contentType, shuffleSeed, gzipped, wrapped } = source._options;
  const mode = source._options.inputMode ?? options.inputMode ?? "File" /* FILE */;
  const needsPipe = source._manifest ? "an augmented manifest" : gzipped ? "'gzipped'" : wrapped ? "'wrapped'" : void 0;
  mistakes.add(CONTENT_TYPE.mistakeInText(`${property} contentType`, contentType)).add(ATTRIBUTES.mistakeInCount(`${property} attributeNames`, source._manifest?.attributeNames)).when(isKnown(shuffleSeed) && !Number.isSafeInteger(shuffleSeed), {
    code: "ShuffleSeed",
    property,
    problem: "'shuffleSeed' must be a whole number",
    value: shuffleSeed,
    fix: "Choose any whole number."
  }).when(needsPipe !== void 0 && mode !== "Pipe" /* PIPE */, {
    code: "ChannelNeedsPipe",
    property,
    problem: `${needsPipe} needs the input mode Pipe`,
    value: mode,
    fix: "Set 'inputMode' to InputMode.PIPE."
  });
}
function checkReserved(mistakes, { initialModel, networkIsolation }, code, channels) {
  mistakes.when(initialModel !== void 0 && MODEL_CHANNEL in channels, {
    code: "ChannelTaken",
    property: `channels '${MODEL_CHANNEL}'`,
    problem: "is the channel of 'initialModel'",
    fix: "Give the earlier model in one of the two places."
  }).when(networkIsolation === true && code !== void 0 && CODE_CHANNEL in channels, {
    code: "ChannelTaken",
    property: `channels '${CODE_CHANNEL}'`,
    problem: "carries the script where 'networkIsolation' is set",
    fix: "Rename the channel."
  });
}

// lib/training/private/render-channels.ts
function renderChannels(site, recipe, channels, code) {
  const { initialModel, networkIsolation } = recipe.options;
  const facts = recipe.builtIn?.algorithm._facts;
  return [
    ...Object.entries(channels).map(([name, source]) => renderChannel(site, name, source, facts && {
      contentType: contentTypeOf(facts, name, channels),
      distribution: facts.distribution?.[name]
    })),
    ...initialModel ? [renderChannel(site, MODEL_CHANNEL, initialModel, { contentType: MODEL_CONTENT_TYPE, inputMode: "File" /* FILE */ })] : [],
    ...networkIsolation && code ? [channelOf(CODE_CHANNEL, code.uri, { inputMode: "File" /* FILE */ })] : []
  ];
}
function renderChannel(site, name, source, defaults = {}) {
  const options = source instanceof Channel ? source._options : {};
  const manifest = source instanceof Channel ? source._manifest : void 0;
  const { contentType = defaults.contentType, inputMode = defaults.inputMode, distribution = defaults.distribution } = options;
  return channelOf(name, source.bind(site.scope, site.role).uri, { ...options, contentType, inputMode, distribution }, manifest?.attributeNames);
}
function channelOf(name, uri, options, attributeNames) {
  const { contentType, inputMode, distribution = "FullyReplicated" /* FULLY_REPLICATED */, gzipped, wrapped, shuffleSeed } = options;
  return {
    ChannelName: name,
    DataSource: {
      S3DataSource: {
        S3DataType: attributeNames ? "AugmentedManifestFile" : "S3Prefix",
        S3Uri: uri,
        S3DataDistributionType: distribution,
        AttributeNames: attributeNames
      }
    },
    ContentType: contentType,
    InputMode: inputMode,
    CompressionType: gzipped ? "Gzip" : void 0,
    RecordWrapperType: wrapped ? "RecordIO" : void 0,
    ShuffleConfig: shuffleSeed === void 0 ? void 0 : { Seed: shuffleSeed }
  };
}

// lib/training/private/render-training.ts
function renderTrainingJob(site, recipe, channels, searched) {
  const { image, options, instanceType, metrics } = recipe;
  checkTraining(site.scope, recipe, channels, searched);
  const bound = image.bind(site.scope);
  grantPull(bound, site.role);
  grantJobTelemetry(site.scope, site.role, "TrainingJobs");
  const code = recipe.code?.bind(site.scope, site.role);
  return {
    AlgorithmSpecification: {
      TrainingImage: bound.uri,
      TrainingInputMode: options.inputMode ?? "File" /* FILE */,
      MetricDefinitions: metrics?.map((metric) => ({ Name: metric.name, Regex: metric.regex }))
    },
    HyperParameters: {
      ...recipe.hyperparameters,
      ...code ? scriptMode(site, code, options.networkIsolation === true) : {},
      ...recipe.distribution?._hyperparameters({ family: image._family, instanceType })
    },
    InputDataConfig: renderChannels(site, recipe, channels, code),
    OutputDataConfig: { S3OutputPath: site.outputUri("model", "models" /* WITH_THE_MODEL */), KmsKeyId: site.encryptionKey?.keyArn },
    ResourceConfig: {
      InstanceType: instanceType,
      InstanceCount: options.instanceCount ?? 1,
      VolumeSizeInGB: (options.volumeSize ?? import_core105.Size.gibibytes(30)).toGibibytes(),
      VolumeKmsKeyId: volumeKey(site, instanceType),
      KeepAlivePeriodInSeconds: options.keepAlive?.toSeconds()
    },
    StoppingCondition: {
      MaxRuntimeInSeconds: (options.maxRuntime ?? DEFAULT_RUNTIME).toSeconds(),
      MaxWaitTimeInSeconds: options.spot?.maxWait.toSeconds()
    },
    EnableManagedSpotTraining: options.spot ? true : void 0,
    CheckpointConfig: options.checkpoints?._render(site),
    RetryStrategy: options.retries === void 0 ? void 0 : { MaximumRetryAttempts: options.retries },
    VpcConfig: joinNetwork(site.scope, site.role, options),
    EnableNetworkIsolation: options.networkIsolation ? true : void 0,
    EnableInterContainerTrafficEncryption: options.encryptTrafficBetweenInstances ? true : void 0,
    RoleArn: site.role.roleArn,
    Environment: environmentOf(site, options),
    // SageMaker Debugger takes no new customers; without this its profiler would be asked for.
    ProfilerConfig: { DisableProfiler: true },
    ...options.overrides
  };
}
function scriptMode({ scope }, code, isolated) {
  if (isolated && code.hasRequirements) {
    import_core105.Annotations.of(scope).addWarningV2(
      "cdk-sagemaker-lifecycle:requirementsWithoutNetwork",
      "networkIsolation: 'requirements.txt' is installed from the internet, which the container cannot reach; put what it names into the image"
    );
  }
  return {
    sagemaker_program: code.entryPoint,
    sagemaker_submit_directory: isolated ? `/opt/ml/input/data/${CODE_CHANNEL}/${code.hash}.tar.gz` : code.uri,
    sagemaker_region: import_core105.Stack.of(scope).region,
    sagemaker_container_log_level: "20"
  };
}

// lib/training/trainer.ts
var Trainer = class _Trainer extends ModelTraining {
  constructor(recipe) {
    super();
    this.recipe = recipe;
    this.image = recipe.image;
  }
  recipe;
  /** Trains with a scikit-learn script. */
  static sklearn(options) {
    return _Trainer.script(TrainingImage.sklearn(options.version), options);
  }
  /** Trains with a script that calls XGBoost. */
  static xgboost(options) {
    return _Trainer.script(TrainingImage.xgboost(options.version), options);
  }
  /** Trains with a PyTorch script, in the image for the instance's processor. */
  static pytorch(options) {
    return _Trainer.framework("pytorch", options);
  }
  /** Trains with a TensorFlow script, in the image for the instance's processor. */
  static tensorflow(options) {
    return _Trainer.framework("tensorflow", options);
  }
  /** Trains with an Apache MXNet script. The project has ended: its use is warned of. */
  static mxnet(options) {
    return _Trainer.framework("mxnet", options);
  }
  /** Trains with a Chainer script. The project has ended: its use is warned of. */
  static chainer(options) {
    return _Trainer.framework("chainer", options);
  }
  /** Trains with a script that uses Hugging Face Transformers; needs an instance with a GPU. */
  static huggingFace(options) {
    return _Trainer.framework("huggingface", options);
  }
  /** Trains with a script that uses AutoGluon. */
  static autogluon(options) {
    return _Trainer.framework("autogluon", options);
  }
  /** Trains with a script in any image that holds AWS's training toolkit. */
  static script(image, options) {
    return _Trainer.ofScript(image, options, options.instanceType ?? USUAL_INSTANCE);
  }
  /** Trains with an image's own program. */
  static container(image, options = {}) {
    const { hyperparameters = {}, metrics } = options;
    return new _Trainer({ image, options, hyperparameters, metrics, instanceType: options.instanceType ?? USUAL_INSTANCE });
  }
  /**
   * Trains with an algorithm that comes with SageMaker: data and hyperparameters are enough.
   *
   * Hyperparameters, channels, content types and instances are checked against what is known of the algorithm, where the trainer is used.
   * Fails for an algorithm that needs a script of JumpStart's, with what to use instead.
   */
  static builtIn(algorithm, options = {}) {
    const facts = algorithm._facts;
    const written2 = writeHyperparameters(algorithm.name, facts, options.hyperparameters ?? {});
    return new _Trainer({
      image: algorithm.image(options.version),
      options,
      hyperparameters: written2.values,
      builtIn: { algorithm, written: written2 },
      instanceType: options.instanceType ?? (facts.instanceKinds.includes("cpu") ? USUAL_INSTANCE : USUAL_GPU_INSTANCE)
    });
  }
  static framework(family, options) {
    const { version, python, servingProcessor, baseFramework } = options;
    const { instanceType, processor } = machineFor(family, options.instanceType, options.processor);
    return _Trainer.ofScript(TrainingImage._published(family, { version, python, servingProcessor, baseFramework, processor }), options, instanceType);
  }
  static ofScript(image, options, instanceType) {
    const { hyperparameters = {}, metrics, distribution, entryPoint, sourceDir } = options;
    return new _Trainer({ image, options, hyperparameters, metrics, distribution, instanceType, code: SourceCode.fromScript(entryPoint, { sourceDir }) });
  }
  /** The images that train and serve. */
  image;
  /** @internal */
  _servedBy() {
    return this.image._servedBy;
  }
  /** @internal */
  _takesChannel(name) {
    const facts = this.recipe.builtIn?.algorithm._facts;
    return facts === void 0 || name in facts.channels;
  }
  /** @internal */
  get _namesColumns() {
    return this.recipe.builtIn === void 0;
  }
  /** @internal */
  _by({ trainer }) {
    return trainer(this);
  }
  /**
   * The metrics that are read from the log; undefined when the image may define some of its own.
   *
   * @internal
   */
  get _metricNames() {
    return this.recipe.code ? (this.recipe.metrics ?? []).map((metric) => metric.name) : void 0;
  }
  /**
   * The hyperparameters, without those by which the training toolkit finds a script.
   *
   * @internal
   */
  get _hyperparameters() {
    return this._replaces("HyperParameters") ? {} : { ...this.recipe.hyperparameters };
  }
  /**
   * Whether a member of the request is another one than this class writes.
   *
   * @internal
   */
  _replaces(member) {
    const { overrides } = this.recipe.options;
    return overrides !== void 0 && member in overrides;
  }
  /**
   * The CreateTrainingJob request without a job name; a search for hyperparameters gives the searched ones.
   *
   * @internal
   */
  _render(site, channels, searched = {}) {
    return renderTrainingJob(site, this.recipe, channels, searched);
  }
};

// bench/zy.ts
var WARM_UP2 = 3;
var STEPS_OF_A_MODEL = 5;
var script = (name) => (0, import_node_path8.resolve)(process.cwd(), "examples/pipeline/scripts", `${name}.py`);
function build2(steps2) {
  const stack = new import_core107.Stack(new import_core107.App({ analyticsReporting: false }), "Large", { env: { account: "111122223333", region: "us-east-1" } });
  const pipeline2 = new Pipeline(stack, "Pipeline", { definition: DefinitionPlace.inTemplate() });
  const rows = pipeline2.addIntegerParameter("Rows", { defaultValue: 1e3 });
  for (let model = 0; model < steps2 / STEPS_OF_A_MODEL; model++) {
    pipeline2.addSteps(...stepsOf(model, rows));
  }
  return { stack, pipeline: pipeline2 };
}
function measure(steps2) {
  const { stack, pipeline: pipeline2 } = build2(steps2);
  const { pipelineDefinition } = pipeline2.node.defaultChild;
  const [ours] = timed(() => stack.resolve(pipelineDefinition));
  const document = stack.resolve(pipeline2._definition());
  const [theirs, text] = timed(() => JSON.stringify(document));
  const written2 = text.split('"DisplayName"').length - 1;
  if (written2 !== steps2) {
    throw new Error(`the document has ${written2} steps, not ${steps2}`);
  }
  return { ours, theirs };
}
function stepsOf(model, rows) {
  const named = (name) => ({ displayName: `${name} of model ${model}` });
  const draw = new ProcessingStep(`Draw${model}`, {
    ...named("Draw"),
    processor: Processor.sklearn({ entryPoint: script("draw"), arguments: ["--rows", rows.valueAsString] }),
    outputs: ["train", "test"]
  });
  const fit = new TrainingStep(`Fit${model}`, {
    ...named("Fit"),
    trainer: Trainer.sklearn({ entryPoint: script("fit") }),
    channels: { train: draw.output("train") }
  });
  const measured = new ProcessingStep(`Measure${model}`, {
    ...named("Measure"),
    processor: Processor.sklearn({ entryPoint: script("measure") }),
    inputs: [ProcessingInput.fromSource(fit.model, { name: "model" }), ProcessingInput.fromSource(draw.output("test"), { name: "test" })],
    metrics: "measured.json"
  });
  const error = measured.metric("mean_absolute_error");
  const fits = new ConditionStep(`Fits${model}`, {
    ...named("Fits"),
    conditions: [Condition.lessThanOrEqualTo(error, 0.2)],
    ifTrue: [],
    otherwise: [new FailStep(`TooFarOff${model}`, { ...named("Too far off"), message: `The line is off by ${error} on average.` })]
  });
  return [draw, fit, measured, fits];
}
function timed(work) {
  const started = performance.now();
  const result = work();
  return [performance.now() - started, result];
}
var [steps, rounds] = process.argv.slice(2).map(Number);
var pairs = Array.from({ length: WARM_UP2 + rounds }, () => measure(steps)).slice(WARM_UP2);
process.stdout.write(JSON.stringify(pairs));
var acc = {};
var t = (n, f) => {
  const a = performance.now();
  const r = f();
  (acc[n] ??= []).push(performance.now() - a);
  return r;
};
var { pipeline } = build2(steps);
var d = pipeline.definition;
for (let i = 0; i < 400; i++) {
  t("doc", () => new Document(pipeline, { parameters: [...d.parameters.values()], steps: d.steps }));
}
console.log(acc.doc.slice(100).sort((a, b) => a - b).slice(0, 300).filter((_, k) => k % 60 === 0));
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  measure,
  stepsOf
});
