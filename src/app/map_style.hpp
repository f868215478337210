#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace amaneku::app {

struct Colour {
    int red = 0, green = 0, blue = 0;

    /// `166,54,3`, as QGIS writes it.
    [[nodiscard]] std::string decimal() const;
    /// `#a63603`, as everybody else does.
    [[nodiscard]] std::string hex() const;
};

enum class SymbolKind : std::uint8_t { fill, outline, line, marker };
enum class Marker : std::uint8_t { circle, square, triangle, star };

/// How one feature is drawn. Shapes and widths differ as well as colours, so that a grey print can be read.
struct Symbol {
    SymbolKind kind = SymbolKind::fill;
    Colour colour{};      ///< of an outline or a line the line's
    Colour edge{};        ///< around a fill or a marker
    double width = 0.26;  ///< of lines, in mm
    double size = 0.0;    ///< of a marker, in mm
    Marker marker = Marker::circle;
    bool is_dashed = false;
    double opacity = 1.0;
};

/// What a column of a feature must be.
struct Condition {
    enum class Test : std::uint8_t { equals, is_null, is_not_null, above_to, from_to };
    std::string column;
    Test test = Test::equals;
    std::string value{};  ///< with equals
    double lower = 0.0, upper = 0.0;
};

/// Features that are drawn alike.
struct StyleClass {
    std::string label;
    Symbol symbol;
    std::string value{};              ///< of a categorised renderer's expression
    double lower = 0.0, upper = 0.0;  ///< of a graduated one's
    std::vector<Condition> when{};    ///< the same said of columns: all of them; empty: every feature
};

/// A feature's name beside it, and below the name its rate where it has one.
struct Label {
    std::string column;
    std::string rate_column{};  ///< empty: none
    int decimals = 0;
    double size = 8.0;         ///< points
    bool is_of_area = false;   ///< stands inside it; else beside the point
    double largest_scale = 0;  ///< denominator beyond which there are no labels; 0: always
};

enum class Renderer : std::uint8_t { single, categorised, graduated };

/// How a layer is drawn: what QML, SLD, the QGIS project and KML are made from.
struct LayerStyle {
    Renderer renderer = Renderer::single;
    std::string expression{};  ///< in QGIS's language, whose values the classes are of
    std::vector<StyleClass> classes;
    std::optional<Label> label{};
    double opacity = 1.0;
};

/// Text between tags or quotes of XML.
[[nodiscard]] std::string xml_escaped(const std::string& text);

}  // namespace amaneku::app
