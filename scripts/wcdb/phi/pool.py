"""The pool of workers for a job: one in this process, or several in processes of their own."""

from contextlib import closing, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe

import psycopg

from wcdb.database import CannotRun
from wcdb.phi.jobs import Task, finish_job
from wcdb.phi.session import describe_failure, open_session
from wcdb.phi.worker import POLL, Report, Worker


def run_task(task: Task, workers: int, report: Report) -> int:
    """Work with so many workers until the job is done, cancelled, or a worker has failed.

    Returns how many rows are left, which others changed meanwhile or which were refused.

    Raises:
        CannotRun: a worker failed; what it had committed stays.
    """
    with open_session(task.environment) as control:
        while True:
            if workers == 1:
                _work(task, report)
            else:
                _work_in_processes(task, workers, report)
            left = finish_job(control, task.job, task.operation)
            if left is not None:
                return left


def _work(task: Task, report: Report) -> None:
    with closing(Worker(task)) as worker:
        worker.run(report)


def _work_in_processes(task: Task, workers: int, report: Report) -> None:
    context = get_context("spawn")
    pipes = [context.Pipe(duplex=False) for _ in range(workers)]
    processes = [context.Process(target=_work_for, args=(theirs, task)) for _, theirs in pipes]
    for process in processes:
        process.start()
    try:
        while any(process.is_alive() for process in processes):
            report()
            for process in processes:
                process.join(POLL / workers)
    except BaseException:
        for process in processes:
            process.terminate()
        raise
    for ours, _ in pipes:
        if ours.poll():
            raise ours.recv()
    if all(process.exitcode for process in processes):
        raise CannotRun("every worker was killed; run the same command again to go on.")


def _work_for(failures: Pipe, task: Task) -> None:
    # Nobody may be there any more to be told.
    with suppress(KeyboardInterrupt, OSError):
        try:
            _work(task, lambda: None)
        except CannotRun as error:
            failures.send(error)
        except psycopg.Error as error:
            failures.send(CannotRun(describe_failure(error)))
