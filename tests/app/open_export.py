"""An export that leaves open what its dates and amounts mean, with a deal listed twice and a total."""

from __future__ import annotations

OPEN = (
    "Report of deals;;;;\n\nID;Stage;Amount;Created;Closed\n"
    "1;Won;1.234;01/02/2025;03/04/2025\n2;Lost;5.000;02/02/2025;04/04/2025\n2;Lost;5.000;02/02/2025;04/04/2025\n"
    "3;Won;2.500;05/02/2025;06/04/2025\n4;Open;9.000;05/03/2025;\nTotal;;17.734;;\n"
)
