import { administer, templateName } from './database';

const dropTemplate = async (): Promise<void> => {
  const name = process.env[templateName];
  if (name === undefined) return;
  await administer(`drop database if exists ${name}`);
};

export default dropTemplate;
