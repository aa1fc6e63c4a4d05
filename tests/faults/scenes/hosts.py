"""Deeds at hosts, their teams, organisations and series."""

from forum import hosting, organisations, teams
from forum.exports import columns
from forum.models import Organisation, User
from forum.models.people import Role
from registrations.lists import attendees
from tests.factories import PASSWORD, make_organisation, make_user
from tests.faults.scenes.telling import scene
from tests.world import World


def owner(world: World) -> User:
    return world.team[Role.OWNER]


@scene("forum.hosting.set_up")
def a_host_is_set_up(world: World, _: None) -> None:
    hosting.set_up(
        host_name="Riverside Welcome", name="Ro Vale", email="ro@new.example", password=PASSWORD
    )


@scene("forum.hosting.change")
def a_host_is_changed(world: World, _: None) -> None:
    hosting.change(host=world.host, fields={"name": "Heronsgate Union"}, by=owner(world))


@scene("forum.hosting.add_series")
def a_series_is_added(world: World, _: None) -> None:
    hosting.add_series(host=world.host, title="Next year", summary="More", by=owner(world))


@scene("forum.hosting.take_back")
def a_host_is_asked_no_more(world: World, _: None) -> None:
    hosting.take_back(asked=world.asked, by=owner(world))


@scene("forum.hosting.ask")
def another_host_is_asked(world: World, _: None) -> None:
    hosting.ask(event=world.recorded, host=world.cohost, by=owner(world))


@scene("forum.hosting.answer")
def the_host_that_was_asked_says_yes(world: World, _: None) -> None:
    hosting.answer(asked=world.asked, says_yes=True, by=owner(world))


@scene("forum.hosting.remove")
def another_host_runs_it_no_more(world: World, _: None) -> None:
    hosting.remove(event=world.event, host=world.cohost, by=owner(world))


@scene("forum.organisations.change")
def an_organisation_is_changed(world: World, _: None) -> None:
    fields = {"name": "Heronsgate House", "reach": "regional"}
    organisations.change(organisation=world.organisation, fields=fields, by=owner(world))


def another_organisation(world: World) -> Organisation:
    other = make_organisation(world.host, "Heronsgate Welcome")
    make_organisation(world.host, "Herons House", merged_into=other)
    return other


@scene("forum.organisations.merge", given=another_organisation)
def organisations_are_merged(world: World, other: Organisation) -> None:
    organisations.merge(organisation=other, into=world.organisation, by=owner(world))


@scene("forum.teams.invite")
def somebody_is_invited_again(world: World, _: None) -> None:
    teams.invite(
        host=world.host,
        by=owner(world),
        name="Newcomer",
        email=world.invitation.email,
        roles=[Role.STAFF, Role.DOOR],
    )


@scene("forum.teams.withdraw")
def an_invitation_is_withdrawn(world: World, _: None) -> None:
    teams.withdraw(invitation=world.invitation, by=owner(world))


def whose_address_was_invited(world: World) -> User:
    return make_user(world.invitation.email)


@scene("forum.teams.join", given=whose_address_was_invited)
def somebody_joins_the_team(world: World, user: User) -> None:
    teams.join(invitation=world.invitation, user=user)


@scene("forum.teams.join_as_new", "forum.teams.join")
def somebody_new_joins_the_team(world: World, _: None) -> None:
    teams.join_as_new(invitation=world.invitation, name="Newcomer", password=PASSWORD)


@scene("forum.teams.change_roles")
def a_member_is_given_other_roles(world: World, _: None) -> None:
    roles = [Role.STAFF, Role.NEEDS_LEAD]
    teams.change_roles(host=world.host, user=world.member, roles=roles, by=owner(world))


@scene("forum.teams.remove")
def a_member_leaves_the_team(world: World, _: None) -> None:
    teams.remove(host=world.host, user=world.member, by=owner(world))


@scene("forum.exports.columns.remember")
def columns_of_a_list_are_left_out(world: World, _: None) -> None:
    titles = columns.choices(attendees.EXPORT, world.event)[:1]
    columns.remember(
        export=attendees.EXPORT, event=world.event, host=world.host, titles=titles, by=owner(world)
    )
