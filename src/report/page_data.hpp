#pragma once

#include "report/page_input.hpp"

#include <string>

namespace amaneku::report {

/// What the page is given: the JSON of web/DATA.md and the mesh's columns (empty where the page has none).
struct PageData {
    std::string json;
    std::string mesh;
};
[[nodiscard]] PageData page_data(const PageInput& input);

}  // namespace amaneku::report
