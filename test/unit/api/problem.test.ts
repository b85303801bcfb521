import { ServiceError, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { problemOf, refusalFrom } from '../../../api/problem';
import { RequestProblem } from '../../../api/request-problem';
import { DomainError } from '../../../domain/errors';

const refusedByWorkflow = (type: string, details: Record<string, string> = {}): Error =>
  new WorkflowUpdateFailedError('refused', ApplicationFailure.nonRetryable('too late', type, details));
const grpc = (code: number): Error => Object.assign(new Error('grpc'), { code, metadata: {}, details: '' });
const coded = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });
const cursor = (): Error => Object.assign(new Error('x'), { name: 'InvalidCursorError' });

describe('refusalFrom', () => {
  it.each<[string, unknown, string]>([
    ['a rule', new DomainError('order-own', 'x'), 'order-own'],
    ['the border', new RequestProblem('not-found', 'x'), 'not-found'],
    ['a workflow', refusedByWorkflow('order-decided'), 'order-decided'],
    ['a workflow with a code of nobody', refusedByWorkflow('TypeError'), 'internal'],
    ['a list that does not know its cursor', cursor(), 'cursor-invalid'],
    ['Temporal that is away', new ServiceError('x', { cause: grpc(14) }), 'unavailable'],
    ['Temporal that is late', new ServiceError('x', { cause: grpc(4) }), 'unavailable'],
    ['Temporal that is away, seen by grpc', grpc(14), 'unavailable'],
    ['Temporal that does not understand', new ServiceError('x', { cause: grpc(3) }), 'internal'],
    ['no worker in time', new WorkflowUpdateRPCTimeoutOrCancelledError('x'), 'unavailable'],
    ['Postgres that is not there', coded('ECONNREFUSED'), 'unavailable'],
    ['Postgres that stops', coded('57P01'), 'unavailable'],
    ['Postgres that starts', coded('57P03'), 'unavailable'],
    ['Postgres that is full', coded('53300'), 'unavailable'],
    [
      'a pool that is empty',
      new Error('Knex: Timeout acquiring a connection. The pool is probably full.'),
      'unavailable',
    ],
    ['a connection that broke', new Error('Connection terminated unexpectedly'), 'unavailable'],
    [
      'a connection that broke under a query',
      new Error('select 1 - Connection terminated unexpectedly'),
      'unavailable',
    ],
    [
      'a client that broke before',
      new Error('select 1 - Client has encountered a connection error and is not queryable'),
      'unavailable',
    ],
    ['a query that is wrong', coded('42601'), 'internal'],
    ['a bug', new TypeError('x is undefined'), 'internal'],
    ['what is no error', 'x', 'internal'],
  ])('finds the code of %s', (_, error, code) => {
    expect(refusalFrom(error).code).toBe(code);
  });

  it("keeps a workflow's words and details", () => {
    expect(refusalFrom(refusedByWorkflow('order-decided', { state: 'done' }))).toEqual({
      code: 'order-decided',
      detail: 'too late',
      extras: { details: { state: 'done' } },
    });
  });

  it('says nothing about what is broken', () => {
    const refusal = refusalFrom(new Error('postgres://user:word@host'));
    expect(JSON.stringify(problemOf(refusal, { instance: '/', requestId: 'r' }))).not.toContain('word');
  });
});
