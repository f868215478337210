#include "serve/json_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace amaneku::serve {

std::string json_quoted(std::string_view text) {
    const bool is_plain = std::all_of(text.begin(), text.end(),
                                      [](char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; });
    if (is_plain) return '"' + std::string{text} + '"';
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void JsonText::begin_value() {
    if (!m_first && !m_after_key) m_text += ',';
    m_first = false;
    m_after_key = false;
}

JsonText& JsonText::object() {
    begin_value();
    m_text += '{';
    m_ends.push_back('}');
    m_first = true;
    return *this;
}

JsonText& JsonText::array() {
    begin_value();
    m_text += '[';
    m_ends.push_back(']');
    m_first = true;
    return *this;
}

JsonText& JsonText::end() {
    m_text += m_ends.back();
    m_ends.pop_back();
    m_first = false;
    return *this;
}

JsonText& JsonText::key(std::string_view name) {
    if (!m_first) m_text += ',';
    m_text += json_quoted(name);
    m_text += ':';
    m_first = false;
    m_after_key = true;
    return *this;
}

JsonText& JsonText::text(std::string_view value) {
    return raw(json_quoted(value));
}

JsonText& JsonText::number(double value) {
    if (!std::isfinite(value)) return null();
    begin_value();
    if (value == std::floor(value) && std::abs(value) < 1e15) {
        fmt::format_to(std::back_inserter(m_text), "{}", static_cast<std::int64_t>(value));
    } else {
        fmt::format_to(std::back_inserter(m_text), "{}", value);
    }
    return *this;
}

JsonText& JsonText::whole(std::int64_t value) {
    begin_value();
    fmt::format_to(std::back_inserter(m_text), "{}", value);
    return *this;
}

JsonText& JsonText::amount(Amount value) {
    std::string digits = format_amount(value);
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits.pop_back();
    return raw(digits);
}

JsonText& JsonText::flag(bool value) {
    return raw(value ? "true" : "false");
}

JsonText& JsonText::null() {
    return raw("null");
}

JsonText& JsonText::digits(std::string_view value) {
    return value.empty() ? null() : raw(value);
}

JsonText& JsonText::raw(std::string_view json) {
    begin_value();
    m_text += json;
    return *this;
}

}  // namespace amaneku::serve
