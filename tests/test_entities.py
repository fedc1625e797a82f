"""Named entities: the quick search finds what spaCy's own finds."""

import pytest
from spacy.tokens import Doc

from lwj_analysis import read, store
from lwj_analysis.annotate import entities
from lwj_analysis.annotate.pipeline import trained

ODD = ["", " ", "\n\n\n", "a", "Kabul", "Barack Obama", "😀😀", "Gao\n\nTimbuktu", "New York, New York, New York"]


def before_entities(texts):
    nlp = trained()
    docs = [nlp.make_doc(text) for text in texts]
    for name, pipe in nlp.pipeline:
        if name == "ner":
            return pipe, docs
        if hasattr(pipe, "predict"):
            pipe.set_annotations(docs, pipe.predict(docs))
        else:
            docs = [pipe(doc) for doc in docs]
    raise AssertionError("the pipeline has no component called ner")


@pytest.mark.parametrize(
    "texts", [ODD, [article.text for article in read.read(["data/articles"])[0]]], ids=["odd", "sample"]
)
def test_the_same_entities_are_found(texts):
    pipe, docs = before_entities(texts)
    copies = [doc.copy() for doc in docs]
    pipe.set_annotations(docs, pipe.predict(docs))
    entities.set_entities(pipe, copies)
    assert sum(len(doc.ents) for doc in docs) > 4
    for doc, copy in zip(docs, copies, strict=True):
        assert [(e.start, e.end, e.label_) for e in copy.ents] == [(e.start, e.end, e.label_) for e in doc.ents]
        assert [t.ent_iob_ for t in copy] == [t.ent_iob_ for t in doc]


def test_names_end_with_sentences():
    pipe, [doc] = before_entities(
        ["The Islamic State. West Africa Province said so. The Lake Chad. Basin Commission agreed."]
    )
    entities.set_entities(pipe, [doc])
    assert len(doc.ents) > 1
    assert all(not token.is_sent_start for ent in doc.ents for token in ent[1:])


def test_blanks_begin_no_name():
    pipe, [doc] = before_entities(["Gao \n\n \n\n Kidal   Timbuktu \n\n Mali"])
    entities.set_entities(pipe, [doc])
    assert doc.ents
    assert not any(ent[0].is_space for ent in doc.ents)


def test_another_component_keeps_its_own_way():
    nlp = trained()
    assert entities.can(nlp.get_pipe("ner"))
    assert not entities.can(nlp.get_pipe("parser"))
    assert not entities.can(len)


def test_no_articles_are_no_error():
    pipe = store._shared_nlp().get_pipe("ner")
    entities.set_entities(pipe, [])
    entities.set_entities(pipe, [Doc(pipe.vocab)])
