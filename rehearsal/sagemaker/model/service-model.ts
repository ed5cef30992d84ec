import * as fs from 'node:fs';
import * as path from 'node:path';
import * as zlib from 'node:zlib';
import { ServiceError } from '../api';
import { problemsOf, type Problem, type ValidationOptions } from './constraints';
import type { Operation, ServiceDescription, Shape } from './shapes';

/**
 * AWS's own description of a service, as the installed botocore carries it, and the judge of requests and answers.
 *
 * Nothing here is written by hand: what a member may be is read from the model.
 */
export class ServiceModel {
  /** Reads the newest API version of `service` (say `sagemaker`) in botocore's data folder. */
  static load(botocoreData: string, service: string): ServiceModel {
    const folder = path.join(botocoreData, service);
    const versions = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => /^\d{4}-\d{2}-\d{2}$/.test(name)).sort() : [];
    const version = versions[versions.length - 1];
    if (!version) {
      throw new Error(`botocore's data folder '${botocoreData}' holds no API model of '${service}': install botocore there, or pass its 'botocore/data' folder`);
    }
    const plain = path.join(folder, version, 'service-2.json');
    const text = fs.existsSync(plain) ? fs.readFileSync(plain) : zlib.gunzipSync(fs.readFileSync(`${plain}.gz`));
    return new ServiceModel(JSON.parse(text.toString('utf8')) as ServiceDescription);
  }

  constructor(readonly description: ServiceDescription) {}

  get operations(): readonly Operation[] {
    return Object.values(this.description.operations);
  }

  /** The operation of that name; refused as AWS refuses one it does not know. */
  operation(name: string): Operation {
    const operation = this.description.operations[name];
    if (!operation) {
      throw new ServiceError('UnknownOperationException', `The requested operation ${name} is not recognized by ${this.description.metadata.serviceId}.`);
    }
    return operation;
  }

  shape(name: string): Shape {
    const shape = this.description.shapes[name];
    if (!shape) {
      throw new Error(`the API model of ${this.description.metadata.serviceId} has no shape '${name}'`);
    }
    return shape;
  }

  /** Everything that is wrong with a request, worded as the service words it; empty when it would be taken. */
  validateInput(operation: string, input: unknown, options: ValidationOptions = {}): string[] {
    return this.inputProblems(operation, input, options).map((problem) => problem.message);
  }

  /** Everything in an answer that the model does not promise. */
  validateOutput(operation: string, output: unknown): string[] {
    const shape = this.operation(operation).output?.shape;
    return shape ? this.validateShape(shape, output) : [];
  }

  /** Everything that keeps `value` from being a value of the named shape. */
  validateShape(shapeName: string, value: unknown, options: ValidationOptions = {}): string[] {
    return problemsOf((name) => this.shape(name), shapeName, value, options).map((problem) => problem.message);
  }

  /** Throws the service's refusal when a request breaks the model, naming every problem at once. */
  assertInput(operation: string, input: unknown): void {
    const problems = this.inputProblems(operation, input, {});
    const wrongType = problems.find((problem) => problem.wrongType);
    if (wrongType) {
      throw new ServiceError('SerializationException', wrongType.message);
    }
    if (problems.length > 0) {
      const count = problems.length === 1 ? '1 validation error detected' : `${problems.length} validation errors detected`;
      throw new ServiceError('ValidationException', `${count}: ${problems.map((problem) => problem.message).join('; ')}`);
    }
  }

  /** The members of `value` that the named structure has: how a stored resource becomes an answer. */
  project(shapeName: string, value: Readonly<Record<string, any>>): Record<string, any> {
    const members = Object.keys(this.shape(shapeName).members ?? {});
    return Object.fromEntries(members.filter((name) => value[name] !== undefined).map((name) => [name, value[name]]));
  }

  /** The structure that a list member of an operation's answer holds, say `TrainingJobSummary`. */
  summaryShape(operation: string, listMember: string): string {
    const output = this.shape(this.operation(operation).output?.shape ?? '');
    const list = this.shape(output.members?.[listMember]?.shape ?? '');
    return list.member?.shape ?? '';
  }

  private inputProblems(operation: string, input: unknown, options: ValidationOptions): Problem[] {
    const shape = this.operation(operation).input?.shape;
    return shape ? problemsOf((name) => this.shape(name), shape, input ?? {}, options) : [];
  }
}
