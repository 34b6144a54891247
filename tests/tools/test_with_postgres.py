import subprocess
import sys

import pytest

ASK = """
import os, sys, psycopg
with psycopg.connect(os.environ["TOMONI_DATABASE_URL"]) as connection:
    print(connection.execute("SELECT current_setting('server_version_num')::int >= 150000").fetchone()[0])
    print(connection.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user").fetchone())
    connection.execute(f"SET ROLE {os.environ['TOMONI_APP_ROLE']}")
    print(connection.execute("SELECT current_user").fetchone()[0])
    print(os.environ["TOMONI_DATABASE_URL"])
sys.exit(7)
"""


@pytest.mark.postgres
def test_the_command_finds_two_plain_roles_and_the_cluster_is_gone_after_its_failure() -> None:
    command = [sys.executable, "-m", "tools.with_postgres", sys.executable, "-c", ASK]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    new_enough, rights, role, address = run.stdout.splitlines()
    assert (run.returncode, new_enough, rights, role) == (7, "True", "(False, False)", "tomoni_app")
    gone = {"TOMONI_DATABASE_URL": address}
    again = subprocess.run([sys.executable, "-c", ASK], env=gone, capture_output=True, text=True, check=False)
    assert "Connection refused" in again.stderr
