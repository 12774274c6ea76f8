"""Protocols of the outside that know no business."""
