"""What we take from the design system, and which npm packages we carry."""

COMPONENTS = (
    "accordion alert badge breadcrumb button callout card checkbox footer form header highlight input link "
    "logo modal navigation notice pagination password radio search select sidemenu skiplink stepper summary "
    "tag table tile toggle upload"
).split()

# Illustrative colours left out: no screen of ours uses them, and they are half of the tokens.
UNUSED_COLOURS = (
    "green-tilleul-verveine green-bourgeon green-menthe green-archipel blue-ecume pink-macaron pink-tuile "
    "yellow-moutarde orange-terre-battue brown-cafe-creme brown-caramel brown-opera beige-gris-galet"
).split()

# Weight 500 is drawn with the bold face: one font file less (42 kB) on a slow phone.
FONTS = {"Marianne-Regular": "400", "Marianne-Bold": "500 700"}

ICONS = (
    "account-circle-line account-line add-line alarm-warning-line arrow-down-line arrow-down-s-line "
    "arrow-go-back-line arrow-left-line arrow-left-s-line arrow-right-line arrow-right-s-line arrow-up-line "
    "arrow-up-down-line arrow-up-s-line attachment-line bar-chart-box-line bank-line calendar-line chat-3-line "
    "calendar-event-line check-line checkbox-circle-fill checkbox-circle-line checkbox-line close-circle-line "
    "close-line computer-line "
    "delete-line download-line draft-line edit-line error-warning-line external-link-line eye-line "
    "file-line file-text-line filter-line france-line group-line home-4-line information-line links-line "
    "lock-line logout-box-r-line mail-line map-pin-2-line menu-fill money-euro-circle-line "
    "notification-3-line phone-line printer-line question-line refresh-line save-line scales-3-line search-line "
    "send-plane-line settings-5-line shield-line smartphone-line star-line team-line time-line timer-line "
    "upload-line user-add-line user-line user-search-line "
    "warning-line"
).split()

NPM = {
    "htmx.org@2.0.11": (
        "sha512-Thx/WtpeOQqSrqBCw/A1cwGJGg4UrVa3+sW0GmrM3p4gJgO89ecH4qtbnyzDDWFvBTqjnIMCgELTNt636dtamA==",
        {"dist/htmx.min.js": "htmx/htmx.min.js", "LICENSE": "htmx/LICENSE.txt"},
    ),
    "leaflet@1.9.4": (
        "sha512-nxS1ynzJOmOlHp+iL3FyWqK89GtNL8U8rvlMOsQdTTssxZwCXh8N2NB3GDQOL+YR3XnWyZAxwQixURb+FA74PA==",
        {
            "dist/leaflet-src.esm.js": "leaflet/leaflet.js",
            "dist/leaflet.css": "leaflet/leaflet.css",
            "dist/images/layers.png": "leaflet/images/layers.png",
            "dist/images/layers-2x.png": "leaflet/images/layers-2x.png",
            "dist/images/marker-icon.png": "leaflet/images/marker-icon.png",
            "LICENSE": "leaflet/LICENSE.txt",
        },
    ),
}
