#pragma once

#include <functional>
#include <map>
#include <string>

namespace amaneku {

/// Where an input comes from, for the reports.
struct Source {
    std::string name;
    std::string date;
    std::string licence;
};

/// Sources of a section's files by the key that names the file; keys without one are not there.
using Sources = std::map<std::string, Source, std::less<>>;

}  // namespace amaneku
