"""Every way an input can be refused.

    Refusal                    a stable code, an HTTP status, a sentence for the user, what to do next
    ├── NotADocx               415  the file is of another kind
    ├── EncryptedDocument      422  protected by a password
    ├── DamagedDocument        422  the archive or a part of it cannot be read
    ├── DocumentTooLarge       413  over a limit of size
    ├── UnsafeDocument         422  made to harm the program that opens it
    ├── EmptyDocument          422  nothing to review
    ├── UnreadableFile         422  the file itself cannot be read from the disk
    ├── BadRuleset             422  a ruleset that does not exist or does not hold together
    ├── BadLibrary             422  earlier reports that cannot be used as they are
    ├── TookTooLong            422  not reviewed within the time limit
    ├── WorkerLost             422  the program ended each time it was tried
    └── ReviewFailed           500  a fault of ours

No message carries text of a document: only names of parts, sizes and limits.
"""

from __future__ import annotations


class Refusal(Exception):
    """An input that cannot be reviewed, and why, in words for the person who sent it."""

    code = "refused"
    status = 422
    advice = "Send another file."

    def __init__(self, title: str, advice: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.advice = advice or type(self).advice

    def __str__(self) -> str:
        return f"{self.title} {self.advice}"


class NotADocx(Refusal):
    """Another kind of file, whatever its name says."""

    code = "not-a-docx"
    status = 415
    advice = "Open it in Word, choose File, Save As, Word Document (.docx), and send that."


class EncryptedDocument(Refusal):
    """A document that needs a password to open."""

    code = "encrypted-document"
    advice = "Open it in Word, choose File, Info, Protect Document, remove the password, save it and send it again."


class DamagedDocument(Refusal):
    """A package or part that cannot be read."""

    code = "damaged-document"
    advice = "Open it in Word, let Word repair it, save it as a Word Document (.docx) and send that."


class DocumentTooLarge(Refusal):
    """A document over a limit of size, parts, paragraphs or depth."""

    code = "document-too-large"
    status = 413
    advice = "Make it smaller, for example by compressing its pictures, or send it in parts."


class UnsafeDocument(Refusal):
    """A package built to exhaust or mislead the program that opens it."""

    code = "unsafe-document"
    advice = "Open it in Word, copy its contents into a new document, save that and send it."


class EmptyDocument(Refusal):
    """A document with no text."""

    code = "empty-document"
    advice = "Check that it is the right file: pictures of text cannot be read."


class UnreadableFile(Refusal):
    """A file that is not there, or that may not be read or written."""

    code = "unreadable-file"
    advice = "Check the name and the folder."


class BadRuleset(Refusal):
    """A ruleset, framework or lexicon that is missing or does not hold together."""

    code = "bad-ruleset"
    advice = "Run `standpoint rules` to see the rulesets there are."


class BadLibrary(Refusal):
    """Earlier reports, or what is said of them, that cannot be used."""

    code = "bad-library"
    advice = "Name a folder of earlier reports as Word documents; library.csv in it may say file, evaluation and year."


class TookTooLong(Refusal):
    """A document whose review was ended at the time limit."""

    code = "took-too-long"
    advice = "Try a shorter document, or send it in parts."

    def __init__(self) -> None:
        super().__init__("The document could not be reviewed within the time limit.")


class WorkerLost(Refusal):
    """A document at which the reviewing program ended each time."""

    code = "worker-lost"
    advice = "Open it in Word, save it anew and send that; if it happens again, tell those who run this service."

    def __init__(self) -> None:
        super().__init__("The document could not be reviewed: the program ended each time it was tried.")


class ReviewFailed(Refusal):
    """A fault of ours; `kind` is the type of the exception, never its words."""

    code = "review-failed"
    status = 500
    advice = "Please tell those who run this service; the document itself is not needed."

    def __init__(self, kind: str) -> None:
        super().__init__(f"Standpoint failed on this document ({kind}).")
