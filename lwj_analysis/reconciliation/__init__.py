"""Our incidents beside the rows of the user's own ACLED or UCDP GED download."""

from lwj_analysis.reconciliation.matching import reconcile, summary
from lwj_analysis.reconciliation.theirs import read

__all__ = ["read", "reconcile", "summary"]
