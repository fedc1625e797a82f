"""``python -m lwj_analysis`` is the ``lwj`` command."""

import sys

from lwj_analysis.cli import main

sys.exit(main())
