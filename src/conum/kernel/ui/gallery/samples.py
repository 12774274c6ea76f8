"""The samples: (section, ((name, template code), …))."""

SAMPLES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Lire",
        (
            (
                "Chiffres clés",
                """<div class="cn-figures">
{% ui_figure "4 000" "conseillers à recruter" on=day source="Plan de relance" method="#methode" %}
{% ui_figure 72 "postes accordés en Limousin" on=day source="Conum" href="#tableau" %}
{% ui_figure "83" "des postes pourvus" unit="%" on=day source="Conum" method="#methode" %}
</div>""",
            ),
            (
                "États et badges",
                """{% for row in rows %}{% ui_state row %} {% endfor %}{% ui_badge "Pilote" "new" %} {% ui_badge "Données" %}""",
            ),
            (
                "Alertes",
                """{% ui_alert tone="warning" title="Quota presque atteint" %}<p>Il reste 2 postes pour la Creuse.</p>{% endui_alert %}
{% ui_alert tone="success" small=True %}<p>Votre demande est enregistrée.</p>{% endui_alert %}""",
            ),
            (
                "Mise en avant",
                """{% ui_callout title="L'aide est gratuite" level=4 %}Un conseiller numérique vous aide sans rendez-vous et sans rien payer.{% endui_callout %}""",
            ),
            (
                "Tuiles",
                """<div class="fr-grid-row fr-grid-row--gutters">
<div class="fr-col-12 fr-col-md-4">{% ui_tile "J'ai besoin d'aide" "#aide" "Trouver un lieu près de chez moi" icon="map-pin-2-line" level=4 %}</div>
<div class="fr-col-12 fr-col-md-4">{% ui_tile "Je veux devenir conseiller" "#candidat" "Candidater en cinq minutes, sans diplôme" icon="user-add-line" level=4 %}</div>
<div class="fr-col-12 fr-col-md-4">{% ui_tile "Je veux accueillir un conseiller" "#accueil" "Demander un poste pour ma structure" icon="home-4-line" level=4 %}</div>
</div>""",
            ),
            (
                "Cartes",
                """<div class="fr-grid-row fr-grid-row--gutters">
{% for row in rows|slice:":2" %}<div class="fr-col-12 fr-col-md-6">{% ui_card title=row.name href="#carte" level=4 detail=row.department end="Réponse sous 30 jours" %}{{ row.seats }} postes demandés, à pourvoir en mars.{% endui_card %}</div>{% endfor %}
</div>""",
            ),
            ("Résumé", """{% ui_summary pairs title="Votre structure" edit="#modifier" level=4 %}"""),
            (
                "Accordéon",
                """{% ui_accordion title="Qui peut demander un poste ?" level=4 open=True %}<p>Les communes, leurs groupements, les départements et les associations.</p>{% endui_accordion %}
{% ui_accordion title="Combien coûte un poste ?" level=4 %}<p>L'État verse 50 000 € pour deux ans.</p>{% endui_accordion %}""",
            ),
            (
                "Rien à montrer",
                """{% ui_empty title="Aucune demande ne correspond" %}<p>Retirez un filtre, ou <a href="#">créez une demande</a>.</p>{% endui_empty %}""",
            ),
            ("Avancement", """{% ui_progress 3200 8000 "Import des lieux" %}"""),
            ("Étiquettes", """{% ui_tag "Creuse" href="#creuse" %} {% ui_tag "Sans rendez-vous" %}"""),
        ),
    ),
    (
        "Agir",
        (
            (
                "Boutons",
                """<div class="cn-actions">{% ui_button "Continuer" "#suite" %}{% ui_button "Voir le dossier" "#voir" kind="secondary" icon="eye-line" %}
{% ui_button "Revenir" "#retour" kind="tertiary" %}{% ui_button "Passer" "#passer" kind="plain" %}{% ui_button "Supprimer" "#supprimer" kind="danger" icon="delete-line" %}</div>""",
            ),
            (
                "Action confirmée",
                """{% ui_action "" "Retirer la demande" confirm="Retirer cette demande ?" kind="danger" reason="duplicate" %}""",
            ),
            (
                "Copier, imprimer, télécharger",
                """<p>Lien de suivi : <code id="lien">https://exemple.fr/suivi/8GZK</code> {% ui_copy "lien" "Copier" done="Copié" %} {% ui_print "Imprimer" %}</p>{% ui_export %}""",
            ),
            ("Rubriques", """{% ui_tabs tabs label="Rubriques du dossier" %}"""),
            ("Recherche", """{% ui_search label="Nom ou commune" id="recherche-galerie" %}"""),
        ),
    ),
    (
        "Listes",
        (
            ("Filtres", """{% ui_filters filterset %}"""),
            (
                "Tableau",
                """{% ui_table columns rows caption="Demandes de poste" select="requests" form="lot" %}
{% ui_pagination page_obj %}""",
            ),
            (
                "Tableau écrit à la main",
                """{% ui_rows columns=words caption="Reste à attribuer" %}<tr><th scope="row">Creuse</th><td>14</td><td>2</td></tr>
<tr><th scope="row">Corrèze</th><td>22</td><td>5</td></tr>{% endui_rows %}""",
            ),
        ),
    ),
    (
        "Figures",
        (
            (
                "Barres",
                """{% ui_bars bars caption="Postes accordés par département" label="Département" value="Postes" %}""",
            ),
            (
                "Courbes",
                """{% ui_lines months series caption="Postes demandés et accordés par mois" first="Mois" unit="postes" %}""",
            ),
            (
                "Carte de départements",
                """{% ui_map shapes values caption="Postes accordés" label="Département" value="Postes" unit="postes" links=links width=300 height=300 %}""",
            ),
            ("Carte de lieux", """{% ui_places_map points label="Lieux d'aide près de Guéret" %}"""),
        ),
    ),
    (
        "Formulaires",
        (
            ("Étapes", """{% ui_stepper "Votre structure" 2 4 next_title="Vos besoins" level=4 %}"""),
            ("Formulaire entier", """{% ui_form form "Enregistrer" cancel="#annuler" save_as="draft" %}"""),
        ),
    ),
)
