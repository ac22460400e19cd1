"""What policy officers do in the story, and what people say of their answers."""

from typing import Any

from sqlmodel import Session, col, select

from models import (
    amendments,
    answers,
    benefits,
    commitments,
    evidence,
    outcomes,
    passages,
    proofs,
    publications,
    replies,
    reviews,
    translations,
)
from models.accounts import Account
from models.answers import Answer
from models.benefits import Benefit, BenefitKind, BenefitUnit
from models.ideas import Idea
from models.languages import Language
from models.memberships import Membership
from models.statuses import Confidence, Heard, Verdict
from seeds.town import Town

DAYS_TO_READ = 90


def publish(town: Town, call: str, words: dict[str, Any], db: Session) -> None:
    author = town.account(db, words["author"])
    about = words.get("theme") or words["idea"]
    answer = answers.draft(
        db,
        by=author,
        theme_id=town.themes[call, about] if "theme" in words else None,
        idea_id=None if "theme" in words else town.ideas[about],
        team_id=author.team_id,
        verdict=Verdict(words["decision"]),
        passed_to=words.get("passed_to", ""),
        summary=words["summary"].strip(),
        body=words["body"].strip().replace("{quote}", _quote(town.themes.get((call, about)), db)),
        signed_name=words["signed_name"],
        signed_role=words["signed_role"],
    )
    town.answers[call, about] = answer.id
    for said in words.get("words", ()):
        _choose_words(town, said, db, by=author)
    _promise(town, words, answer, db)
    _read(town, words, answer, db)
    if "stays" not in words:
        publications.freeze(answer, evidence.of_one(db, answer.id, answer.summary, answer.body))
        answers.publish(db, answer, by=author)


def _choose_words(town: Town, said: dict[str, Any], db: Session, *, by: Account) -> None:
    """The sentence that put an idea into its theme says little alone: its author is sent others."""
    one = db.execute(passages.at_desk(town.ideas[said["idea"]])).one()
    begins = one.Idea.body.index(said["text"])
    passages.choose(db, one.Idea, one.Membership, (begins, begins + len(said["text"])), by=by,
                    seen=passages.print_of(one.Idea, one.Membership))


def _quote(answer_theme: int | None, db: Session) -> str:
    """The passage of the theme that most people support."""
    placed = select(Idea.reference).join(Membership, (col(Membership.idea_id) == Idea.id) & col(Membership.primary))
    rows = placed.where(col(Idea.theme_id) == answer_theme, Membership.words != "")
    reference = db.exec(rows.order_by(col(Idea.supports_count).desc(), col(Idea.id)).limit(1)).first()
    return proofs.quote_token(reference) if reference else ""


def _read(town: Town, words: dict[str, Any], answer: Answer, db: Session) -> None:
    """Another officer is asked to read it, and approves it unless it stays with them."""
    author, other = words["author"], "nikhil-banerjee" if words["author"] == "ruth-ellison" else "ruth-ellison"
    reader = town.account(db, other)
    reviews.ask(db, answer, by=town.account(db, author), reader_id=reader.id)
    if words.get("stays") != "asked":
        reviews.approve(db, answer, by=reader, seen=answer.saved_at)


def amend(town: Town, call: str, words: dict[str, Any], db: Session) -> None:
    """Puts a public answer right."""
    answer, said, author = _answer(town, call, words, db), words["amendment"], town.account(db, words["author"])
    one = amendments.save(
        db, answer, summary=answer.summary.replace(said["wrong"], said["right"]),
        body=answer.typed["body"].replace(said["wrong"], said["right"]), reason=said["reason"], by=author, seen=None)
    reader = town.account(db, "nikhil-banerjee")
    amendments.approve(db, answer, one, by=reader, seen=one.saved_at)
    amendments.publish(db, answer, one, by=author, seen=one.saved_at, tell=False)


def translate(town: Town, call: str, words: dict[str, Any], db: Session) -> None:
    """Has an answer in another language, too."""
    answer, said = _answer(town, call, words, db), words["translation"]
    author, reader = town.account(db, said["author"]), town.account(db, "nikhil-banerjee")
    quoted = proofs.references_in(answer.typed["body"])
    body = said["body"].strip().replace("{quote}", "\n\n".join(proofs.quote_token(one) for one in quoted))
    one = translations.save(db, answer, Language(said["language"]), summary=said["summary"], body=body, by=author,
                            seen=None)
    translations.approve(db, answer, one, by=reader, seen=one.saved_at)
    translations.publish(db, answer, one, by=author, seen=one.saved_at)


def _promise(town: Town, words: dict[str, Any], answer: Answer, db: Session) -> None:
    author = town.account(db, words["author"])
    promise, outcome = words.get("commitment"), words.get("outcome")
    if promise:
        commitments.make(
            db, answer, promise=promise["text"], who=promise.get("who", ""), due_on=town.day(promise["due"]), by=author
        )
    if outcome:
        outcomes.expect(
            db,
            answer,
            measure=outcome["measure"],
            unit=outcome.get("unit", ""),
            baseline=float(outcome["baseline"]),
            baseline_on=town.day(outcome["baseline_on"]),
            baseline_source=outcome.get("baseline_source", ""),
            target=float(outcome["target"]) if "target" in outcome else None,
            matters=float(outcome["matters"]) if "matters" in outcome else None,
            read_by=town.day(next((one["day"] for one in outcome["readings"]), words["day"] + DAYS_TO_READ)),
            by=author,
        )


def deliver(town: Town, call: str, words: dict[str, Any], db: Session) -> None:
    answer, said = _answer(town, call, words, db), words["commitment"]
    for commitment in db.exec(commitments.of_answer(answer.id)).all():
        commitments.deliver(db, commitment, answer, evidence=said.get("evidence", ""), link=said.get("link", ""),
                            by=town.account(db, words["author"]))


def progress(town: Town, call: str, words: dict[str, Any], said: dict[str, Any], db: Session) -> None:
    """Work began, a sentence about it, another day and why, or that it will not be done."""
    answer, by = _answer(town, call, words, db), town.account(db, words["author"])
    commitment = db.exec(commitments.of_answer(answer.id)).one()
    if "due" in said:
        commitments.move(db, commitment, answer, due_on=town.day(said["due"]), because=said["sentence"],
                         seen=commitment.due_on, by=by)
    elif said.get("begun"):
        commitments.begin(db, commitment, answer, sentence=said.get("sentence", ""), by=by)
    elif said.get("dropped"):
        commitments.drop(db, commitment, answer, because=said["sentence"], by=by)
    else:
        commitments.note(db, commitment, answer, sentence=said["sentence"], by=by)


def read(town: Town, call: str, words: dict[str, Any], reading: dict[str, Any], db: Session) -> None:
    answer = _answer(town, call, words, db)
    outcome = db.exec(outcomes.of_answer(answer.id)).one()
    outcomes.read(
        db,
        outcome,
        answer,
        value=float(reading["value"]),
        read_on=town.day(reading["day"]),
        note=reading.get("note", ""),
        source=reading.get("source", ""),
        confidence=Confidence(reading.get("sure", "medium")),
        by=town.account(db, words["author"]),
    )


def claim(town: Town, call: str, words: dict[str, Any], said: dict[str, Any], db: Session) -> None:
    """A benefit of an answer, in the register."""
    answer, by = _answer(town, call, words, db), town.account(db, words["author"])
    rests_on = db.exec(outcomes.of_answer(answer.id)).one().id if said.get("rests_on") else None
    benefit = benefits.claim(
        db, answer, by=by, as_counted=said.get("as_counted", False), kind=BenefitKind(said["kind"]), what=said["what"],
        amount=float(said["amount"]), unit=BenefitUnit(said["unit"]), outcome_id=rests_on, source=said["source"],
        since=town.day(said["since"]) if "since" in said else None, cost_once=float(said.get("cost_once", 0)),
        cost_yearly=float(said.get("cost_yearly", 0)), budget_line=said.get("budget_line", ""),
        who_benefits=said["who"], owner_name=said["owner"], owner_role=said["role"],
        confidence=Confidence(said["sure"]))
    town.benefits[call, said["what"]] = benefit.id


def take_back(town: Town, call: str, words: dict[str, Any], said: dict[str, Any], db: Session) -> None:
    benefit = db.get_one(Benefit, town.benefits[call, said["what"]])
    benefits.take_back(db, benefit, because=said["because"], by=town.account(db, words["author"]))


def reply(town: Town, call: str, words: dict[str, Any], db: Session) -> None:
    answer = town.answer(db, call, words["answer_theme"])
    replies.give(
        db,
        answer,
        heard=Heard(words["verdict"]),
        sentence=words.get("sentence", ""),
        by=town.account(db, words["author"]),
    )


def _answer(town: Town, call: str, words: dict[str, Any], db: Session) -> Answer:
    return town.answer(db, call, words.get("theme") or words["idea"])
