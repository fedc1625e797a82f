"""Who is named, and where: groups, forces, governments, outlets and persons of one article."""

from spacy.language import Language
from spacy.tokens import Doc, Token

from lwj_analysis.annotate.records import Mention
from lwj_analysis.lexicon import Lexicon


def actor_at(doc: Doc, token_index: int) -> Mention | None:
    """The mention that covers a token, the shortest where several do."""
    token = doc[token_index]
    here = [m for m in doc._.lwj.mentions if m.start < token.idx + len(token) and token.idx < m.end]
    return min(here, key=lambda m: m.end - m.start, default=None)


def actor_of(doc: Doc, token: Token) -> Mention | None:
    """The actor of the noun phrase headed by ``token``: the mention that covers it, else its modifier's or possessor's."""
    return actor_at(doc, token.i)


def source_type_of(doc: Doc, token: Token) -> str:
    """The kind of speaker (a value of ``source_type``) that the noun phrase headed by ``token`` is."""
    return "unknown"


class ActorsFinder:
    """Stub."""

    def prepare(self, lexicon: Lexicon) -> None:
        """Take the words this finder needs."""

    def __call__(self, doc: Doc) -> Doc:
        return doc


@Language.factory("lwj_actors")
def make_actors(nlp: Language, name: str) -> ActorsFinder:
    return ActorsFinder()
