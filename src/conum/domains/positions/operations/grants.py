"""What an approval gives: posts, their attachments, and access for the contact."""

from __future__ import annotations

from datetime import date, datetime

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor, Membership
from conum.commons.accounts.operations.invitations import Offer, invite
from conum.domains.positions.events import PostsOpened
from conum.domains.positions.models import CommitteeDecision, HostRequest, Post, PostAttachment
from conum.domains.positions.queries.quotas import open_on


def open_posts(request: HostRequest, decision: CommitteeDecision, day: date) -> PostsOpened:
    """Create the granted posts and attach them to the host from `day`; the event is for the caller to publish."""
    posts = Post.objects.bulk_create(
        [Post(kind=request.kind, granted_by=decision, created_on=day) for _post in range(decision.posts_granted)]
    )
    attachments = PostAttachment.objects.bulk_create(
        [
            PostAttachment(
                post=post,
                host_id=request.organisation_id,
                request=request,
                department_id=request.department_id,
                starts_on=day,
            )
            for post in posts
        ]
    )
    return PostsOpened(
        request_id=request.pk,
        host_id=request.organisation_id,
        kind=request.kind,
        attachment_ids=tuple(attachment.pk for attachment in attachments),
        opened_on=day,
    )


def invite_contact(request: HostRequest, *, actor: Actor, now: datetime) -> None:
    """Invite the contact as host manager once the committee trusts the request; not before, for anybody may claim
    a SIRET in a public form. Nothing is sent to somebody who already manages the host."""
    managers = Membership.objects.filter(
        open_on(now.date()), organisation=request.organisation_id, role=Role.HOST_MANAGER
    )
    if managers.filter(person__email=request.contact_email.lower()).exists():
        return
    offer = Offer(
        email=request.contact_email.lower(),
        role=Role.HOST_MANAGER,
        organisation_id=request.organisation_id,
        first_name=request.contact_first_name,
        last_name=request.contact_last_name,
    )
    invite(offer, actor, now)
