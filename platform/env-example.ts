import type { z } from 'zod';

/** One process and what it reads. */
export interface EnvOf {
  readonly process: string;
  readonly schema: z.ZodObject;
}

interface Variable {
  readonly name: string;
  readonly description: string;
  readonly value: string;
  readonly required: boolean;
  readonly readBy: string[];
}

/** The text of `.env.example`: every variable with its meaning, its default, and who reads it. */
export const envExample = (processes: readonly EnvOf[]): string => {
  const variables = new Map<string, Variable>();
  for (const { process, schema } of processes) {
    for (const [name, type] of Object.entries(schema.shape)) {
      const known = variables.get(name);
      if (known === undefined) variables.set(name, variableOf(name, type as z.ZodType, process));
      else known.readBy.push(process);
    }
  }
  const all = processes.map(({ process }) => process);
  return [
    '# Generated from platform/env.ts by bin/env-example.ts: change it there.',
    '# What begins with # has the default that is shown, or may be left out.',
    ...[...variables.values()].map((variable) => paragraph(variable, all)),
  ].join('\n');
};

const variableOf = (name: string, type: z.ZodType, process: string): Variable => {
  const { description = '', example } = type.meta() ?? {};
  const absent = type.safeParse(undefined);
  const value = typeof example === 'string' ? example : absent.success ? String(absent.data) : '';
  return { name, description, value, required: !absent.success, readBy: [process] };
};

const paragraph = ({ name, description, value, required, readBy }: Variable, all: readonly string[]): string => {
  const readers = readBy.length === all.length ? '' : ` Read by the ${readBy.join(' and the ')} only.`;
  return `\n# ${description}${readers}\n${required ? '' : '#'}${name}=${value}`;
};
