import type { z } from 'zod';
import type { OwnComponent } from '../../domain/channel/own-components';
import type { OwnComponentsIn } from './own-component-schemas';

/** What is not said is not there, as JSON has it. */
export const ownFrom = (written: z.output<typeof OwnComponentsIn>[number]): OwnComponent =>
  JSON.parse(JSON.stringify(written)) as OwnComponent;
