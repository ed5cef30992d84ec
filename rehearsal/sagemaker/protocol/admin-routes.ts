import type { Json } from '../api';
import type { Settings } from '../context';
import type { RequestSummary } from './request-log';
import type { ResourceSummary } from '../resources/resource-store';

/** What the rehearsal may ask of and change in the stand-in. */
export interface Administered {
  readonly settings: Settings;
  requests(): RequestSummary;
  state(): { resources: ResourceSummary[] };
  flush(): Promise<void>;
  endMonitoring(ended: Json): Promise<Json>;
}

/** Routes of the rehearsal's own, under a path that no AWS service has. */
export class AdminRoutes {
  constructor(private readonly stage: Administered) {}

  async answer(method: string, path: string, body: string): Promise<{ status: number; body: Json }> {
    switch (`${method} ${path}`) {
      case 'GET /_rehearsal/requests': return { status: 200, body: this.stage.requests() };
      case 'GET /_rehearsal/state': return { status: 200, body: this.stage.state() };
      case 'POST /_rehearsal/settings': return this.changeSettings(body);
      case 'POST /_rehearsal/flush':
        await this.stage.flush();
        return { status: 200, body: {} };
      case 'POST /_rehearsal/monitoring': return this.endMonitoring(body);
      default: return { status: 404, body: { message: `the stand-in has no route ${method} ${path}` } };
    }
  }

  private async endMonitoring(body: string): Promise<{ status: number; body: Json }> {
    try {
      return { status: 200, body: await this.stage.endMonitoring(JSON.parse(body) as Json) };
    } catch (error) {
      return { status: 400, body: { message: (error as Error).message } };
    }
  }

  private changeSettings(body: string): { status: number; body: Json } {
    const { settings } = this.stage;
    let wanted: Json;
    try {
      wanted = JSON.parse(body) as Json;
    } catch {
      return { status: 400, body: { message: 'settings must be a JSON object' } };
    }
    const present: Readonly<Json> = settings;
    const wrong = Object.entries(wanted).find(([name, value]) => typeof value !== typeof present[name] || (typeof value === 'number' && value < 0));
    if (wrong) {
      const kinds = Object.entries(present).map(([name, value]) => `${name} (${typeof value === 'number' ? 'milliseconds' : 'text'})`);
      return { status: 400, body: { message: `'${wrong[0]}' must be one of ${kinds.join(', ')}` } };
    }
    Object.assign(settings, wanted);
    return { status: 200, body: { ...settings } };
  }
}
