"""Addresses of registrations: the person's own pages, then the team's."""

from django.urls import path

from registrations import door_urls, past_urls, telling_urls
from registrations.views import (
    accompanying,
    breakouts,
    changing,
    door,
    erasure,
    find,
    giving,
    helping,
    importing,
    in_touch,
    joining,
    kinds,
    kitchen,
    my_booking,
    my_data,
    needs_board,
    offers,
    online,
    own_questions,
    people,
    placing,
    printing,
    questions,
    sessions,
    tick_list,
    together,
    travel,
    why_not,
)

app_name = "registrations"

urlpatterns = [
    # Joining
    path("e/<slug:slug>/register/", joining.start, name="start"),
    path("r/<str:token>/check/", joining.check, name="check"),
    path("r/<str:token>/done/", joining.done, name="done"),
    path("r/<str:token>/<slug:step>/", joining.step, name="step"),
    path("another/<str:token>/", joining.another, name="another"),
    # h/<token>/: the people I support
    path("e/<slug:slug>/helping/", helping.begin, name="help"),
    path("h/<str:token>/", helping.helper, name="helper"),
    path("h/<str:token>/add/", helping.add, name="helper_add"),
    path("h/<str:token>/slips/", helping.slips, name="helper_slips"),
    path("h/<str:token>/arrived/", helping.arrived, name="helper_arrived"),
    path("h/<str:token>/forget/", helping.forget, name="helper_forget"),
    # b/<token>/: my booking
    path("b/<str:token>/", my_booking.booking, name="booking"),
    path("b/<str:token>/change/<slug:step>/", changing.change, name="change"),
    path("b/<str:token>/company/", accompanying.company, name="company"),
    path("b/<str:token>/add/", together.add, name="add_companion"),
    path("b/<str:token>/slips/", together.slips, name="together_slips"),
    path("b/<str:token>/offer/", offers.offer, name="offer"),
    path("b/<str:token>/join/", online.join, name="join_online"),
    path("b/<str:token>/cancel/", my_booking.cancel, name="cancel"),
    path("b/<str:token>/restore/", my_booking.restore, name="restore"),
    path("b/<str:token>/calendar.ics", my_booking.calendar, name="booking_calendar"),
    path("b/<str:token>/why-not/<uuid:session>/", why_not.why_not, name="why_not"),
    path("b/<str:token>/sessions.ics", my_booking.sessions, name="my_sessions_calendar"),
    path("b/<str:token>/someone-else/", my_data.hand_over, name="hand_over"),
    path("b/<str:token>/sharing/", my_data.consents, name="consents"),
    path("b/<str:token>/my-data/", my_data.my_data, name="my_data"),
    path("b/<str:token>/my-data/file.json", my_data.file, name="my_data_file"),
    path("b/<str:token>/delete/", my_data.delete, name="delete_me"),
    path("t/<str:token>/", door.ticket, name="ticket"),
    path("find/", find.find, name="find"),
    # stay/<token>/: the list of who wants to hear of later events
    path("stay/<str:token>/", in_touch.stay, name="stay"),
    path("stay/<str:token>/leave/", in_touch.leave_by_mail, name="leave_by_mail"),
    # kitchen/<token>/: the caterer's own link
    path("kitchen/<str:token>/", kitchen.kitchen_link, name="kitchen_link"),
    # organise/hosts/<slug>/: what is erased when
    path("organise/hosts/<slug:slug>/erasure/", erasure.erasure, name="erasure"),
    path("organise/hosts/<slug:slug>/in-touch/", in_touch.in_touch_list, name="in_touch"),
    path(
        "organise/hosts/<slug:slug>/in-touch/remove/",
        in_touch.remove_from_list,
        name="remove_from_list",
    ),
    path("organise/events/<slug:slug>/invite/", in_touch.invite, name="invite"),
    # organise/events/<slug>/: questions, people, breakouts, messages
    path("organise/events/<slug:slug>/questions/", questions.questions, name="questions"),
    path("organise/events/<slug:slug>/questions/own/", own_questions.add, name="add_own_question"),
    path(
        "organise/events/<slug:slug>/questions/own/<uuid:pk>/",
        own_questions.edit,
        name="edit_own_question",
    ),
    path(
        "organise/events/<slug:slug>/questions/own/<uuid:pk>/remove/",
        own_questions.remove,
        name="remove_own_question",
    ),
    path(
        "organise/events/<slug:slug>/questions/own/<uuid:pk>/move/",
        own_questions.move,
        name="move_own_question",
    ),
    path("organise/events/<slug:slug>/people/", people.people, name="people"),
    path("organise/events/<slug:slug>/people/add/", people.add, name="add_person"),
    path(
        "organise/events/<slug:slug>/people/import/", importing.import_people, name="import_people"
    ),
    path(
        "organise/events/<slug:slug>/people/import/<uuid:pk>/columns/",
        importing.import_columns,
        name="import_columns",
    ),
    path(
        "organise/events/<slug:slug>/people/import/<uuid:pk>/",
        importing.import_look,
        name="import_look",
    ),
    path(
        "organise/events/<slug:slug>/people/import/<uuid:pk>/drop/",
        importing.drop_import,
        name="drop_import",
    ),
    path("organise/events/<slug:slug>/people/<uuid:pk>/", people.person, name="person"),
    path("organise/events/<slug:slug>/people/<uuid:pk>/needs/", people.needs, name="person_needs"),
    path(
        "organise/events/<slug:slug>/people/<uuid:pk>/place/", giving.give_place, name="give_place"
    ),
    path(
        "organise/events/<slug:slug>/people/<uuid:pk>/cancel/", people.cancel, name="cancel_person"
    ),
    path(
        "organise/events/<slug:slug>/people/<uuid:pk>/kind/",
        kinds.person_kind,
        name="person_kind",
    ),
    path("organise/events/<slug:slug>/people/<uuid:pk>/resend/", people.resend, name="resend"),
    path(
        "organise/events/<slug:slug>/people/<uuid:pk>/answer/", giving.answer, name="answer_person"
    ),
    path(
        "organise/events/<slug:slug>/needs/<uuid:pk>/company/",
        accompanying.accompany,
        name="accompany",
    ),
    path("organise/events/<slug:slug>/travel/", travel.travel_claims, name="travel_claims"),
    path("organise/events/<slug:slug>/travel/cash/", travel.cash_sheet, name="cash_sheet"),
    path("organise/events/<slug:slug>/travel/<uuid:pk>/", travel.travel_claim, name="travel_claim"),
    path("organise/events/<slug:slug>/needs/", needs_board.needs_board, name="needs_board"),
    path(
        "organise/events/<slug:slug>/needs/gathered/", needs_board.gathered, name="needs_gathered"
    ),
    path("organise/events/<slug:slug>/needs/<uuid:pk>/<slug:kind>/", needs_board.need, name="need"),
    path("organise/events/<slug:slug>/places/", giving.place_rules, name="place_rules"),
    path("organise/events/<slug:slug>/breakouts/", breakouts.breakouts, name="breakouts"),
    path("organise/events/<slug:slug>/breakouts/run/", breakouts.run, name="run_breakouts"),
    path("organise/events/<slug:slug>/breakouts/swap/", breakouts.swap_rooms, name="swap_rooms"),
    path(
        "organise/events/<slug:slug>/breakouts/runs/", breakouts.breakout_runs, name="breakout_runs"
    ),
    path(
        "organise/events/<slug:slug>/breakouts/tell/", placing.before_telling, name="before_telling"
    ),
    path(
        "organise/events/<slug:slug>/breakouts/publish/", placing.publish, name="publish_breakouts"
    ),
    path("organise/events/<slug:slug>/breakouts/people/", placing.placements, name="placements"),
    path(
        "organise/events/<slug:slug>/breakouts/people/<uuid:pk>/<uuid:slot>/",
        placing.place_person,
        name="place_person",
    ),
    path(
        "organise/events/<slug:slug>/breakouts/people/<uuid:pk>/<uuid:slot>/let-go/",
        placing.let_go,
        name="let_go",
    ),
    path("organise/events/<slug:slug>/kitchen/", kitchen.kitchen, name="kitchen"),
    path("organise/events/<slug:slug>/kitchen/names/", kitchen.kitchen_names, name="kitchen_names"),
    path(
        "organise/events/<slug:slug>/kitchen/copy/",
        kitchen.keep_kitchen_copy,
        name="keep_kitchen_copy",
    ),
    path("organise/events/<slug:slug>/kitchen/links/", kitchen.kitchen_links, name="kitchen_links"),
    path(
        "organise/events/<slug:slug>/kitchen/links/<uuid:pk>/end/",
        kitchen.end_kitchen_link,
        name="end_kitchen_link",
    ),
    path(
        "organise/events/<slug:slug>/breakouts/sheets/",
        sessions.session_sheets,
        name="session_sheets",
    ),
    path("organise/events/<slug:slug>/door/typing/", tick_list.tick_list, name="tick_list"),
    path(
        "organise/events/<slug:slug>/lists/print/people/", printing.people, name="people_to_print"
    ),
    path("organise/events/<slug:slug>/lists/print/door/", printing.door_list, name="door_list"),
    path(
        "organise/events/<slug:slug>/lists/print/sign-in/",
        printing.sign_in_sheet,
        name="sign_in_sheet",
    ),
    path("organise/events/<slug:slug>/lists/print/badges/", printing.badges, name="badges"),
    *telling_urls.urlpatterns,
    *door_urls.urlpatterns,
    *past_urls.urlpatterns,
]
