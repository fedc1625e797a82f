"""Who says what: the claims of an article."""

from lwj_analysis.annotate.claims.finder import ClaimsFinder, find_claims, source_at

__all__ = ["ClaimsFinder", "find_claims", "source_at"]
