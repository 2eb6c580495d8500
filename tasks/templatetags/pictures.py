"""{% icon "print" %} and {% badge state label %}, as tasks/pages/pictures.py draws them. Built in: no load."""

from django import template

from tasks.pages import pictures

register = template.Library()
register.simple_tag(pictures.icon)
register.simple_tag(pictures.icon_of_note)
register.simple_tag(pictures.badge)
