"""The application's addresses, and one page with a form that asks for a commune."""

from django.http import HttpResponse
from django.template import engines
from django.urls import path

from conum.commons.territories.web.fields import CommuneField
from conum.kernel.ui import forms
from conum.site.urls import urlpatterns as application

TEMPLATE = """{% extends "base.html" %}{% block title %}Essai{% endblock %}{% block h1 %}Où êtes-vous ?{% endblock %}
{% block content %}<form class="cn-form" novalidate>{{ form }}<button class="fr-btn">Chercher</button></form>
{% if found %}<p id="trouve">{{ found.code }} {{ found }}</p>{% endif %}{% endblock %}"""


class Where(forms.Form):
    """One commune."""

    commune = CommuneField()


def where(request):
    form = Where(request.GET if "commune" in request.GET else None)
    found = form.cleaned_data["commune"] if form.is_valid() else None
    return HttpResponse(engines["django"].from_string(TEMPLATE).render({"form": form, "found": found}, request))


urlpatterns = [*application, path("essai", where)]
