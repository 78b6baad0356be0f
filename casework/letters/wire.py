"""What the web process and the press say to each other."""

import struct
from typing import Final

#: The press, when it has loaded everything.
READY: Final = b"R"
#: The web process, with the connection of one letter beside it.
ORDER: Final = b"O"
#: Before each answer: printed or failed, and the length of what follows, which is the PDF or the error's class name.
HEAD: Final = struct.Struct(">cQ")
PRINTED: Final = b"P"
FAILED: Final = b"F"

#: How long one letter may take, waiting not counted.
SECONDS: Final = 20
