#include "app/kml_layers.hpp"

#include "app/attribution.hpp"
#include "app/column_titles.hpp"
#include "app/layer_styles.hpp"
#include "app/layers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace amaneku::app {

namespace {

using gdal::FieldValue;

std::optional<double> number(const FieldValue& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
    if (const auto* real = std::get_if<double>(&value)) return *real;
    return std::nullopt;
}

bool holds(const Condition& condition, const FieldValue& value) {
    const bool is_null = std::holds_alternative<std::monostate>(value);
    const auto of = number(value);
    switch (condition.test) {
        case Condition::Test::is_null:
            return is_null;
        case Condition::Test::is_not_null:
            return !is_null;
        case Condition::Test::from_to:
            return of && *of >= condition.lower && *of <= condition.upper;
        case Condition::Test::above_to:
            return of && *of > condition.lower && *of <= condition.upper;
        case Condition::Test::equals:
            break;
    }
    if (const auto* text = std::get_if<std::string>(&value)) return *text == condition.value;
    return of && fmt::format("{:g}", *of) == condition.value;
}

/// Colours of KML: opacity, blue, green, red.
std::string colour(const Colour& c, double opacity) {
    return fmt::format("<color>{:02x}{:02x}{:02x}{:02x}</color>", static_cast<int>(opacity * 255.0 + 0.5),
                       c.blue, c.green, c.red);
}

/// A symbol as KML has it; `opacity` is of fills.
std::string drawn(const Symbol& s, double opacity) {
    const auto line = [](const Colour& c, int pixels) {
        return fmt::format("<LineStyle>{}<width>{}</width></LineStyle>", colour(c, 1.0), pixels);
    };
    std::string inner;
    switch (s.kind) {
        case SymbolKind::fill:
            inner = line(s.edge, 1) + fmt::format("<PolyStyle>{}</PolyStyle>", colour(s.colour, opacity));
            break;
        case SymbolKind::outline:
            inner = line(s.colour, 2) + "<PolyStyle><fill>0</fill></PolyStyle>";
            break;
        case SymbolKind::line:
            inner = line(s.colour, 2);
            break;
        case SymbolKind::marker:
            inner = fmt::format("<IconStyle>{}<scale>{}</scale></IconStyle>", colour(s.colour, 1.0),
                                s.size >= 4.0 ? "1.1" : "0.6");
    }
    return "<Style>" + inner + "</Style>";
}

}  // namespace

std::vector<std::string> kml_layers(const RunResult& result) {
    static const std::set<std::string, std::less<>> shown{"municipality", "gap", "site", "candidate"};
    std::vector<std::string> out = layer_names(result);
    std::erase_if(out, [](const std::string& layer) { return !shown.contains(layer); });
    return out;
}

gdal::DocumentText kml_document(const RunResult& result) {
    const ColumnTitles titles{result.config};
    std::string text =
        fmt::format(fmt::runtime(titles.word("基準日 {}。", "As of {}. ")), format_date(result.config.as_of));
    for (const ServiceConfig& s : result.config.services)
        text += rule_line(s, titles) + titles.word("。", ". ");
    text += titles.word("出典：", "Sources: ") + attribution(result, titles);
    text += titles.word(
        "。メッシュ・エリア・施設・道路は数が多いため、この KML には含めていません（coverage.gpkg "
        "などにあります）。",
        ". Cells, footprints, places and lines are too many for a KML: they are in coverage.gpkg.");
    return {result.config.title, text};
}

gdal::LayerDress kml_dress(const RunResult& result, const std::string& layer) {
    const ColumnTitles titles{result.config};
    gdal::LayerDress out;
    out.title = layer == "municipality" ? titles.word("市区町村", "municipalities")
                : layer == "gap"        ? titles.word("圏外地域", "gaps")
                : layer == "site"       ? titles.word("基地局", "sites")
                                        : titles.word("整備候補", "candidates");
    out.name_column = layer == "gap" ? "town" : layer == "site" ? "site_id" : "name";
    const auto fields = layer_fields(result, layer);
    for (const auto& field : fields) {
        const std::string title = titles.of(field.name);
        if (!title.empty()) out.columns.emplace(field.name, title);
    }
    LayerStyle style = layer == "municipality" ? shaded_style(layer, result.config.services.front(), titles)
                                               : default_layer_style(layer, result, titles);
    out.style = [style = std::move(style), fields](std::span<const FieldValue> values) {
        const auto value_of = [&](const std::string& column) -> const FieldValue& {
            const auto at =
                std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.name == column; });
            return values[static_cast<std::size_t>(at - fields.begin())];
        };
        const auto found = std::find_if(style.classes.begin(), style.classes.end(), [&](const StyleClass& c) {
            return std::all_of(c.when.begin(), c.when.end(), [&](const Condition& condition) {
                return holds(condition, value_of(condition.column));
            });
        });
        return found == style.classes.end() ? std::string{} : drawn(found->symbol, 0.6);
    };
    return out;
}

}  // namespace amaneku::app
