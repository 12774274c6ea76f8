"""Opening hours of a place: read, refused with the reason, evaluated, told in words, edited as a grid."""
