"""Every address of the site, with its handler and who may use it. `guards` says what each name means."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from web import (
    about,
    accounts,
    calls,
    drafts,
    edits,
    health,
    home,
    outbox,
    setbacks,
    sign_ins,
    themes,
    unsubscribing,
)
from web.kit.guards import administrators, anyone_posts, members, policy, readers_of_mail
from web.kit.routing import listed, page


async def static(request: Request) -> Response:
    return request.app.state.assets.answer(request, request.path_params["name"])  # type: ignore[no-any-return]


ALL: list[Route] = [
    page("/", home.show, cached=True),
    page("/sign-in", sign_ins.new),
    page("/sign-in", sign_ins.create, post=True, only=anyone_posts),
    page("/sign-in/code", sign_ins.code),
    page("/sign-in/code", sign_ins.enter, post=True, only=anyone_posts),
    page("/sign-in/code/renewal", sign_ins.renew, post=True, only=anyone_posts),
    page("/sign-in/{token}", sign_ins.show, writes=True),
    page("/sign-in/{token}", sign_ins.use, post=True, only=anyone_posts),
    page("/sign-out", sign_ins.end, post=True, only=anyone_posts),
    page("/account", accounts.show, only=members),
    page("/account", accounts.update, post=True, only=members),
    page("/account/ideas", accounts.ideas, only=members),
    page("/account/follows", accounts.follows, only=members),
    page("/account/follows/{subscription_id:int}/end", accounts.unfollow, post=True, only=members),
    page("/account/sessions/others/end", accounts.end_other_sessions, post=True, only=members),
    page("/account/sessions/{session_id:int}/end", accounts.end_session, post=True, only=members),
    page("/ideas/new", drafts.new),
    page("/ideas/new", drafts.create, post=True, only=anyone_posts),
    page("/ideas/drafts/{key}/title", drafts.title),
    page("/ideas/drafts/{key}/title", drafts.retitle, post=True, only=anyone_posts),
    page("/ideas/drafts/{key}/similar", drafts.similar),
    page("/ideas/drafts/{key}/details", drafts.details),
    page("/ideas/drafts/{key}/details", drafts.describe, post=True, only=anyone_posts),
    page("/ideas/drafts/{key}/improvement", drafts.improvement),
    page("/ideas/drafts/{key}/improvement", drafts.improve, post=True, only=anyone_posts),
    page("/ideas/drafts/{key}/contact", drafts.contact),
    page("/ideas/drafts/{key}/contact", drafts.introduce, post=True, only=anyone_posts),
    page("/ideas/drafts/{key}/check", drafts.check),
    page("/ideas/drafts/{key}/check", drafts.send, post=True, only=anyone_posts),
    page("/ideas/drafts/{key}/sent", drafts.sent),
    page("/ideas/{idea_id:int}/edit", edits.edit, only=members),
    page("/ideas/{idea_id:int}/edit", edits.update, post=True, only=members),
    page("/ideas/{idea_id:int}/publication", edits.publish, post=True, only=members),
    page("/ideas/{idea_id:int}/withdrawal", edits.withdrawal, only=members),
    page("/ideas/{idea_id:int}/withdrawal", edits.withdraw, post=True, only=members),
    *listed("/ideas/{idea_id:int}/versions", edits.versions),
    page("/calls/new", calls.new, only=policy),
    page("/calls/new", calls.create, post=True, only=policy),
    page("/calls/{call_id:int}", calls.show, cached=True),
    page("/calls/{call_id:int}/edit", calls.edit, only=policy),
    page("/calls/{call_id:int}/edit", calls.update, post=True, only=policy),
    page("/calls/{call_id:int}/state", calls.move, post=True, only=policy),
    page("/calls/{call_id:int}/following", calls.follow, post=True, only=members),
    *listed("/calls", calls.index),
    page("/themes/{theme_id:int}", themes.show, cached=True),
    *listed("/themes", themes.index),
    page("/data", about.data, cached=True),
    page("/accessibility", about.accessibility, cached=True),
    page("/privacy", about.privacy, cached=True),
    page("/outbox", outbox.index, only=readers_of_mail),
    page("/outbox/{mail_id:int}", outbox.show, only=readers_of_mail),
    page("/unsubscribe/{token}", unsubscribing.show),
    page("/unsubscribe/{token}", unsubscribing.stop, post=True, only=anyone_posts),
    page("/setbacks", setbacks.index, only=administrators),
    page("/setbacks/{setback_id:int}", setbacks.retry, post=True, only=administrators),
    page("/health", health.health),
    page("/ready", health.ready),
    Route("/static/{name:path}", static, methods=["GET"], name="static"),
]
