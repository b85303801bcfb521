import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';

/** Writes a generated file, or with `checkOnly` fails when the file on the disk is another. */
export const writeGenerated = async (
  path: string,
  text: string,
  { checkOnly }: { readonly checkOnly: boolean },
): Promise<void> => {
  if (!checkOnly) {
    await writeFile(path, text);
    return;
  }
  const stored = await readFile(path, 'utf8').catch(() => '');
  if (stored !== text)
    throw new Error(`${basename(path)} is not what the sources say: generate it again and commit it`);
};
