"""The words of Folkmoot, one file each.

account       somebody who has given us an e-mail address; `roles` says what they may do
team          the part of an organisation that answers
call          an open question with a sponsor, dates and a commitment
idea          what somebody proposes; an `improvement` is a member of staff's own kind of idea
stance        what an author chose, for or against what their call asks (its proposition); never inferred
draft         an idea on its way, one question at a time
comment       something said about an idea, or a reply to that
support       one account's support for one idea
theme         what a group of ideas is about; a `membership` puts an idea in it and says why
passage       the very words of an idea that put it there, or that an officer chose instead, as offsets into its text
grouping      one run of the machine over a call; it gives `changes` that people accept or refuse
coding        a blind check: two people sort the same `sheets`, and the machine's themes are measured by their choices
answer        what a team says in public to a theme or to an idea
contact       how somebody is reached who has no e-mail address; an `outreach` is a letter or a call to them
coverage      an idea that a public answer was given to; one that comes to its theme later, a newcomer, waits
question      what a team asks back: one author, or everyone who wrote about a theme; an `asking` is one person asked
reply         what a contributor says of an answer: answered, partly, not
commitment    what a team promised in an answer, by when; an `outcome` measures it
flag          a report that something should not be here
decision      hiding or restoring something, with the reason
event         one change, written in the same transaction (`history`)
subscription  following an idea or a call
notification  one person to be told of one event; a `mail` carries it
"""
