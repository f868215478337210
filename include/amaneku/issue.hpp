#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace amaneku {

/// What was done to an input row, feature or zone that could not be taken as it stands.
enum class IssueKind : std::uint8_t {
    rejected,  ///< left out
    repaired,  ///< taken after a stated change
    moved,     ///< its people went to a place other than the plain rule's
    note,      ///< taken as it is; something the user should know
};

/// One line of issues.csv.
struct Issue {
    IssueKind kind = IssueKind::note;
    std::string file;              ///< path as given, with the member of an archive
    std::string place;             ///< `line 12`, `fid=3`, a mesh code, a zone code
    std::string reason;            ///< the value, the rule, what was done
    std::optional<double> people;  ///< how many people it concerns, where that is known
};

}  // namespace amaneku
