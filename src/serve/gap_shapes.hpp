#pragma once

#include "serve/result_folder.hpp"
#include <amaneku/geometry.hpp>

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace amaneku::serve {

/// Outlines of the layer `gap`: which gap a cell is of.
class GapShapes {
public:
    /// Empty where the result has no such layer.
    [[nodiscard]] static GapShapes read(const ResultFolder& result);

    /// The id of a service's gap that holds a place; nothing where none does.
    [[nodiscard]] std::optional<std::string> at(const std::string& service, Point place) const;
    /// West, south, east, north; nothing where the gap has no outline.
    [[nodiscard]] std::optional<std::array<double, 4>> box(const std::string& service,
                                                           const std::string& id) const;

private:
    struct Shape {
        std::string service;
        std::string id;
        std::array<double, 4> box{};
        PolygonSet polygons;
    };
    std::vector<Shape> m_shapes;
};

}  // namespace amaneku::serve
