#include "planning/condition.hpp"

#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace amaneku::planning {

namespace {

/// Designations that make an area a disadvantaged one (条件不利地域).
const std::set<std::string> disadvantages{"過疎", "辺地", "離島", "半島", "山村", "特定農山村", "豪雪"};

}  // namespace

class Condition::Parser {
public:
    explicit Parser(std::string_view text) : m_text{text} { next(); }

    std::vector<Step> all() {
        if (m_word.empty()) return {Step{}};
        either();
        if (!m_word.empty()) fail(fmt::format("'{}' follows, where 'and' or 'or' could", m_word));
        return std::move(m_steps);
    }

private:
    [[noreturn]] void fail(const std::string& why) const {
        throw Error{Errc::input, "",
                    fmt::format("condition '{}': {}; it must be like: households < 100 and "
                                "(designation = 離島 or financial_index < 0.5)",
                                m_text, why)};
    }
    void next() {
        while (m_at < m_text.size() && m_text[m_at] == ' ') ++m_at;
        const std::size_t begin = m_at;
        const auto is_sign = [](char c) { return c == '<' || c == '>' || c == '=' || c == '!'; };
        if (m_at < m_text.size() && (m_text[m_at] == '(' || m_text[m_at] == ')')) {
            ++m_at;
        } else if (m_at < m_text.size() && is_sign(m_text[m_at])) {
            while (m_at < m_text.size() && is_sign(m_text[m_at])) ++m_at;
        } else {
            while (m_at < m_text.size() && m_text[m_at] != ' ' && m_text[m_at] != '(' &&
                   m_text[m_at] != ')' && !is_sign(m_text[m_at]))
                ++m_at;
        }
        m_word = m_text.substr(begin, m_at - begin);
    }
    void either() {
        both();
        while (m_word == "or") {
            next();
            both();
            m_steps.push_back({Kind::either, {}, {}, 0.0, {}});
        }
    }
    void both() {
        one();
        while (m_word == "and") {
            next();
            one();
            m_steps.push_back({Kind::both, {}, {}, 0.0, {}});
        }
    }
    void one() {
        if (++m_depth > 100) fail("it is nested too deeply");
        if (m_word == "not") {
            next();
            one();
            m_steps.push_back({Kind::negation, {}, {}, 0.0, {}});
        } else if (m_word == "(") {
            next();
            either();
            if (m_word != ")") fail("a ')' is missing");
            next();
        } else if (m_word == "disadvantaged") {
            m_steps.push_back({Kind::text, Compare::equal, "designation", 0.0, disadvantages});
            next();
        } else {
            comparison();
        }
        --m_depth;
    }
    void comparison() {
        Step step;
        step.name = m_word;
        const bool is_number = number_names().contains(m_word);
        if (!is_number && !text_names().contains(m_word)) {
            fail(m_word.empty()
                     ? std::string{"it ends too early"}
                     : fmt::format("'{}' is unknown; known are disadvantaged, {}, {}", m_word,
                                   fmt::join(number_names(), ", "), fmt::join(text_names(), ", ")));
        }
        next();
        static const std::map<std::string_view, Compare> signs{
            {"=", Compare::equal},    {"==", Compare::equal}, {"!=", Compare::unequal}, {"<", Compare::less},
            {"<=", Compare::at_most}, {">", Compare::more},   {">=", Compare::at_least}};
        const auto sign = signs.find(m_word);
        if (sign == signs.end())
            fail(fmt::format("'{}' stands after {}, where = != < <= > >= could", m_word, step.name));
        step.compare = sign->second;
        next();
        if (is_number) {
            const auto [end, error] =
                std::from_chars(m_word.data(), m_word.data() + m_word.size(), step.number);
            if (error != std::errc{} || end != m_word.data() + m_word.size() || !std::isfinite(step.number))
                fail(fmt::format("'{}' is no number", m_word));
            step.kind = Kind::number;
        } else {
            if (step.compare != Compare::equal && step.compare != Compare::unequal)
                fail(fmt::format("{} is a word: it can be = or !=", step.name));
            if (m_word.empty()) fail("it ends too early");
            step.kind = Kind::text;
            step.words = {std::string{m_word}};
        }
        m_steps.push_back(std::move(step));
        next();
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::string_view m_word;
    int m_depth = 0;
    std::vector<Step> m_steps;
};

const std::set<std::string, std::less<>>& Condition::number_names() {
    static const std::set<std::string, std::less<>> names{"population",  "households",     "age_65_plus",
                                                          "cells",       "area_km2",       "site_km",
                                                          "backbone_km", "financial_index"};
    return names;
}

const std::set<std::string, std::less<>>& Condition::text_names() {
    static const std::set<std::string, std::less<>> names{"designation", "service", "prefecture"};
    return names;
}

Condition Condition::parse(std::string_view text) {
    Condition out;
    out.m_steps = Parser{text}.all();
    return out;
}

Truth Condition::evaluate(const Facts& facts) const {
    const auto truth = [](bool yes) { return yes ? Truth::yes : Truth::no; };
    const auto number = [&](const Step& step) {
        const auto found = facts.numbers.find(step.name);
        if (found == facts.numbers.end()) return Truth::unknown;
        const double is = found->second;
        switch (step.compare) {
            case Compare::equal:
                return truth(is == step.number);
            case Compare::unequal:
                return truth(is != step.number);
            case Compare::less:
                return truth(is < step.number);
            case Compare::at_most:
                return truth(is <= step.number);
            case Compare::more:
                return truth(is > step.number);
            case Compare::at_least:
                return truth(is >= step.number);
        }
        return Truth::unknown;
    };
    const auto text = [&](const Step& step) {
        const auto found = facts.texts.find(step.name);
        if (found == facts.texts.end()) return Truth::unknown;
        const bool any = std::any_of(step.words.begin(), step.words.end(),
                                     [&](const std::string& word) { return found->second.contains(word); });
        return truth(any == (step.compare == Compare::equal));
    };
    std::vector<Truth> stack;
    const auto take = [&] {
        const Truth top = stack.back();
        stack.pop_back();
        return top;
    };
    for (const Step& step : m_steps) {
        switch (step.kind) {
            case Kind::always:
                stack.push_back(Truth::yes);
                break;
            case Kind::number:
                stack.push_back(number(step));
                break;
            case Kind::text:
                stack.push_back(text(step));
                break;
            case Kind::both: {
                const Truth b = take();
                stack.push_back(std::min(take(), b));
                break;
            }
            case Kind::either: {
                const Truth b = take();
                stack.push_back(std::max(take(), b));
                break;
            }
            case Kind::negation: {
                const Truth a = take();
                stack.push_back(a == Truth::unknown ? a : truth(a == Truth::no));
                break;
            }
        }
    }
    return stack.back();
}

}  // namespace amaneku::planning
