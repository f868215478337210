#include "io/combination_config.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

namespace amaneku::io {

std::optional<CombinationsConfig> read_combinations_config(TomlCursor& root,
                                                           const std::vector<ServiceConfig>& services) {
    auto table = root.table("combinations");
    if (!table) return std::nullopt;
    CombinationsConfig out;
    out.place = table->place();
    std::vector<std::size_t> taking_part(services.size());
    std::iota(taking_part.begin(), taking_part.end(), std::size_t{0});
    if (table->has("services")) {
        taking_part.clear();
        std::vector<std::string> known;
        for (const ServiceConfig& s : services) known.push_back(s.id);
        for (const std::string& id : table->texts("services")) {
            const auto at = std::find(known.begin(), known.end(), id);
            const auto index = static_cast<std::size_t>(at - known.begin());
            if (at == known.end()) {
                table->problem("services",
                               fmt::format("'{}' is no service; there are {}", id, fmt::join(known, ", ")));
            } else if (std::find(taking_part.begin(), taking_part.end(), index) != taking_part.end()) {
                table->problem("services", fmt::format("'{}' is there twice", id));
            } else {
                taking_part.push_back(index);
            }
        }
    }
    if (taking_part.size() < 2)
        table->problem("services", "needs at least two services to lay beside each other");
    if (services.size() > 64)
        table->problem("services", fmt::format("{} services: [combinations] can take 64", services.size()));
    for (std::size_t a = 0; a < taking_part.size(); ++a) {
        for (std::size_t b = a + 1; b < taking_part.size(); ++b)
            out.sets.push_back({taking_part[a], taking_part[b]});
    }
    constexpr std::size_t most_at_once = 5;  // 32 lines an area and weight
    if (taking_part.size() > 2 && taking_part.size() <= most_at_once) out.sets.push_back(taking_part);
    table->finish();
    return out;
}

std::optional<EquityConfig> read_equity_config(TomlCursor& root) {
    auto table = root.table("equity");
    if (!table) return std::nullopt;
    EquityConfig out;
    out.place = table->place();
    out.of = table->text("of").value_or(out.of);
    out.weights = table->texts("weights");
    table->finish();
    return out;
}

}  // namespace amaneku::io
