"""The addresses of a partner institution's portal; an invitation opens them without a sign-in."""

from django.urls import path

from duediligence.admin.portal import partner_pages as pages
from duediligence.admin.portal import partner_people as people

urlpatterns = [
    path("open/<str:token>/", pages.open_invitation, name="partner_open"),
    path("<uuid:public_id>/", pages.start, name="partner_part"),
    path("<uuid:public_id>/result/", pages.result, name="partner_result"),
    path("<uuid:public_id>/confirm/", pages.confirm, name="partner_confirm"),
    path("<uuid:public_id>/files/<int:file_id>/", pages.file, name="partner_file"),
    path("<uuid:public_id>/people/<int:person_id>/", people.declaration_page, name="partner_declaration"),
    path("<uuid:public_id>/people/<int:person_id>/<slug:name>/", people.act, name="partner_person_act"),
]
