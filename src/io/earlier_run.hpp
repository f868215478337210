#pragma once

#include "core/amount.hpp"

#include <map>
#include <string>
#include <tuple>

namespace amaneku::io {

/// Totals and covered amounts of an earlier run.
class EarlierRun {
public:
    struct Amounts {
        Amount covered = 0;
        Amount total = 0;
    };
    /// Reads coverage.csv of a run's folder, the lines of services as a whole.
    /// @throws Error (Errc::input) where the folder has none, or it is not of a run
    [[nodiscard]] static EarlierRun read(const std::string& folder);

    /// Of an area, by `zone_level`, `zone_code`, service, weight and rule; null where the run has no such.
    [[nodiscard]] const Amounts* find(const std::string& level, const std::string& code,
                                      const std::string& service, const std::string& weight,
                                      const std::string& rule) const;

private:
    using Key = std::tuple<std::string, std::string, std::string, std::string, std::string>;
    std::map<Key, Amounts> m_amounts;
};

}  // namespace amaneku::io
