import { createInstantPlugin } from './instant/provider';
import { createManualPlugin } from './manual/provider';
import type { ProviderPlugin } from './provider';
import type { WebhookDeps } from './webhook/provider';
import { createWebhookPlugin } from './webhook/provider';

/** Every plugin of this installation, by the kind that offerings name. */
export const createPlugins = (deps: WebhookDeps): ((kind: string) => ProviderPlugin) => {
  const plugins = new Map(
    [createInstantPlugin(), createManualPlugin(), createWebhookPlugin(deps)].map((plugin) => [
      plugin.manifest.kind,
      plugin,
    ]),
  );
  return (kind) => {
    const plugin = plugins.get(kind);
    if (plugin === undefined) throw new Error(`no plugin of kind ${kind} is installed`);
    return plugin;
  };
};
