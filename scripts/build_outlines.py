"""Write lwj_analysis/lexicons/outlines.json.gz: country outlines for maps that need no network.

From Natural Earth's countries at 1:110 million (public domain), as the package geopandas 0.14 carries them:
``pip download geopandas==0.14.4 --no-deps``, ``pip install pyshp``, then ``python scripts/build_outlines.py FILE.whl``.
Coordinates are rounded to a hundredth of a degree.
"""

import argparse
import gzip
import io
import itertools
import json
import zipfile
from pathlib import Path

OUT = Path(__file__).parents[1] / "lwj_analysis" / "lexicons" / "outlines.json.gz"
INSIDE = "geopandas/datasets/naturalearth_lowres/naturalearth_lowres"


def main() -> None:
    """Read the shapes from the wheel and write their rings."""
    import shapefile

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    with zipfile.ZipFile(parser.parse_args().wheel) as wheel:
        parts = {kind: io.BytesIO(wheel.read(f"{INSIDE}.{kind}")) for kind in ("shp", "shx", "dbf")}
    lines = []
    for shape in shapefile.Reader(**parts).shapes():
        starts = [*shape.parts, len(shape.points)]
        for first, last in itertools.pairwise(starts):
            lines.append([[round(x, 2), round(y, 2)] for x, y in shape.points[first:last]])
    told = {"source": "Natural Earth, 1:110m countries, public domain", "lines": lines}
    OUT.write_bytes(gzip.compress(json.dumps(told, separators=(",", ":")).encode(), mtime=0))
    print(f"{OUT}: {len(lines)} rings, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
