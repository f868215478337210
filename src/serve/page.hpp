#pragma once

#include "http/message.hpp"

#include <string>

namespace amaneku::serve {

/// report.html of the folder, with the content-security policy that it has itself; where it is not there, a
/// plain page that says how to make it.
[[nodiscard]] http::Response page_of(const std::string& folder, const std::string& language);

/// What a page may do by the policy in its own `<meta>`; a strict one where it has none.
[[nodiscard]] std::string page_policy(std::string_view html);

}  // namespace amaneku::serve
