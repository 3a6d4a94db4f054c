# SPDX-License-Identifier: GPL-2.0
"""Debian's Go services (tests/deps/services), run on ports of the guest's own."""

import base64
import http.client
import json
import os
import subprocess
import tempfile

from lib import deadline
from lib.tap import Failure

CACHE = os.path.join(os.environ.get('XDG_CACHE_HOME') or os.path.expanduser('~/.cache'), 'mapgc')
READY_SECONDS = 120
REQUEST_SECONDS = 60

ETCD_PORT, ETCD_PEER_PORT, PROMETHEUS_PORT = 2379, 2380, 9090

PROMETHEUS_CONFIG = f"""
global: {{scrape_interval: 1s}}
scrape_configs:
  - job_name: self
    static_configs: [{{targets: ['127.0.0.1:{PROMETHEUS_PORT}']}}]
  - job_name: etcd
    static_configs: [{{targets: ['127.0.0.1:{ETCD_PORT}']}}]
"""


def executable(package, name):
    """Path of a program of a Debian package."""
    path = os.path.join(CACHE, 'services', package, 'usr', 'bin', name)
    if not os.access(path, os.X_OK):
        raise Failure(f'{path} is not there (tests/deps/services)')
    return os.path.realpath(path)


class Service:
    """One process that serves HTTP. A context manager, which ends it.

    Subclasses say what it is: name, port, path to ask for readiness, arguments.
    """

    name = port = health = None

    def __init__(self):
        self.executable = executable(self.package(), self.name)
        self._scratch = tempfile.TemporaryDirectory()
        self._log_path = os.path.join(self._scratch.name, 'log')
        with open(self._log_path, 'wb') as log:
            # Collects often, so that nobody has to wait for it for long.
            self.process = subprocess.Popen(
                [self.executable, *self.arguments(self._scratch.name)],
                cwd=self._scratch.name, env={**os.environ, 'GOGC': '20'},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.pid = self.process.pid

    def package(self):
        """Name of the Debian package."""
        return self.name

    def arguments(self, directory):
        """Its command line; it may keep files in the directory."""
        raise NotImplementedError

    def log(self):
        """What it has printed."""
        with open(self._log_path, encoding='utf-8', errors='replace') as log:
            return log.read()

    def is_alive(self):
        """Whether the process runs."""
        return self.process.poll() is None

    def request(self, path, body=None):
        """One request; the body of the answer. Failure unless it is a 200."""
        connection = http.client.HTTPConnection('127.0.0.1', self.port,
                                                timeout=REQUEST_SECONDS)
        try:
            connection.request('POST' if body else 'GET', path, body)
            answer = connection.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Failure(f'{self.name}: {path}: {error!r}') from error
        finally:
            connection.close()
        if answer.status != 200:
            raise Failure(f'{self.name}: {path}: status {answer.status}: {data[:200]!r}')
        return data

    def _is_healthy(self):
        if not self.is_alive():
            raise Failure(f'{self.name}: ended at its start:\n{self.log()[-2000:]}')
        try:
            return self.request(self.health)
        except Failure:
            return None

    def ready(self):
        """Waits until it serves; returns itself."""
        deadline.until(self._is_healthy, f'{self.name} serving', READY_SECONDS)
        return self

    def work(self, number):
        """Does some of what it is there for and checks the answer; number varies it."""
        raise NotImplementedError

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.is_alive():
            self.process.kill()
        self.process.wait()
        self._scratch.cleanup()


class Etcd(Service):
    """etcd, a single member."""

    name, port, health = 'etcd', ETCD_PORT, '/health'

    def package(self):
        return 'etcd-server'

    def arguments(self, directory):
        client = f'http://127.0.0.1:{ETCD_PORT}'
        peer = f'http://127.0.0.1:{ETCD_PEER_PORT}'
        return ['--data-dir', os.path.join(directory, 'data'),
                '--listen-client-urls', client, '--advertise-client-urls', client,
                '--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer,
                '--initial-cluster', f'default={peer}']

    @staticmethod
    def _text(text):
        return base64.b64encode(text.encode()).decode()

    def work(self, number):
        key, value = self._text(f'key-{number % 16}'), self._text(f'value-{number}')
        self.request('/v3/kv/put', json.dumps({'key': key, 'value': value}))
        answer = json.loads(self.request('/v3/kv/range', json.dumps({'key': key})))
        if answer['kvs'][0]['value'] != value:
            raise Failure(f'etcd: wrong value: {answer}')


class Prometheus(Service):
    """prometheus, which scrapes itself and an etcd."""

    name, port, health = 'prometheus', PROMETHEUS_PORT, '/-/ready'

    def arguments(self, directory):
        config = os.path.join(directory, 'config.yml')
        with open(config, 'w', encoding='ascii') as file:
            file.write(PROMETHEUS_CONFIG)
        return ['--config.file', config, '--storage.tsdb.path',
                os.path.join(directory, 'data'),
                '--web.listen-address', f'127.0.0.1:{PROMETHEUS_PORT}']

    def work(self, number):
        query = '/api/v1/query?query=sum%20by%20(job)%20(up)'
        answer = json.loads(self.request(query))
        if answer['status'] != 'success':
            raise Failure(f'prometheus: {answer}')
        self.request('/metrics')
