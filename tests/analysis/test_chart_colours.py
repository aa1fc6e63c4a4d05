"""The colours of charts: each mark stands out from the paper, and from the others for everybody."""

import itertools

import pytest

from analysis.charts.colours import INK, PANEL, QUIET, TONES, edge, on, shade

# What charts lie on: the page or paper, and a panel.
GROUNDS = {"page": "#FFFFFF", "panel": PANEL}
# How colours look to people who lack one kind of cone (Machado and others 2009, in full), in
# linear light.
SIGHTS = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red cones": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green cones": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue cones": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def contrast(one, other):
    """As WCAG counts it."""
    lights = sorted(
        sum(
            weight * part
            for weight, part in zip((0.2126, 0.7152, 0.0722), linear(each), strict=True)
        )
        for each in (one, other)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def seen(colour, sight):
    """The colour in CIELAB, as somebody with that sight sees it."""
    light = linear(colour)
    red, green, blue = (
        min(max(sum(a * b for a, b in zip(row, light, strict=True)), 0), 1) for row in SIGHTS[sight]
    )
    # To CIELAB, where equal steps look equally large.
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(one, other, sight):
    pairs = zip(seen(one, sight), seen(other, sight), strict=True)
    return sum((a - b) ** 2 for a, b in pairs) ** 0.5


@pytest.mark.parametrize("ground", GROUNDS)
def test_every_mark_or_its_edge_stands_out_from_what_it_lies_on(ground):
    for colour in [*TONES.values(), PANEL]:
        if colour != GROUNDS[ground]:
            assert contrast(edge(colour) or colour, GROUNDS[ground]) >= 3, colour


def test_words_can_be_read_on_what_they_stand_on():
    for step in range(11):
        assert contrast(on(shade(step / 10)), shade(step / 10)) >= 4.5
    for colour in TONES.values():
        assert contrast(on(colour), colour) >= 4.5, colour
    for words, ground in itertools.product((INK, QUIET), GROUNDS.values()):
        assert contrast(words, ground) >= 4.5


@pytest.mark.parametrize("sight", SIGHTS)
def test_tones_differ_whichever_colours_somebody_sees(sight):
    """2.3 can just be told apart side by side; across a chart it takes several times as much."""
    for one, other in itertools.combinations(TONES, 2):
        assert apart(TONES[one], TONES[other], sight) > 14, (one, other)
