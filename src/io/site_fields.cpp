#include "io/site_fields.hpp"

#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <limits>

namespace amaneku::io {

int site_field(const gdal::VectorSource& layer, const SiteColumns& columns, const std::string& name,
               const char* usual) {
    const std::string wanted = name.empty() ? usual : name;
    if (wanted.empty()) return -1;
    const int field = layer.field(wanted);
    const bool given = std::find(columns.given.begin(), columns.given.end(), wanted) != columns.given.end();
    if (field < 0 && given) {
        throw Error{Errc::input, layer.shown(),
                    fmt::format("has no column '{}'; it has {}", wanted, fmt::join(layer.fields(), ", "))};
    }
    return field;
}

std::optional<double> number_in(const gdal::FeatureView& feature, int field) {
    const auto text = feature.text(field);
    if (!text || text->find_first_not_of(' ') == std::string::npos) return std::nullopt;
    double value = 0.0;
    const std::size_t begin = text->find_first_not_of(" +");
    if (begin == std::string::npos) return std::numeric_limits<double>::quiet_NaN();
    const char* const end = text->data() + text->find_last_not_of(' ') + 1;
    const auto [next, error] = std::from_chars(text->data() + begin, end, value);
    if (error != std::errc{} || next != end) return std::numeric_limits<double>::quiet_NaN();
    return value;
}

std::string trimmed(const std::string& text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace amaneku::io
