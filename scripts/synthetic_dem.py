#!/usr/bin/python3
"""Writes a MADE-UP ground in the shape of Nara's surroundings as a GeoTIFF: a basin, ridges around it, mountains in
the south. No height in it is real; it is for trying commands and for timing. The same bytes for the same arguments.

    /usr/bin/python3 scripts/synthetic_dem.py made_up.tif [--box WEST SOUTH EAST NORTH] [--step SECONDS]
"""
import argparse

import numpy
from osgeo import gdal, osr

gdal.UseExceptions()


def heights(lon, lat):
    """Metres at arrays of longitudes (columns) and latitudes (rows)."""
    x, y = numpy.meshgrid(lon, lat)
    basin = numpy.exp(-(((x - 135.78) / 0.11) ** 2 + ((y - 34.58) / 0.13) ** 2) ** 2)
    south = 1.0 / (1.0 + numpy.exp((y - 34.32) / 0.05))
    ridge = 420 * numpy.exp(-(((x - 135.67 - 0.1 * (y - 34.5)) / 0.018) ** 2))  # to the west of the basin
    waves = sum(
        a * numpy.abs(numpy.sin(x * fx + y * fy + p))
        for a, fx, fy, p in ((1.0, 71, 43, 0.3), (0.5, -130, 190, 1.1), (0.27, 410, 290, 2.2), (0.12, -900, 1100, 0.7))
    )
    return 45 + (1.0 - basin) * (260 + 130 * waves + ridge + 850 * south * (0.6 + 0.4 * waves))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output")
    parser.add_argument("--box", nargs=4, type=float, default=[135.5, 33.8, 136.3, 34.8],
                        metavar=("WEST", "SOUTH", "EAST", "NORTH"))
    parser.add_argument("--step", type=float, default=0.4, help="seconds of arc (0.4, about 10 m)")
    arguments = parser.parse_args()
    west, south, east, north = arguments.box
    step = arguments.step / 3600
    columns, rows = round((east - west) / step), round((north - south) / step)
    if columns < 1 or rows < 1 or arguments.step <= 0:
        parser.error("the box holds no cell")

    out = gdal.GetDriverByName("GTiff").Create(
        arguments.output, columns, rows, 1, gdal.GDT_Float32,
        ["TILED=YES", "COMPRESS=DEFLATE", "PREDICTOR=3", "BIGTIFF=IF_SAFER"])
    out.SetGeoTransform([west, step, 0, north, 0, -step])
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(6668)
    out.SetSpatialRef(crs)
    out.SetMetadataItem("TIFFTAG_IMAGEDESCRIPTION", "made-up heights, scripts/synthetic_dem.py: nothing in it is real")
    band = out.GetRasterBand(1)
    band.SetUnitType("m")
    lon = west + (numpy.arange(columns) + 0.5) * step
    for first in range(0, rows, 256):
        lat = north - (numpy.arange(first, min(first + 256, rows)) + 0.5) * step
        # Centimetres: so that the last digits of sines do not matter.
        band.WriteArray(numpy.round(heights(lon, lat), 2).astype(numpy.float32), 0, first)


if __name__ == "__main__":
    main()
