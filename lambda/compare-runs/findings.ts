import type { ComparedRun, RegisteredVersion } from '../../lib/core/contract';

type Values<Value> = Record<string, Record<string, Value>>;

/** Longer texts are cut: the answer of a function has its limits, and whoever reads a table has too. */
const LONGEST_TEXT = 500;

/** What was found out about one run so far. */
export class Findings {
  public readonly parameters: Record<string, string> = {};
  public readonly hyperparameters: Values<string> = {};
  public readonly metrics: Values<number> = {};
  public readonly models: Record<string, string> = {};
  public readonly jobs: Record<string, string> = {};
  public readonly versions: RegisteredVersion[] = [];
  /** Reports that were read, so that none is read twice. */
  public readonly reports = new Set<string>();

  public addParameters(parameters: readonly { readonly Name?: string; readonly Value?: string }[]): void {
    parameters.forEach(({ Name = '', Value = '' }) => {
      this.parameters[Name] = cut(Value);
    });
  }

  /** Without those that the training toolkit finds its script by. */
  public addHyperparameters(step: string, hyperparameters: Readonly<Record<string, string>> = {}): void {
    const own = Object.entries(hyperparameters).filter(([name]) => !name.startsWith('sagemaker_'));
    if (own.length > 0) {
      this.hyperparameters[step] = Object.fromEntries(own.map(([name, value]) => [name, cut(value)]));
    }
  }

  public addMetrics(step: string, metrics: readonly { readonly name: string | undefined; readonly value: number | undefined }[]): void {
    const known = metrics.flatMap(({ name, value }) => (name !== undefined && value !== undefined ? [[name, value] as const] : []));
    if (known.length > 0) {
      this.metrics[step] = { ...this.metrics[step], ...Object.fromEntries(known) };
    }
  }

  public toAnswer(): Pick<ComparedRun, 'parameters' | 'hyperparameters' | 'metrics' | 'models' | 'jobs' | 'versions'> {
    const { parameters, hyperparameters, metrics, models, jobs, versions } = this;
    return { parameters, hyperparameters, metrics, models, jobs, versions };
  }
}

/** A text of bounded length. */
export function cut(text: string, longest = LONGEST_TEXT): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
