"""Amounts in pounds: decimals from end to end, so that a penny is a penny."""

from decimal import Decimal

_PENNY = Decimal("0.01")


def exact(amount: Decimal) -> str:
    """As it is stored and stands in a column: "24.00"."""
    return str(amount.quantize(_PENNY))


def pounds(amount: Decimal) -> str:
    """As people say it: "£24", "£24.50"."""
    whole = amount == amount.to_integral_value()
    return f"£{amount:,.0f}" if whole else f"£{amount.quantize(_PENNY):,}"
