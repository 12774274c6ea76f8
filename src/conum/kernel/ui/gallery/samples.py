"""The samples: (section, ((name, file), …)); the files are in `templates/ui/gallery/`."""

SAMPLES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Lire",
        (
            ("Chiffres clés", "figures"),
            ("États et badges", "states"),
            ("Alertes", "alerts"),
            ("Mise en avant", "callout"),
            ("Tuiles", "tiles"),
            ("Cartes", "cards"),
            ("Résumé", "summary"),
            ("Accordéon", "accordion"),
            ("Rien à montrer", "empty"),
            ("Avancement", "progress"),
            ("Étiquettes", "tags"),
        ),
    ),
    (
        "Agir",
        (
            ("Boutons", "buttons"),
            ("Action confirmée", "action"),
            ("Copier, imprimer, télécharger", "tools"),
            ("Rubriques", "tabs"),
            ("Recherche", "search"),
        ),
    ),
    (
        "Listes",
        (
            ("Filtres", "filters"),
            ("Tableau", "table"),
            ("Tableau écrit à la main", "rows"),
        ),
    ),
    (
        "Figures",
        (
            ("Barres", "bars"),
            ("Courbes", "lines"),
            ("Carte de départements", "map"),
            ("Carte de lieux", "places"),
        ),
    ),
    (
        "Formulaires",
        (
            ("Étapes", "stepper"),
            ("Formulaire entier", "form"),
        ),
    ),
)
