#include "io/prefecture_neighbours.hpp"

#include "io/fetch_sources.hpp"
#include <amaneku/error.hpp>

namespace amaneku::io {

std::map<std::string, std::vector<std::string>> prefecture_neighbours() {
    std::map<std::string, std::vector<std::string>> out;
    try {
        for (FetchPrefecture& p : read_fetch_sources(find_sources_file("")).prefectures)
            out.emplace(p.code, std::move(p.neighbours));
    } catch (const Error&) {  // a run does not depend on what `fetch` downloads
        return {};
    }
    return out;
}

}  // namespace amaneku::io
