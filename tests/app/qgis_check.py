"""Opens a GeoPackage or a project in QGIS without a screen and says what is wrong with its layers or styles.

usage: qgis_check.py FILE SERVICE [FOLDER for pictures]
Prints one line a layer: name, features, renderer. Exit status 1 with a line a fault, 77 where QGIS is not there.
"""
import os
import sys
import tempfile
import zipfile

os.environ["QT_QPA_PLATFORM"] = "offscreen"
try:
    from qgis.core import (
        QgsApplication,
        QgsExpression,
        QgsExpressionContext,
        QgsExpressionContextUtils,
        QgsLayoutExporter,
        QgsMapRendererParallelJob,
        QgsMapSettings,
        QgsProject,
        QgsRenderContext,
        QgsVectorLayer,
    )
    from qgis.PyQt.QtCore import QSize
    from qgis.PyQt.QtGui import QColor, QImage
    from qgis.PyQt.QtXml import QDomDocument
except ImportError:
    print("python3-qgis is not there")
    sys.exit(77)

FIRST_FEW = 9
MANY_COLOURS = 20
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
        if not renderer.willRenderFeature(feature, context):
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
    if layer.name() == "gap":
        return faults + gap_faults(layer, folder)
    return faults + class_faults(layer, service, folder)


def gap_faults(layer, folder):
    """What is wrong with gaps, which are outlines with their town's name."""
    picture(layer, folder)
    if layer.renderer().type() != "singleSymbol" or not layer.labelsEnabled():
        return ["opens without its style"]
    return []


def sld_faults(layer, text):
    """What is wrong with an SLD: QGIS does not read it, or features are in no rule of it."""
    with tempfile.NamedTemporaryFile("w", suffix=".sld", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        message, read = layer.loadSldStyle(file.name)
    if not read:
        return [f"its SLD is not read: {message}"]
    if layer.renderer().type() not in ("RuleRenderer", "singleSymbol"):
        return [f"its SLD became {layer.renderer().type()}"]
    missing = uncovered(layer)
    return [f"{len(missing)} features are in no rule of its SLD"] if missing else []


def check_slds(package, archive):
    """The number of faults of the SLD files of a run."""
    count = 0
    with zipfile.ZipFile(archive) as slds:
        for name in sorted(slds.namelist()):
            layer_name = name.split(".")[0].split(" ")[0]
            layer = QgsVectorLayer(f"{package}|layername={layer_name}", layer_name, "ogr")
            faults = sld_faults(layer, slds.read(name).decode("utf-8"))
            print(f"sld {name} {layer.renderer().type()}")
            for fault in faults:
                print(f"fault: {name}: {fault}")
                count += 1
    return count


def layout_faults(project, folder):
    """What is wrong with the project's page to print."""
    layouts = project.layoutManager().printLayouts()
    if len(layouts) != 1:
        return [f"has {len(layouts)} layouts"]
    page = layouts[0]
    print("layout", page.name(), page.pageCollection().pageCount())
    kinds = [type(item).__name__ for item in page.items()]
    faults = [f"its page has no {kind}" for kind in ("QgsLayoutItemMap", "QgsLayoutItemLegend", "QgsLayoutItemScaleBar")
              if kind not in kinds]
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 60
    with tempfile.TemporaryDirectory() as own:
        path = os.path.join(folder or own, "page.png")
        if QgsLayoutExporter(page).exportToImage(path, settings) != QgsLayoutExporter.Success:
            return [*faults, "its page cannot be exported"]
        image = QImage(path)
        colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
        if len(colours) < MANY_COLOURS:
            faults.append(f"its page shows {len(colours)} colours")
        pdf = os.path.join(folder or own, "page.pdf")
        if QgsLayoutExporter(page).exportToPdf(pdf, QgsLayoutExporter.PdfExportSettings()) != QgsLayoutExporter.Success:
            faults.append("its page cannot be exported as PDF")
    return faults


def check_project(path, folder):
    """The number of faults of a project."""
    project = QgsProject.instance()
    faults = [] if project.read(path) else ["cannot be read"]
    if project.crs().authid() != "EPSG:3857":
        faults.append(f"has the CRS {project.crs().authid()}")
    tree = project.layerTreeRoot()
    for group in tree.findGroups():
        print("group", group.name(), "shown" if group.isVisible() else "hidden")
        for node in group.findLayers():
            layer = node.layer()
            if layer is None or not layer.isValid():
                faults.append(f"layer {node.name()} cannot be opened")
                continue
            print("layer", layer.id(), layer.featureCount(), layer.renderer().type())
            if not layer.crs().isValid():
                faults.append(f"layer {node.name()} has no CRS")
            if missing := uncovered(layer):
                faults.append(f"{len(missing)} features of {node.name()} are in no class")
    faults += layout_faults(project, folder)
    package = os.path.join(os.path.dirname(path), "coverage.gpkg")
    count = check_slds(package, os.path.join(os.path.dirname(path), "coverage_sld.zip"))
    for fault in faults:
        print(f"fault: project {fault}")
    return count + len(faults)


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
    folder = sys.argv[3] if len(sys.argv) > 3 else None
    if sys.argv[1].endswith(".qgz"):
        count = check_project(sys.argv[1], folder)
    else:
        count = check_file(sys.argv[1], sys.argv[2], folder)
    app.exitQgis()
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
