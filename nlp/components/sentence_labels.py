"""The component `sentence_labels`: what each sentence says, by the annotation guideline."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from models.review import Labels, Polarity
from nlp.cues import cues, impact_cues
from nlp.lexicon import lexicon

Span.set_extension("labels", default=None)


@Language.component("sentence_labels", requires=["token.is_sent_start"], assigns=["span._.labels"])
def sentence_labels(doc: Doc) -> Doc:
    """Set `labels` of every sentence span."""
    for sentence in doc.sents:
        sentence._.labels = label(sentence.text)
    return doc


def label(text: str) -> Labels:
    """The labels of one sentence by lexicon alone."""
    found = cues(text)
    kinds = {cue.kind for cue in found}
    plan = 0.9 if "plan" in kinds else 0.05
    judged = bool(kinds & {"strength", "weakness"}) and not ("plan" in kinds and "weakness" not in kinds)
    evidence = 0.9 if "evidence" in kinds else 0.05
    impact = 0.8 if judged and impact_cues(text) else 0.05
    others = max(0.9 if judged else 0.05, plan, evidence, impact)
    return Labels(
        evaluative=0.9 if judged else 0.05,
        polarity=_polarity(kinds) if judged else None,
        impact=impact,
        evidence=evidence,
        plan=plan,
        descriptive=round(1 - others, 4),
        question="next" if plan > 0.5 else "now" if judged else "know" if evidence > 0.5 else "none",
        statements=statements(text),
    )


def _polarity(kinds: set[str]) -> Polarity:
    if {"strength", "weakness"} <= kinds:
        return "mixed"
    return "weakness" if "weakness" in kinds else "strength"


def statements(text: str) -> list[int]:
    """The inspection statements whose words the sentence uses."""
    lowered = text.lower()
    return [number for number, terms in lexicon("statements")["terms"].items() if any(t in lowered for t in terms)]
