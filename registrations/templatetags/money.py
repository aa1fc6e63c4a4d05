"""Amounts in pounds on a page. `{% load money %}`."""

from decimal import Decimal

from django import template

from registrations import travel_claims

register = template.Library()


@register.filter
def pounds(amount: Decimal | None) -> str:
    """`{{ claim.up_to|pounds }}`: "£24", "£24.50"; nothing where there is no amount."""
    return "" if amount is None else travel_claims.pounds(amount)


@register.filter
def to_the_penny(amount: Decimal | None) -> str:
    """`{{ claim.up_to|to_the_penny }}`: "£24.00", for a column."""
    return "" if amount is None else f"£{amount.quantize(Decimal('0.01')):,}"
