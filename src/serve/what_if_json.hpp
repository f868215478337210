#pragma once

#include "serve/json_text.hpp"
#include "serve/what_if_session.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace amaneku::serve {

inline constexpr std::size_t most_cells = 20'000;  ///< in one answer

/// What of a step is written.
struct DeltaParts {
    bool cells = true;  ///< the list of them; their number always
};

void write_delta(const WhatIfSession& session, const Delta& delta, DeltaParts parts, JsonText& to);
void write_cells(const WhatIfSession& session, std::span<const scenario::CellChange> cells, JsonText& to);
void write_site(const WhatIfSession& session, const LiveSite& site, bool with_run, JsonText& to);

/// What a client asks for: `{"edits": […], …}`.
struct EditRequest {
    std::vector<SiteEdit> edits;
    std::optional<std::uint64_t> revision;
    bool merges = false;
    bool with_cells = true;
};

/// @throws Problem (bad-json, bad-value) naming the field
[[nodiscard]] EditRequest read_edit_request(const std::string& body);

/// `{"name": …, "title": …, "overwrite": …}`.
struct SaveRequest {
    std::string name;
    std::string title;
    bool overwrites = false;
};
[[nodiscard]] SaveRequest read_save_request(const std::string& body);
/// A body that says nothing, `{}` or empty. @throws Problem for any other
void check_empty_request(const std::string& body);
/// Names of scenario files: `[a-z0-9][a-z0-9_-]{0,63}`. @throws Problem
void check_name(const std::string& name);

}  // namespace amaneku::serve
