"""Opens a GeoPackage's layers in QGIS without a screen and says what is wrong with them or their styles.

usage: qgis_check.py FILE SERVICE [FOLDER for pictures]
Prints one line a layer: name, features, renderer. Exit status 1 with a line a fault, 77 where QGIS is not there.
"""
import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"
try:
    from qgis.core import (
        QgsApplication,
        QgsExpression,
        QgsExpressionContext,
        QgsExpressionContextUtils,
        QgsMapRendererParallelJob,
        QgsMapSettings,
        QgsRenderContext,
        QgsVectorLayer,
    )
    from qgis.PyQt.QtCore import QSize
    from qgis.PyQt.QtGui import QColor
    from qgis.PyQt.QtXml import QDomDocument
except ImportError:
    print("python3-qgis is not there")
    sys.exit(77)

FIRST_FEW = 9
OUTLINES = ("municipality", "prefecture", "group")


def uncovered(layer):
    """Features that no class of the renderer draws."""
    renderer = layer.renderer().clone()
    context = QgsRenderContext()
    context.expressionContext().appendScopes([])
    context.expressionContext().setFields(layer.fields())
    renderer.startRender(context, layer.fields())
    missing = []
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        if renderer.symbolForFeature(feature, context) is None:
            missing.append(feature.id())
    renderer.stopRender(context)
    return missing


def classes(renderer):
    if renderer.type() == "graduatedSymbol":
        return renderer.ranges()
    return renderer.categories() if renderer.type() == "categorizedSymbol" else []


def picture(layer, folder):
    """The colours of the layer's map, which is also saved where a folder is given."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setBackgroundColor(QColor(255, 255, 255))
    settings.setOutputSize(QSize(800, 800))
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(layer.extent())
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    if folder:
        image.save(os.path.join(folder, layer.name() + ".png"))
    return {image.pixelColor(x, y).name() for x in range(0, 800, 4) for y in range(0, 800, 4)}


def outline_faults(layer):
    """What is wrong with areas that are to be outlines with labels over or under the cells."""
    faults = []
    properties = layer.renderer().symbol().symbolLayer(0).properties()
    if properties["style"] != "no":
        faults.append("hides what is below it")
    settings = layer.labeling().settings()
    if not layer.labelsEnabled() or "name" not in settings.fieldName:
        return [*faults, "has no labels"]
    expression = QgsExpression(settings.fieldName)
    context = QgsExpressionContext()
    context.appendScopes(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    for feature in layer.getFeatures():
        context.setFeature(feature)
        text = expression.evaluate(context)
        if not text or not text.startswith(feature["name"]):
            faults.append(f"label of {feature['name']}: {text} {expression.evalErrorString()}")
    return faults


def class_faults(layer, service, folder):
    """What is wrong with a layer of several classes."""
    faults = []
    renderer = layer.renderer()
    if not classes(renderer):
        return [f"opens with the renderer {renderer.type()}, not with its style"]
    if missing := uncovered(layer):
        faults.append(f"{len(missing)} features are in no class")
    column = f"{service}_fraction" if layer.name() == "mesh" else f"{service}_rate"
    if renderer.type() == "graduatedSymbol" and column not in renderer.classAttribute():
        faults.append(f"is coloured by {renderer.classAttribute()}")
    opacity = layer.opacity()
    layer.setOpacity(1.0)
    seen = picture(layer, folder)
    layer.setOpacity(opacity)
    drawn = {c.symbol().color().name() for c in classes(renderer)}
    if layer.name() in ("mesh", "municipality") and len(seen & drawn) < 3:
        faults.append(f"its picture shows {sorted(seen)[:FIRST_FEW]}, few of the classes {sorted(drawn)}")
    return faults


def check(layer, service, folder):
    """What is wrong with a layer."""
    if not layer.isValid():
        return ["is not valid"]
    faults = []
    if not layer.crs().isValid():
        faults.append("has no CRS")
    unnamed = [f.name() for f in layer.fields() if f.name() != "fid" and not f.alias()]
    if unnamed:
        faults.append(f"columns without an alias: {', '.join(unnamed)}")
    if layer.name() in OUTLINES:
        if layer.renderer().type() != "singleSymbol" or not layer.labeling():
            return [*faults, f"opens with the renderer {layer.renderer().type()}, not with its style"]
        faults += outline_faults(layer)
        style = f"{layer.name()} {service}"
        count, ids, names, *_ = layer.listStylesInDatabase()
        if style not in names:
            return [*faults, f"has no style '{style}'"]
        document = QDomDocument()
        document.setContent(layer.getStyleFromDatabase(ids[names.index(style)])[0])
        layer.importNamedStyle(document)
        print(f"style {style} {layer.renderer().type()}")
    return faults + class_faults(layer, service, folder)


def map_of(layers, folder, name):
    """A picture of layers, the first on top."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setBackgroundColor(QColor(255, 255, 255))
    settings.setOutputSize(QSize(1000, 1000))
    settings.setDestinationCrs(layers[0].crs())
    settings.setExtent(layers[0].extent())
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(os.path.join(folder, name))


def check_file(path, service, folder):
    """The number of faults."""
    count = 0
    whole = QgsVectorLayer(path, "all", "ogr")
    names = [part.split("!!::!!")[1] for part in whole.dataProvider().subLayers()]
    for name in names:
        if name == "layer_styles":
            continue
        layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
        print(name, layer.featureCount(), layer.renderer().type())
        for fault in check(layer, service, folder):
            print(f"fault: {name}: {fault}")
            count += 1
    if folder:
        both = [QgsVectorLayer(f"{path}|layername={n}", n, "ogr") for n in ("municipality", "mesh")]
        map_of(both, folder, "outlines-above.png")
        map_of(both[::-1], folder, "outlines-below.png")
    return count


def main():
    QgsApplication.setPrefixPath("/usr", True)
    app = QgsApplication([], False)
    app.initQgis()
    count = check_file(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None)
    app.exitQgis()
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
