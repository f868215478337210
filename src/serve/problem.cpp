#include "serve/problem.hpp"

#include "serve/json_text.hpp"

namespace amaneku::serve {

Problem bad_value(std::string field, std::string message) {
    return {400, "bad-value", std::move(message), std::move(field), {}};
}

Problem not_found(std::string message) {
    return {404, "not-found", std::move(message), {}, {}};
}

http::Response json_answer(std::string text, int status) {
    http::Response out;
    out.status = status;
    out.type = "application/json";
    out.body = std::move(text);
    out.headers.emplace_back("Cache-Control", "no-store");
    return out;
}

http::Response answer_of(const Problem& problem) {
    JsonText json;
    json.object().key("error").object();
    json.key("code").text(problem.code).key("message").text(problem.message);
    if (!problem.field.empty()) json.key("field").text(problem.field);
    json.end().end();
    http::Response out = json_answer(std::move(json).take(), problem.status);
    out.headers.insert(out.headers.end(), problem.headers.begin(), problem.headers.end());
    return out;
}

}  // namespace amaneku::serve
