"""What a test process finds in its environment: production's settings, invented secrets, a folder of its own.

pytest loads this before Django (`-p tests.environment`). Nothing of the developer's own POLKU_ settings reaches a test.
With DATABASE_URL and KEYSTORE_URL set, the same suite runs on those servers, in databases named `test_…`.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from consent.keystore.key_files import generate

for name in [name for name in os.environ if name.startswith("POLKU_") or name == "EMAIL_URL"]:
    del os.environ[name]

VAR = Path(tempfile.mkdtemp(prefix="polku-test-"))
atexit.register(shutil.rmtree, VAR, ignore_errors=True)
generate(VAR / "kek")

os.environ |= {
    "POLKU_VAR": str(VAR),
    "POLKU_KEK_DIR": str(VAR / "kek"),
    "POLKU_SECRET_KEY": "a secret for tests that is long enough to be accepted as one",
    "POLKU_HOSTS": "testserver,localhost",
}
