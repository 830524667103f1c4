"""Runs each file in a process of its own, through the methods that Sage's runner has."""

import doctest
import multiprocessing
import os
import signal
import sys
import time
import traceback
from types import SimpleNamespace

multiprocessing.set_start_method("fork", force=True)


class SageDocTestRunner(doctest.DocTestRunner):
    def __init__(self, checker, sage_options):
        doctest.DocTestRunner.__init__(self, checker, verbose=False)
        self.options = sage_options

    def update_digests(self, example):
        example.digested = True

    def compile_and_execute(self, example, globs):
        begin = time.perf_counter()
        try:
            exec(compile(example.source, "<doctest>", "single"), globs)
        finally:
            example.walltime = time.perf_counter() - begin
            self.update_digests(example)

    def run(self, test):
        test.globs["sig_on_count"] = test.globs.get("sig_on_count", lambda: 0)
        failures = tries = 0
        for example in test.examples:
            if example.options.get(doctest.SKIP):
                continue
            tries += 1
            self.report_start(sys.stdout.write, test, example)
            spoof, sys.stdout, real = doctest._SpoofOut(), None, sys.stdout
            sys.stdout, problem = spoof, None
            try:
                self.compile_and_execute(example, test.globs)
            except SystemExit:
                raise
            except BaseException:
                problem = sys.exc_info()
            finally:
                sys.stdout = real
            if problem and example.exc_msg is None:
                self.report_unexpected_exception(real.write, test, example, problem)
                failures += 1
                continue
            want = example.exc_msg if problem else example.want
            got = traceback.format_exception_only(*problem[:2])[-1] if problem else spoof.getvalue()
            if self._checker.check_output(want, got, self.optionflags):
                self.report_success(real.write, test, example, got)
            else:
                self.report_failure(real.write, test, example, got)
                failures += 1
        more = (0,) if sys.version_info >= (3, 13) else ()
        self._DocTestRunner__record_outcome(test, failures, tries, *more)
        return SimpleNamespace(failed=failures)


class DocTestTask:
    def __init__(self, source):
        self.source = source

    def __call__(self, options):
        try:
            runner = SageDocTestRunner(doctest.OutputChecker(), sage_options=options)
            runner.basename, runner.filename = self.source.basename, self.source.path
            for _ in range(options.file_iterations):
                doctests = self._run(runner, options)
                runner.summarize(False)
                if runner.failures:
                    break
            tests = sum(max(0, len(test.examples) - 1) for test in doctests)
            return tests, SimpleNamespace(err=None, failures=runner.failures)
        except BaseException as error:
            traceback.print_exc(file=sys.stdout)
            return 0, SimpleNamespace(err=type(error), failures=0)

    def _run(self, runner, options):
        doctests, _extras = self.source.create_doctests({"__name__": "__main__"})
        for test in doctests:
            if runner.run(test).failed and options.exitfirst:
                break
        return doctests


class DocTestWorker(multiprocessing.Process):
    def __init__(self, source, options):
        multiprocessing.Process.__init__(self)
        self.source = source
        self.options = options
        self.queue = multiprocessing.Queue(1)
        self.killed = False

    def run(self):
        self.queue.put(DocTestTask(self.source)(self.options))

    def save_result_output(self):
        self.result = self.queue.get() if not self.queue.empty() else (0, SimpleNamespace(err="noresult", failures=0))


def dispatch(controller):
    for source in controller.sources:
        worker = _started(source, controller.options)
        controller.reporter.report(source, worker.killed, worker.exitcode, worker.result, "", pid=worker.pid)
        if controller.options.exitfirst and worker.result[1].failures:
            break


def _started(source, options):
    if options.serial:
        return SimpleNamespace(killed=False, exitcode=0, pid=0, result=DocTestTask(source)(options))
    worker = DocTestWorker(source, options)
    worker.start()
    worker.join(options.timeout)
    if worker.is_alive():
        worker.killed = True
        os.kill(worker.pid, signal.SIGKILL)
        worker.join()
    worker.save_result_output()
    return worker
