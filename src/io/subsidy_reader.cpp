#include "io/subsidy_reader.hpp"

#include "io/csv_rows.hpp"
#include "io/zone_code.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace amaneku::io {

namespace {

std::optional<std::int64_t> whole(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// `2/3`, or a decimal of up to nine places; nothing for anything but 0 to 1.
std::optional<Fraction> fraction(std::string_view text) {
    Fraction out;
    if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
        const auto numerator = whole(text.substr(0, slash));
        const auto denominator = whole(text.substr(slash + 1));
        if (!numerator || !denominator) return std::nullopt;
        out = {*numerator, *denominator};
    } else {
        double value = 0.0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || end != text.data() + text.size() || !(std::abs(value) <= 1.0))
            return std::nullopt;
        out = {std::llround(value * 1e9), 1'000'000'000};
    }
    if (out.denominator <= 0 || out.denominator > 1'000'000'000 || out.numerator < 0 ||
        out.numerator > out.denominator)
        return std::nullopt;
    return out;
}

}  // namespace

std::vector<SubsidyRow> read_subsidies(const std::string& path, Date on) {
    const CsvTable table = read_csv_table(path);
    const std::size_t programme = table.column("programme");
    const std::size_t from = table.column("valid_from");
    const std::size_t to = table.column("valid_to");
    const std::size_t condition = table.column("condition");
    const std::size_t recipient = table.column("recipient");
    const std::size_t rate = table.column("rate");
    const std::size_t source = table.column("source");
    const auto top_up = std::find(table.header.begin(), table.header.end(), "prefecture_rate");
    std::vector<SubsidyRow> out;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        const auto& row = table.rows[r];
        const std::string where = fmt::format("{}:{}", table.name, table.lines[r]);
        const auto date = [&](const std::string& text, const char* name) -> std::optional<Date> {
            if (text.empty()) return std::nullopt;
            const auto day = parse_date(text);
            if (!day)
                throw Error{Errc::input, where,
                            fmt::format("{} is '{}', must be a date like 2026-03-31, or empty", name, text)};
            return day;
        };
        const auto part = [&](const std::string& text, const char* name) -> std::optional<Fraction> {
            if (text.empty()) return std::nullopt;
            const auto value = fraction(text);
            if (!value)
                throw Error{Errc::input, where,
                            fmt::format("{} is '{}', must be a part of the cost like 2/3 or 0.5, or empty",
                                        name, text)};
            return value;
        };
        SubsidyRow one;
        one.text = {row[programme], row[condition], row[recipient], row[rate], "", row[source]};
        one.where = where;
        one.rate = part(row[rate], "rate");
        if (top_up != table.header.end()) {
            one.text.prefecture_rate = row[static_cast<std::size_t>(top_up - table.header.begin())];
            one.prefecture_rate = part(one.text.prefecture_rate, "prefecture_rate").value_or(Fraction{});
        }
        const Fraction a = one.rate.value_or(Fraction{});
        const Fraction b = one.prefecture_rate;
        if (static_cast<Amount>(a.numerator) * b.denominator +
                static_cast<Amount>(b.numerator) * a.denominator >
            static_cast<Amount>(a.denominator) * b.denominator)
            throw Error{Errc::input, where, "rate and prefecture_rate are more than the whole cost together"};
        const auto begin = date(row[from], "valid_from");
        const auto end = date(row[to], "valid_to");
        if (begin && end && *end < *begin) throw Error{Errc::input, where, "valid_to is before valid_from"};
        if ((begin && on < *begin) || (end && on > *end)) continue;
        out.push_back(std::move(one));
    }
    return out;
}

std::map<std::string, MunicipalFacts> read_municipal_facts(const std::string& path) {
    const CsvTable table = read_csv_table(path);
    const std::size_t code = table.column("code");
    const std::size_t designations = table.column("designations");
    const std::size_t index = table.column("financial_index");
    std::map<std::string, MunicipalFacts> out;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        const auto& row = table.rows[r];
        const std::string where = fmt::format("{}:{}", table.name, table.lines[r]);
        if (const std::string problem = zone_code_problem(row[code]); !problem.empty())
            throw Error{Errc::input, where, problem};
        MunicipalFacts facts;
        std::string_view rest = row[designations];
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find(';'), rest.size());
            if (end > 0) facts.designations.emplace(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        if (const std::string& text = row[index]; !text.empty()) {
            double value = 0.0;
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
            if (error != std::errc{} || end != text.data() + text.size() || !(value >= 0.0 && value < 100.0))
                throw Error{
                    Errc::input, where,
                    fmt::format("financial_index is '{}', must be a number like 0.45, or empty", text)};
            facts.financial_index = value;
        }
        const std::string key = row[code].size() == 6 ? row[code].substr(0, 5) : row[code];
        if (!out.emplace(key, std::move(facts)).second)
            throw Error{Errc::input, where, fmt::format("code {} is there twice", row[code])};
    }
    return out;
}

}  // namespace amaneku::io
