import { reachOf } from '../../domain/identity/permission';
import { mapPage } from '../page';
import type { Route } from '../route';
import { route } from '../route';
import { RevBody } from './organization-schemas';
import type { ProjectDeskDeps } from './project-desk';
import { createProjectDesk } from './project-desk';
import {
  ProjectBody,
  ProjectOut,
  ProjectPage,
  ProjectParams,
  ProjectQuery,
  ProjectSettingsBody,
} from './project-schemas';

export type ProjectDeps = ProjectDeskDeps;

const common = { tag: 'Projects', access: 'authenticated' } as const;
const one = { ...common, params: ProjectParams, status: 200, response: ProjectOut } as const;

export const projectRoutes = (deps: ProjectDeps): readonly Route[] => {
  const desk = createProjectDesk(deps);
  return [
    route(
      {
        ...common,
        method: 'get',
        path: '/v1/projects',
        operationId: 'listProjects',
        summary: 'Your projects, by name',
        query: ProjectQuery,
        status: 200,
        response: ProjectPage,
      },
      async ({ caller, query: { limit, cursor, ...filter } }) =>
        mapPage(await deps.projects.list(filter, reachOf(caller, 'project.read'), { limit, cursor }), desk.told),
    ),
    route(
      {
        ...common,
        method: 'post',
        path: '/v1/projects',
        operationId: 'createProject',
        summary: 'Makes a project of an organization',
        description: 'A repeat with the same name is refused, and names the project that is there.',
        body: ProjectBody,
        status: 201,
        response: ProjectOut,
        problems: ['end-before-start', 'forbidden', 'organization-closed', 'organization-not-found', 'project-exists'],
      },
      async ({ caller, body }, reply) => {
        const id = await desk.create(caller, body);
        reply.header('location', `/v1/projects/${id}`);
        return desk.seen(caller, id);
      },
    ),
    route(
      {
        ...one,
        method: 'get',
        path: '/v1/projects/{projectId}',
        operationId: 'getProject',
        summary: 'One project',
        problems: ['project-not-found'],
      },
      ({ caller, params }) => desk.seen(caller, params.projectId),
    ),
    route(
      {
        ...one,
        method: 'put',
        path: '/v1/projects/{projectId}',
        operationId: 'changeProject',
        summary: 'Sets name, description, first and last day',
        description:
          'Before its first day and after its last one a project buys nothing, and no purchase of it is approved. What runs goes on, and can be terminated.',
        body: ProjectSettingsBody,
        problems: ['end-before-start', 'forbidden', 'project-changed', 'project-not-found', 'project-not-open'],
      },
      async ({ caller, params: { projectId }, body }) => {
        await desk.change(caller, projectId, body);
        return desk.seen(caller, projectId);
      },
    ),
    route(
      {
        ...one,
        method: 'post',
        path: '/v1/projects/{projectId}/archive',
        operationId: 'archiveProject',
        summary: 'Archives a project in which nothing runs any more; its books stay',
        body: RevBody,
        problems: ['forbidden', 'project-changed', 'project-in-use', 'project-not-found', 'project-not-open'],
      },
      async ({ caller, params: { projectId }, body }) => {
        await desk.archive(caller, projectId, body.rev);
        return desk.seen(caller, projectId);
      },
    ),
  ];
};
