"""Stub: to be written."""

from spacy.language import Language
from spacy.tokens import Doc

from lwj_analysis.lexicon import Lexicon


class EventsFinder:
    """Stub."""

    def prepare(self, lexicon: Lexicon) -> None:
        """Take the words this finder needs."""

    def __call__(self, doc: Doc) -> Doc:
        return doc


@Language.factory("lwj_events")
def make_events(nlp: Language, name: str) -> EventsFinder:
    return EventsFinder()
