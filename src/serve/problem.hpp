#pragma once

#include "http/message.hpp"

#include <string>
#include <utility>

namespace amaneku::serve {

/// Why a request is not answered as asked; what the client is told.
struct Problem {
    int status = 400;
    std::string code;     ///< a word that stays: `bad-value`, `not-found`, …
    std::string message;  ///< a sentence: value, rule, what to do
    std::string field;    ///< `edits[0].radius_m`; empty: none is at fault
    std::vector<std::pair<std::string, std::string>> headers;
};

[[nodiscard]] Problem bad_value(std::string field, std::string message);
[[nodiscard]] Problem not_found(std::string message);

/// `{"error": {…}}`.
[[nodiscard]] http::Response answer_of(const Problem& problem);
[[nodiscard]] http::Response json_answer(std::string text, int status = 200);

}  // namespace amaneku::serve
