"""The kind of process that the production server is made of (decision 0018)."""

from concurrent.futures import Executor, Future

from gunicorn.workers.gthread import _DEFER, TConn, ThreadWorker


class OneThreadWorker(ThreadWorker):
    """gunicorn's gthread without other threads: waits for all its connections, and answers one request at a time.

    While it answers it takes no further connection, so that another process does. A connection without a request, as
    browsers open them beforehand, occupies nobody.
    """

    def get_thread_pool(self) -> Executor:
        return _InThisThread()

    def handle(self, conn: TConn):
        if not conn.initialized and not conn.wait_for_data(0):
            return _DEFER
        return super().handle(conn)


class _InThisThread(Executor):
    """Does at once what it is given."""

    def submit(self, work, /, *arguments) -> Future:
        done = Future()
        done.set_result(work(*arguments))
        return done
