"""Addresses of consent and disclosure."""

from django.urls import path

from tomoni.sharing.views import consents, disclosures

app_name = "sharing"
urlpatterns = [
    path("families/<uuid:ref>/", consents.family, name="family"),
    path("families/<uuid:ref>/ask", consents.ask, name="ask"),
    path("<uuid:ref>/receipt", consents.receipt, name="receipt"),
    path("<uuid:ref>/withdraw", consents.withdraw, name="withdraw"),
    path("<uuid:ref>/take-back", consents.take_back, name="take_back"),
    path("families/<uuid:ref>/disclosures", disclosures.disclosures, name="disclosures"),
    path("families/<uuid:ref>/pass-on", disclosures.pass_on, name="pass_on"),
    path("disclosures/<uuid:ref>/tell", disclosures.tell, name="tell"),
    path("disclosures/<uuid:ref>/receipt", disclosures.disclosure_receipt, name="disclosure_receipt"),
    path("disclosures/<uuid:ref>/take-back", disclosures.take_back_disclosure, name="take_back_disclosure"),
]
