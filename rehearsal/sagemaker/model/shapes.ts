/** The part of botocore's `service-2.json` that is needed to check requests; names follow the file. */

export interface MemberReference {
  readonly shape: string;
  readonly location?: 'uri' | 'querystring' | 'header';
  readonly locationName?: string;
  readonly idempotencyToken?: boolean;
}

export interface Shape {
  readonly type: 'structure' | 'list' | 'map' | 'string' | 'integer' | 'long' | 'float' | 'double' | 'boolean' | 'timestamp' | 'blob';
  readonly members?: Readonly<Record<string, MemberReference>>;
  readonly required?: readonly string[];
  /** The member that is the whole body of a request or an answer. */
  readonly payload?: string;
  readonly union?: boolean;
  readonly member?: MemberReference;
  readonly key?: MemberReference;
  readonly value?: MemberReference;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly error?: { readonly httpStatusCode?: number };
}

export interface Operation {
  readonly name: string;
  readonly http: { readonly method: string; readonly requestUri: string };
  readonly input?: { readonly shape: string };
  readonly output?: { readonly shape: string };
  readonly errors?: readonly { readonly shape: string }[];
}

export interface ServiceDescription {
  readonly metadata: { readonly protocol: string; readonly targetPrefix?: string; readonly serviceId: string };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}
