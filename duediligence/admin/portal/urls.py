"""The addresses of the researcher's portal; a personal link opens them without a sign-in."""

from django.urls import path

from duediligence.admin.portal import pages

urlpatterns = [
    path("open/<str:token>/", pages.open_link, name="declaration_open"),
    path("<uuid:public_id>/", pages.start, name="declaration"),
    path("<uuid:public_id>/items/<slug:code>/", pages.item, name="declaration_item"),
    path("<uuid:public_id>/items/<slug:code>/table/", pages.empty_table, name="declaration_table"),
    path("<uuid:public_id>/check/", pages.check, name="declaration_check"),
    path("<uuid:public_id>/take-over/", pages.take_over, name="declaration_take_over"),
]
