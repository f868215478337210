#include "io/toml_cursor.hpp"

#include "core/nearest_word.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace amaneku::io {

namespace {

std::string type_name(const toml::node& node) {
    switch (node.type()) {
        case toml::node_type::string:
            return "a string";
        case toml::node_type::integer:
            return "an integer";
        case toml::node_type::floating_point:
            return "a number";
        case toml::node_type::boolean:
            return "true or false";
        case toml::node_type::array:
            return "a list";
        case toml::node_type::table:
            return "a table";
        case toml::node_type::date:
            return "a date";
        default:
            return "another type";
    }
}

}  // namespace

const toml::node* TomlCursor::take(std::string_view key) {
    m_taken.emplace(key);
    return m_table.get(key);
}

std::string TomlCursor::path(std::string_view key) const {
    return m_name.empty() ? std::string{key} : key.empty() ? m_name : fmt::format("{}.{}", m_name, key);
}

std::string TomlCursor::place(std::string_view key) const {
    const toml::node* node = key.empty() ? nullptr : m_table.get(key);
    std::uint32_t line = m_table.source().begin.line;
    if (node != nullptr) line = node->source().begin.line;
    for (auto&& [k, v] : m_table) {
        if (k.str() == key && k.source().begin.line > 0) line = k.source().begin.line;
    }
    return fmt::format("{}:{}", m_file, line);
}

void TomlCursor::problem(std::string_view key, const std::string& what) {
    m_problems.push_back({place(key), fmt::format("{}: {}", path(key), what)});
}

std::optional<std::string> TomlCursor::text(std::string_view key) {
    const toml::node* node = take(key);
    if (node == nullptr) return std::nullopt;
    if (const auto value = node->value_exact<std::string>()) return *value;
    problem(key, fmt::format("is {}, must be a string", type_name(*node)));
    return std::nullopt;
}

std::optional<double> TomlCursor::number(std::string_view key, double low, double high) {
    const toml::node* node = take(key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_number()) {
        problem(key, fmt::format("is {}, must be a number", type_name(*node)));
        return std::nullopt;
    }
    const double value = *node->value<double>();
    if (!(value >= low && value <= high)) {
        problem(key, fmt::format("is {}, must be from {} to {}", value, low, high));
        return std::nullopt;
    }
    return value;
}

std::optional<int> TomlCursor::integer(std::string_view key, int low, int high) {
    const toml::node* node = take(key);
    if (node == nullptr) return std::nullopt;
    const auto value = node->value_exact<std::int64_t>();
    if (!value) {
        problem(key, fmt::format("is {}, must be an integer", type_name(*node)));
        return std::nullopt;
    }
    if (*value < low || *value > high) {
        problem(key, fmt::format("is {}, must be from {} to {}", *value, low, high));
        return std::nullopt;
    }
    return static_cast<int>(*value);
}

std::optional<bool> TomlCursor::flag(std::string_view key) {
    const toml::node* node = take(key);
    if (node == nullptr) return std::nullopt;
    if (const auto value = node->value_exact<bool>()) return *value;
    problem(key, fmt::format("is {}, must be true or false", type_name(*node)));
    return std::nullopt;
}

std::vector<std::string> TomlCursor::texts(std::string_view key) {
    const toml::node* node = take(key);
    std::vector<std::string> values;
    if (node == nullptr) return values;
    if (const auto value = node->value_exact<std::string>()) return {*value};
    const toml::array* list = node->as_array();
    if (list == nullptr) {
        problem(key, fmt::format("is {}, must be a string or a list of strings", type_name(*node)));
        return values;
    }
    for (const toml::node& item : *list) {
        if (const auto value = item.value_exact<std::string>()) {
            values.push_back(*value);
        } else {
            problem(key, fmt::format("holds {}, must hold strings only", type_name(item)));
        }
    }
    return values;
}

std::vector<double> TomlCursor::numbers(std::string_view key, double low, double high) {
    const toml::node* node = take(key);
    std::vector<double> values;
    if (node == nullptr) return values;
    const auto add = [&](const toml::node& item) {
        const auto value = item.is_number() ? item.value<double>() : std::nullopt;
        if (!value) {
            problem(key, fmt::format("holds {}, must hold numbers only", type_name(item)));
        } else if (!(*value >= low && *value <= high)) {
            problem(key, fmt::format("holds {}, must be from {} to {}", *value, low, high));
        } else {
            values.push_back(*value);
        }
    };
    if (const toml::array* list = node->as_array()) {
        for (const toml::node& item : *list) add(item);
    } else {
        add(*node);
    }
    return values;
}

std::optional<std::string> TomlCursor::date(std::string_view key) {
    const toml::node* node = take(key);
    if (node == nullptr) return std::nullopt;
    if (const auto value = node->value_exact<toml::date>()) {
        return fmt::format("{:04}-{:02}-{:02}", value->year, value->month, value->day);
    }
    if (const auto value = node->value_exact<std::string>()) return *value;
    problem(key, fmt::format("is {}, must be a date like 2026-03-31", type_name(*node)));
    return std::nullopt;
}

std::optional<std::size_t> TomlCursor::one_of(std::string_view key,
                                              std::initializer_list<std::string_view> values) {
    const auto value = text(key);
    if (!value) return std::nullopt;
    const auto* const found = std::find(values.begin(), values.end(), *value);
    if (found != values.end()) return static_cast<std::size_t>(found - values.begin());
    problem(key, fmt::format("is '{}', must be one of {}", *value, fmt::join(values, ", ")));
    return std::nullopt;
}

std::optional<TomlCursor> TomlCursor::table(std::string_view key) {
    const toml::node* node = take(key);
    if (node == nullptr) return std::nullopt;
    if (const toml::table* inner = node->as_table()) return TomlCursor{*inner, path(key), m_file, m_problems};
    problem(key, fmt::format("is {}, must be a table", type_name(*node)));
    return std::nullopt;
}

std::vector<TomlCursor> TomlCursor::tables(std::string_view key) {
    std::vector<TomlCursor> found;
    const toml::node* node = take(key);
    if (node == nullptr) return found;
    const toml::array* list = node->as_array();
    if (list == nullptr || !list->is_homogeneous<toml::table>()) {
        problem(key, fmt::format("must be tables: [[{}]]", path(key)));
        return found;
    }
    for (std::size_t i = 0; i < list->size(); ++i) {
        found.emplace_back(*list->get_as<toml::table>(i), fmt::format("{}[{}]", path(key), i + 1), m_file,
                           m_problems);
    }
    return found;
}

std::vector<std::pair<std::string, std::string>> TomlCursor::text_pairs() {
    struct Found {
        toml::source_position at;
        std::string key;
        std::string value;
    };
    std::vector<Found> found;
    for (auto&& [key, node] : m_table) {
        if (const auto value = text(key.str()))
            found.push_back({key.source().begin, std::string{key.str()}, *value});
    }
    std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
        return a.at.line != b.at.line ? a.at.line < b.at.line : a.at.column < b.at.column;
    });
    std::vector<std::pair<std::string, std::string>> pairs;
    pairs.reserve(found.size());
    for (Found& f : found) pairs.emplace_back(std::move(f.key), std::move(f.value));
    return pairs;
}

void TomlCursor::refuse(std::string_view key, std::string_view why) {
    if (take(key) != nullptr) problem(key, std::string{why});
}

void TomlCursor::finish() {
    for (auto&& [key, node] : m_table) {
        if (m_taken.contains(key.str())) continue;
        const std::string near = nearest_word(key.str(), m_taken);
        problem(key.str(), near.empty() ? std::string{"unknown key"}
                                        : fmt::format("unknown key; did you mean '{}'?", near));
    }
}

}  // namespace amaneku::io
