import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { seenFrom } from '../../domain/identity/organization';
import type { ObjectScopes } from '../../domain/identity/permission';
import { may } from '../../domain/identity/permission';
import { checkTerm, projectState } from '../../domain/identity/project';
import type { RealClock } from '../../platform/clock';
import { permit } from '../access';
import type { Caller } from '../auth';
import type { ProjectBody, ProjectSettingsBody } from './project-schemas';
import type { OrganizationReads, ProjectReads, ProjectRecord, ProjectWrites } from './reads';

export interface ProjectDeskDeps {
  readonly projects: ProjectReads;
  readonly projectWrites: ProjectWrites;
  readonly organizations: Pick<OrganizationReads, 'find'>;
  readonly now: RealClock;
}

/** Its own people and those of its organization: what a customer does is not the business of who sells to it. */
const scopesOf = ({ id, organizationId }: ProjectRecord): ObjectScopes => ({
  organizationIds: [organizationId],
  projectId: id,
});

export const createProjectDesk = ({ projects, projectWrites: writes, organizations, now }: ProjectDeskDeps) => {
  const seen = async (caller: Caller, projectId: string): Promise<ProjectRecord> => {
    const found = await projects.find(projectId);
    if (found === undefined || !may(caller, 'project.read', scopesOf(found)))
      throw new DomainError('project-not-found', 'there is no such project');
    return found;
  };

  /** With where it stands today, or where the test clock of its organization says. */
  const told = (project: ProjectRecord) => ({
    ...project,
    state: projectState(project, project.clockNow ?? now(), project.zone),
  });

  return {
    told,
    seen: async (caller: Caller, projectId: string) => told(await seen(caller, projectId)),

    create: async (caller: Caller, body: z.output<typeof ProjectBody>): Promise<string> => {
      const { organizationId } = body;
      const organization = await organizations.find(organizationId);
      if (organization === undefined || !may(caller, 'organization.read', seenFrom(organization)))
        throw new DomainError('organization-not-found', 'there is no such organization');
      permit(caller, 'project.create', { organizationIds: [organizationId] });
      checkTerm(body);
      const id = randomUUID();
      const conflict = await writes.create({ ...body, id });
      if (conflict === 'organization-closed') throw new DomainError('organization-closed', 'it is closed');
      if (conflict !== undefined)
        throw new DomainError('project-exists', 'there is one of this name', { projectId: conflict.twinId });
      return id;
    },

    change: async (caller: Caller, id: string, { rev, ...settings }: z.output<typeof ProjectSettingsBody>) => {
      const found = await seen(caller, id);
      permit(caller, 'project.write', scopesOf(found));
      checkTerm(settings);
      if (!(await writes.change(id, rev, settings))) throw stale(found);
    },

    archive: async (caller: Caller, id: string, rev: number): Promise<void> => {
      const found = await seen(caller, id);
      permit(caller, 'project.archive', scopesOf(found));
      const use = await writes.archive(id, rev, now());
      if (use === false) throw stale(found);
      if (use.subscriptions > 0 || use.orders > 0)
        throw new DomainError('project-in-use', 'something still runs in it', { ...use });
    },
  };
};

const stale = ({ rev, archivedAt, startsOn, endsOn }: ProjectRecord): DomainError =>
  archivedAt === null
    ? new DomainError('project-changed', 'it has changed meanwhile', { rev })
    : new DomainError('project-not-open', 'it is archived', { state: 'archived', startsOn, endsOn });
