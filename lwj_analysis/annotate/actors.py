"""Stub: to be written."""

from spacy.language import Language
from spacy.tokens import Doc

from lwj_analysis.lexicon import Lexicon


class ActorsFinder:
    """Stub."""

    def prepare(self, lexicon: Lexicon) -> None:
        """Take the words this finder needs."""

    def __call__(self, doc: Doc) -> Doc:
        return doc


@Language.factory("lwj_actors")
def make_actors(nlp: Language, name: str) -> ActorsFinder:
    return ActorsFinder()
